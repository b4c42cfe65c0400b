import { parseRecordId, type RecordKey, type RecordType, recordId } from '@aicrm/schema/ids';
import { must } from '@aicrm/schema/result';
import type { RecordView } from '@aicrm/schema/view';
import { type Database, jsonSlices, statement } from './database.js';
import { advance } from './records.js';

/** A view on its way in: its number is given by the database. */
export type NewView = Omit<RecordView, 'seq'>;

/** What a sync delivers of one record: its view, or the mark that it is gone. */
export interface Change {
  readonly id: string;
  readonly seq: number;
  readonly view: RecordView | null;
}

export interface ChangeFilter {
  readonly type?: RecordType;
  readonly key?: RecordKey;
  /** Also records that are gone: a page that has nothing yet need not be told. */
  readonly tombstones: boolean;
}

type Row = {
  readonly type: string;
  readonly connection: string;
  readonly source_id: string;
  readonly seq: number;
  readonly view_at: string;
  readonly fields: string | null;
  readonly facts: string | null;
};

const columns = ['type', 'connection', 'source_id', 'seq', 'view_at', 'fields', 'facts'] as const;

function read(row: Row): Change {
  const id = recordId({
    type: row.type as RecordType,
    connection: row.connection,
    sourceId: row.source_id,
  });
  if (row.fields === null || row.facts === null) return { id, seq: row.seq, view: null };
  return {
    id,
    seq: row.seq,
    view: {
      id,
      type: row.type,
      seq: row.seq,
      viewAt: row.view_at,
      fields: JSON.parse(row.fields) as RecordView['fields'],
      facts: JSON.parse(row.facts) as RecordView['facts'],
    },
  };
}

/** Keys in one order, so that equal views are equal texts. */
const sorted = (values: RecordView['fields']): string =>
  JSON.stringify(Object.fromEntries(Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1))));

export function viewsOf(db: Database, tenant: string) {
  const all = () => db.query.selectFrom('record_views').select(columns).where('tenant', '=', tenant);

  return {
    async get(key: RecordKey): Promise<RecordView | null> {
      const row = await all()
        .where('type', '=', key.type)
        .where('connection', '=', key.connection)
        .where('source_id', '=', key.sourceId)
        .executeTakeFirst();
      return row === undefined ? null : read(row).view;
    },

    /** Views of the given records, in no order; those that do not exist are left out. */
    async many(keys: readonly RecordKey[]): Promise<RecordView[]> {
      const found: RecordView[] = [];
      for (const slice of jsonSlices(keys.map((k) => [k.type, k.connection, k.sourceId]))) {
        const [rows] = await db.batch([
          statement(
            `select v.type, v.connection, v.source_id, v.seq, v.view_at, v.fields, v.facts
             from json_each(?2) k cross join record_views v on v.tenant = ?1
               and v.type = json_extract(k.value, '$[0]') and v.connection = json_extract(k.value, '$[1]')
               and v.source_id = json_extract(k.value, '$[2]')`,
            tenant,
            slice,
          ),
        ]);
        for (const row of rows ?? []) {
          const { view } = read(row as Row);
          if (view !== null) found.push(view);
        }
      }
      return found;
    },

    /** Views of a type in key order, after a key: for scoring in bulk. */
    async page(
      type: RecordType,
      after: { connection: string; sourceId: string },
      limit: number,
    ): Promise<Change[]> {
      const rows = await all()
        .where('type', '=', type)
        .where((eb) =>
          eb.or([
            eb('connection', '>', after.connection),
            eb.and([eb('connection', '=', after.connection), eb('source_id', '>', after.sourceId)]),
          ]),
        )
        .orderBy('connection')
        .orderBy('source_id')
        .limit(limit)
        .execute();
      return rows.map(read);
    },

    /** Changes after a sequence number in their order, with the tenant's counters of the same moment. */
    async changes(
      after: number,
      limit: number,
      filter: ChangeFilter,
    ): Promise<{ changes: Change[]; seq: number; modelsSeq: number }> {
      let query = all().where('seq', '>', after).orderBy('seq').limit(limit);
      if (filter.type !== undefined) query = query.where('type', '=', filter.type);
      if (filter.key !== undefined)
        query = query
          .where('type', '=', filter.key.type)
          .where('connection', '=', filter.key.connection)
          .where('source_id', '=', filter.key.sourceId);
      if (!filter.tombstones) query = query.where('fields', 'is not', null);
      const counters = db.query
        .selectFrom('tenants')
        .select(['seq', 'models_seq'])
        .where('tenant', '=', tenant);
      const [counter, rows] = await db.batch([counters.compile(), query.compile()]);
      return {
        changes: (rows ?? []).map((row) => read(row as Row)),
        seq: Number(counter?.[0]?.seq ?? 0),
        modelsSeq: Number(counter?.[0]?.models_seq ?? 0),
      };
    },

    async seq(): Promise<number> {
      const row = await db.query
        .selectFrom('tenants')
        .select('seq')
        .where('tenant', '=', tenant)
        .executeTakeFirst();
      return row?.seq ?? 0;
    },

    /**
     * Stores views; each that differs from what is stored gets the next sequence number, in the same transaction as
     * the counter, and each that does not is left alone: neither a row written nor a page sent.
     */
    async put(views: readonly NewView[]): Promise<void> {
      const rows = views.map((view) => {
        const key = parseRecordId(view.id);
        const { type, connection, sourceId } = must(key.ok ? key.value : null, `key of ${view.type}`);
        return [type, connection, sourceId, view.viewAt, sorted(view.fields), sorted(view.facts)];
      });
      for (const slice of jsonSlices(rows))
        await db.batch([
          statement(
            `insert into record_views (tenant, type, connection, source_id, seq, view_at, fields, facts)
             select ?1, n.type, n.connection, n.source_id,
               (select seq from tenants where tenant = ?1) + row_number() over (order by n.position),
               n.view_at, n.fields, n.facts
             from (
               select key as position, json_extract(value, '$[0]') as type, json_extract(value, '$[1]') as connection,
                 json_extract(value, '$[2]') as source_id, json_extract(value, '$[3]') as view_at,
                 json_extract(value, '$[4]') as fields, json_extract(value, '$[5]') as facts
               from json_each(?2)
             ) n
             left join record_views o on o.tenant = ?1 and o.type = n.type and o.connection = n.connection
               and o.source_id = n.source_id
             where o.fields is not n.fields or o.facts is not n.facts
             on conflict (tenant, type, connection, source_id)
             do update set seq = excluded.seq, view_at = excluded.view_at, fields = excluded.fields,
               facts = excluded.facts`,
            tenant,
            slice,
          ),
          advance(tenant),
        ]);
    },
  };
}
