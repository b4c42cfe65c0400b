import { createRandom } from '@aicrm/learn/random';
import { verifyArtefact } from '@aicrm/runtime/artefact';
import { DriftReport, RecordTrend } from '@aicrm/schema/drift';
import { type ModelCard, ModelCard as ModelCardSchema } from '@aicrm/schema/model';
import type { Problem } from '@aicrm/schema/problem';
import { must } from '@aicrm/schema/result';
import { type JobState, type ModelSummary, RecalibrationAnswer, type SyncPage } from '@aicrm/schema/wire';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeLeads } from '../../test/histories.js';
import { makeWorld, page } from '../../test/world.js';
import { startNight } from '../jobs/nightly.js';
import { bandsOf } from './recalibrate.js';

const dayMs = 86_400_000;
const world = makeWorld();
const began = world.clock.now;
const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
const header = ['id', 'contact', 'status', 'createdAt', 'closedAt', 'source', 'size'];
const mapping = header.slice(1).map((column) => ({
  column,
  field: column === 'size' ? 'custom.size' : column,
  as: column === 'size' ? ('number' as const) : ('auto' as const),
}));
const load = (key: string, rows: readonly (readonly string[])[]) =>
  world.importRows(key, { type: 'lead', header, mapping }, rows);
const night = async (): Promise<void> => {
  await startNight(world.deps);
  await world.drain();
};
const sql = async (tenant: string, text: string) =>
  (await world.deps.db.batch([{ sql: text, parameters: [tenant] }]))[0] ?? [];
const drift = async (key: string): Promise<DriftReport> =>
  DriftReport.parse((await world.call<unknown>('GET', '/v1/models/lead-score/drift', { key })).body);
const recalibrate = (key: string) =>
  world.call<RecalibrationAnswer & Problem>('POST', '/v1/models/lead-score/recalibrate', { key });
const trend = async (key: string, record: string): Promise<RecordTrend> =>
  RecordTrend.parse((await world.call<unknown>('GET', `/v1/records/${record}/trend`, { key })).body);

interface Made {
  readonly id: string;
  readonly created: string;
  readonly source: string;
  readonly size: number;
  /** The chance by which the history behind the model was made. */
  readonly chance: number;
}
const sources = ['referral', 'web', 'fair', 'cold call'];

/** New leads of the same kind as `makeLeads` makes, or another: `pick` chooses source and size. */
function newLeads(
  prefix: string,
  count: number,
  seed: number,
  pick?: { source: number; size: number },
): Made[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, i) => {
    const source = pick?.source ?? random.int(sources.length);
    const size = pick === undefined ? 1 + random.int(100) : pick.size + random.int(5);
    return {
      id: `${prefix}${i}`,
      created: day(world.clock.now - random.int(25) * dayMs),
      source: sources[source] ?? '',
      size,
      chance: 0.3 + ([0.35, 0.05, -0.1, -0.25][source] ?? 0) + 0.002 * (size - 50),
    };
  });
}
const open = ({ id, created, source, size }: Made) => [id, '', 'open', created, '', source, String(size)];
/** The same lead, closed some days from now, with success at `rate` times its chance. */
const closed = (made: Made, random: { next(): number; int(n: number): number }, rate: number) => [
  made.id,
  '',
  random.next() < made.chance * rate ? 'converted' : 'lost',
  made.created,
  day(world.clock.now + (1 + random.int(20)) * dayMs),
  made.source,
  String(made.size),
];

let ours = { tenant: '', key: '' };
const first = { leads: [] as Made[] };
beforeAll(async () => {
  ours = await world.tenant('drift');
  await load(ours.key, makeLeads(1_200, 1, world.clock.now).leads);
  const asked = await world.call<JobState>('POST', '/v1/models/lead-score/train', {
    key: ours.key,
    body: {},
  });
  await world.drain();
  const job = (await world.call<JobState>('GET', `/v1/jobs/${asked.body.id}`, { key: ours.key })).body;
  expect(job.result).toMatchObject({ version: 'v1', published: true });
});

describe('the log of predictions', () => {
  const causes = () =>
    sql(
      ours.tenant,
      'select cause, count(*) as n from prediction_log where tenant = ?1 group by cause order by cause',
    );

  it('holds nothing of records that are closed', async () => {
    expect(await causes()).toEqual([]);
  });

  it('holds the first of each open record, and nothing more while nothing changes', async () => {
    first.leads = newLeads('n', 300, 3);
    await load(ours.key, first.leads.map(open));
    expect(await causes()).toEqual([{ cause: 'first', n: 300 }]);
    world.clock.now += dayMs;
    await night();
    const sixthDay = await causes();
    // In a day a lead can cross a threshold by its age alone, so only the other causes are certain.
    expect(sixthDay.filter((row) => row.cause !== 'band')).toEqual([{ cause: 'first', n: 300 }]);
  });

  it('holds every change of band, and a sample a week', async () => {
    const worst = must(
      first.leads.find((lead) => lead.source === 'cold call' && lead.size < 50),
      'a poor lead',
    );
    const record = `lead:crm:${worst.id}`;
    const before = await trend(ours.key, record);
    expect(before.points.map((point) => point.cause)).toEqual(['first']);
    await load(ours.key, [open({ ...worst, source: 'referral', size: 100 })]);
    const after = await trend(ours.key, record);
    expect(after.points.map((point) => point.cause)).toEqual(['first', 'band']);
    expect(after.points[1]?.band).not.toBe(after.points[0]?.band);
    expect(after.points[1]?.probability).toBeGreaterThan(after.points[0]?.probability ?? 1);
    await load(ours.key, [open(worst)]);

    const weeks = async () => Number((await causes()).find((row) => row.cause === 'week')?.n ?? 0);
    expect(await weeks()).toBe(0);
    world.clock.now += 5 * dayMs;
    await night();
    expect(await weeks()).toBe(0);
    world.clock.now += dayMs;
    await night();
    expect(await weeks()).toBeGreaterThan(250);
    const sampled = await weeks();
    await night();
    expect(await weeks()).toBe(sampled);
  });

  it('is read by record, by who may read the record, and by nobody else', async () => {
    const [one, other] = [`lead:crm:${first.leads[0]?.id}`, `lead:crm:${first.leads[1]?.id}`];
    expect((await trend(ours.key, one)).points.length).toBeGreaterThan(0);
    const theirs = await world.tenant('other');
    const status = async (record: string, key: string, headers = {}) =>
      (await world.call('GET', `/v1/records/${record}/trend`, { key, headers })).status;
    expect(await status(one, theirs.key)).toBe(404);
    const bound = await world.token(ours.key, ['sync:record'], one);
    expect(await status(one, bound, { origin: page })).toBe(200);
    expect(await status(other, bound, { origin: page })).toBe(403);
    expect(await status('lead:crm:nobody', ours.key)).toBe(404);
    expect(await status('contact:crm:1', ours.key)).toBe(404);
    expect(
      (await world.call('GET', `/v1/records/${one}/trend?model=horoscope`, { key: ours.key })).status,
    ).toBe(404);
  });

  it('is forgotten with its record', async () => {
    const gone = must(first.leads.pop(), 'a lead').id;
    const rows = () =>
      sql(ours.tenant, `select 1 from prediction_log where tenant = ?1 and source_id = '${gone}'`);
    expect((await rows()).length).toBeGreaterThan(0);
    await world.call('DELETE', `/v1/records/lead:crm:${gone}`, { key: ours.key });
    await world.drain();
    expect(await rows()).toEqual([]);
  });
});

describe('a report before outcomes', () => {
  it('finds no shift among records like those trained on, and invents no figures of outcomes', async () => {
    const report = await drift(ours.key);
    expect(report).toMatchObject({ version: 'v1', alerts: [], level: 'ok' });
    expect(report.records).toBeGreaterThan(200);
    const silent = report.inputs.filter((input) => input.level === 'unknown').map((input) => input.id);
    expect(silent.filter((id) => id !== 'createdAt')).toEqual([]);
    expect(report.inputs.length).toBeGreaterThan(1);
    expect(report.score).toMatchObject({ level: 'ok' });
    expect(report.calibration).toMatchObject({ level: 'unknown', figures: null, bins: [], outcomes: 0 });
    expect(report.calibration.detail).toMatch(/^Not enough outcomes yet: 0 of 50 are known/);
    expect((await recalibrate(ours.key)).body).toMatchObject({ kind: 'not-enough-data', status: 422 });
  });

  it('of another tenant is its own: no model, no report', async () => {
    const { key } = await world.tenant('none');
    const answer = await world.call<Problem>('GET', '/v1/models/lead-score/drift', { key });
    expect(answer.body).toMatchObject({ status: 422, kind: 'not-enough-data' });
    expect((await recalibrate(key)).status).toBe(422);
    expect((await world.call('GET', '/v1/models/horoscope/drift', { key })).status).toBe(404);
  });

  it('is for who may read models, and recalibration for servers that may change them', async () => {
    const get = (key: string, headers = {}) =>
      world.call('GET', '/v1/models/lead-score/drift', { key, headers });
    const reader = await world.token(ours.key, ['models:read']);
    expect((await get(reader, { origin: page })).status).toBe(200);
    const syncing = await world.token(ours.key, ['sync:all']);
    expect((await get(syncing, { origin: page })).status).toBe(403);
    const post = await world.call('POST', '/v1/models/lead-score/recalibrate', {
      key: reader,
      headers: { origin: page },
    });
    expect(post.status).toBe(403);
  });
});

describe('outcomes', () => {
  const random = createRandom(17);

  it('are joined as they arrive and counted when none of their group can still be missing', async () => {
    // These convert at a third of the chance that the model learned.
    await load(
      ours.key,
      first.leads.map((lead) => closed(lead, random, 0.33)),
    );
    world.clock.now += 30 * dayMs;
    await night();
    const settled = await sql(
      ours.tenant,
      'select outcome, count(*) as n, count(known_at) as known from prediction_log where tenant = ?1 group by outcome order by outcome',
    );
    expect(settled.map((row) => row.outcome)).toEqual([0, 1]);
    expect(settled.map((row) => row.known)).toEqual([0, 0]);
    const waiting = await drift(ours.key);
    expect(waiting.calibration).toMatchObject({ outcomes: 0, waiting: 299, level: 'unknown' });
    const won = first.leads.map((lead) => `lead:crm:${lead.id}`);
    const shown = await Promise.all(won.slice(0, 40).map((record) => trend(ours.key, record)));
    expect(new Set(shown.map((one) => one.points[0]?.outcome))).toEqual(new Set([true, false]));

    world.clock.now = began + 100 * dayMs;
    await night();
    expect((await drift(ours.key)).calibration).toMatchObject({ outcomes: 299, waiting: 0 });
  });

  it('that differ from what was said are an alert with figures, bins and a sentence', async () => {
    const { calibration, alerts, level } = await drift(ours.key);
    expect(level).toBe('alert');
    expect(calibration.level).toBe('alert');
    expect(calibration.figures?.predictedMean).toBeGreaterThan(
      1.5 * (calibration.figures?.observedMean ?? 1),
    );
    expect(calibration.figures?.z).toBeLessThan(-3.3);
    expect(calibration.bins.length).toBe(10);
    expect(calibration.bins.reduce((sum, bin) => sum + bin.rows, 0)).toBe(299);
    expect(alerts[0]).toMatchObject({ about: 'calibration', level: 'alert' });
    expect(alerts[0]?.detail).toMatch(/predicted [\d.]+ % on average, and [\d.]+ % of 299 records succeeded/);
  });

  it('late, missing and settled early: each by its rule', async () => {
    const { tenant, key } = await world.tenant('rules');
    // A model is needed for a log, not its quality: another tenant's file and card do.
    await world.deps.db.batch([
      {
        sql: 'insert into model_versions (tenant, model, version, sha256, bytes, status, card, created_at, published_at, job_id, horizon_days) select ?2, model, version, sha256, bytes, status, card, created_at, published_at, job_id, 30 from model_versions where tenant = ?1',
        parameters: [ours.tenant, tenant],
      },
    ]);
    for (const [name, bytes] of [...world.files])
      if (name.startsWith(ours.tenant)) world.files.set(name.replace(ours.tenant, tenant), bytes);
    const start = world.clock.now;
    const at = (days: number): string => day(start + days * dayMs);
    const lead = (id: string, status = 'open', closedAt = '') => [
      id,
      '',
      status,
      at(-3),
      closedAt,
      'web',
      '50',
    ];
    const campaign = ['id', 'name', 'startsAt', 'endsAt'];
    await world.importRows(key, { type: 'campaign', header: campaign }, [
      ['over', 'Over', at(-9), at(5)],
      ['open', 'Open', at(-9), at(5)],
    ]);
    const leads = ['id', 'campaign', 'status', 'createdAt', 'closedAt'];
    const member = (id: string, name: string, status = 'open', closedAt = '') => [
      id,
      name,
      status,
      at(-3),
      closedAt,
    ];
    await load(
      key,
      ['won', 'lost', 'late', 'before', 'never'].map((id) => lead(id)),
    );
    const members = (rows: string[][]) => world.importRows(key, { type: 'lead', header: leads }, rows);
    await members([member('c1', 'over'), member('c2', 'over'), member('d1', 'open'), member('d2', 'open')]);
    const rows = async () =>
      Object.fromEntries(
        (
          await sql(
            tenant,
            'select source_id, min(as_of), outcome, settled_at, known_at from prediction_log where tenant = ?1 group by source_id',
          )
        ).map((row) => [row.source_id, row]),
      );
    expect(Object.keys(await rows())).toHaveLength(9);

    world.clock.now = start + 10 * dayMs;
    await load(key, [
      lead('won', 'converted', at(6)),
      lead('lost', 'lost', at(7)),
      lead('before', 'converted', at(-1)),
    ]);
    await members([
      member('c1', 'over', 'converted', at(2)),
      member('c2', 'over', 'lost', at(5)),
      member('d1', 'open', 'converted', at(2)),
    ]);
    const early = await rows();
    expect(early.won).toMatchObject({ outcome: 1, known_at: null });
    expect(early.lost).toMatchObject({ outcome: 0, known_at: null });
    expect(early.before).toMatchObject({ outcome: null, known_at: null });
    expect(early.before?.settled_at).not.toBeNull();
    expect(early.never).toMatchObject({ outcome: null, settled_at: null });
    // Nobody of the first campaign is open any more; of the second somebody is, so its success does not count yet.
    expect(early.c1).toMatchObject({ outcome: 1, known_at: expect.any(String) });
    expect(early.c2).toMatchObject({ outcome: 0, known_at: expect.any(String) });
    expect(early.d1).toMatchObject({ outcome: 1, known_at: null });

    world.clock.now = start + 41 * dayMs;
    await load(key, [lead('late', 'converted', at(40))]);
    await night();
    const due = await rows();
    expect(due.never).toMatchObject({ outcome: 0, known_at: expect.any(String) });
    expect(due.late).toMatchObject({ outcome: 0, known_at: expect.any(String) });
    expect(due.won).toMatchObject({ outcome: 1, known_at: expect.any(String) });
    expect(due.d1).toMatchObject({ outcome: 1, known_at: expect.any(String) });
    expect(due.before).toMatchObject({ outcome: null, known_at: null });

    // A success within the horizon that is imported after it corrects what was taken for a failure.
    await load(key, [lead('never', 'converted', at(20))]);
    expect((await rows()).never).toMatchObject({ outcome: 1 });
    world.clock.now = start;
  });
});

describe('recalibration', () => {
  let answer: RecalibrationAnswer;
  let card: ModelCard;

  it('publishes a version with the same weights and a calibration that fits the outcomes', async () => {
    const made = await recalibrate(ours.key);
    expect(made.body.detail).toBeUndefined();
    expect(made.status).toBe(201);
    answer = RecalibrationAnswer.parse(made.body);
    expect(answer).toMatchObject({ version: 'v2', verdict: { publish: true }, model: { current: 'v2' } });
    await world.drain();
    const [newest, before] = answer.model.versions;
    card = ModelCardSchema.parse(newest?.card);
    expect(card.recalibration).toMatchObject({ from: 'v1', outcomes: 299 });
    expect(card.limits[0]).toBe('Recalibrated from v1 on 299 outcomes.');
    expect(card.recalibration?.gain.low).toBeGreaterThan(0);
    expect(card.evaluation?.rows).toBe(299);
    expect(card.evaluation?.predictedMean).toBeCloseTo(card.evaluation?.observedMean ?? 1, 2);
    expect(card.meta.baseRate).toBeLessThan(before?.card.meta.baseRate ?? 0);
    expect(before).toMatchObject({ version: 'v1', status: 'retired' });
    // The rule for bands is the one by which training sets them.
    expect(before?.card.meta.bands).toEqual(bandsOf(before?.card.meta.baseRate ?? 0));

    const read = async (sha: string) => {
      const artefact = await verifyArtefact(must(world.files.get(`${ours.tenant}/${sha}`), 'a file'), sha);
      return must(artefact.ok ? artefact.value : null, 'an artefact');
    };
    const [one, two] = [await read(before?.sha256 ?? ''), await read(newest?.sha256 ?? '')];
    expect(two.model).toEqual(one.model);
    expect(two.meta.calibration).toEqual(card.recalibration?.after);
    expect(two.meta.calibration).not.toEqual(one.meta.calibration);
  });

  it('tells pages, scores anew, and has no outcomes of its own yet', async () => {
    const { body } = await world.call<SyncPage>('GET', '/v1/sync?limit=1', { key: ours.key });
    expect(body.models[0]?.current?.version).toBe('v2');
    const versions = await sql(ours.tenant, 'select distinct version from predictions where tenant = ?1');
    expect(versions).toEqual([{ version: 'v2' }]);
    const report = await drift(ours.key);
    expect(report).toMatchObject({ version: 'v2', calibration: { level: 'unknown', outcomes: 0 } });
    expect((await recalibrate(ours.key)).status).toBe(422);
  });

  it('holds on the next records, and is then refused because nothing is gained', async () => {
    const random = createRandom(23);
    const next = newLeads('m', 300, 29);
    await load(ours.key, next.map(open));
    const control = await drift(ours.key);
    expect(control.alerts).toEqual([]);
    await load(
      ours.key,
      next.map((lead) => closed(lead, random, 0.33)),
    );
    world.clock.now += 95 * dayMs;
    await night();
    const report = await drift(ours.key);
    expect(report.calibration).toMatchObject({ outcomes: 300, level: 'ok' });
    const again = await recalibrate(ours.key);
    expect(again.body).toMatchObject({ status: 409, title: 'Nothing to gain' });
    const { versions } = (await world.call<ModelSummary>('GET', '/v1/models/lead-score', { key: ours.key }))
      .body;
    expect(versions).toHaveLength(2);
  });

  it('is taken back by one revert', async () => {
    const reverted = await world.call<ModelSummary>('POST', '/v1/models/lead-score/revert', {
      key: ours.key,
    });
    expect(reverted.body.current).toBe('v1');
    await world.drain();
    expect((await drift(ours.key)).version).toBe('v1');
  });
});

describe('another population', () => {
  it('is an alert for the inputs that moved and for the score, each with a sentence', async () => {
    world.clock.now += 60 * dayMs;
    await load(ours.key, newLeads('s', 200, 31, { source: 0, size: 92 }).map(open));
    const report = await drift(ours.key);
    expect(report.level).toBe('alert');
    const shifted = new Map(report.inputs.map((input) => [input.id, input]));
    for (const id of ['source', 'size']) {
      const input = must(shifted.get(id), `input ${id} among ${[...shifted.keys()].join(', ')}`);
      expect(input.level).toBe('alert');
      expect(input.psi).toBeGreaterThan(0.25);
      expect(input.psi).toBeGreaterThan(input.noise ?? Number.NaN);
    }
    expect(shifted.get('source')?.detail).toMatch(/for 100 % of the newest records and was for \d+ %/);
    expect(shifted.get('size')?.detail).toMatch(/Half of the newest records are below 9\d; .* below \d\d/);
    expect(report.score.level).toBe('alert');
    expect(report.alerts.map((alert) => alert.about)).toContain('input');
    for (const { about, input, detail } of report.alerts) {
      const named = report.inputs.find(({ id }) => id === input);
      expect(about === 'input').toBe(named !== undefined);
      if (named) expect(detail).toBe(`${named.label}: ${named.detail}`);
    }
    expect(report.recalibration).toEqual({ outcomes: 100, ofEitherKind: 20 });
  });
});

describe('the log in time', () => {
  it('forgets what nobody will compare with any more, and keeps what is younger', async () => {
    const oldest = async () =>
      (
        await sql(
          ours.tenant,
          'select min(due_at) as at, count(*) as n from prediction_log where tenant = ?1',
        )
      )[0];
    const before = await oldest();
    const due = Date.parse(String(before?.at));
    world.clock.now = due + 395 * dayMs;
    await night();
    expect((await oldest())?.at).toBe(before?.at);
    world.clock.now = due + 397 * dayMs;
    await night();
    const after = await oldest();
    expect(Date.parse(String(after?.at))).toBeGreaterThan(due);
    expect(after?.n).toBeGreaterThan(0);
  });
});
