import type { ImportState, JobState } from '@aicrm/schema/wire';
import { beforeEach, describe, expect, it } from 'vitest';
import { leadHeader, makeWorld } from '../../test/world.js';
import { silentAfterMs } from '../db/jobs.js';
import { startNight } from './nightly.js';
import { runJob } from './run.js';

const world = makeWorld();
let ours = { tenant: '', key: '' };
let job = '';
let importId = '';
const lead = ['1', '', 'open', '2026-10-01', '', 'web'];

/** An import that waits for its views, as the queue has just been told. */
beforeEach(async () => {
  ours = await world.tenant();
  const { key } = ours;
  const mapping = leadHeader.slice(1).map((field) => ({ column: field, field }));
  const opened = await world.call<ImportState>('POST', '/v1/imports', {
    key,
    body: { type: 'lead', connection: 'crm', key: ['id'], header: leadHeader, mapping },
  });
  importId = opened.body.id;
  job = `views-${importId}`;
  await world.call('POST', `/v1/imports/${importId}/rows`, {
    key,
    body: { offset: 0, rows: [lead, ['2', '', 'sold', '', '', '']] },
  });
  await world.call('POST', `/v1/imports/${importId}/finish`, { key });
  world.queue.length = 0;
});

const run = () => runJob(world.deps, { tenant: ours.tenant, job }, 1);
const state = async () => (await world.call<JobState>('GET', `/v1/jobs/${job}`, { key: ours.key })).body;
const importState = async () =>
  (await world.call<ImportState>('GET', `/v1/imports/${importId}`, { key: ours.key })).body;
/** As after a run that was killed: the row says that it runs, and was last heard of so long ago. */
const killed = (ms: number) =>
  world.deps.db.batch([
    {
      sql: "update jobs set status = 'running', alive_at = ?3 where tenant = ?1 and id = ?2",
      parameters: [ours.tenant, job, new Date(world.clock.now - ms).toISOString()],
    },
  ]);

describe('a delivery', () => {
  it('runs a job that waits, and forgets one that is over or unknown', async () => {
    expect(await run()).toBe('done');
    expect((await state()).status).toBe('done');
    expect(await run()).toBe('done');
    expect(await runJob(world.deps, { tenant: ours.tenant, job: 'other' }, 1)).toBe('done');
    expect(await runJob(world.deps, { tenant: '../x', job }, 1)).toBe('done');
  });

  it('leaves a job alone that another delivery runs, and takes over one that fell silent', async () => {
    await killed(silentAfterMs - 1_000);
    expect(await run()).toBe('later');
    expect((await state()).status).toBe('running');
    await killed(silentAfterMs + 1_000);
    expect(await run()).toBe('done');
    expect((await state()).status).toBe('done');
    expect((await importState()).status).toBe('done');
  });
});

describe('the night', () => {
  it('gives up what was lost and says so to whoever waits', async () => {
    await killed(7 * 3_600_000);
    await startNight(world.deps);
    expect(await state()).toMatchObject({ status: 'failed', error: { kind: 'temporary' } });
    expect((await importState()).status).toBe('failed');
  });

  it('leaves a run of the last hours alone', async () => {
    await killed(3_600_000);
    await startNight(world.deps);
    expect((await state()).status).toBe('running');
  });

  it('forgets rejected rows after a month', async () => {
    const lines = async () =>
      (await world.call<string>('GET', `/v1/imports/${importId}/errors.csv`, { key: ours.key })).body
        .trim()
        .split('\r\n');
    await run();
    expect(await lines()).toHaveLength(2);
    await startNight(world.deps);
    expect(await lines()).toHaveLength(2);
    world.clock.now += 31 * 86_400_000;
    await startNight(world.deps);
    expect(await lines()).toHaveLength(1);
    world.clock.now -= 31 * 86_400_000;
  });
});
