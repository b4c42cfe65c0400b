import type { Problem } from '@aicrm/schema/problem';
import { type WidgetEvent, WidgetEventsAnswer } from '@aicrm/schema/widget-event';
import type { Scope } from '@aicrm/schema/wire';
import { beforeAll, describe, expect, it } from 'vitest';
import { strangers } from '../../test/access.js';
import { leadHeader, makeWorld, page } from '../../test/world.js';

const world = makeWorld();
let ours = { tenant: '', key: '' };
let theirs = { tenant: '', key: '' };
const onPage = { origin: page };

beforeAll(async () => {
  ours = await world.tenant('ours');
  theirs = await world.tenant('theirs');
  await world.importRows(ours.key, { type: 'lead', header: leadHeader }, [
    ['7', 'p1', 'open', '2026-10-01', '', 'web'],
  ]);
  await world.importRows(ours.key, { type: 'message', header: ['id', 'channel', 'at', 'contact', 'text'] }, [
    ['m1', 'chat', '2026-10-02', 'p1', 'It leaks'],
    ['m2', 'chat', '2026-10-02', 'p2', 'Thanks'],
  ]);
});

const done = (record = 'lead:crm:7', id = crypto.randomUUID()): WidgetEvent => ({
  id,
  at: '2026-11-20T10:00:00.000Z',
  kind: 'action',
  record,
  rule: 'call-hot-lead',
  what: 'done',
});
const correction = (record: string): WidgetEvent => ({
  id: crypto.randomUUID(),
  at: '2026-11-20T10:00:00Z',
  kind: 'correction',
  record,
  model: 'sentiment',
  said: 'positive',
  meant: 'negative',
});
async function send(events: readonly unknown[], key = ours.key, headers = {}) {
  const answer = await world.call<WidgetEventsAnswer & Problem>('POST', '/v1/events', {
    key,
    headers,
    body: { events },
  });
  return { ...answer.body, status: answer.status };
}
async function stored(tenant = ours.tenant): Promise<WidgetEvent[]> {
  const sql = 'select body from events where tenant = ?1 order by received_at, id';
  const [rows] = await world.deps.db.batch([{ sql, parameters: [tenant] }]);
  return (rows ?? []).map((row) => JSON.parse(String(row.body)) as WidgetEvent);
}
const token = (scopes: Scope[], record?: string) => world.token(ours.key, scopes, record);

describe('events', () => {
  it('are kept once by their id, however often and in whatever company they come', async () => {
    const [one, two, three] = [done(), done(), done()];
    const first = await send([one, two]);
    expect(WidgetEventsAnswer.parse(first)).toEqual({ kept: [one.id, two.id], refused: [] });
    // The answer was lost, so the page sends them again, with a newer one.
    const again = await send([two, one, three]);
    expect(again.kept).toEqual([two.id, one.id, three.id]);
    // And a changed event under a known id changes nothing.
    await send([{ ...one, what: 'dismissed' }]);
    const kept = (await stored()).filter(({ id }) => [one.id, two.id, three.id].includes(id));
    expect(kept).toHaveLength(3);
    expect(kept).toContainEqual(one);
  });

  it('that arrive at the same moment from two tabs are kept once', async () => {
    const events = Array.from({ length: 150 }, () => done());
    await Promise.all([send(events), send(events), send(events.slice(50))]);
    const ids = new Set(events.map(({ id }) => id));
    expect((await stored()).filter(({ id }) => ids.has(id))).toHaveLength(150);
  });

  it('that cannot be taken are named one by one, and the others kept', async () => {
    const good = done();
    const bad = [
      { ...done(), what: 'forgotten' },
      { ...done(), record: 'nobody' },
      { ...done(), at: '2027-06-01' },
      { id: 'not-a-uuid', kind: 'action' },
      { ...done(), kind: 'espionage' },
    ];
    const answer = await send([...bad, good]);
    expect(answer.status).toBe(200);
    expect(answer.kept).toEqual([good.id]);
    expect(answer.refused.map(({ id }) => id)).toEqual(bad.map(({ id }) => id));
    expect(answer.refused.map(({ why }) => why)).toEqual([
      expect.stringMatching(/^what: /),
      expect.stringMatching(/does not begin with a record type/),
      'at: the moment lies in the future.',
      expect.stringMatching(/^(id|at): /),
      expect.stringMatching(/^kind: /),
    ]);
  });

  it('are at least 1 and at most 200', async () => {
    expect((await send([])).status).toBe(400);
    expect((await send(Array.from({ length: 201 }, () => done()))).status).toBe(400);
    expect((await send([{ kind: 'action' }])).status).toBe(400);
  });

  it('go with their record when it is deleted', async () => {
    await world.importRows(theirs.key, { type: 'lead', header: leadHeader }, [
      ['8', '', 'open', '2026-10-01', '', 'web'],
    ]);
    await send([done('lead:crm:8'), done('lead:crm:9')], theirs.key);
    await world.call('DELETE', '/v1/records/lead:crm:8', { key: theirs.key });
    expect((await stored(theirs.tenant)).map(({ record }) => record)).toEqual(['lead:crm:9']);
  });
});

describe('who may write them', () => {
  it('a page with events:write, and none without', async () => {
    expect((await send([done()], await token(['events:write']), onPage)).status).toBe(200);
    expect((await send([done()], await token(['sync:all', 'models:read']), onPage)).status).toBe(403);
  });

  it('a page of one record, of that record and of its messages', async () => {
    const lead = await token(['sync:record', 'events:write'], 'lead:crm:7');
    const contact = await token(['sync:record', 'events:write'], 'contact:crm:p1');
    expect((await send([done(), done('lead:crm:8')], lead, onPage)).refused).toHaveLength(1);
    const [own, other] = [correction('message:crm:m1'), correction('message:crm:m2')];
    const answer = await send([own, other], contact, onPage);
    expect(answer.kept).toEqual([own.id]);
    expect(answer.refused).toEqual([{ id: other.id, why: 'record: this token is bound to another record.' }]);
  });

  it('no stranger; and each tenant keeps its own, even under one id', async () => {
    const before = (await stored()).length;
    for (const { name, key, headers } of await strangers(world, ours, ['events:write'])) {
      const answer = await world.call('POST', '/v1/events', {
        ...(key === undefined ? {} : { key }),
        ...(headers === undefined ? {} : { headers }),
        body: { events: [done()] },
      });
      expect([401, 403], name).toContain(answer.status);
    }
    expect(await stored()).toHaveLength(before);
    const shared = done('lead:crm:77');
    await send([shared]);
    await send([{ ...shared, what: 'dismissed' }], theirs.key);
    expect((await stored()).find(({ id }) => id === shared.id)).toEqual(shared);
    expect((await stored(theirs.tenant)).find(({ id }) => id === shared.id)).toMatchObject({
      what: 'dismissed',
    });
  });
});
