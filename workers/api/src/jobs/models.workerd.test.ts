import { verifyArtefact } from '@aicrm/runtime/artefact';
import { predict } from '@aicrm/runtime/predict';
import type { Prediction } from '@aicrm/schema/prediction';
import type { Problem } from '@aicrm/schema/problem';
import { must } from '@aicrm/schema/result';
import type { RecordView } from '@aicrm/schema/view';
import type { ImportRequest, JobState, ModelSummary, PredictionAnswer, SyncPage } from '@aicrm/schema/wire';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeLeads } from '../../test/histories.js';
import { makeWorld, page, type World } from '../../test/world.js';
import { startNight } from './nightly.js';

const world = makeWorld();

async function load(
  key: string,
  signal: 0 | 1,
  count: number,
  into: World = world,
  seed = 7,
  more: Partial<ImportRequest> = {},
): Promise<void> {
  const made = makeLeads(count, signal, into.clock.now, seed);
  const mapping = made.leadHeader
    .filter((column) => column !== 'id')
    .map((column) => ({
      column,
      field: column === 'size' ? 'custom.size' : column,
      as: column === 'size' ? ('number' as const) : ('auto' as const),
    }));
  await into.importRows(key, { type: 'lead', header: made.leadHeader, mapping, ...more }, made.leads);
}

async function train(key: string, body: object = {}): Promise<JobState> {
  const asked = await world.call<JobState>('POST', '/v1/models/lead-score/train', { key, body });
  expect(asked.status).toBe(202);
  expect(asked.headers.get('location')).toBe(`/v1/jobs/${asked.body.id}`);
  await world.drain();
  return (await world.call<JobState>('GET', `/v1/jobs/${asked.body.id}`, { key })).body;
}
const model = async (key: string): Promise<ModelSummary> =>
  (await world.call<ModelSummary>('GET', '/v1/models/lead-score', { key })).body;
const pointer = async (key: string) =>
  must((await world.call<SyncPage>('GET', '/v1/sync?limit=1', { key })).body.models[0], 'pointer');
const scored = async (tenant: string): Promise<number> => {
  const [rows] = await world.deps.db.batch([
    { sql: 'select count(*) as n from predictions where tenant = ?1', parameters: [tenant] },
  ]);
  return Number(rows?.[0]?.n);
};

describe('a history with a signal', () => {
  let ours = { tenant: '', key: '' };
  let job: JobState;
  beforeAll(async () => {
    ours = await world.tenant('ours');
    await load(ours.key, 1, 1_200);
    job = await train(ours.key);
  });

  it('is trained, passes the gate, is published and told to pages', async () => {
    expect(job).toMatchObject({
      status: 'done',
      progress: 1,
      error: null,
      result: { version: 'v1', published: true },
    });
    const { current, versions } = await model(ours.key);
    expect(current).toBe('v1');
    expect(versions[0]?.card.evaluation?.auc.low).toBeGreaterThan(0.5);
    expect((await pointer(ours.key)).current).toMatchObject({ version: 'v1', sha256: versions[0]?.sha256 });
    expect(await scored(ours.tenant)).toBe(1_200);
  });

  it('has an artefact by its hash, and the worker’s score is the page’s', async () => {
    const { sha256, bytes } = must((await model(ours.key)).versions[0], 'version');
    const token = await world.token(ours.key, ['sync:all', 'models:read']);
    const headers = { origin: page };
    const response = await world.app.request(`/v1/artefacts/${sha256}`, {
      headers: { authorization: `Bearer ${token}`, ...headers },
    });
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toContain('immutable');
    const file = new Uint8Array(await response.arrayBuffer());
    expect(file.length).toBe(bytes);
    const read = await verifyArtefact(file, sha256);
    const artefact = must(read.ok ? read.value : null, 'artefact');

    const records = ['lead:crm:L1199', 'lead:crm:L1', 'lead:L7'];
    const answer = await world.call<PredictionAnswer>('POST', '/v1/predictions', {
      key: token,
      headers,
      body: { model: 'lead-score', records },
    });
    expect(answer.status).toBe(200);
    for (const [i, id] of records.entries()) {
      const view = (await world.call<RecordView>('GET', `/v1/records/${id}`, { key: token, headers })).body;
      const own: Prediction = predict(artefact, view, world.clock.now);
      expect(own.state).toBe('score');
      expect(answer.body.predictions[i]).toEqual(own);
    }
    const [stored] = await world.deps.db.batch([
      {
        sql: "select probability from predictions where tenant = ?1 and record = 'lead:crm:L1'",
        parameters: [ours.tenant],
      },
    ]);
    const fresh = must(answer.body.predictions[1], 'prediction');
    expect(stored?.[0]?.probability).toBeCloseTo(fresh.state === 'score' ? fresh.probability : -1, 3);
  });

  it('keeps its files and records from another tenant and says no more than that they do not exist', async () => {
    const theirs = await world.tenant('theirs');
    const { sha256 } = must((await model(ours.key)).versions[0], 'version');
    const ask = (sha: string) => world.call<Problem>('GET', `/v1/artefacts/${sha}`, { key: theirs.key });
    const [foreign, absent] = [await ask(sha256), await ask('0'.repeat(64))];
    expect([foreign.status, absent.status]).toEqual([404, 404]);
    expect({ ...foreign.body, requestId: '' }).toEqual({ ...absent.body, requestId: '' });
    expect((await ask('../ours')).status).toBe(404);
    expect((await ask('UPPER')).status).toBe(400);
    expect((await world.call('GET', `/v1/jobs/${job.id}`, { key: theirs.key })).status).toBe(404);
    const scores = await world.call<Problem>('POST', '/v1/predictions', {
      key: theirs.key,
      body: { model: 'lead-score', records: ['lead:crm:L1'] },
    });
    expect(scores.status).toBe(404);
    expect((await model(theirs.key)).versions).toEqual([]);
  });

  it('a job that is delivered twice makes one version', async () => {
    world.queue.push({ tenant: ours.tenant, job: job.id });
    await world.drain();
    // Also where the first delivery died after the version was written: the row still says that it runs.
    const query = {
      sql: "update jobs set status = 'running', alive_at = '2000-01-01T00:00:00.000Z' where tenant = ?1 and id = ?2",
      parameters: [ours.tenant, job.id],
    };
    await world.deps.db.batch([query]);
    world.queue.push({ tenant: ours.tenant, job: job.id });
    await world.drain();
    expect((await model(ours.key)).versions).toHaveLength(1);
    const again = await world.call<JobState>('GET', `/v1/jobs/${job.id}`, { key: ours.key });
    expect(again.body).toMatchObject({ status: 'done', result: { version: 'v1', published: true } });
  });

  it('asking twice for a training is one training', async () => {
    const ask = () =>
      world.call<JobState>('POST', '/v1/models/lead-score/train', { key: ours.key, body: {} });
    const [one, two] = [await ask(), await ask()];
    expect(one.body.id).toBe(two.body.id);
    expect(world.queue).toHaveLength(1);
    await world.drain();
  });

  it('the same history does not replace its own model: the gate says why, and leaves the choice to a person', async () => {
    const before = await model(ours.key);
    expect(before.current).toBe('v1');
    const newest = must(before.versions[0], 'version');
    expect(newest).toMatchObject({ version: 'v2', status: 'candidate' });
    expect(newest.card.verdict.publish).toBe(false);
    expect(newest.card.verdict.reason).toMatch(/current model/);
  });

  it('a training asks what the published version answers, until it is told another horizon', async () => {
    const query = {
      sql: "update model_versions set horizon_days = 75 where tenant = ?1 and version = 'v1'",
      parameters: [ours.tenant],
    };
    await world.deps.db.batch([query]);
    const horizonAfter = async (body: object) => {
      await world.call('POST', '/v1/models/lead-score/train', { key: ours.key, body });
      await world.drain();
      return must((await model(ours.key)).versions[0], 'version').card.meta;
    };
    expect(await horizonAfter({})).toMatchObject({ horizonDays: 75, outcome: 'converts within 75 days' });
    expect(await horizonAfter({ horizonDays: 60 })).toMatchObject({ horizonDays: 60 });
    await world.deps.db.batch([
      { sql: "delete from model_versions where tenant = ?1 and version > 'v2'", parameters: [ours.tenant] },
      {
        sql: "update model_versions set horizon_days = 90 where tenant = ?1 and version = 'v1'",
        parameters: [ours.tenant],
      },
    ]);
  });

  it('nobody publishes what the gate refused', async () => {
    const insert = `insert into model_versions (tenant, model, version, sha256, bytes, status, card, created_at, published_at, job_id, horizon_days)
      select tenant, model, 'v8', sha256, bytes, 'refused', card, created_at, null, 'refused one', horizon_days
      from model_versions where tenant = ?1 and version = 'v1'`;
    await world.deps.db.batch([{ sql: insert, parameters: [ours.tenant] }]);
    const publish = await world.call<Problem>('POST', '/v1/models/lead-score/publish', {
      key: ours.key,
      body: { version: 'v8' },
    });
    expect(publish.status).toBe(409);
    expect((await model(ours.key)).current).toBe('v1');
  });

  it('publish and revert move the pointer, and sync tells', async () => {
    const revertAtFirst = await world.call<Problem>('POST', '/v1/models/lead-score/revert', {
      key: ours.key,
    });
    expect(revertAtFirst.status).toBe(409);
    // A second version that may be published, as a later training would leave it.
    const insert = `insert into model_versions (tenant, model, version, sha256, bytes, status, card, created_at, published_at, job_id, horizon_days)
      select tenant, model, 'v9', sha256, bytes, 'candidate', card, created_at, null, 'by hand', horizon_days
      from model_versions where tenant = ?1 and version = 'v1'`;
    await world.deps.db.batch([{ sql: insert, parameters: [ours.tenant] }]);
    const { cursor } = (await world.call<SyncPage>('GET', '/v1/sync?limit=1000', { key: ours.key })).body;
    const last = await (async () => {
      for (let at = cursor; ; ) {
        const answer = await world.call<SyncPage>('GET', `/v1/sync?limit=1000&cursor=${at}`, {
          key: ours.key,
        });
        if (answer.status === 304) return at;
        at = answer.body.cursor;
      }
    })();
    const publish = (version: string) =>
      world.call<ModelSummary>('POST', '/v1/models/lead-score/publish', { key: ours.key, body: { version } });
    expect((await publish('v9')).body.current).toBe('v9');
    const told = await world.call<SyncPage>('GET', `/v1/sync?cursor=${last}`, { key: ours.key });
    expect(told.status).toBe(200);
    expect(told.body.upserts).toEqual([]);
    expect(told.body.models[0]?.current?.version).toBe('v9');
    const reverted = await world.call<ModelSummary>('POST', '/v1/models/lead-score/revert', {
      key: ours.key,
    });
    expect(reverted.body.current).toBe('v1');
    expect(reverted.body.versions.find((one) => one.version === 'v9')?.status).toBe('candidate');
    expect((await world.call('POST', '/v1/models/lead-score/revert', { key: ours.key })).status).toBe(409);
    expect((await publish('v77')).status).toBe(404);
    await world.drain();
  });

  it('the night rebuilds views and scores once a day, and writes nothing where nothing moved', async () => {
    const seq = async () => {
      const sql = 'select seq as n from tenants where tenant = ?1';
      const [rows] = await world.deps.db.batch([{ sql, parameters: [ours.tenant] }]);
      return Number(rows?.[0]?.n);
    };
    const night = async () => {
      await startNight(world.deps);
      expect(world.queue.some((message) => message.tenant === ours.tenant)).toBe(true);
      await world.drain();
    };
    // The first night computes what is computed for the whole tenant.
    await night();
    const before = await seq();
    await night();
    expect(await seq()).toBe(before);
    // Each of these leads counts the other among those of 90 days, until the night on which it no longer is.
    await world.importRows(
      ours.key,
      { type: 'lead', header: ['id', 'contact', 'status', 'createdAt'] },
      ['q1', 'q2'].map((id) => [id, 'somebody', 'open', '2026-10-01']),
    );
    const imported = await seq();
    world.clock.now += 60 * 86_400_000;
    await night();
    const moved = await seq();
    // The two leads, and the insights of another week.
    expect(moved).toBe(imported + 3);
    await night();
    expect(await seq()).toBe(moved);
    world.clock.now -= 60 * 86_400_000;
  });

  it('a deleted record is forgotten by scores and history too', async () => {
    const before = await scored(ours.tenant);
    expect((await world.call('DELETE', '/v1/records/lead:crm:L5', { key: ours.key })).status).toBe(204);
    await world.drain();
    expect(await scored(ours.tenant)).toBe(before - 1);
  });
});

describe('what is not published', () => {
  it('noise: the gate refuses, the card stays to be read, pages are told why', async () => {
    const { key } = await world.tenant('noise');
    await load(key, 0, 800, world, 11);
    const job = await train(key);
    expect(job).toMatchObject({ status: 'done', result: { published: false, verdict: { publish: false } } });
    const { current, versions } = await model(key);
    expect(current).toBeNull();
    expect(versions[0]).toMatchObject({ status: 'refused' });
    const told = await pointer(key);
    expect(told.current).toBeNull();
    expect(told.refusal).toBe(versions[0]?.card.verdict.reason);
    const answer = await world.call<PredictionAnswer>('POST', '/v1/predictions', {
      key,
      body: { model: 'lead-score', records: ['lead:crm:L1'] },
    });
    expect(answer.body.predictions[0]).toMatchObject({ state: 'insufficient-data', why: 'no-evidence' });
  });

  it('too little data: the job fails with what is missing, and nothing is registered', async () => {
    const { key } = await world.tenant('few');
    const none = await train(key);
    expect(none).toMatchObject({ status: 'failed', error: { kind: 'not-enough-data' }, result: null });
    await load(key, 1, 40);
    const few = await train(key);
    expect(few).toMatchObject({ status: 'failed', error: { kind: 'not-enough-data' } });
    expect(few.error?.issues?.length).toBeGreaterThan(0);
    expect((await model(key)).versions).toEqual([]);
    expect((await pointer(key)).refusal).toBe('No model was trained yet.');
    const answer = await world.call<PredictionAnswer>('POST', '/v1/predictions', {
      key,
      body: { model: 'lead-score', records: ['lead:crm:L1'] },
    });
    expect(answer.body.predictions[0]).toMatchObject({ state: 'insufficient-data', why: 'no-model' });
  });

  it('a store that fails: nothing half-written, the job says so, and the next one works', async () => {
    const { key } = await world.tenant('store');
    await load(key, 1, 600);
    const broken = makeWorld({
      artefacts: {
        put: () => Promise.reject(new Error('the store is away')),
        get: async () => null,
        drop: async () => {},
      },
    });
    const asked = await broken.call<JobState>('POST', '/v1/models/lead-score/train', { key, body: {} });
    await broken.drain();
    const failed = (await world.call<JobState>('GET', `/v1/jobs/${asked.body.id}`, { key })).body;
    expect(failed).toMatchObject({ status: 'failed', error: { kind: 'temporary' } });
    expect((await model(key)).versions).toEqual([]);
    expect(JSON.stringify(broken.lines)).not.toContain('the store is away');
    expect((await train(key)).status).toBe('done');
  });

  it('an unknown model is 404 and a wrong body 400', async () => {
    const { key } = await world.tenant('odd');
    expect((await world.call('POST', '/v1/models/horoscope/train', { key, body: {} })).status).toBe(404);
    expect(
      (await world.call('POST', '/v1/models/lead-score/train', { key, body: { horizonDays: 0 } })).status,
    ).toBe(400);
    expect(
      (
        await world.call('POST', '/v1/predictions', {
          key,
          body: { model: 'horoscope', records: ['lead:crm:1'] },
        })
      ).status,
    ).toBe(404);
    expect(
      (
        await world.call('POST', '/v1/predictions', {
          key,
          body: { model: 'lead-score', records: ['contact:crm:1'] },
        })
      ).status,
    ).toBe(400);
  });
});

describe('what the owner said of the data', () => {
  const citation = 'CC-BY-4.0: S. Moro, P. Cortez and P. Rita (2014)';
  const cardOf = async (key: string) => {
    await train(key);
    return must((await model(key)).versions[0], 'version').card;
  };

  it('stands on the card, joined over connections, and a later file without a word does not take it back', async () => {
    const { key } = await world.tenant('terms');
    await load(key, 1, 600, world, 7, { dataLicence: 'CC0-1.0, an older word' });
    world.clock.now += 1_000;
    await load(key, 1, 600, world, 7, { dataLicence: citation, synthetic: true });
    world.clock.now += 1_000;
    await load(key, 1, 600);
    await load(key, 1, 600, world, 7, { dataLicence: 'only tried', dryRun: true });
    await load(key, 1, 300, world, 9, { connection: 'other' });
    const card = await cardOf(key);
    expect(card.meta.dataLicence).toBe(`${citation}; the tenant's own data`);
    expect(card.synthetic).toBe(true);
  });

  it('is the tenant’s own data where nobody said a word', async () => {
    const { key } = await world.tenant('silent');
    await load(key, 1, 600);
    const card = await cardOf(key);
    expect(card.meta.dataLicence).toBe("the tenant's own data");
    expect(card.synthetic).toBe(false);
  });

  it('is refused where it is empty or longer than 500 characters', async () => {
    const { key } = await world.tenant('long');
    await expect(load(key, 1, 1, world, 7, { dataLicence: 'x'.repeat(501) })).rejects.toThrow(/dataLicence/);
    await expect(load(key, 1, 1, world, 7, { dataLicence: ' ' })).rejects.toThrow(/dataLicence/);
  });
});
