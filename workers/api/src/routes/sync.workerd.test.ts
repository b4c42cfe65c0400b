import type { Problem } from '@aicrm/schema/problem';
import type { RecordView } from '@aicrm/schema/view';
import { SyncPage } from '@aicrm/schema/wire';
import { beforeEach, describe, expect, it } from 'vitest';
import { leadHeader, makeWorld, page } from '../../test/world.js';

const world = makeWorld();
let key = '';
beforeEach(async () => {
  key = (await world.tenant()).key;
});

const lead = (id: string, status = 'open', contact = '') => [id, contact, status, '2026-10-01', '', 'web'];
const leads = (...rows: string[][]) => world.importRows(key, { type: 'lead', header: leadHeader }, rows);
const get = (query: string, headers: Record<string, string> = {}, credential = key) =>
  world.call<SyncPage & Problem>('GET', `/v1/sync?${query}`, { key: credential, headers });
const ids = (answer: { body: SyncPage }) => answer.body.upserts.map((view) => view.id);

/** What a page does: from a cursor until there is no more. */
async function follow(cursor: string, limit: number) {
  const seen = new Map<string, RecordView>();
  const gone: string[] = [];
  let pages = 0;
  for (let at = cursor; ; ) {
    const answer = await get(`limit=${limit}&cursor=${at}`);
    if (answer.status === 304) return { seen, gone, cursor: at, pages };
    expect(answer.status).toBe(200);
    expect(SyncPage.safeParse(answer.body).success).toBe(true);
    pages++;
    for (const view of answer.body.upserts) seen.set(view.id, view);
    gone.push(...answer.body.tombstones);
    at = answer.body.cursor;
    if (!answer.body.more) return { seen, gone, cursor: at, pages };
  }
}

describe('sync', () => {
  it('delivers every view once, whatever the size of a page, in the order of the sequence', async () => {
    await leads(...Array.from({ length: 25 }, (_, i) => lead(`l${i}`)));
    for (const limit of [1, 7, 25, 26, 1_000]) {
      const all = await follow('', limit);
      expect(all.seen.size).toBe(25);
      expect(all.pages).toBe(Math.max(1, Math.ceil(25 / limit)));
    }
    const seqs = (await get('limit=1000')).body.upserts.map((view) => view.seq);
    expect(seqs).toEqual([...seqs].sort((a, b) => a - b));
    expect(new Set(seqs).size).toBe(25);
  });

  it('answers 304 when nothing changed, by the cursor and by If-None-Match', async () => {
    await leads(lead('1'));
    const first = await get('');
    const same = await get(`cursor=${first.body.cursor}`);
    expect(same.status).toBe(304);
    expect(same.headers.get('access-control-allow-origin')).toBeNull();
    const tag = first.headers.get('etag') ?? '';
    expect((await get('', { 'if-none-match': tag })).status).toBe(304);
    // As it comes back where the answer was compressed on its way.
    expect((await get('', { 'if-none-match': `W/${tag}` })).status).toBe(304);
    await leads(lead('1', 'lost'));
    expect((await get('', { 'if-none-match': tag })).status).toBe(200);
    const next = await get(`cursor=${first.body.cursor}`);
    expect(ids(next)).toEqual(['lead:crm:1']);
    expect(next.body.upserts[0]?.fields.status).toBe('lost');
  });

  it('sends nothing of an import that changed nothing', async () => {
    await leads(lead('1'), lead('2'));
    const { cursor } = await follow('', 100);
    await leads(lead('1'), lead('2'));
    expect((await get(`cursor=${cursor}`)).status).toBe(304);
    await leads(lead('1'), lead('2', 'converted'));
    expect(ids(await get(`cursor=${cursor}`))).toEqual(['lead:crm:2']);
  });

  it('sends a lead again when a fact about its contact changed', async () => {
    await leads(lead('1', 'open', 'p1'), lead('2', 'open', 'p2'));
    const order = (id: string, contact: string) => [id, contact, '2026-11-01', '5.00'];
    const header = ['id', 'contact', 'at', 'total'];
    await world.importRows(key, { type: 'order', header }, [order('o1', 'p1')]);
    const { cursor } = await follow('', 100);
    await world.importRows(key, { type: 'order', header }, [order('o2', 'p2')]);
    const answer = await get(`cursor=${cursor}`);
    expect(ids(answer)).toEqual(['lead:crm:2']);
    expect(answer.body.upserts[0]?.facts).toMatchObject({ 'orders.count': 1, 'orders.lastAt': '2026-11-01' });
  });

  it('sends a tombstone to those who have the record, and not to those who begin', async () => {
    await leads(lead('1'), lead('2'));
    const { cursor } = await follow('', 100);
    expect((await world.call('DELETE', '/v1/records/lead:crm:1', { key })).status).toBe(204);
    await world.drain();
    const later = await get(`cursor=${cursor}`);
    expect(later.body.tombstones).toEqual(['lead:crm:1']);
    expect(later.body.upserts).toEqual([]);
    const fresh = await get('');
    expect(fresh.body.tombstones).toEqual([]);
    expect(ids(fresh)).toEqual(['lead:crm:2']);
    expect((await world.call('GET', '/v1/records/lead:crm:1', { key })).status).toBe(404);
    expect((await world.call('DELETE', '/v1/records/lead:crm:1', { key })).status).toBe(404);
    const { body } = await get(`cursor=${later.body.cursor}`);
    expect(body).toBe('');
  });

  it('brings a record back that was deleted and imported again', async () => {
    await leads(lead('1'));
    const { cursor } = await follow('', 100);
    await world.call('DELETE', '/v1/records/lead:crm:1', { key });
    await world.drain();
    const again = await leads(lead('1'));
    expect(again.counts.inserted).toBe(1);
    const answer = await get(`cursor=${cursor}`);
    expect([ids(answer), answer.body.tombstones]).toEqual([['lead:crm:1'], []]);
  });

  it('loses nothing that changes between two pages', async () => {
    await leads(...Array.from({ length: 10 }, (_, i) => lead(`l${i}`)));
    const first = await get('limit=5');
    await leads(lead('l0', 'lost'), lead('l9', 'lost'));
    await world.call('DELETE', '/v1/records/lead:crm:l8', { key });
    await world.drain();
    const rest = await follow(first.body.cursor, 3);
    const state = new Map(first.body.upserts.map((view) => [view.id, view]));
    for (const [id, view] of rest.seen) state.set(id, view);
    for (const id of rest.gone) state.delete(id);
    expect(state.size).toBe(9);
    expect(state.get('lead:crm:l0')?.fields.status).toBe('lost');
    expect(state.get('lead:crm:l9')?.fields.status).toBe('lost');
  });

  it('resets a cursor of another database, of another version, of the future, and one that is none', async () => {
    await leads(lead('1'));
    const { cursor } = await follow('', 100);
    const plain = atob(cursor);
    const [, epoch] = plain.split('.');
    const foreign = (
      await (async () => {
        const other = await world.tenant('other');
        await world.importRows(other.key, { type: 'lead', header: leadHeader }, [lead('x')]);
        return get('', {}, other.key);
      })()
    ).body.cursor;
    for (const odd of [
      foreign,
      btoa(plain.replace('1.', '2.')),
      btoa(`1.${epoch}.zzzz.all`),
      'nonsense',
      '%F0',
    ]) {
      const answer = await get(`cursor=${odd}`);
      expect(answer.body.reset).toBe(true);
      expect(ids(answer)).toEqual(['lead:crm:1']);
      expect((await get(`cursor=${answer.body.cursor}`)).status).toBe(304);
    }
    expect((await get('')).body.reset).toBe(false);
  });

  it('filters by type, with cursors of their own', async () => {
    await leads(lead('1'));
    await world.importRows(key, { type: 'contact', header: ['id', 'name'] }, [['p1', 'Ada']]);
    const some = await get('type=contact');
    expect(ids(some)).toEqual(['contact:crm:p1']);
    expect((await get(`type=contact&cursor=${some.body.cursor}`)).status).toBe(304);
    // The same cursor without the filter must not hide the lead that it never delivered.
    const all = await get(`cursor=${some.body.cursor}`);
    expect(all.body.reset).toBe(false);
    expect(ids(all).sort()).toEqual(['contact:crm:p1', 'lead:crm:1']);
  });

  it('gives a record-bound token its record and nothing else', async () => {
    await leads(lead('1'), lead('2'));
    const token = await world.token(key, ['sync:record'], 'lead:crm:2');
    const first = await get('', { origin: page }, token);
    expect(ids(first)).toEqual(['lead:crm:2']);
    await leads(lead('1', 'lost'));
    const second = await get(`cursor=${first.body.cursor}`, { origin: page }, token);
    expect(second.status === 304 || second.body.upserts.length === 0).toBe(true);
    await leads(lead('2', 'lost'));
    expect(ids(await get(`cursor=${first.body.cursor}`, { origin: page }, token))).toEqual(['lead:crm:2']);
  });

  it('keeps e-mail addresses and telephone numbers out of views', async () => {
    await world.importRows(key, { type: 'contact', header: ['id', 'name', 'email', 'phone'] }, [
      ['p1', 'Ada', 'ada@example.com', '+1 555'],
    ]);
    const text = JSON.stringify((await get('')).body);
    expect(text).toContain('Ada');
    expect(text).not.toMatch(/ada@example|\+1 555/);
  });

  it.each(['limit=0', 'limit=1001', 'limit=x', 'type=planet'])('refuses %s', async (query) => {
    const answer = await get(query);
    expect(answer.status).toBe(400);
    expect(answer.body.kind).toBe('bad-data');
  });
});
