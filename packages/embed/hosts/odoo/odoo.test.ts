import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

// What of the add-on runs without Odoo: its Python against a stand-in for Odoo's modules, its widget against one for OWL.

const run = promisify(execFile);
const addon = join(import.meta.dirname, 'aicrm');
const hasPython = await run('python3', ['--version']).then(
  () => true,
  () => false,
);

describe.skipIf(!hasPython)('the Python of the add-on', () => {
  it('compiles, and its manifest names files that are there', async () => {
    const files = (await readdir(addon, { recursive: true })).filter((name) => name.endsWith('.py'));
    expect(files).toHaveLength(6);
    const paths = files.map((name) => join(addon, name));
    const check = 'import sys,ast\nfor f in sys.argv[1:]: compile(open(f).read(), f, "exec")';
    await run('python3', ['-c', check, ...paths]);
    const read = 'import sys,ast,json\nprint(json.dumps(ast.literal_eval(open(sys.argv[1]).read())))';
    const { stdout } = await run('python3', ['-c', read, join(addon, '__manifest__.py')]);
    const manifest = JSON.parse(stdout);
    for (const file of manifest.data) expect(await readFile(join(addon, file), 'utf8')).toContain('<odoo>');
    expect(manifest.assets['web.assets_backend']).toEqual(['aicrm/static/src/**/*']);
    expect((await readdir(join(addon, 'static/src/aicrm_widget'))).toSorted()).toEqual([
      'aicrm_widget.js',
      'aicrm_widget.xml',
    ]);
  });

  it('mints with the key of the system parameters, for people who may see all leads', async () => {
    const { stdout } = await run('python3', [join(import.meta.dirname, '../testing/odoo_token_check.py')]);
    const said = JSON.parse(stdout);
    const headers = { 'Cache-Control': 'no-store' };
    expect(said.routes['/aicrm/token']).toMatchObject({ type: 'http', auth: 'user', methods: ['POST'] });
    // The session tells the page where the worker is, and nothing of the key.
    expect(said.session).toEqual({ uid: 2, aicrm_url: expect.stringContaining('http://127.0.0.1:') });
    expect(said.good).toEqual([200, { token: 'minted' }, headers]);
    expect(said.asked).toEqual([
      [
        '/v1/tokens',
        'Bearer the-key',
        { scopes: ['sync:all', 'models:read', 'events:write'], origins: ['https://odoo.example'] },
      ],
    ]);
    const statuses = ['stranger', 'refused', 'broken', 'dead', 'unset'].map((name) => said[name][0]);
    expect(statuses).toEqual([403, 502, 503, 503, 503]);
    expect(JSON.stringify(said)).not.toContain('the-key"}');
  });

  it('has views and templates that are well-formed, and would see one that is not', async () => {
    const parse = (xml: string) =>
      run('python3', ['-c', 'import sys,xml.etree.ElementTree as e; e.fromstring(sys.argv[1])', xml]);
    const files = ['views/crm_lead_views.xml', 'static/src/aicrm_widget/aicrm_widget.xml'];
    // ElementTree takes a text's declaration for bytes only.
    const texts = await Promise.all(files.map((file) => readFile(join(addon, file), 'utf8')));
    for (const xml of texts) await parse(xml.replace(/^<\?xml.*\?>\n/, ''));
    await expect(parse('<odoo><record></odoo>')).rejects.toThrow('mismatched tag');
  });
});
