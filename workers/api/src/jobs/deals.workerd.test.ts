import { must } from '@aicrm/schema/result';
import type { RecordView } from '@aicrm/schema/view';
import type { JobState, ModelSummary, PredictionAnswer, SyncPage } from '@aicrm/schema/wire';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeDeals } from '../../test/histories.js';
import { makeWorld } from '../../test/world.js';
import { startNight } from './nightly.js';

const world = makeWorld();
const count = 1_000;

async function load(key: string): Promise<void> {
  const made = makeDeals(count, world.clock.now);
  const same = (header: readonly string[]) =>
    header
      .filter((column) => column !== 'id')
      .map((column) => ({
        column,
        field: column === 'line' ? 'custom.line' : column,
        as: 'auto' as const,
      }));
  await world.importRows(
    key,
    { type: 'deal', header: made.dealHeader, mapping: same(made.dealHeader), currency: 'EUR' },
    made.deals,
  );
  await world.importRows(
    key,
    { type: 'stage-change', header: made.moveHeader, mapping: same(made.moveHeader) },
    made.moves,
  );
}

describe('deals', () => {
  let ours = { tenant: '', key: '' };
  let job: JobState;
  beforeAll(async () => {
    ours = await world.tenant('sellers');
    await load(ours.key);
    const asked = await world.call<JobState>('POST', '/v1/models/deal-score/train', {
      key: ours.key,
      // The line alone tells so much that the gate asks a person whether it was known in time.
      body: { horizonDays: 60, insist: ['line'] },
    });
    expect(asked.status).toBe(202);
    await world.drain();
    job = (await world.call<JobState>('GET', `/v1/jobs/${asked.body.id}`, { key: ours.key })).body;
  }, 60_000);

  it('have a model of their own, told to pages beside that of leads', async () => {
    expect(job).toMatchObject({
      status: 'done',
      error: null,
      result: { model: 'deal-score', published: true },
    });
    const { body } = await world.call<SyncPage>('GET', '/v1/sync?limit=1', { key: ours.key });
    const told = new Map(body.models.map((one) => [one.name, one]));
    expect(told.get('deal-score')).toMatchObject({ recordType: 'deal', current: { version: 'v1' } });
    expect(told.get('lead-score')).toMatchObject({ recordType: 'lead', current: null });
    const { versions } = (await world.call<ModelSummary>('GET', '/v1/models/deal-score', { key: ours.key }))
      .body;
    expect(versions[0]?.card.features.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['stage', 'amount', 'line']),
    );
  });

  it('have views with their stage, and the time won deals took in it', async () => {
    const { body: view } = await world.call<RecordView>('GET', `/v1/records/deal:crm:D${count - 1}`, {
      key: ours.key,
    });
    expect(view).toMatchObject({ type: 'deal', fields: { status: 'open', stage: 'Offer', currency: 'EUR' } });
    expect(view.facts['stage.enteredAt']).toEqual(expect.stringMatching(/^\d{4}-/));
    expect(view.facts['stage.longDays']).toEqual(expect.any(Number));
    const page = await world.call<SyncPage>('GET', '/v1/sync?limit=5&type=deal', { key: ours.key });
    expect(page.body.upserts.map(({ type }) => type)).toEqual(new Array(5).fill('deal'));
  });

  it('are scored, and what was said of open ones is logged', async () => {
    const records = [`deal:crm:D${count - 1}`, 'deal:crm:D1'];
    const answer = await world.call<PredictionAnswer>('POST', '/v1/predictions', {
      key: ours.key,
      body: { model: 'deal-score', records },
    });
    expect(answer.body.predictions.map(({ state }) => state)).toEqual(['score', 'score']);
    const tally = async (sql: string): Promise<number> => {
      const [rows] = await world.deps.db.batch([{ sql, parameters: [ours.tenant] }]);
      return Number(must(rows?.[0], 'row').n);
    };
    expect(await tally('select count(*) as n from predictions where tenant = ?1')).toBe(count);
    expect(
      await tally(
        "select count(*) as n from prediction_log where tenant = ?1 and model = 'deal-score' and source_id like 'D%'",
      ),
    ).toBe(50);
    const drift = await world.call<{ model: string }>('GET', '/v1/models/deal-score/drift', {
      key: ours.key,
    });
    expect(drift.status).toBe(200);
    const trend = await world.call<{ points: unknown[] }>('GET', `/v1/records/${records[0]}/trend`, {
      key: ours.key,
    });
    expect(trend.body.points).toHaveLength(1);
  });

  it('are rebuilt each night although the tenant has no lead', async () => {
    const before = world.queue.length;
    await startNight(world.deps);
    expect(world.queue.length).toBeGreaterThan(before);
    await world.drain();
  });

  it('cannot be learned from where there are none', async () => {
    const empty = await world.tenant('no-deals');
    const asked = await world.call<JobState>('POST', '/v1/models/deal-score/train', {
      key: empty.key,
      body: {},
    });
    await world.drain();
    const ended = await world.call<JobState>('GET', `/v1/jobs/${asked.body.id}`, { key: empty.key });
    expect(ended.body).toMatchObject({
      status: 'failed',
      error: { kind: 'not-enough-data', detail: 'There are no deals to learn from yet.' },
    });
  });
});
