import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { must } from '@aicrm/schema/result';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run } from './main.js';
import { type FakeWorker, startFakeWorker } from './testing/fake-worker.js';
import { type TestIo, testIo } from './testing/test-io.js';

let worker: FakeWorker;
let folder: string;
let io: TestIo;

beforeEach(async () => {
  worker = await startFakeWorker();
  folder = await mkdtemp(join(tmpdir(), 'aicrm-cli-'));
  io = testIo(folder, { AICRM_API: worker.url, AICRM_API_KEY: worker.key });
});
afterEach(async () => {
  await worker.close();
  await rm(folder, { recursive: true });
});

const write = (name: string, content: string | Uint8Array) => writeFile(join(folder, name), content);
const at = (name: string) => join(folder, name);
const good = 'id,name,email\n1,Ada,ada@example.com\n2,Ben,ben@example.com\n';

describe('import', () => {
  it('previews, sends, waits for the views and counts', async () => {
    await write('people.csv', good);
    expect(await run(['import', 'people.csv', '--type', 'contact', '--connection', 'club'], io)).toBe(0);
    expect([...worker.records.keys()]).toEqual(['contact:club:1', 'contact:club:2']);
    expect(io.printed.out).toContain('2 rows: 2 new, 0 changed, 0 unchanged, 0 rejected');
    expect(io.printed.err).toMatch(/column +field +sure/);
    expect(worker.imports[0]?.state.status).toBe('done');
    expect(worker.imports[0]?.request).toMatchObject({
      key: ['id'],
      header: ['id', 'name', 'email'],
      fileName: 'people.csv',
    });
    expect(existsSync(at('people.rejected.csv'))).toBe(false);
  });

  it('is the same a second time: everything is unchanged', async () => {
    await write('people.csv', good);
    await run(['import', 'people.csv', '--type', 'contact'], io);
    await run(['import', 'people.csv', '--type', 'contact'], io);
    expect(io.printed.out).toContain('2 rows: 0 new, 0 changed, 2 unchanged, 0 rejected');
  });

  it('sends flags as the protocol names them', async () => {
    await write('orders.csv', 'no;who;when;sum\nA1;7;03/04/2024;1,5\n');
    const flags = ['--map', 'contact=who,at=when', '--map', 'total=sum', '--key', 'no', '--currency', 'EUR'];
    const more = ['--day-order', 'mdy', '--shift-weeks', '-3', '--dry-run', '--values', 'contact:7=8'];
    expect(await run(['import', 'orders.csv', '--type', 'order', ...flags, ...more], io)).toBe(0);
    expect(worker.imports[0]?.request).toEqual({
      type: 'order',
      connection: 'csv',
      key: ['no'],
      mapping: [
        { column: 'who', field: 'contact', values: { '7': '8' } },
        { column: 'when', field: 'at', dayOrder: 'mdy' },
        { column: 'sum', field: 'total' },
      ],
      header: ['no', 'who', 'when', 'sum'],
      fileName: 'orders.csv',
      currency: 'EUR',
      shiftWeeks: -3,
      dryRun: true,
    });
    expect(worker.records.size).toBe(0);
    expect(io.printed.out).toContain('dry run, nothing written');
  });

  it('takes a mapping from a file', async () => {
    await write('people.csv', good);
    const map = { name: 'name', email: { column: 'email', as: 'text' } };
    await write('map.json', JSON.stringify({ map, key: ['email'] }));
    expect(await run(['import', 'people.csv', '--type', 'contact', '--map-file', 'map.json'], io)).toBe(0);
    expect(worker.imports[0]?.request).toMatchObject({
      key: ['email'],
      mapping: [
        { column: 'name', field: 'name' },
        { column: 'email', field: 'email', as: 'text' },
      ],
    });
    await write('map.json', '{"map": {"name": 3}}');
    expect(await run(['import', 'people.csv', '--type', 'contact', '--map-file', 'map.json'], io)).toBe(1);
    expect(io.printed.err).toContain('"name" is mapped to nothing that is known');
  });

  it('writes rejected rows with their reasons and still succeeds, unless told to be strict', async () => {
    await write('people.csv', 'id,name\n1,Ada\n2\n,Cy\n4,"D"x\n5,"a ""b"", c"\n');
    expect(await run(['import', 'people.csv', '--type', 'contact', '--errors', 'bad.csv'], io)).toBe(0);
    const lines = (await readFile(at('bad.csv'), 'utf8')).split('\r\n');
    expect(lines).toEqual([
      '\uFEFFrow,column,problem,id,name',
      '2,row 2,The row has 1 cells where the header has 2 (line 3).,2',
      '3,row,The key is empty.,,Cy',
      expect.stringMatching(
        /^4,name,"The cell has text behind its closing quotation mark.*\(line 5\)\.",4,Dx$/,
      ),
      '',
    ]);
    expect([...worker.records.keys()]).toEqual(['contact:csv:1', 'contact:csv:5']);
    expect(io.printed.err).toContain('row 3: row: The key is empty.');
    expect(await run(['import', 'people.csv', '--type', 'contact', '--strict'], io)).toBe(1);
  });

  it('writes the error file beside the file, and says where', async () => {
    await mkdir(at('data'));
    await write('data/people.csv.gz', gzipSync('id,name\n1,Ada\n,Cy\n'));
    expect(await run(['import', 'data/people.csv.gz', '--type', 'contact', '--key', 'id'], io)).toBe(0);
    expect(await readFile(at('data/people.rejected.csv'), 'utf8')).toContain('The key is empty.,,Cy');
    expect(io.printed.err).toContain(
      `all rejected rows with their reasons: ${at('data/people.rejected.csv')}`,
    );
  });

  it('writes nothing at all on a dry run, and shows what is rejected; a file only when asked', async () => {
    await write('people.csv', 'id,name\n1,Ada\n,Cy\n');
    expect(await run(['import', 'people.csv', '--type', 'contact', '--key', 'id', '--dry-run'], io)).toBe(0);
    expect(await readdir(folder)).toEqual(['people.csv']);
    expect(io.printed.err).toContain('row 2: row: The key is empty.\n    ,Cy\n');
    expect(io.printed.err).toContain('--errors FILE');
    const asked = ['--key', 'id', '--dry-run', '--errors', 'bad.csv'];
    expect(await run(['import', 'people.csv', '--type', 'contact', ...asked], io)).toBe(0);
    expect(await readdir(folder)).toEqual(['bad.csv', 'people.csv']);
  });

  it('fails when every row is rejected', async () => {
    await write('people.csv', 'id,name\n,Ada\n,Ben\n');
    expect(await run(['import', 'people.csv', '--type', 'contact', '--key', 'id'], io)).toBe(1);
    expect(existsSync(at('people.rejected.csv'))).toBe(true);
  });

  it('sends nothing of a file that breaks somewhere', async () => {
    const rows = Array.from({ length: 5_000 }, (_, i) => `${i},x`).join('\n');
    await write('open.csv', `id,name\n${rows}\n5001,"never closed\n`);
    expect(await run(['import', 'open.csv', '--type', 'contact'], io)).toBe(1);
    expect(io.printed.err).toContain('opens with a quotation mark on line 5002');
    await write('latin.csv', Buffer.from('id,name\n1,Ren\u00e9\n', 'latin1'));
    expect(await run(['import', 'latin.csv', '--type', 'contact'], io)).toBe(1);
    expect(io.printed.err).toContain('--encoding windows-1252');
    expect(worker.calls).toEqual([]);
    expect(await run(['import', 'latin.csv', '--type', 'contact', '--encoding', 'windows-1252'], io)).toBe(0);
    expect(worker.records.get('contact:csv:1')).toEqual(['1', 'René']);
  });

  it('cuts a file into chunks that keep both bounds, and loses no row', async () => {
    const rows = Array.from({ length: 5_001 }, (_, i) => `${i},${'é'.repeat(i < 100 ? 30_000 : 3)}`);
    await write('long.csv', `id,name\n${rows.join('\n')}\n`);
    expect(await run(['import', 'long.csv', '--type', 'contact'], io)).toBe(0);
    const sent = worker.calls.filter((call) => call.path.endsWith('/rows'));
    expect(Math.max(...sent.map((call) => call.bytes))).toBeLessThanOrEqual(3_000_000);
    const chunks = [...must(worker.imports[0], 'import').chunks].map(([offset, { rows: some }]) => [
      offset,
      some.length,
    ]);
    expect(Math.max(...chunks.map(([, count]) => count ?? 0))).toBe(2_000);
    let next = 0;
    for (const [offset, count = 0] of chunks) {
      expect(offset).toBe(next);
      next += count;
    }
    expect(next).toBe(5_001);
    expect(worker.records.size).toBe(5_001);
  });

  it('gets over lost answers and busy workers without a row twice', async () => {
    await write('people.csv', good);
    worker.fail('/rows', { status: 503, headers: { 'retry-after': '7' } }, 'lose the answer', {
      status: 502,
      body: '<h1>Bad gateway</h1>',
    });
    expect(await run(['import', 'people.csv', '--type', 'contact'], io)).toBe(0);
    expect(worker.calls.filter((call) => call.path.endsWith('/rows'))).toHaveLength(4);
    expect(worker.imports[0]?.state.counts).toMatchObject({ read: 2, inserted: 2 });
    expect(io.slept[0]).toBe(7_000);
    expect(io.printed.err).toContain('trying again');
  });

  it('gives up after eight tries, and at once where trying again is no use', async () => {
    await write('people.csv', good);
    worker.fail('/rows', ...Array.from({ length: 8 }, () => ({ status: 500 })));
    expect(await run(['import', 'people.csv', '--type', 'contact'], io)).toBe(1);
    expect(worker.calls.filter((call) => call.path.endsWith('/rows'))).toHaveLength(8);
    const before = worker.calls.length;
    expect(await run(['import', 'people.csv', '--type', 'contact', '--api-key', 'aicrm_wrong'], io)).toBe(1);
    expect(worker.calls.length).toBe(before + 1);
    expect(io.printed.err).toContain('The API key is not valid.');
    expect(io.printed.err + io.printed.out).not.toContain(worker.key);
  });

  it('stops after the chunk under way, and a second run completes it', async () => {
    await write('many.csv', `id,name\n${Array.from({ length: 6_000 }, (_, i) => `${i},x`).join('\n')}\n`);
    worker.onRows(() => io.stop());
    expect(await run(['import', 'many.csv', '--type', 'contact'], io)).toBe(130);
    expect(io.printed.err).toContain('run the same command again');
    expect(worker.records.size).toBe(2_000);
    worker.onRows(null);
    const again = testIo(folder, { AICRM_API: worker.url, AICRM_API_KEY: worker.key });
    expect(await run(['import', 'many.csv', '--type', 'contact'], again)).toBe(0);
    expect(again.printed.out).toContain('6,000 rows: 4,000 new, 0 changed, 2,000 unchanged');
  });

  it('asks before it guesses', async () => {
    await write('leads.csv', 'id,status,created\n1,Hot,01/02/2024\n2,open,03/04/2024\n');
    expect(await run(['import', 'leads.csv', '--type', 'lead'], io)).toBe(1);
    expect(io.printed.err).toContain('"Hot" means: converted, lost, open');
    expect(io.printed.err).toContain('dmy or mdy');
    expect(io.printed.err).toContain('--values "status:Hot=');
    expect(io.printed.err).toContain('--day-order dmy or --day-order mdy');
    expect(worker.calls).toEqual([]);
    const answers = ['--values', 'status:Hot=open', '--day-order', 'dmy'];
    expect(await run(['import', 'leads.csv', '--type', 'lead', ...answers], io)).toBe(0);
    expect(worker.imports[0]?.request.mapping).toEqual([
      { column: 'status', field: 'status', values: { Hot: 'open' } },
      { column: 'created', field: 'createdAt', dayOrder: 'dmy' },
    ]);
  });

  it('takes a day order for days that are written in more than one way', async () => {
    await write('dates.csv', 'id,created\n1,2024-02-01\n2,03/04/2024\n');
    expect(await run(['import', 'dates.csv', '--type', 'lead'], io)).toBe(1);
    expect(io.printed.err).toContain('more than one order');
    expect(io.printed.err).toContain('--day-order dmy');
    expect(io.printed.err).not.toContain('--values');
    expect(worker.calls).toEqual([]);
    expect(await run(['import', 'dates.csv', '--type', 'lead', '--day-order', 'dmy'], io)).toBe(0);
    expect(worker.imports[0]?.request.mapping).toEqual([
      { column: 'created', field: 'createdAt', dayOrder: 'dmy' },
    ]);
  });

  it('does not take a day order for the answer to a status', async () => {
    await write('leads.csv', 'id,status\n1,Hot\n');
    expect(await run(['import', 'leads.csv', '--type', 'lead', '--day-order', 'dmy'], io)).toBe(1);
    expect(io.printed.err).toContain('--values "status:Hot=');
    expect(io.printed.err).not.toContain('--day-order');
    expect(worker.calls).toEqual([]);
  });

  it('refuses to write errors over the file itself, and says what is missing', async () => {
    await write('people.csv', good);
    expect(await run(['import', 'people.csv', '--type', 'contact', '--errors', 'people.csv'], io)).toBe(1);
    expect(await readFile(at('people.csv'), 'utf8')).toBe(good);
    expect(await run(['import', 'none.csv', '--type', 'contact'], io)).toBe(1);
    expect(io.printed.err).toContain('There is no such file');
    expect(
      await run(['import', 'people.csv', '--type', 'contact', '--map', 'name=nom', '--key', 'id'], io),
    ).toBe(1);
    expect(io.printed.err).toContain('no column "nom"');
    expect(await run(['import', 'people.csv', '--type', 'person'], io)).toBe(2);
    expect(worker.calls).toEqual([]);
  });

  it('shows a mapping without a worker', async () => {
    await write('people.csv', good);
    const alone = testIo(folder);
    expect(await run(['import', 'people.csv', '--type', 'contact', '--preview'], alone)).toBe(0);
    expect(alone.printed.out).toMatch(/email +email +100 %/);
    expect(await run(['import', 'people.csv', '--type', 'contact'], alone)).toBe(1);
    expect(alone.printed.err).toContain('AICRM_API');
  });

  it('keeps control characters of a file off the terminal', async () => {
    await write('evil.csv', 'id,name\n1,\u001b[2J\u001b]0;x\u0007\n');
    await run(['import', 'evil.csv', '--type', 'contact', '--preview'], io);
    expect(io.printed.out).not.toContain('\u001b');
  });
});

describe('settings', () => {
  it('prefers flags to the environment and that to the file', async () => {
    await write('.aicrm.json', JSON.stringify({ api: worker.url, apiKey: 'aicrm_from_file' }));
    await write('people.csv', good);
    const fromFile = testIo(folder);
    expect(await run(['import', 'people.csv', '--type', 'contact'], fromFile)).toBe(1);
    expect(fromFile.printed.err).toContain('Not signed in');
    const fromEnv = testIo(folder, { AICRM_API_KEY: worker.key });
    expect(await run(['import', 'people.csv', '--type', 'contact'], fromEnv)).toBe(0);
    const fromFlag = ['import', 'people.csv', '--type', 'contact', '--api-key', 'aicrm_other'];
    expect(await run(fromFlag, fromEnv)).toBe(1);
    expect(fromEnv.printed.err).toContain('Not signed in');
    await write('.aicrm.json', 'api: x');
    expect(await run(['models'], testIo(folder))).toBe(1);
  });
});

describe('a worker that does not answer, and a key that is none', () => {
  it('says that a key is none before anything is sent', async () => {
    expect(await run(['status', '--api-key', 'eyJ0eXAi'], io)).toBe(1);
    expect(io.printed.err).toContain('begins with "aicrm_"');
    expect(io.printed.err).not.toContain('eyJ0eXAi');
    expect(worker.calls).toEqual([]);
  });

  it('gives up asking for the status after some seconds of pauses', async () => {
    const dead = testIo(folder, { AICRM_API: 'http://127.0.0.1:9', AICRM_API_KEY: worker.key });
    expect(await run(['status'], dead)).toBe(1);
    expect(dead.printed.err).toContain('The worker cannot be reached');
    expect(dead.slept.length).toBeGreaterThan(0);
    expect(dead.slept.reduce((sum, ms) => sum + ms, 0)).toBeLessThanOrEqual(5_000);
  });
});

describe('models and tokens', () => {
  const job = {
    id: 'j1',
    kind: 'train',
    status: 'queued',
    progress: 0,
    step: 'waiting',
    error: null,
    result: null,
    createdAt: '2024-01-01T00:00:00Z',
    finishedAt: null,
  };
  const verdict = { publish: false, reason: 'It is no better than the base rate.', checks: [] };

  it('waits for a training and tells the verdict', async () => {
    worker.answer('POST', '/v1/models/lead-score/train', 202, job);
    const result = { model: 'lead-score', version: 'v2', published: false, verdict };
    worker.answer('GET', '/v1/jobs/j1', 200, { ...job, status: 'done', progress: 1, result });
    const flags = [
      '--wait',
      '--exclude',
      'age, income',
      '--horizon-days',
      '70',
      '--seed',
      '5',
      '--outcome',
      'buys',
    ];
    expect(await run(['train', 'lead-score', ...flags], io)).toBe(0);
    expect(worker.calls[0]?.body).toEqual({
      exclude: ['age', 'income'],
      horizonDays: 70,
      outcome: 'buys',
      seed: 5,
    });
    expect(io.printed.out).toContain('version v2 was not published: It is no better than the base rate.');
  });

  it('tells each step and percentage of a training once', async () => {
    worker.answer('POST', '/v1/models/lead-score/train', 202, job);
    const steps = [
      { ...job, status: 'running', progress: 0.1, step: 'reading' },
      { ...job, status: 'running', progress: 0.1, step: 'reading' },
      { ...job, status: 'running', progress: 0.6, step: 'fitting' },
      { ...job, status: 'done', progress: 1, step: 'done' },
    ];
    const { sleep } = io;
    const stepping = {
      ...io,
      sleep: (ms: number) => {
        worker.answer('GET', '/v1/jobs/j1', 200, steps.shift());
        return sleep(ms);
      },
    };
    expect(await run(['train', 'lead-score', '--wait'], stepping)).toBe(0);
    expect(io.printed.err.trim().split('\n')).toEqual([
      'train: waiting (0 %)',
      'train: reading (10 %)',
      'train: fitting (60 %)',
      'train: done (100 %)',
    ]);
    expect(io.slept).toEqual([500, 500, 500, 500]);
  });

  it('tells why a training failed', async () => {
    worker.answer('POST', '/v1/models/lead-score/train', 202, job);
    const error = { kind: 'not-enough-data', title: 'Too few leads', status: 422, detail: '12 of 100.' };
    worker.answer('GET', '/v1/jobs/j1', 200, { ...job, status: 'failed', error });
    expect(await run(['train', 'lead-score', '--wait', '--json'], io)).toBe(1);
    expect(JSON.parse(io.printed.out)).toEqual({ ok: false, problem: error });
    expect(io.printed.err).toContain('Too few leads');
  });

  it('does not repeat a revert whose answer was lost', async () => {
    worker.fail('/revert', 'lose the answer');
    expect(await run(['revert', 'lead-score'], io)).toBe(1);
    expect(worker.calls).toHaveLength(1);
  });

  it('does not take an answer of another shape', async () => {
    worker.answer('GET', '/v1/models', 200, [{ name: 'lead-score' }]);
    expect(await run(['models'], io)).toBe(1);
    expect(io.printed.err).toContain('The answer is not understood');
    worker.answer('GET', '/v1/models', 200, []);
    expect(await run(['models'], io)).toBe(0);
  });

  it('mints a token and makes a tenant', async () => {
    worker.answer('POST', '/v1/tokens', 201, { token: 'abc', expiresAt: '2024-01-01T00:15:00Z' });
    expect(await run(['token', '--origin', 'https://crm.example.com'], io)).toBe(0);
    expect(io.printed.out).toBe('abc\n');
    expect(worker.calls[0]?.body).toEqual({
      scopes: ['sync:all', 'models:read'],
      origins: ['https://crm.example.com'],
    });
    expect(await run(['token', '--origin', 'https://x.example', '--scope', 'everything'], io)).toBe(1);

    const operator = testIo(folder, { AICRM_API: worker.url, AICRM_OPERATOR_KEY: worker.key });
    worker.answer('POST', '/v1/tenants', 201, { tenant: 'club', key: 'k1' });
    expect(await run(['tenant', 'create', 'club', '--currency', 'USD'], operator)).toBe(0);
    expect(operator.printed.out).toBe('k1\n');
    expect(await run(['tenant', 'create', 'club'], io)).toBe(1);
    expect(io.printed.err).toContain('AICRM_OPERATOR_KEY');
  });
});

describe('usage', () => {
  it('exits with 2 for what it does not know and 0 for help', async () => {
    expect(await run(['imprt'], io)).toBe(2);
    expect(await run(['token'], io)).toBe(2);
    expect(await run(['--help'], io)).toBe(0);
    expect(io.printed.out).toContain('Usage: aicrm');
  });
});

describe('the installed command', () => {
  it('runs the sources as they are, and ends in order on Ctrl-C', async () => {
    const script = fileURLToPath(new URL('../bin/aicrm.mjs', import.meta.url));
    await write('many.csv', `id,name\n${Array.from({ length: 6_000 }, (_, i) => `${i},x`).join('\n')}\n`);
    const env = { PATH: process.env.PATH, AICRM_API: worker.url, AICRM_API_KEY: worker.key };
    const child = spawn(process.execPath, [script, 'import', 'many.csv', '--type', 'contact'], {
      cwd: folder,
      env,
    });
    let told = '';
    child.stderr.on('data', (piece: Buffer) => {
      told += piece.toString('utf8');
    });
    // Once: a second Ctrl-C ends it at once, and the next rows may be on their way before the first was heard.
    worker.onRows(() => {
      worker.onRows(null);
      child.kill('SIGINT');
    });
    const [code] = await once(child, 'close');
    expect(told).toContain('run the same command again');
    expect(code).toBe(130);
    expect(worker.records.size).toBeGreaterThanOrEqual(2_000);
    expect(worker.imports[0]?.state.status).toBe('open');
  });
});
