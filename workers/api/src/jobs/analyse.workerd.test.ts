import { placeCustomer } from '@aicrm/models/segments/file';
import { predictValue } from '@aicrm/models/value/value';
import { segmentInputsOf, valueInputsOf } from '@aicrm/models/value/view-inputs';
import {
  type AnalysisFile,
  type AnalysisName,
  type AnalysisPointer,
  analysisFiles,
  analysisNames,
} from '@aicrm/schema/analysis';
import type { Problem } from '@aicrm/schema/problem';
import { must } from '@aicrm/schema/result';
import type { RecordView } from '@aicrm/schema/view';
import type { JobState, Scope, SyncPage } from '@aicrm/schema/wire';
import { beforeAll, describe, expect, it } from 'vitest';
import { strangers } from '../../test/access.js';
import { makeDeals, makeOrders, orderHeader } from '../../test/histories.js';
import { makeWorld, page } from '../../test/world.js';
import { sha256 } from '../auth/secrets.js';
import { startNight } from './nightly.js';

const world = makeWorld();
let shop = { tenant: '', key: '' };
let theirs = { tenant: '', key: '' };
const onPage = { origin: page };

async function compute(key: string, name: string): Promise<JobState> {
  const asked = await world.call<JobState>('POST', `/v1/analyses/${name}`, { key });
  expect(asked.status).toBe(202);
  await world.drain();
  return (await world.call<JobState>('GET', `/v1/jobs/${asked.body.id}`, { key })).body;
}
type Told = { analyses: AnalysisPointer[] };
const list = async (key: string, headers = {}): Promise<AnalysisPointer[]> =>
  (await world.call<Told>('GET', '/v1/analyses', { key, headers })).body.analyses;
const pointer = async (name: string, key = shop.key, headers = {}): Promise<AnalysisPointer> =>
  must(
    (await list(key, headers)).find((one) => one.name === name),
    name,
  );
async function file<N extends AnalysisName>(name: N, key = shop.key, headers = {}): Promise<AnalysisFile<N>> {
  const { current } = await pointer(name, key, headers);
  const answer = await world.call<string | object>(
    'GET',
    `/v1/artefacts/${must(current, `file of ${name}`).sha256}`,
    { key, headers },
  );
  expect(answer.status).toBe(200);
  // A name's schema reads that name's file.
  return analysisFiles[name].parse(answer.body) as AnalysisFile<N>;
}

beforeAll(async () => {
  shop = await world.tenant('shop');
  theirs = await world.tenant('theirs');
  const orders = makeOrders(320, 900, world.clock.now);
  const people = [...new Set(orders.map((row) => row[1] ?? ''))].map((id) => [id, `Name of ${id}`]);
  await world.importRows(shop.key, { type: 'contact', header: ['id', 'name'] }, people);
  await world.importRows(shop.key, { type: 'order', header: orderHeader }, orders);
  for (const name of analysisNames) expect((await compute(shop.key, name)).status).toBe('done');
});

describe('what is computed for a whole tenant', () => {
  it('are files that follow their schemas and are named by their content', async () => {
    for (const name of analysisNames) {
      const { current, refusal } = await pointer(name);
      expect([name, refusal]).toEqual([name, null]);
      const { sha256: named, bytes, computedAt } = must(current, name);
      expect(computedAt).toBe(new Date(world.clock.now).toISOString());
      const stored = must(world.files.get(`${shop.tenant}/${named}`), 'stored file');
      expect(stored.length).toBe(bytes);
      expect(await sha256(new TextDecoder().decode(stored))).toBe(named);
      await file(name);
    }
  });

  it('lets a page value and place a customer by its view and the files alone', async () => {
    const view = (await world.call<RecordView>('GET', '/v1/records/contact:crm:P1', { key: shop.key })).body;
    const [model, segments] = [await file('customer-value'), await file('segments')];
    const inputs = must(valueInputsOf(view, world.clock.now, model.currency), 'inputs');
    const value = predictValue(model, inputs);
    expect(value).toMatchObject({ state: 'value' });
    if (value.state !== 'value') return;
    expect(value.alive).toBeGreaterThan(0);
    expect(value.alive).toBeLessThanOrEqual(1);
    expect(value.worth?.value.currency).toBe('EUR');
    const place = must(
      placeCustomer(segments, must(segmentInputsOf(view, world.clock.now, 'EUR'), 'inputs')),
      'place',
    );
    expect(segments.segments.map(({ id }) => id)).toContain(place.segment.id);
  });

  it('forecasts the sales in all and by store, and both add up', async () => {
    const { series, currency, pipeline, notes } = await file('sales-forecast');
    expect(currency).toBe('EUR');
    expect(series.map(({ path }) => path)).toEqual([
      [],
      ['store', 'North'],
      ['store', 'South'],
      ['store', 'West'],
    ]);
    const [total, ...parts] = series.map(({ ahead }) => must(ahead, 'steps ahead').mean);
    const month = must(total, 'total')[3] ?? 0;
    expect(month).toBeGreaterThan(0);
    expect(parts.reduce((sum, one) => sum + (one[3] ?? 0), 0)).toBeCloseTo(month, 6);
    expect(series[0]?.model.period).toBe(12);
    // Nobody sells by deals here.
    expect(pipeline).toBeNull();
    expect(notes?.[0]).toBe('Sales are orders, by the month in which they came.');
  });

  it('says what changed in the last week, or that nothing did', async () => {
    const { week, judged, insights } = await file('insights');
    expect(week).toEqual({ from: '2026-11-09', to: '2026-11-15' });
    expect(judged).toEqual(['orders', 'revenue']);
    expect(insights.length).toBeLessThanOrEqual(10);
  });

  it('has the rules a sales manager starts with, until the tenant writes its own', async () => {
    expect((await file('action-rules')).rules.map(({ id }) => id)).toContain('call-hot-lead');
    const put = (rules: unknown) =>
      world.call<Problem>('PUT', '/v1/action-rules', { key: theirs.key, body: { rules } });
    expect((await put([{ id: 'x' }])).status).toBe(400);
    const rule = {
      id: 'mine',
      label: 'Mine',
      when: { op: 'known', signal: 'lead.band' },
      action: { kind: 'call', label: 'Call' },
      effect: { how: 'none' },
      cooldownDays: 1,
      weight: 1,
    };
    expect((await put([{ ...rule, when: { op: 'known', signal: 'nothing' } }])).body.detail).toMatch(
      /no signal "nothing"/,
    );
    expect((await put([rule])).status).toBe(200);
    await compute(theirs.key, 'action-rules');
    expect((await file('action-rules', theirs.key)).rules).toEqual([rule]);
  });

  it('is refused in words where there is too little', async () => {
    const poor = await world.tenant('poor');
    const orders = makeOrders(30, 280, world.clock.now);
    await world.importRows(poor.key, { type: 'order', header: orderHeader }, orders);
    for (const name of analysisNames) expect((await compute(poor.key, name)).status).toBe('done');
    const told = await list(poor.key);
    const words = Object.fromEntries(told.map(({ name, refusal }) => [name, refusal]));
    expect(words['customer-value']).toMatch(/There are \d+ customers; 200 are needed/);
    expect(words.segments).toMatch(/There are \d+ customers; 50 are needed/);
    expect(words['sales-forecast']).toMatch(/^Too little history: \d of 12 finished months/);
    expect(told.filter(({ current }) => current !== null).map(({ name }) => name)).toContain('action-rules');
    expect(told.find(({ name }) => name === 'segments')?.current).toBeNull();
  });

  it('forecasts without a season below two years, and says so', async () => {
    const young = await world.tenant('young');
    const orders = makeOrders(120, 500, world.clock.now);
    await world.importRows(young.key, { type: 'order', header: orderHeader }, orders);
    await compute(young.key, 'sales-forecast');
    const { series, notes } = await file('sales-forecast', young.key);
    expect(series[0]?.model.period).toBe(1);
    expect(notes?.join()).toMatch(/There are \d+ finished months; a season needs 24/);
  });

  it('adds what open deals bring, by chance, amount and when deals close', async () => {
    const b2b = await world.tenant('b2b');
    const made = makeDeals(1_000, world.clock.now);
    const mapping = made.dealHeader
      .filter((column) => column !== 'id')
      .map((column) => ({ column, field: column === 'line' ? 'custom.line' : column }));
    await world.importRows(b2b.key, { type: 'deal', header: made.dealHeader, mapping }, made.deals);
    await world.importRows(b2b.key, { type: 'stage-change', header: made.moveHeader }, made.moves);
    await compute(b2b.key, 'sales-forecast');
    expect((await file('sales-forecast', b2b.key)).pipeline).toBeNull();
    const asked = await world.call<JobState>('POST', '/v1/models/deal-score/train', {
      key: b2b.key,
      // The line alone tells so much that the gate asks a person whether it was known in time.
      body: { horizonDays: 60, insist: ['line'] },
    });
    await world.drain();
    const job = (await world.call<JobState>('GET', `/v1/jobs/${asked.body.id}`, { key: b2b.key })).body;
    expect(job.result?.published).toBe(true);
    await compute(b2b.key, 'sales-forecast');
    const { pipeline, series } = await file('sales-forecast', b2b.key);
    const { deals, expected, low80, high80 } = must(pipeline, 'pipeline');
    expect(deals).toBeGreaterThan(30);
    expect(expected[0]).toBeGreaterThan(0);
    expect(low80[0] ?? 0).toBeLessThan(high80[0] ?? 0);
    // No more than all of them won at once.
    const open = made.deals.filter((row) => row[2] === 'open').reduce((sum, row) => sum + Number(row[5]), 0);
    expect(expected.reduce((a, b) => a + b, 0)).toBeLessThan(open);
    expect(series.map(({ label }) => label)).toEqual(['All sales', 'machines', 'service', 'software']);
  });
});

describe('who is told of what', () => {
  const token = (scopes: Scope[], record?: string) => world.token(shop.key, scopes, record);

  it('a page that may read all, of all; by sync too', async () => {
    const key = await token(['sync:all', 'models:read']);
    expect((await list(key, onPage)).map(({ name }) => name)).toEqual([...analysisNames]);
    const synced = (await world.call<SyncPage>('GET', '/v1/sync?limit=1', { key, headers: onPage })).body;
    expect(synced.analyses).toEqual(await list(key, onPage));
  });

  it('a page of one record, of what values and places that record, and of no figure of the whole business', async () => {
    const key = await token(['sync:record', 'models:read'], 'contact:crm:P1');
    const told = await list(key, onPage);
    expect(told.map(({ name }) => name)).toEqual(['customer-value', 'segments', 'action-rules']);
    const segments = await file('segments', key, onPage);
    expect([segments.customers, segments.segments, segments.notes]).toEqual([null, [], []]);
    expect(segments.money).toHaveLength(5);
    const full = must((await pointer('segments')).current, 'full').sha256;
    for (const sha of [full, must((await pointer('insights')).current, 'insights').sha256])
      expect((await world.call('GET', `/v1/artefacts/${sha}`, { key, headers: onPage })).status).toBe(404);
    const synced = (await world.call<SyncPage>('GET', '/v1/sync', { key, headers: onPage })).body;
    expect(synced.analyses).toEqual(told);
  });

  it('a page without models:read, such as a customer’s portal, of none', async () => {
    for (const key of [await token(['sync:all']), await token(['sync:record'], 'contact:crm:P1')]) {
      expect((await world.call('GET', '/v1/analyses', { key, headers: onPage })).status).toBe(403);
      const synced = (await world.call<SyncPage>('GET', '/v1/sync?limit=1', { key, headers: onPage })).body;
      expect('analyses' in synced).toBe(false);
    }
  });

  it('another tenant and strangers, of nothing', async () => {
    const sha = must((await pointer('segments')).current, 'file').sha256;
    expect((await world.call('GET', `/v1/artefacts/${sha}`, { key: theirs.key })).status).toBe(404);
    expect(JSON.stringify(await list(theirs.key))).not.toContain(sha);
    for (const { name, key, headers } of await strangers(world, shop, ['sync:all', 'models:read']))
      for (const path of ['/v1/analyses', `/v1/artefacts/${sha}`]) {
        const answer = await world.call('GET', path, {
          ...(key === undefined ? {} : { key }),
          ...(headers === undefined ? {} : { headers }),
        });
        expect([401, 403, 404], `${name} ${path}`).toContain(answer.status);
      }
    // A page cannot have anything computed.
    const key = await token(['sync:all', 'models:read']);
    expect((await world.call('POST', '/v1/analyses/segments', { key, headers: onPage })).status).toBe(403);
    expect((await world.call('POST', '/v1/analyses/nothing', { key: shop.key })).status).toBe(404);
  });
});

describe('analyses over time', () => {
  it('tell pages by the cursor that there is a new one, and keep the last thirty', async () => {
    const few = await world.tenant('few');
    const read = (cursor: string) =>
      world.call<SyncPage>('GET', `/v1/sync?cursor=${cursor}`, { key: few.key });
    const before = (await read('')).body.cursor;
    expect((await read(before)).status).toBe(304);
    const rules = (weight: number) => [
      {
        id: 'mine',
        label: 'Mine',
        when: { op: 'known', signal: 'lead.band' },
        action: { kind: 'call', label: 'Call' },
        effect: { how: 'none' },
        cooldownDays: 1,
        weight,
      },
    ];
    const shas: string[] = [];
    for (let weight = 0; weight < 33; weight++) {
      world.clock.now += 1_000;
      await world.call('PUT', '/v1/action-rules', { key: few.key, body: { rules: rules(weight) } });
      shas.push(must((await pointer('action-rules', few.key)).current, 'rules').sha256);
    }
    expect((await read(before)).status).toBe(200);
    const kept = shas.map((sha) => world.files.has(`${few.tenant}/${sha}`));
    expect(new Set(shas).size).toBe(33);
    expect(kept).toEqual([...Array<boolean>(3).fill(false), ...Array<boolean>(30).fill(true)]);
  });

  it('are computed by each night, once however often the queue delivers', async () => {
    world.queue.length = 0;
    await startNight(world.deps);
    const jobs = world.queue.filter(({ tenant, job }) => tenant === shop.tenant && job.includes('segments'));
    expect(jobs).toHaveLength(1);
    world.queue.length = 0;
    const before = must((await pointer('segments')).current, 'before');
    const message = must(jobs[0], 'message of the night');
    world.queue.push(message, message);
    await world.drain();
    const after = must((await pointer('segments')).current, 'after');
    expect(after.computedAt > before.computedAt).toBe(true);
    const [rows] = await world.deps.db.batch([
      {
        sql: "select count(*) as n from analyses where tenant = ?1 and name = 'segments'",
        parameters: [shop.tenant],
      },
    ]);
    expect(rows?.[0]?.n).toBe(2);
  });
});
