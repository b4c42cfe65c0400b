import { parseTenantId } from '@aicrm/schema/ids';
import { must } from '@aicrm/schema/result';
import type { ImportState, JobState } from '@aicrm/schema/wire';
import { beforeEach, describe, expect, it } from 'vitest';
import { leadHeader, makeWorld } from '../../test/world.js';
import { silentAfterMs } from '../db/jobs.js';
import { openScope } from '../db/scope.js';
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

const tenantOf = (text: string) => {
  const read = parseTenantId(text);
  return read.ok ? read.value : null;
};
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

describe('a job that is asked for', () => {
  it('is set going again when its run was killed, though its message is lost', async () => {
    await killed(silentAfterMs - 1_000);
    expect(await state()).toMatchObject({ status: 'running' });
    expect(world.queue).toEqual([]);
    await killed(silentAfterMs + 1_000);
    expect(await state()).toMatchObject({ status: 'queued', step: 'waiting to try again' });
    expect(world.queue).toEqual([{ tenant: ours.tenant, job }]);
    // Asking often sends one message.
    await state();
    expect(world.queue).toHaveLength(1);
    expect(await run()).toBe('done');
    expect(await state()).toMatchObject({ status: 'done' });
    expect((await importState()).status).toBe('done');
  });

  it('ends with a reason when every run was killed', async () => {
    const { jobs } = openScope(world.deps.db, must(tenantOf(ours.tenant), 'tenant'));
    for (let runs = 1; runs <= 3; runs++) {
      expect(await jobs.claim(job, world.clock.now)).toBe('claimed');
      world.clock.now += silentAfterMs + 1_000;
      const asked = await state();
      if (runs < 3) expect(asked).toMatchObject({ status: 'queued', error: null });
      else expect(asked).toMatchObject({ status: 'failed', error: { title: 'The job was killed' } });
    }
    expect((await state()).error?.action).toMatch(/^Start it again/);
    expect((await importState()).status).toBe('failed');
    expect(await run()).toBe('done');
  });

  it('is left alone while its run is heard', async () => {
    const { jobs } = openScope(world.deps.db, must(tenantOf(ours.tenant), 'tenant'));
    await jobs.claim(job, world.clock.now);
    for (let i = 0; i < 10; i++) {
      world.clock.now += silentAfterMs - 1_000;
      await jobs.beat(job, new Date(world.clock.now).toISOString());
      expect((await state()).status).toBe('running');
    }
    expect(world.queue).toEqual([]);
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
    // It is not given up: who asks sets it going again.
    expect((await state()).status).toBe('queued');
    world.queue.length = 0;
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
