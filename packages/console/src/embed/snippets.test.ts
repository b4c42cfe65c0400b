import { readFileSync } from 'node:fs';
import { must } from '@aicrm/schema/result';
import { describe, expect, it } from 'vitest';
import { type EmbedChoice, type EmbedHostId, embedElements, embedHosts } from './embed-choice.js';
import { planOf } from './snippets.js';

const embed = (path: string): string =>
  readFileSync(new URL(`../../../embed/${path}`, import.meta.url), 'utf8');
const element = (tag: string) =>
  must(
    embedElements.find((one) => one.tag === tag),
    tag,
  );

const choice = (host: EmbedHostId, more: Partial<EmbedChoice> = {}): EmbedChoice => ({
  worker: 'https://YOUR-WORKER',
  host,
  element: element('aicrm-customer-insight-card'),
  record: 'contact:crm:7',
  origin: 'https://crm.example',
  ...more,
});
const codeOf = (one: EmbedChoice): string =>
  planOf(one)
    .snippets.map(({ code }) => code)
    .join('\n');
/** Code without what a formatter may change. */
const bare = (code: string): string => code.replace(/["']/g, "'").replace(/[\s,]+/g, '');

describe('snippets of plain HTML', () => {
  it('are the lines of the README, with the attributes that it names', () => {
    const code = codeOf(
      choice('plain-html', { element: element('aicrm-lead-score-badge'), record: 'lead:odoo:42' }),
    );
    const readme = embed('README.md');
    for (const line of code.split('\n').slice(0, 2)) expect(readme).toContain(line);
    for (const [, name = ''] of code.matchAll(/ (data-[a-z-]+)="/g))
      expect(readme).toContain(`| \`${name}\``);
    expect(bare(readme)).toContain(
      bare("scopes: ['sync:all', 'models:read', 'events:write'], origins: ['https://crm.example']"),
    );
    expect(bare(code)).toContain(
      bare("scopes: ['sync:all', 'models:read', 'events:write'], origins: ['https://crm.example']"),
    );
  });

  it('name no record where the element shows the whole business', () => {
    const code = codeOf(choice('plain-html', { element: element('aicrm-segments'), record: '' }));
    expect(code).toContain('<aicrm-segments></aicrm-segments>');
    expect(code).not.toContain('record-id');
  });

  it('ask for the policy of the guide', () => {
    const guide = embed('hosts/plain-html/README.md');
    expect(guide).toContain(planOf(choice('plain-html')).policy.join('; '));
  });

  it('keep what is typed inside its quotes', () => {
    const code = codeOf(choice('plain-html', { record: 'contact:crm:"><script>x</script>' }));
    expect(code).toContain('record-id="contact:crm:&quot;&gt;&lt;script&gt;x&lt;/script&gt;"');
    expect(code).not.toContain('<script>x');
  });
});

describe('snippets of frames', () => {
  it('are sandboxed, with a token of origin null for one record', () => {
    const plan = planOf(choice('frame'));
    expect(plan.token).toEqual({
      scopes: ['sync:record', 'models:read', 'events:write'],
      record: 'contact:crm:7',
      origins: ['null'],
    });
    const code = codeOf(choice('frame'));
    expect(code).not.toContain('same-origin');
    expect(code).toContain("origins: ['null']");
    const readme = embed('README.md');
    const tag = must(/<aicrm-frame [^>]*>/.exec(code)?.[0], 'tag');
    const documented = must(/<aicrm-frame [^>]*>/.exec(readme)?.[0], 'documented tag');
    const names = (text: string) => [...text.matchAll(/ ([a-z-]+)="/g)].map(([, name]) => name);
    expect(names(tag)).toEqual(names(documented));
    expect(readme).toContain(planOf(choice('frame')).policy[1]);
  });

  it('keep their origin where all records are read, because origin null never gets such a token', () => {
    const whole = choice('frame', { element: element('aicrm-segments') });
    expect(planOf(whole).token).toEqual({
      scopes: ['sync:all', 'models:read', 'events:write'],
      origins: ['https://YOUR-WORKER'],
    });
    expect(codeOf(whole)).toContain(' same-origin');
  });

  it('never ask for all records with origin null, in any host with any element', () => {
    for (const { id } of embedHosts)
      for (const one of embedElements) {
        const { token } = planOf(choice(id, { element: one }));
        if (token.origins.includes('null')) expect(token.scopes).not.toContain('sync:all');
        expect(token.scopes.includes('sync:record')).toBe(token.record !== undefined);
      }
  });
});

describe('snippets of vendors', () => {
  it.each([
    [
      'odoo',
      'hosts/odoo/aicrm/controllers/token.py',
      '"scopes": ["sync:all", "models:read", "events:write"]',
    ],
    [
      'pipedrive',
      'hosts/pipedrive/server.ts',
      "scopes: ['sync:record', 'models:read', 'events:write'], record",
    ],
    ['zendesk', 'hosts/zendesk/server.ts', "scopes: ['sync:record', 'models:read', 'events:write'], record"],
    [
      'hubspot',
      'hosts/hubspot/src/app/functions/explain.js',
      "scopes: ['sync:record', 'models:read'], record",
    ],
    [
      'espocrm',
      'hosts/espocrm/custom/Espo/Custom/EntryPoints/Aicrm.php',
      "'scopes' => ['sync:record', 'models:read', 'events:write'], 'record' => $record,",
    ],
    [
      'salesforce',
      'hosts/salesforce/force-app/main/default/classes/AicrmToken.cls',
      "'scopes' => new List<String>{ 'sync:record', 'models:read', 'events:write' }, 'record' => record",
    ],
  ] as const)('of %s ask for what its example asks for', (host, path, asked) => {
    expect(bare(embed(path))).toContain(bare(asked));
    expect(bare(codeOf(choice(host)))).toContain(bare(asked));
    expect(codeOf(choice(host))).toContain('https://YOUR-WORKER');
  });

  it('use the frame of the Pipedrive page as it stands there', () => {
    const page = embed('hosts/pipedrive/panel.html');
    const lines = must(planOf(choice('pipedrive')).snippets[0], 'snippet').code.split('\n');
    expect(page).toContain(must(lines[0], 'script'));
    expect(page).toContain(must(lines[1], 'frame').replace('Customer insight card', 'Insight'));
  });

  it('name the dashlet null and its record', () => {
    expect(planOf(choice('espocrm', { record: 'contact:espo:7' })).token.origins).toEqual(['null']);
    expect(codeOf(choice('espocrm', { record: 'contact:espo:7' }))).toContain(
      'https://crm.example/?entryPoint=aicrm&type=Contact&id=7',
    );
  });

  it('say why an element of the whole business cannot stand there, and give no snippet', () => {
    const plan = planOf(choice('espocrm', { element: element('aicrm-insights') }));
    expect(plan.refusal).toContain('sandboxed');
    expect(plan.snippets).toEqual([]);
    expect(planOf(choice('salesforce')).refusal).toBeNull();
  });
});

describe('all hosts', () => {
  it('have their folder with a guide, and a snippet with the element for it', () => {
    for (const host of embedHosts) {
      if (host.guide !== '') expect(embed(`hosts/${host.guide}/README.md`).length).toBeGreaterThan(100);
      const { tag } = element('aicrm-customer-insight-card');
      const code = codeOf(choice(host.id));
      expect(code.includes(tag) || code.includes('CustomerInsightCard')).toBe(true);
    }
  });

  it('refuse an id that is none, in words', () => {
    expect(planOf(choice('plain-html', { record: '42' })).refusal).toContain('record type');
  });

  it('offer elements that the embed defines, by the names that React has for them', () => {
    const defined = embed('src/elements.ts') + embed('src/first-elements.ts');
    const react = embed('src/react.ts');
    for (const { tag, component } of embedElements) {
      expect(defined).toContain(`'${tag}'`);
      if (component !== undefined) expect(react).toContain(`${component} = wrapElement('${tag}')`);
      else expect(react).not.toContain(`'${tag}'`);
    }
  });
});
