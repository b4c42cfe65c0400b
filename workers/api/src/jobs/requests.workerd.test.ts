import { parseTenantId } from '@aicrm/schema/ids';
import { must } from '@aicrm/schema/result';
import type { RecordView } from '@aicrm/schema/view';
import type { ImportState } from '@aicrm/schema/wire';
import { beforeEach, describe, expect, it } from 'vitest';
import { leadHeader, makeWorld } from '../../test/world.js';
import { openScope } from '../db/scope.js';
import { runJob } from './run.js';
import { buildViews } from './views.js';

let world = makeWorld();
let ours = { tenant: '', key: '' };
beforeEach(async () => {
  world = makeWorld();
  ours = await world.tenant();
});

const mapping = leadHeader.slice(1).map((field) => ({ column: field, field }));
const open = async (id: string): Promise<string> => {
  const body = { type: 'lead', connection: 'crm', key: ['id'], header: leadHeader, mapping };
  const opened = await world.call<ImportState>('POST', '/v1/imports', { key: ours.key, body });
  const rows = [[id, '', 'open', '2026-10-01', '', 'web']];
  await world.call('POST', `/v1/imports/${opened.body.id}/rows`, {
    key: ours.key,
    body: { offset: 0, rows },
  });
  return opened.body.id;
};
const finish = (id: string) => world.call('POST', `/v1/imports/${id}/finish`, { key: ours.key });
const load = async (id: string): Promise<string> => {
  const made = await open(id);
  await finish(made);
  return made;
};
const status = async (id: string) =>
  (await world.call<ImportState>('GET', `/v1/imports/${id}`, { key: ours.key })).body.status;
const jobs = async (kind: string) => {
  const sql = 'select id, status, step from jobs where tenant = ?1 and kind = ?2 order by created_at';
  return (await world.deps.db.batch([{ sql, parameters: [ours.tenant, kind] }]))[0] ?? [];
};
/** Delivers the next message, with its delay passed. */
const step = async () => {
  const { tenant, job, delaySeconds = 0 } = must(world.queue.shift(), 'a message');
  world.clock.now += 1_000 * delaySeconds;
  return runJob(world.deps, { tenant, job }, 1);
};

describe('a rebuild of views', () => {
  it('that has not begun covers what finishes later, and ends all of them', async () => {
    const ids = [await load('1'), await load('2'), await load('3')];
    expect(await jobs('views')).toHaveLength(1);
    expect(await Promise.all(ids.map(status))).toEqual(['finishing', 'finishing', 'finishing']);
    world.clock.now += 5_000;
    await step();
    expect(await Promise.all(ids.map(status))).toEqual(['done', 'done', 'done']);
    for (const id of ['1', '2', '3'])
      expect((await world.call('GET', `/v1/records/lead:crm:${id}`, { key: ours.key })).status).toBe(200);
    expect(world.queue).toEqual([]);
  });

  it('waits while another file of the connection is on its way', async () => {
    const first = await load('1');
    const second = await open('2');
    await step();
    expect((await jobs('views'))[0]).toMatchObject({
      status: 'queued',
      step: expect.stringMatching(/other files of this load/),
    });
    expect(await status(first)).toBe('finishing');
    await finish(second);
    // A moment between two files is not yet the end of a load.
    await step();
    expect(await status(second)).toBe('finishing');
    await step();
    expect([await status(first), await status(second)]).toEqual(['done', 'done']);
    expect(await jobs('views')).toHaveLength(1);
  });

  it('of a file that comes alone does not wait', async () => {
    const only = await load('1');
    await step();
    expect(await status(only)).toBe('done');
  });

  it('does not wait for an abandoned file, nor for ever for one that never ends', async () => {
    const abandoned = await open('1');
    world.clock.now += 61_000;
    const first = await load('2');
    await step();
    expect([await status(first), await status(abandoned)]).toEqual(['done', 'open']);

    const endless = await open('3');
    const second = await load('4');
    const began = world.clock.now;
    for (let offset = 1; (await status(second)) === 'finishing'; offset++) {
      const rows = [[`x${offset}`, '', 'open', '2026-10-01', '', 'web']];
      await world.call('POST', `/v1/imports/${endless}/rows`, { key: ours.key, body: { offset, rows } });
      await step();
    }
    expect((world.clock.now - began) / 1_000).toBeGreaterThan(110);
    expect((world.clock.now - began) / 1_000).toBeLessThan(130);
  });

  it('that has begun does not end an import which finishes meanwhile: that one gets its own', async () => {
    const first = await load('1');
    const tenant = parseTenantId(ours.tenant);
    const scope = openScope(world.deps.db, must(tenant.ok ? tenant.value : null, 'tenant'));
    const running = must(world.queue.shift(), 'a message').job;
    await scope.jobs.claim(running, world.clock.now);
    let second = '';
    await buildViews({
      deps: world.deps,
      scope,
      id: running,
      payload: { connection: 'crm' },
      report: async () => {
        if (second === '') second = await load('2');
      },
    });
    expect([await status(first), await status(second)]).toEqual(['done', 'finishing']);
    expect(await jobs('views')).toHaveLength(2);
    // It waits for the first to end, since the older of two rebuilds at once could write last.
    await step();
    expect(await status(second)).toBe('finishing');
    await scope.jobs.finish(running, null, new Date(world.clock.now).toISOString());
    world.clock.now += 5_000;
    await step();
    expect(await status(second)).toBe('done');
    const view = await world.call<RecordView>('GET', '/v1/records/lead:crm:2', { key: ours.key });
    expect(view.status).toBe(200);
  });

  it('comes after an import that broke off, though its rows are unchanged when they are sent again', async () => {
    const view = async () => (await world.call('GET', '/v1/records/lead:crm:1', { key: ours.key })).status;
    await open('1');
    world.clock.now += 120_000;
    expect(await view()).toBe(404);
    const again = await load('1');
    const { counts } = (await world.call<ImportState>('GET', `/v1/imports/${again}`, { key: ours.key })).body;
    expect(counts).toMatchObject({ inserted: 0, updated: 0, unchanged: 1 });
    expect(await status(again)).toBe('finishing');
    await step();
    expect([await status(again), await view()]).toEqual(['done', 200]);
    // Once they are in the views, the same rows ask for nothing more.
    world.clock.now += 120_000;
    expect(await status(await load('1'))).toBe('done');
    expect(await jobs('views')).toHaveLength(1);
  });
});
