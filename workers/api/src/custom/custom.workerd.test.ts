import { createRandom } from '@aicrm/learn/random';
import { trainCustom } from '@aicrm/models/custom/train';
import type {
  CustomModelRequest,
  CustomScoreAnswer,
  TablePart,
  TableState,
} from '@aicrm/schema/custom-model';
import type { Problem } from '@aicrm/schema/problem';
import { must } from '@aicrm/schema/result';
import type { CustomModelSummary, JobState } from '@aicrm/schema/wire';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeLeads } from '../../test/histories.js';
import { makeWorld, page } from '../../test/world.js';
import { startNight } from '../jobs/nightly.js';
import { tableOf } from './load-table.js';
import { readPart } from './read-part.js';

const world = makeWorld();
let ours = { tenant: '', key: '' };
let theirs = { tenant: '', key: '' };

/** Customers whose churn, spending and plan depend on their support calls and their region; made data. */
function customers(count: number, seed = 3) {
  const random = createRandom(seed);
  const rows = Array.from({ length: count }, (_, i) => {
    const calls = random.int(10);
    const region = ['north', 'south', 'east'][random.int(3)] ?? '';
    const noise = random.next();
    return {
      day: new Date(Date.UTC(2025, 0, 1) + Math.floor((500 * i) / count) * 86_400_000)
        .toISOString()
        .slice(0, 10),
      calls: String(calls),
      region,
      churned: noise < 0.02 + 0.09 * calls + (region === 'south' ? 0.15 : 0) ? 'yes' : 'no',
      spend: (200 - 12 * calls + 20 * noise).toFixed(2),
      plan: calls > 6 ? 'basic' : region === 'north' ? 'pro' : noise < 0.5 ? 'basic' : 'plus',
    };
  });
  return rows;
}
type Row = ReturnType<typeof customers>[number];
const csvOf = (rows: readonly Row[], columns: readonly (keyof Row)[]): string =>
  [columns.join(','), ...rows.map((row) => columns.map((name) => row[name]).join(','))].join('\n');
const churn = (count = 600): TablePart => ({
  csv: csvOf(customers(count), ['day', 'calls', 'region', 'churned']),
});

const ask = (request: Omit<CustomModelRequest, 'name'> & { readonly name?: string }, key = ours.key) =>
  world.call<Omit<JobState, 'kind' | 'status'> & Problem>('POST', '/v1/models', {
    key,
    body: { name: 'churn', ...request },
  });

/** Asks, runs the queue, and answers how the job ended. */
async function train(request: Parameters<typeof ask>[0], key = ours.key): Promise<JobState> {
  const asked = await ask(request, key);
  expect([asked.status, asked.body.detail]).toEqual([202, undefined]);
  await world.drain();
  return (await world.call<JobState>('GET', `/v1/jobs/${asked.body.id}`, { key })).body;
}
const summaryOf = async (name: string, key = ours.key) =>
  (await world.call<CustomModelSummary>('GET', `/v1/models/${name}`, { key })).body;
const score = (name: string, body: unknown, key = ours.key) =>
  world.call<Omit<CustomScoreAnswer, 'kind'> & Problem>('POST', `/v1/models/${name}/score`, { key, body });

beforeAll(async () => {
  ours = await world.tenant('ours');
  theirs = await world.tenant('theirs');
});

describe('a custom prediction', () => {
  it('of a yes or no is trained, listed, carded, scored with reasons that add up, and removed', async () => {
    const done = await train({ target: 'churned', time: 'day', table: churn() });
    expect(done).toMatchObject({ status: 'done', error: null });
    expect(done.result).toMatchObject({ model: 'churn', version: 'v1', published: true });

    const all = await world.call<CustomModelSummary[]>('GET', '/v1/models', { key: ours.key });
    expect(all.body.map(({ name }) => name)).toEqual(['lead-score', 'deal-score', 'churn']);
    const summary = await summaryOf('churn');
    expect(summary).toMatchObject({
      current: 'v1',
      custom: { kind: 'yes-no', target: 'churned', from: 'upload', otherVersions: [] },
    });
    const [version] = summary.versions;
    expect(version?.card.meta.outcome).toBe('"churned" is "yes"');
    expect(version?.card.meta.dataLicence).toBe("the tenant's own data");

    const card = '/v1/models/churn/versions/v1/card';
    const json = await world.call('GET', card, { key: ours.key });
    expect(json.body).toEqual(version?.card);
    const html = await world.call<string>('GET', card, { key: ours.key, headers: { accept: 'text/html' } });
    expect(html.headers.get('content-type')).toContain('text/html');
    expect(html.body).toContain('churned');

    const rows = 'day,calls,region\n2026-01-01,9,south\n2026-01-01,0,north\n';
    const scored = await score('churn', { table: { csv: rows }, explain: true });
    expect(scored.status).toBe(200);
    expect(scored.body).toMatchObject({ model: 'churn', version: 'v1', kind: 'yes-no', missing: [] });
    const chances = scored.body.scores.map((one) => {
      if (!('probability' in one)) throw new Error('no score');
      const { base, reasons } = must(one.explanation, 'reasons');
      const logit = base + reasons.reduce((sum, { contribution }) => sum + contribution, 0);
      expect(1 / (1 + Math.exp(-logit))).toBeCloseTo(one.probability, 6);
      expect(reasons.map(({ feature }) => feature)).toContain('calls');
      return one.probability;
    });
    expect(chances[0]).toBeGreaterThan(must(chances[1], 'the second row'));
    // The order of columns and the way of sending do not matter, and no reasons come unasked.
    const again = await score('churn', {
      table: { columns: { region: ['south'], calls: [9], day: ['2026-01-01'] } },
    });
    expect(again.body.scores).toEqual([{ probability: chances[0] }]);

    const file = `${ours.tenant}/${version?.sha256}`;
    expect(world.files.has(file)).toBe(true);
    expect((await world.call('DELETE', '/v1/models/churn', { key: ours.key })).status).toBe(204);
    expect(world.files.has(file)).toBe(false);
    for (const path of ['/v1/models/churn', card, `/v1/artefacts/${version?.sha256}`])
      expect((await world.call('GET', path, { key: ours.key })).status).toBe(404);
    expect((await world.call('DELETE', '/v1/models/churn', { key: ours.key })).status).toBe(404);
    expect((await score('churn', { table: { csv: rows } })).status).toBe(404);
  });

  it('of a number learns from an upload in parts, in any order, and says value and range', async () => {
    const columns = ['calls', 'region', 'spend'] as const;
    const rows = customers(600);
    const opened = await world.call<TableState>('POST', '/v1/tables', { key: ours.key });
    const { id } = opened.body;
    const send = (offset: number, part: TablePart) =>
      world.call<TableState & Problem>('POST', `/v1/tables/${id}/rows`, {
        key: ours.key,
        body: { offset, part },
      });
    const second = { csv: csvOf(rows.slice(300), columns) };
    expect((await send(300, second)).body.rows).toBe(300);
    const gap = await train({ name: 'spend', target: 'spend', table: { upload: id } });
    expect(gap).toMatchObject({ status: 'failed', error: { title: 'Rows of the table are missing' } });
    expect((await send(0, { csv: csvOf(rows.slice(0, 300), columns) })).body.rows).toBe(600);
    // The same part again changes nothing; anything else at its place, over it, or of other columns is a conflict.
    expect((await send(300, second)).body.rows).toBe(600);
    expect((await send(300, { csv: csvOf(rows.slice(0, 300), columns) })).status).toBe(409);
    expect((await send(299, second)).status).toBe(409);
    expect((await send(600, { csv: csvOf(rows.slice(0, 9), ['calls', 'spend']) })).status).toBe(409);
    const state = await world.call<TableState>('GET', `/v1/tables/${id}`, { key: ours.key });
    expect(state.body).toMatchObject({ rows: 600, columns: [...columns] });

    const done = await train({ name: 'spend', target: 'spend', table: { upload: id } });
    expect(done.result).toMatchObject({ version: 'v1', published: true });
    const { versions, custom } = await summaryOf('spend');
    expect(versions).toEqual([]);
    const [version] = custom?.otherVersions ?? [];
    expect(version).toMatchObject({ kind: 'number', status: 'published' });
    const html = await world.call<string>('GET', '/v1/models/spend/versions/v1/card', {
      key: ours.key,
      headers: { accept: 'text/html' },
    });
    expect(html.body).toContain('as a number');
    const scored = await score('spend', {
      table: { csv: 'calls,region\n1,north\n8,north\n' },
      explain: true,
    });
    const [low, high] = scored.body.scores;
    if (low === undefined || high === undefined || !('value' in low) || !('value' in high))
      throw new Error('no value');
    expect(low.value).toBeGreaterThan(high.value);
    expect(must(low.low, 'range')).toBeLessThan(low.value);
    const { base, reasons } = must(low.explanation, 'reasons');
    const sum = base + reasons.reduce((all, { contribution }) => all + contribution, 0);
    expect(sum).toBeCloseTo(low.value, 4);

    // A day later the rows are gone, the model is not.
    const files = world.files.size;
    world.clock.now += 25 * 3_600_000;
    await startNight(world.deps);
    world.clock.now -= 25 * 3_600_000;
    expect(world.files.size).toBeLessThan(files);
    expect((await world.call('GET', `/v1/tables/${id}`, { key: ours.key })).status).toBe(404);
    expect((await summaryOf('spend')).current).toBe('v1');
    expect((await ask({ name: 'late', target: 'spend', table: { upload: id } })).status).toBe(404);
  });

  it('of classes says the probability of each, from columns as JSON', async () => {
    const rows = customers(600);
    const columns = {
      calls: rows.map(({ calls }) => Number(calls)),
      region: rows.map(({ region }) => region),
      plan: rows.map(({ plan }) => plan),
    };
    const done = await train({ name: 'plan', target: 'plan', table: { columns } });
    expect(done.result).toMatchObject({ published: true });
    expect((await summaryOf('plan')).custom).toMatchObject({ kind: 'classes' });
    const scored = await score('plan', {
      table: { columns: { calls: [9], region: ['east'] } },
      explain: true,
    });
    const [one] = scored.body.scores;
    if (one === undefined || !('class' in one)) throw new Error('no class');
    expect(one.class).toBe('basic');
    expect(Object.keys(one.probabilities)).toEqual(['basic', 'plus', 'pro']);
    expect(Object.values(one.probabilities).reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9);
    const html = await world.call<string>('GET', '/v1/models/plan/versions/v1/card', {
      key: ours.key,
      headers: { accept: 'text/html' },
    });
    expect(html.body).toContain('plan');
  });

  it('learns from stored records by the fields of their views, and leaves what pages are told as it was', async () => {
    const own = await world.tenant('records');
    const { leads, leadHeader } = makeLeads(400, 1, world.clock.now);
    await world.importRows(
      own.key,
      {
        type: 'lead',
        header: leadHeader,
        mapping: leadHeader
          .slice(1)
          .map((column) => ({ column, field: column === 'size' ? 'custom.size' : column })),
        dataLicence: 'CC0',
        synthetic: true,
      },
      leads,
    );
    const before = await world.call<{ models: { name: string }[] }>('GET', '/v1/sync', { key: own.key });
    const done = await train(
      {
        name: 'won',
        target: 'status',
        positive: 'converted',
        time: 'createdAt',
        table: { records: 'lead', fields: ['status', 'createdAt', 'source', 'custom.size'] },
      },
      own.key,
    );
    expect(done).toMatchObject({ status: 'done', error: null });
    const summary = await summaryOf('won', own.key);
    expect(summary.custom).toMatchObject({ from: 'records', kind: 'yes-no' });
    expect(summary.versions[0]?.card).toMatchObject({ synthetic: true, meta: { dataLicence: 'CC0' } });
    expect(summary.versions[0]?.card.features.map(({ id }) => id)).toContain('source');
    const after = await world.call<{ models: { name: string }[] }>('GET', '/v1/sync', { key: own.key });
    expect(after.body.models).toEqual(before.body.models);
    const none = await train({ target: 'status', table: { records: 'deal' } }, own.key);
    expect(none.error).toMatchObject({ kind: 'not-enough-data' });
  });

  it('keeps its versions: the newest that passes is published, and revert goes back', async () => {
    await train({ name: 'twice', target: 'churned', time: 'day', table: churn(600) });
    await train({ name: 'twice', target: 'churned', time: 'day', horizonDays: 30, table: churn(700) });
    const summary = await summaryOf('twice');
    expect(summary.versions.map(({ version }) => version).sort()).toEqual(['v1', 'v2']);
    expect(summary.current).toBe('v2');
    // Without rows there is nothing to train on: the route of the other models says where to ask.
    const bare = await world.call('POST', '/v1/models/twice/train', { key: ours.key, body: {} });
    expect(bare.status).toBe(409);
    const back = await world.call<CustomModelSummary>('POST', '/v1/models/twice/revert', { key: ours.key });
    expect([back.status, back.body.current]).toEqual([200, 'v1']);
    const forth = await world.call<CustomModelSummary>('POST', '/v1/models/twice/publish', {
      key: ours.key,
      body: { version: 'v2' },
    });
    expect(forth.body.current).toBe('v2');
    // What is noise is refused, with its card, and scores nothing.
    const random = createRandom(9);
    const noise = {
      y: Array.from({ length: 400 }, () => (random.next() < 0.5 ? 'a' : 'b')),
      x: Array.from({ length: 400 }, () => random.next()),
    };
    const done = await train({ name: 'noise', target: 'y', table: { columns: noise } });
    expect(done.result).toMatchObject({ published: false });
    expect((await summaryOf('noise')).versions[0]?.status).toBe('refused');
    const scored = await score('noise', { table: { columns: { x: [0.5] } } });
    expect([scored.status, scored.body.detail]).toEqual([422, done.result?.verdict.reason]);
  });
});

describe('a table that cannot work', () => {
  const n = 400;
  const column = <T>(make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i));
  const x = column((i) => (i * 37) % 101);
  const y = column((i) => (i % 3 === 0 ? 'yes' : 'no'));
  const tables: Record<string, Partial<CustomModelRequest> & { readonly table: TablePart }> = {
    'one class': { table: { columns: { x, y: column(() => 'no') } } },
    'twelve rows': { table: { columns: { x: x.slice(0, 12), y: y.slice(0, 12) } } },
    'no such target': { target: 'won', table: { columns: { x, y } } },
    'an empty target': { table: { columns: { x, y: column(() => null) } } },
    'too many classes': { table: { columns: { x, y: column((i) => `city ${i}`) } } },
    'three values as yes or no': {
      kind: 'yes-no',
      table: { columns: { x, y: column((i) => 'abc'[i % 3] ?? '') } },
    },
    'texts as a number': { kind: 'number', table: { columns: { x, y } } },
    'dates in the future': { time: 'day', table: { columns: { x, y, day: column(() => '2031-01-01') } } },
    'no dates': { time: 'x', table: { columns: { x: column((i) => `n${i}`), y } } },
    'a horizon without time': { horizonDays: 30, table: { columns: { x, y } } },
    'nothing to learn from': { table: { columns: { y, x: column(() => 1) } } },
    'only what gives it away': { table: { columns: { y, x: y } } },
    'names of rows only': { table: { columns: { y, x: column((i) => `ref-${i * 7919}`) } } },
  };

  it.each(Object.entries(tables))('%s: the sentence of the command line', async (_, { table, ...more }) => {
    const request = { target: 'y', ...more };
    const part = await readPart(table);
    const trained = await trainCustom(tableOf(part.ok ? [part.value] : []), {
      ...request,
      name: 'bad',
      now: world.clock.now,
    } as Parameters<typeof trainCustom>[1]);
    const expected = must(trained.ok ? null : trained.error, 'a problem');
    expect(expected.detail.length).toBeGreaterThan(20);
    const done = await train({ name: 'bad', ...request, table });
    expect(done.status).toBe('failed');
    expect(done.error).toEqual(expected);
    expect((await world.call('GET', '/v1/models/bad', { key: ours.key })).status).toBe(404);
  });

  const refused: [string, unknown, number][] = [
    ['a header alone', { csv: 'a,b\n' }, 400],
    ['nothing', { csv: '' }, 400],
    ['a row that is broken', { csv: 'x,y\n1,2\n3\n' }, 400],
    ['an open quotation', { csv: 'x,y\n"1,2\n' }, 400],
    ['a name used twice', { csv: 'x,x\n1,2\n' }, 400],
    ['columns of two lengths', { columns: { x: [1, 2], y: [1] } }, 400],
    ['no column', { columns: {} }, 400],
    ['no row', { columns: { x: [], y: [] } }, 400],
    ['a column without a name', { columns: { ' ': [1], y: [1] } }, 400],
    ['a list in a cell', { columns: { x: [[1]], y: [1] } }, 400],
    ['rows and columns at once', { csv: 'x,y\n1,2\n', columns: { x: [1] } }, 400],
    ['a record type that is none', { records: 'spaceship' }, 400],
    ['an upload that is none', { upload: 'x' }, 404],
    ['too many rows', { columns: { x: Array(2_001).fill(1), y: Array(2_001).fill(2) } }, 400],
    [
      'too many columns',
      { columns: Object.fromEntries(Array.from({ length: 501 }, (_, i) => [`c${i}`, [1]])) },
      400,
    ],
  ];
  it('that came with its request is gone when its job has ended, well or not', async () => {
    const before = world.files.size;
    expect((await train({ name: 'gone', target: 'no such', table: churn(20) })).status).toBe('failed');
    expect(world.files.size).toBe(before);
    expect((await train({ name: 'gone', target: 'churned', table: churn(300) })).status).toBe('done');
    // The model's own file.
    expect(world.files.size).toBe(before + 1);
  });

  it('of more values than training has memory for is refused and leaves nothing', async () => {
    const cells = Array(2_000).fill(1);
    const columns = Object.fromEntries(Array.from({ length: 301 }, (_, i) => [`c${i}`, cells]));
    const fits = Object.fromEntries(Object.entries(columns).slice(1));
    const before = world.files.size;
    for (let i = 0; i < 21; i++) {
      const asked = await world.call<Problem>('POST', '/v1/models', {
        key: ours.key,
        body: { name: 'bad', target: 'c0', table: { columns } },
      });
      expect([asked.status, asked.body.detail.includes('600,000 values')]).toEqual([400, true]);
    }
    expect(world.files.size).toBe(before);
    // One column fewer is taken, and only then told that all its values are equal.
    const done = await train({ name: 'bad', target: 'c1', table: { columns: fits } });
    expect(done.error?.title).toBe('The target cannot be predicted');
  });

  it.each(refused)('%s is refused at once', async (_, table, status) => {
    const asked = await world.call<Problem>('POST', '/v1/models', {
      key: ours.key,
      body: { name: 'bad', target: 'y', table },
    });
    expect([asked.status, typeof asked.body.detail]).toEqual([status, 'string']);
  });

  it.each(['lead-score', '../x', 'A', '', 'a b', '-a', 'x'.repeat(61), '__proto__'])(
    'the name %s is refused',
    async (name) => {
      const asked = await ask({ name, target: 'churned', table: churn(20) });
      expect(asked.status).toBe(name === 'lead-score' ? 409 : 400);
    },
  );

  it('with hostile names and cells does no harm: the page of its card shows them as text', async () => {
    const rows = customers(400);
    const evil = '<img src=x onerror=alert(1)>';
    const columns: Record<string, (string | number)[]> = {
      [evil]: rows.map(({ calls }) => Number(calls)),
      constructor: rows.map(({ region }) => region),
      toString: rows.map((_, i) => i % 7),
      '=cmd()': rows.map(({ region }, i) => (i % 2 ? evil : region)),
      y: rows.map(({ churned }) => churned),
    };
    const done = await train({ name: 'hostile', target: 'y', table: { columns } });
    expect(done).toMatchObject({ status: 'done', error: null });
    const html = await world.call<string>('GET', '/v1/models/hostile/versions/v1/card', {
      key: ours.key,
      headers: { accept: 'text/html' },
    });
    expect(html.body).toContain('&lt;img');
    expect(html.body).not.toContain('<img');
    expect(html.headers.get('content-security-policy')).toContain("default-src 'none'");
    const scored = await score('hostile', { table: { columns: { [evil]: [9], constructor: ['south'] } } });
    expect(scored.body.missing.sort()).toEqual(
      (await summaryOf('hostile')).versions[0]?.card.features
        .map(({ id }) => id)
        .filter((id) => id !== evil && id !== 'constructor')
        .sort(),
    );
  });

  it('to score must have a column that the model reads; with reasons it is short', async () => {
    const other = await score('hostile', { table: { columns: { z: [1] } } });
    expect([other.status, other.body.title]).toEqual([400, 'The table is of another kind']);
    const long = { columns: { constructor: Array(201).fill('south') } };
    expect((await score('hostile', { table: long, explain: true })).status).toBe(400);
  });
});

describe('access', () => {
  it('to another tenant’s models, tables and jobs is none; equal names are two models', async () => {
    const done = await train({ name: 'mine', target: 'churned', table: churn(600) }, theirs.key);
    expect(done.status).toBe('done');
    const opened = await world.call<TableState>('POST', '/v1/tables', { key: theirs.key });
    const table = `/v1/tables/${opened.body.id}`;
    const part = { offset: 0, part: churn(20) };
    const sha256 = (await summaryOf('mine', theirs.key)).versions[0]?.sha256;
    const routes: [string, string, unknown?][] = [
      ['GET', '/v1/models/mine'],
      ['GET', '/v1/models/mine/versions/v1/card'],
      ['POST', '/v1/models/mine/score', { table: churn(20) }],
      ['POST', '/v1/models/mine/publish', { version: 'v1' }],
      ['POST', '/v1/models/mine/revert'],
      ['POST', '/v1/models/mine/train', {}],
      ['GET', '/v1/models/mine/drift'],
      ['DELETE', '/v1/models/mine'],
      ['GET', `/v1/artefacts/${sha256}`],
      ['GET', `/v1/jobs/${done.id}`],
      ['GET', table],
      ['POST', `${table}/rows`, part],
      ['DELETE', table],
      ['POST', '/v1/models', { name: 'stolen', target: 'churned', table: { upload: opened.body.id } }],
    ];
    for (const [method, path, body] of routes) {
      const answer = await world.call(method, path, { key: ours.key, body });
      expect([method, path, answer.status]).toEqual([method, path, 404]);
    }
    const list = await world.call<CustomModelSummary[]>('GET', '/v1/models', { key: ours.key });
    expect(list.body.map(({ name }) => name)).not.toContain('mine');
    expect((await world.call('GET', table, { key: theirs.key })).status).toBe(200);

    await train({ name: 'mine', target: 'churned', table: churn(300) });
    expect((await world.call('DELETE', '/v1/models/mine', { key: ours.key })).status).toBe(204);
    expect((await summaryOf('mine', theirs.key)).versions[0]?.version).toBe('v1');
    expect((await score('mine', { table: churn(20) }, theirs.key)).status).toBe(200);
  });

  it('of a page: it may score where it may read models, and never train, upload or remove', async () => {
    const reader = await world.token(theirs.key, ['models:read']);
    const other = await world.token(theirs.key, ['sync:all']);
    const onPage = { origin: page };
    const call = (key: string, method: string, path: string, body?: unknown) =>
      world.call(method, path, {
        key,
        headers: onPage,
        ...(method === 'GET' ? {} : { body }),
      });
    const body = { table: churn(20) };
    expect((await call(reader, 'POST', '/v1/models/mine/score', body)).status).toBe(200);
    expect((await call(other, 'POST', '/v1/models/mine/score', body)).status).toBe(403);
    for (const [method, path] of [
      ['POST', '/v1/models'],
      ['DELETE', '/v1/models/mine'],
      ['POST', '/v1/tables'],
      ['GET', '/v1/tables/x'],
      ['POST', '/v1/tables/x/rows'],
      ['DELETE', '/v1/tables/x'],
    ] as const)
      expect([method, path, (await call(reader, method, path, {})).status]).toEqual([method, path, 403]);
    const key = await world.call<{ key: string }>('POST', '/v1/keys', {
      key: theirs.key,
      body: { label: 'reads', scopes: ['models:read', 'import:write'] },
    });
    const narrow = key.body.key;
    expect((await ask({ name: 'mine', target: 'churned', table: churn(20) }, narrow)).status).toBe(403);
    expect((await world.call('DELETE', '/v1/models/mine', { key: narrow })).status).toBe(403);
  });

  it('to a model that every tenant has is not given to DELETE, and a second training waits for the first', async () => {
    expect((await world.call('DELETE', '/v1/models/lead-score', { key: ours.key })).status).toBe(409);
    expect((await ask({ name: 'slow', target: 'churned', table: churn(300) })).status).toBe(202);
    expect((await ask({ name: 'slow', target: 'churned', table: churn(300) })).status).toBe(409);
    world.queue.length = 0;
  });
});
