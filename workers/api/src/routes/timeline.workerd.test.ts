import type { Problem } from '@aicrm/schema/problem';
import { MessagePage, TimelinePage } from '@aicrm/schema/timeline';
import { beforeAll, describe, expect, it } from 'vitest';
import { strangers } from '../../test/access.js';
import { makeWorld, page } from '../../test/world.js';

const world = makeWorld();
let ours = { tenant: '', key: '' };
let theirs = { tenant: '', key: '' };
const onPage = { origin: page };

type Rows = readonly (readonly string[])[];
async function load(key: string): Promise<void> {
  const add = (type: 'contact', header: string[], rows: Rows) =>
    world.importRows(key, { type, header }, rows);
  const other = (type: string) => type as 'contact';
  await add(other('company'), ['id', 'name'], [['c1', 'Pumps Ltd']]);
  await add(
    'contact',
    ['id', 'name', 'email', 'phone', 'company'],
    [
      ['p1', 'Ada', 'ada@secret.example', '+49 170 4711300', 'c1'],
      ['p2', 'Bob', '', '', ''],
    ],
  );
  await add(
    other('product'),
    ['id', 'name'],
    [
      ['w', 'Water pump'],
      ['v', 'Valve'],
    ],
  );
  await add(
    other('order'),
    ['id', 'contact', 'at', 'total'],
    [
      ['o1', 'p1', '2026-10-01', '30.00'],
      ['o2', 'p2', '2026-10-02T10:00:00Z', '5.00'],
    ],
  );
  await add(
    other('order-line'),
    ['id', 'order', 'product', 'amount'],
    [
      ['l1', 'o1', 'v', '10.00'],
      ['l2', 'o1', 'w', '20.00'],
    ],
  );
  await add(
    other('deal'),
    ['id', 'contact', 'company', 'name', 'status', 'createdAt', 'amount'],
    [
      ['d1', 'p1', 'c1', 'Two pumps', 'open', '2026-10-05', '900.00'],
      ['d2', '', 'c1', 'No contact yet', 'open', '2026-10-06', ''],
    ],
  );
  await add(
    other('stage-change'),
    ['id', 'deal', 'from', 'to', 'at'],
    [
      ['s1', 'd1', '', 'Talks', '2026-10-05'],
      ['s2', 'd1', 'Talks', 'Offer', '2026-10-09'],
    ],
  );
  await add(other('lead'), ['id', 'contact', 'status', 'createdAt'], [['e1', 'p1', 'open', '2026-09-01']]);
  await add(
    other('activity'),
    ['id', 'kind', 'at', 'lead', 'contact', 'deal', 'subject'],
    [
      ['a1', 'call', '2026-10-07', '', '', 'd1', 'Called 0170 4711300'],
      ['a2', 'meeting', '2026-09-02', 'e1', 'p1', '', ''],
    ],
  );
  await add(
    other('message'),
    ['id', 'channel', 'at', 'contact', 'text', 'rating'],
    [
      ['m1', 'e-mail', '2026-10-08T08:00:00Z', 'p1', 'It leaks. Reach me at ada@secret.example', '2'],
      ['m2', 'chat', '2026-10-08T09:00:00Z', 'p2', 'Thanks!', ''],
      ['m3', 'chat', '2026-10-10', '', 'Nobody knows who wrote this', ''],
    ],
  );
}

beforeAll(async () => {
  ours = await world.tenant('ours');
  theirs = await world.tenant('theirs');
  await load(ours.key);
  await world.importRows(theirs.key, { type: 'contact', header: ['id', 'name'] }, [['p9', 'Eve']]);
});

const timeline = async (record: string, query = '', key = ours.key) => {
  const answer = await world.call<TimelinePage & Problem>('GET', `/v1/records/${record}/timeline${query}`, {
    key,
  });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return TimelinePage.parse(answer.body);
};
const messages = async (query = '', key = ours.key) => {
  const answer = await world.call<MessagePage & Problem>('GET', `/v1/messages${query}`, { key });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return MessagePage.parse(answer.body);
};
const ids = (items: readonly { id: string }[]) => items.map(({ id }) => id.split(':').at(-1));

describe('the timeline of a record', () => {
  it('of a contact has its own facts and those of its leads and deals, the newest first', async () => {
    const { items, next, record } = await timeline('contact:crm:p1');
    expect(record).toBe('contact:crm:p1');
    expect(next).toBeNull();
    expect(ids(items)).toEqual(['s2', 'm1', 'a1', 's1', 'd1', 'o1', 'a2', 'e1']);
    expect(items.find(({ kind }) => kind === 'order')).toEqual({
      kind: 'order',
      id: 'order:crm:o1',
      at: '2026-10-01',
      total: { minor: 3_000, currency: 'EUR' },
      products: ['Water pump', 'Valve'],
    });
    expect(items[0]).toMatchObject({ kind: 'stage-change', deal: 'deal:crm:d1', from: 'Talks', to: 'Offer' });
  });

  it('of a company has what its contacts and its deals without one bring', async () => {
    expect(ids((await timeline('company:crm:c1')).items).sort()).toEqual(
      ['a1', 'a2', 'd1', 'd2', 'e1', 'm1', 'o1', 's1', 's2'].sort(),
    );
  });

  it('of a deal has its stages and activities, and nothing of its contact', async () => {
    expect(ids((await timeline('deal:crm:d1')).items)).toEqual(['s2', 'a1', 's1', 'd1']);
  });

  it('comes in pages that hold each fact once', async () => {
    const whole = ids((await timeline('contact:crm:p1')).items);
    const paged: unknown[] = [];
    for (let before: string | null = ''; before !== null; ) {
      const query: string = before === '' ? '?limit=3' : `?limit=3&before=${before}`;
      const { items, next } = await timeline('contact:crm:p1', query);
      expect(items.length).toBeLessThanOrEqual(3);
      paged.push(...ids(items));
      before = next;
    }
    expect(paged).toEqual(whole);
  });

  it('holds no address and no telephone number, in no field and no text', async () => {
    const told = JSON.stringify([await timeline('contact:crm:p1'), await messages()]);
    expect(told).not.toMatch(/secret\.example|4711/);
    expect(told).toContain('It leaks. Reach me at [e-mail]');
    expect(told).toContain('Called [phone]');
  });

  it.each(['?limit=0', '?limit=201', '?limit=x', '?before=nonsense', '?before=WzFd'])(
    'refuses %s',
    async (query) => {
      const answer = await world.call('GET', `/v1/records/contact:crm:p1/timeline${query}`, {
        key: ours.key,
      });
      expect(answer.status).toBe(400);
    },
  );
});

describe('messages', () => {
  it('are all of the tenant, the newest first, in pages', async () => {
    expect(ids((await messages()).items)).toEqual(['m3', 'm2', 'm1']);
    const one = await messages('?limit=2');
    expect(ids(one.items)).toEqual(['m3', 'm2']);
    expect(ids((await messages(`?limit=2&before=${one.next}`)).items)).toEqual(['m1']);
  });

  it('are those of a contact or a company, and since a moment', async () => {
    expect(ids((await messages('?record=contact:crm:p2')).items)).toEqual(['m2']);
    expect(ids((await messages('?record=company:crm:c1')).items)).toEqual(['m1']);
    expect(ids((await messages('?since=2026-10-08T09:00:00Z')).items)).toEqual(['m3', 'm2']);
    expect((await world.call('GET', '/v1/messages?since=soon', { key: ours.key })).status).toBe(400);
  });

  it('say who wrote, and the rating where there is one', async () => {
    const { items } = await messages();
    expect(items[2]).toMatchObject({ contact: 'contact:crm:p1', rating: 2, channel: 'e-mail' });
    expect(items[0]).toMatchObject({ contact: null, rating: null });
  });

  it('are found by an index, newest first', async () => {
    const { results } = await (await import('cloudflare:workers')).env.DB.prepare(
      `explain query plan select at from records where tenant = 't' and type = 'message' and at >= '' and at <= '~'
       order by at desc limit 5`,
    ).all();
    expect(JSON.stringify(results)).toContain('messages_by_at');
  });
});

describe('who may read them', () => {
  const paths = ['/v1/records/contact:crm:p1/timeline', '/v1/messages', '/v1/messages?record=contact:crm:p1'];

  it('nobody without a good credential', async () => {
    for (const { name, key, headers } of await strangers(world, ours, ['sync:all']))
      for (const path of paths) {
        const answer = await world.call<Problem>('GET', path, {
          ...(key === undefined ? {} : { key }),
          ...(headers === undefined ? {} : { headers }),
        });
        expect([401, 403], `${name} ${path}`).toContain(answer.status);
        expect(JSON.stringify(answer.body), name).not.toMatch(/Water|leaks/);
      }
  });

  it('not another tenant: the record is as unknown to it as one that does not exist', async () => {
    const read = (path: string) => world.call<Problem>('GET', path, { key: theirs.key });
    const foreign = await read('/v1/records/contact:crm:p1/timeline');
    const nowhere = await read('/v1/records/contact:crm:nobody/timeline');
    expect([foreign.status, nowhere.status]).toEqual([404, 404]);
    expect(foreign.body.detail).toBe(nowhere.body.detail);
    expect((await read('/v1/messages?record=contact:crm:p1')).status).toBe(404);
    expect((await messages('', theirs.key)).items).toEqual([]);
  });

  it('a token of a page, all of it', async () => {
    const key = await world.token(ours.key, ['sync:all']);
    for (const path of paths)
      expect((await world.call('GET', path, { key, headers: onPage })).status).toBe(200);
  });

  it('a token that is bound to a record, that record only, existing or not', async () => {
    const key = await world.token(ours.key, ['sync:record'], 'contact:crm:p2');
    const read = (path: string) => world.call<MessagePage & Problem>('GET', path, { key, headers: onPage });
    expect((await read('/v1/records/contact:crm:p2/timeline')).status).toBe(200);
    const own = await read('/v1/messages');
    expect(ids(own.body.items)).toEqual(['m2']);
    for (const record of ['contact:crm:p1', 'company:crm:c1', 'contact:crm:nobody'])
      for (const path of [`/v1/records/${record}/timeline`, `/v1/messages?record=${record}`])
        expect((await read(path)).status, path).toBe(403);
  });
});
