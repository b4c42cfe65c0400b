import type { Problem } from '@aicrm/schema/problem';
import { must } from '@aicrm/schema/result';
import type { RecordView } from '@aicrm/schema/view';
import type { ImportRequest, ImportRowsAnswer, ImportState } from '@aicrm/schema/wire';
import { beforeAll, describe, expect, it } from 'vitest';
import { leadHeader, makeWorld } from '../../test/world.js';

const world = makeWorld();
let key = '';
beforeAll(async () => {
  key = (await world.tenant()).key;
});

const open = async (more: Partial<ImportRequest> = {}): Promise<ImportState> => {
  const opened = await world.call<ImportState>('POST', '/v1/imports', {
    key,
    body: {
      type: 'lead',
      connection: 'crm',
      key: ['id'],
      header: leadHeader,
      mapping: leadHeader.slice(1).map((field) => ({ column: field, field })),
      ...more,
    },
  });
  expect(opened.status).toBe(201);
  return opened.body;
};
const send = (id: string, offset: number, rows: string[][]) =>
  world.call<ImportRowsAnswer & Problem>('POST', `/v1/imports/${id}/rows`, { key, body: { offset, rows } });
const finish = async (id: string): Promise<ImportState> => {
  const answer = await world.call<ImportState>('POST', `/v1/imports/${id}/finish`, { key });
  expect(answer.status).toBe(200);
  return answer.body;
};
const lead = (id: string, status = 'open', source = 'web') => [id, '', status, '2026-10-01', '', source];
const count = async (sql: string): Promise<number> => {
  const [rows] = await world.deps.db.batch([{ sql, parameters: [must(key.split('_')[1], 'tenant')] }]);
  return Number(must(rows?.[0], 'a row').n);
};
const stored = (where = '1') => count(`select count(*) as n from records where tenant = ?1 and ${where}`);

describe('a chunk', () => {
  it('is counted exactly, and repeating it changes nothing', async () => {
    const { id } = await open();
    const rows = [lead('a1'), lead('a2'), lead('a3', 'sold'), lead('a2')];
    const first = await send(id, 0, rows);
    expect(first.status).toBe(200);
    expect(first.body.state.counts).toEqual({ read: 4, inserted: 2, updated: 0, unchanged: 0, rejected: 2 });
    expect(first.body.rejected.map((row) => row.row)).toEqual([3, 4]);
    const again = await send(id, 0, rows);
    expect(again.body).toEqual(first.body);
    expect(await stored("source_id like 'a%'")).toBe(2);
  });

  it('with other rows at the same offset, or overlapping another, is a conflict', async () => {
    const { id } = await open();
    await send(id, 0, [lead('b1'), lead('b2'), lead('b3')]);
    expect((await send(id, 0, [lead('b9')])).status).toBe(409);
    expect((await send(id, 2, [lead('b9')])).status).toBe(409);
    expect((await send(id, 3, [lead('b4')])).status).toBe(200);
    expect(await stored("source_id = 'b9'")).toBe(0);
  });

  it('finds a key that an earlier chunk had, and keeps the first row', async () => {
    const { id } = await open();
    await send(id, 0, [lead('c1', 'open', 'first')]);
    const second = await send(id, 1, [lead('c2'), lead('c1', 'lost', 'second')]);
    expect(second.body.rejected).toEqual([
      { row: 3, issues: [{ at: 'id', message: expect.stringMatching(/"c1" stands in row 1/) }] },
    ]);
    expect(second.body.state.counts).toEqual({ read: 3, inserted: 2, updated: 0, unchanged: 0, rejected: 1 });
    expect(await stored("source_id = 'c1' and status = 'open'")).toBe(1);
  });

  it('that races others for its place is written once, and every key once', async () => {
    const { id } = await open();
    const answers = await Promise.all(
      [0, 1, 2, 3, 4, 5].map((i) => send(id, i * 2, [lead(`r${i}`), lead('shared')])),
    );
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200, 200, 200]);
    const state = await world.call<ImportState>('GET', `/v1/imports/${id}`, { key });
    expect(state.body.counts).toEqual({ read: 12, inserted: 7, updated: 0, unchanged: 0, rejected: 5 });
  });

  it('is refused after the end, and by an import that is not there', async () => {
    const { id } = await open();
    await send(id, 0, [lead('d1')]);
    await finish(id);
    expect((await send(id, 1, [lead('d2')])).status).toBe(409);
    expect((await send(crypto.randomUUID(), 0, [lead('d2')])).status).toBe(404);
  });

  it('of more than 2,000 rows or of another shape is refused whole', async () => {
    const { id } = await open();
    expect(
      (
        await send(
          id,
          0,
          Array.from({ length: 2_001 }, (_, i) => lead(`e${i}`)),
        )
      ).status,
    ).toBe(400);
    const wrong = await world.call<Problem>('POST', `/v1/imports/${id}/rows`, {
      key,
      body: { offset: 0, rows: [[1]] },
    });
    expect(wrong.status).toBe(400);
    expect(wrong.body.issues?.[0]?.at).toBe('rows.0.0');
    expect((await world.call('GET', `/v1/imports/${id}`, { key })).body).toMatchObject({
      counts: { read: 0 },
    });
  });

  it('stores keys and texts of any letters as they came, and knows them again', async () => {
    const odd = ['q"uote', 'back\\slash', 'é€𝄞', '__proto__', '12', '{"a":1}', "o'clock"];
    const rows = odd.map((id) => lead(id, 'open', `null and ${id}`));
    const first = await open();
    expect((await send(first.id, 0, rows)).body.state.counts).toMatchObject({ inserted: 7, rejected: 0 });
    const [kept] = await world.deps.db.batch([
      {
        sql: "select source_id, fields from records where tenant = ?1 and fields like '%null and %'",
        parameters: [must(key.split('_')[1], 'tenant')],
      },
    ]);
    const sources = must(kept, 'rows').map((row) => [row.source_id, JSON.parse(String(row.fields)).source]);
    expect(new Map(sources as [string, string][])).toEqual(new Map(odd.map((id) => [id, `null and ${id}`])));
    // An empty cell clears a field, and of a new record nothing is left of it.
    expect(must(kept?.[0], 'a row').fields).not.toMatch(/:null/);
    const second = await open();
    expect((await send(second.id, 0, rows)).body.state.counts).toMatchObject({ unchanged: 7, updated: 0 });
    const plain = await open();
    expect((await send(plain.id, 0, [lead('plain')])).body.state.counts).toMatchObject({ inserted: 1 });
    const again = await open();
    expect((await send(again.id, 0, [lead('plain')])).body.state.counts).toMatchObject({ unchanged: 1 });
  });

  it('may hold more than one database parameter can', async () => {
    const { id } = await open({
      type: 'message',
      header: ['id', 'at', 'text'],
      mapping: [
        { column: 'at', field: 'at' },
        { column: 'text', field: 'text' },
        { column: 'id', field: 'channel' },
      ],
    });
    const rows = Array.from({ length: 40 }, (_, i) => [`m${i}`, '2026-10-01', `${i}${'漢'.repeat(30_000)}`]);
    const answer = await send(id, 0, rows);
    expect(answer.body.state?.counts.inserted).toBe(40);
    expect(
      await count(
        "select sum(length(json_extract(fields, '$.text'))) as n from records where tenant = ?1 and type = 'message'",
      ),
    ).toBe(40 * 30_000 + 10 + 60);
  });
});

describe('a second import', () => {
  it('tells inserted, updated and unchanged apart and writes down what changed', async () => {
    await world.importRows(key, { type: 'lead', header: leadHeader }, [lead('s1'), lead('s2'), lead('s3')]);
    const second = await world.importRows(key, { type: 'lead', header: leadHeader }, [
      lead('s1'),
      lead('s2', 'converted', ''),
      lead('s4'),
    ]);
    expect(second.counts).toEqual({ read: 3, inserted: 1, updated: 1, unchanged: 1, rejected: 0 });
    const [changes] = await world.deps.db.batch([
      {
        sql: "select field, from_value, to_value, seen_at from field_changes where tenant = ?1 and source_id = 's2' order by field",
        parameters: [must(key.split('_')[1], 'tenant')],
      },
    ]);
    const seen_at = new Date(world.clock.now).toISOString();
    expect(changes).toEqual([
      { field: 'source', from_value: '"web"', to_value: null, seen_at },
      { field: 'status', from_value: '"open"', to_value: '"converted"', seen_at },
    ]);
    expect(
      await count("select count(*) as n from field_changes where tenant = ?1 and source_id in ('s1', 's4')"),
    ).toBe(0);
  });

  it('with other columns adds to a record and keeps what it does not have', async () => {
    const header = ['id', 'name', 'age', 'town'];
    const mapping = (columns: string[]) =>
      columns.map((column) => ({ column, field: column === 'name' ? 'name' : `custom.${column}` }));
    await world.importRows(key, { type: 'contact', header, mapping: mapping(['name', 'age']) }, [
      ['p1', 'Ada', '36', 'x'],
    ]);
    const second = await world.importRows(key, { type: 'contact', header, mapping: mapping(['town']) }, [
      ['p1', '', '', 'Rome'],
    ]);
    expect(second.counts.updated).toBe(1);
    const view = await world.call<RecordView>('GET', '/v1/records/contact:crm:p1', { key });
    expect(view.body.fields).toEqual({ name: 'Ada', 'custom.age': '36', 'custom.town': 'Rome' });
    const third = await world.importRows(key, { type: 'contact', header, mapping: mapping(['town']) }, [
      ['p1', '', '', ''],
    ]);
    expect(third.counts.updated).toBe(1);
    const after = await world.call<RecordView>('GET', '/v1/records/contact:crm:p1', { key });
    expect(after.body.fields).toEqual({ name: 'Ada', 'custom.age': '36' });
    expect(
      await count(
        "select count(*) as n from field_changes where tenant = ?1 and source_id = 'p1' and field = 'custom.town'",
      ),
    ).toBe(2);
  });
});

describe('a dry run', () => {
  it('counts as the import would, and writes no record, change or view', async () => {
    await world.importRows(key, { type: 'lead', header: leadHeader }, [lead('y1'), lead('y2')]);
    const before = [
      await stored(),
      await count('select count(*) as n from field_changes where tenant = ?1'),
      await count('select seq as n from tenants where tenant = ?1'),
    ];
    const rows = [lead('y1'), lead('y2', 'lost'), lead('y3'), lead('y4', '?')];
    const dry = await world.importRows(key, { type: 'lead', header: leadHeader, dryRun: true }, rows);
    expect(dry).toMatchObject({
      status: 'done',
      dryRun: true,
      counts: { read: 4, inserted: 1, updated: 1, unchanged: 1, rejected: 1 },
    });
    expect([
      await stored(),
      await count('select count(*) as n from field_changes where tenant = ?1'),
      await count('select seq as n from tenants where tenant = ?1'),
    ]).toEqual(before);
    const real = await world.importRows(key, { type: 'lead', header: leadHeader }, rows);
    expect(real.counts).toEqual(dry.counts);
    expect(await stored()).toBe((before[0] ?? 0) + 1);
  });
});

describe('mixed input', () => {
  it('reads days in three formats and money in minor units, and rejects what it cannot read', async () => {
    const header = ['id', 'contact', 'at', 'total'];
    const state = await world.importRows(
      key,
      {
        type: 'order',
        header,
        mapping: [
          { column: 'contact', field: 'contact' },
          { column: 'at', field: 'at', dayOrder: 'dmy' },
          { column: 'total', field: 'total' },
        ],
      },
      [
        ['o1', 'p1', '2026-10-01', '4.35'],
        ['o2', 'p1', '2026-10-03 17:05:00', '1.234,50 €'],
        ['o3', 'p1', '02/10/2026', '-0.29'],
        ['o4', 'p1', '10-2026', '1'],
        ['o5', 'p1', '2026-10-03', '$1'],
      ],
    );
    expect(state.counts).toMatchObject({ inserted: 3, rejected: 2 });
    const [rows] = await world.deps.db.batch([
      {
        sql: "select source_id, at, json_extract(fields, '$.total.minor') as minor, parent from records where tenant = ?1 and type = 'order' order by source_id",
        parameters: [must(key.split('_')[1], 'tenant')],
      },
    ]);
    expect(rows).toEqual([
      { source_id: 'o1', at: '2026-10-01', minor: 435, parent: 'p1' },
      { source_id: 'o2', at: '2026-10-03T17:05:00Z', minor: 123_450, parent: 'p1' },
      { source_id: 'o3', at: '2026-10-02', minor: -29, parent: 'p1' },
    ]);
    const file = await world.call<string>('GET', `/v1/imports/${state.id}/errors.csv`, { key });
    expect(file.headers.get('content-type')).toContain('text/csv');
    const lines = file.body.replace('\ufeff', '').trim().split('\r\n');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toBe('row,column,problem,id,contact,at,total');
    expect(lines[1]).toMatch(/^4,at,.*is not a date.*,o4,p1,10-2026,1$/);
    // The order's contact shows it in its own view.
    const view = await world.call<RecordView>('GET', '/v1/records/contact:crm:p1', { key });
    expect(view.body.facts).toMatchObject({
      'orders.count': 3,
      'orders.sum': 1238.56,
      'orders.lastAt': '2026-10-03T17:05:00Z',
    });
  });

  it('streams an error file longer than one read', async () => {
    const state = await world.importRows(
      key,
      { type: 'lead', header: leadHeader },
      Array.from({ length: 1_201 }, (_, i) => lead(`z${i}`, 'no')),
    );
    expect(state).toMatchObject({ status: 'done', counts: { read: 1_201, rejected: 1_201 } });
    const file = await world.call<string>('GET', `/v1/imports/${state.id}/errors.csv`, { key });
    expect(file.body.trim().split('\r\n')).toHaveLength(1_202);
  });

  it('a mapping that cannot work opens nothing and says why', async () => {
    const before = await count('select count(*) as n from imports where tenant = ?1');
    const answer = await world.call<Problem>('POST', '/v1/imports', {
      key,
      body: { type: 'lead', connection: 'crm', key: ['nr'], header: ['id'], mapping: [] },
    });
    expect(answer.status).toBe(400);
    expect(answer.body.issues?.map((issue) => issue.at)).toEqual(['key.0', 'mapping', 'mapping']);
    expect(await count('select count(*) as n from imports where tenant = ?1')).toBe(before);
  });
});

describe('finishing', () => {
  it('may be said twice; views come once', async () => {
    const { id } = await open();
    await send(id, 0, [lead('f1')]);
    expect((await finish(id)).status).toBe('finishing');
    await finish(id);
    await world.drain();
    const seq = await count('select seq as n from tenants where tenant = ?1');
    expect((await finish(id)).status).toBe('done');
    await world.drain();
    expect(await count('select seq as n from tenants where tenant = ?1')).toBe(seq);
    expect((await world.call('GET', '/v1/records/lead:crm:f1', { key })).status).toBe(200);
  });

  it('after a failure that lasts says so, and the records stay', async () => {
    const { id } = await open();
    await send(id, 0, [lead('g1')]);
    await finish(id);
    const broken = makeWorld({
      db: { ...world.deps.db, batch: () => Promise.reject(new Error('D1_ERROR: it is away')) },
    });
    broken.queue.push(...world.queue.splice(0));
    await broken.drain();
    const state = await world.call<ImportState>('GET', `/v1/imports/${id}`, { key });
    expect(state.body.status).toBe('failed');
    expect(await stored("source_id = 'g1'")).toBe(1);
    const errors = broken.lines.filter((line) => line.event === 'job error');
    expect(errors.length).toBeGreaterThan(1);
    const again = await world.importRows(key, { type: 'lead', header: leadHeader }, [lead('g1', 'lost')]);
    expect(again.status).toBe('done');
  });
});
