import type { Problem } from '@aicrm/schema/problem';
import { KeptEvents, type WidgetEvent, WidgetEventsAnswer } from '@aicrm/schema/widget-event';
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

describe('what was kept', () => {
  const at = (day: number) => `2026-11-${String(day).padStart(2, '0')}T10:00:00Z`;
  const offer: WidgetEvent = {
    id: crypto.randomUUID(),
    at: at(3),
    kind: 'offer',
    record: 'contact:crm:q1',
    offer: 'spring',
    what: 'dismissed',
  };
  const snoozed: WidgetEvent = {
    ...done('contact:crm:q1'),
    at: at(4),
    kind: 'action',
    record: 'contact:crm:q1',
    rule: 'win-back',
    what: 'snoozed',
    until: '2026-12-01T00:00:00Z',
  };
  const corrected = { ...correction('message:crm:n1'), at: at(5) };
  const others = { ...correction('message:crm:n2'), at: at(6) };
  const unasked: WidgetEvent = {
    id: crypto.randomUUID(),
    at: at(7),
    kind: 'reason-rejected',
    record: 'contact:crm:q1',
    model: 'lead-score',
    feature: 'x',
  };
  let mine = { tenant: '', key: '' };
  beforeAll(async () => {
    mine = await world.tenant('mine');
    const contacts = { type: 'contact', header: ['id', 'name'] } as const;
    await world.importRows(mine.key, { ...contacts, header: [...contacts.header] }, [
      ['q1', 'Ada'],
      ['q2', 'Bob'],
    ]);
    const header = ['id', 'channel', 'at', 'contact', 'text'];
    await world.importRows(mine.key, { type: 'message', header }, [
      ['n1', 'chat', '2026-10-02', 'q1', 'It leaks'],
      ['n2', 'chat', '2026-10-02', 'q2', 'Thanks'],
    ]);
    await send([corrected, others, offer, unasked, snoozed, done('lead:host:only-there')], mine.key);
  });
  async function read(path: string, key = mine.key, headers = {}): Promise<readonly string[]> {
    const answer = await world.call<KeptEvents & Problem>('GET', path, { key, headers });
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    return KeptEvents.parse(answer.body).events.map(({ id }) => id);
  }
  const of = (record: string, query = '') => `/v1/records/${record}/events${query}`;

  it('is that of the record and of its messages, the newest first, as it came', async () => {
    const ids = [corrected.id, snoozed.id, offer.id];
    expect(await read(of('contact:crm:q1'))).toEqual(ids);
    expect(await read(of('contact:crm:q1', '?limit=2'))).toEqual(ids.slice(0, 2));
    const answer = await world.call<KeptEvents>('GET', of('contact:crm:q1'), { key: mine.key });
    expect(answer.body.events[1]).toEqual(snoozed);
    expect(await read(of('message:crm:n2'))).toEqual([others.id]);
  });

  it('is an empty list of a record without, and there even where the host alone knows the record', async () => {
    await world.importRows(mine.key, { type: 'lead', header: leadHeader }, [
      ['5', '', 'open', '2026-10-01', '', 'web'],
    ]);
    expect(await read(of('lead:crm:5'))).toEqual([]);
    expect(await read(of('lead:host:only-there'))).toHaveLength(1);
    expect((await world.call('GET', of('lead:crm:none'), { key: mine.key })).status).toBe(404);
  });

  it.each(['?limit=0', '?limit=501', '?limit=x'])('is not read by %s', async (query) => {
    expect((await world.call('GET', of('contact:crm:q1', query), { key: mine.key })).status).toBe(400);
  });

  it('of all messages are corrections alone, for whoever may read all', async () => {
    expect(await read('/v1/corrections')).toEqual([others.id, corrected.id]);
    expect(await read('/v1/corrections?limit=1')).toEqual([others.id]);
    const bound = await world.token(mine.key, ['sync:record', 'models:read'], 'contact:crm:q1');
    expect((await world.call('GET', '/v1/corrections', { key: bound, headers: onPage })).status).toBe(403);
  });

  it('is shown to a token of that record only; a customer’s own sees offers', async () => {
    const staff = await world.token(mine.key, ['sync:record', 'models:read'], 'contact:crm:q1');
    expect(await read(of('contact:crm:q1'), staff, onPage)).toHaveLength(3);
    const customer = await world.token(mine.key, ['sync:record'], 'contact:crm:q1');
    expect(await read(of('contact:crm:q1'), customer, onPage)).toEqual([offer.id]);
    for (const record of ['contact:crm:q2', 'message:crm:n1', 'lead:crm:nobody'])
      expect((await world.call('GET', of(record), { key: staff, headers: onPage })).status).toBe(403);
  });

  it('is not another tenant’s', async () => {
    for (const { name, key, headers } of await strangers(world, mine, ['sync:all'])) {
      const answer = await world.call('GET', of('contact:crm:q1'), {
        ...(key === undefined ? {} : { key }),
        ...(headers === undefined ? {} : { headers }),
      });
      expect([401, 403], name).toContain(answer.status);
    }
    expect((await world.call('GET', of('contact:crm:q1'), { key: ours.key })).status).toBe(404);
    expect(await read('/v1/corrections', theirs.key)).toEqual([]);
  });

  it('is found by an index', async () => {
    const [plan] = await world.deps.db.batch([
      {
        sql: `explain query plan select body from events where tenant = 't' and kind = 'correction' order by at desc, id desc limit 5`,
        parameters: [],
      },
    ]);
    expect(JSON.stringify(plan)).toContain('events_by_kind');
  });
});
