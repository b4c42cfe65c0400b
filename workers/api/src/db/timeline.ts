import type { RecordKey, RecordType } from '@aicrm/schema/ids';
import { type Database, statement } from './database.js';

/** A record that happened at a moment, with its parsed fields. */
export interface Fact {
  readonly type: RecordType;
  readonly connection: string;
  readonly sourceId: string;
  readonly at: string;
  readonly fields: unknown;
}

/** Where a page of facts ends: the next one begins with what is older. */
export type Place = Pick<Fact, 'at' | 'type' | 'connection' | 'sourceId'>;

/** A company's contacts and their deals, at most so many: beyond, a timeline of the newest is no longer whole. */
const mostRelated = 2_000;
/** company → contact → deal. */
const mostSteps = 3;

type Row = {
  readonly type: string;
  readonly connection: string;
  readonly source_id: string;
  readonly at: string;
  readonly fields: string;
};

const read = (row: Row): Fact => ({
  type: row.type as RecordType,
  connection: row.connection,
  sourceId: row.source_id,
  at: row.at,
  fields: JSON.parse(row.fields),
});

/** After everything: the first page. */
const first: Place = { at: '~', type: 'lead', connection: '', sourceId: '' };

export function timelineOf(db: Database, tenant: string) {
  const rows = async (sql: string, ...parameters: unknown[]): Promise<Row[]> => {
    const [found] = await db.batch([statement(sql, tenant, ...parameters)]);
    return (found ?? []) as unknown as Row[];
  };

  /** The record, and the contacts, leads and deals that belong to it, as `type:sourceId`. */
  async function related(key: RecordKey): Promise<string[]> {
    const all = new Set([`${key.type}:${key.sourceId}`]);
    let frontier = [...all];
    for (let step = 0; step < mostSteps && frontier.length > 0 && all.size < mostRelated; step++) {
      const [found] = await db.batch([
        statement(
          `select r.type || ':' || r.source_id as name from json_each(?3) p
             cross join records r on r.tenant = ?1 and r.connection = ?2 and r.belongs = p.value
           where r.type in ('contact', 'lead', 'deal') limit ${mostRelated}`,
          tenant,
          key.connection,
          JSON.stringify(frontier),
        ),
      ]);
      frontier = (found ?? []).map((row) => String(row.name)).filter((name) => !all.has(name));
      for (const name of frontier) all.add(name);
    }
    return [...all].slice(0, mostRelated);
  }

  return {
    /** A record, and the contacts, leads and deals that belong to it, as `type:sourceId`. */
    related,

    /** The record that a record belongs to, as `type:sourceId`; null where there is none. */
    async belongsTo(key: RecordKey): Promise<string | null> {
      const row = await db.query
        .selectFrom('records')
        .select('belongs')
        .where('tenant', '=', tenant)
        .where('type', '=', key.type)
        .where('connection', '=', key.connection)
        .where('source_id', '=', key.sourceId)
        .executeTakeFirst();
      return row?.belongs ?? null;
    },

    /** What happened with a record and with what belongs to it, the newest first; a lead or deal is a fact of its own. */
    async facts(key: RecordKey, before: Place | null, limit: number): Promise<Fact[]> {
      const { at, type, sourceId } = before ?? first;
      const found = await rows(
        `select type, connection, source_id, at, fields from (
           select r.type, r.connection, r.source_id, r.at, r.fields from json_each(?3) p
             cross join records r on r.tenant = ?1 and r.connection = ?2 and r.belongs = p.value
             where r.type in ('order', 'activity', 'message', 'stage-change', 'deal', 'lead')
           union
           select type, connection, source_id, at, fields from records
             where tenant = ?1 and type = ?4 and connection = ?2 and source_id = ?5 and type in ('deal', 'lead')
         )
         where at is not null and (at, type, source_id) < (?6, ?7, ?8)
         order by at desc, type desc, source_id desc limit ?9`,
        key.connection,
        JSON.stringify(await related(key)),
        key.type,
        key.sourceId,
        at,
        type,
        sourceId,
        limit,
      );
      return found.map(read);
    },

    /** Names of what was bought, by order; the dearest lines first. */
    async products(connection: string, orders: readonly string[]): Promise<Map<string, string[]>> {
      const names = new Map<string, string[]>();
      if (orders.length === 0) return names;
      const [found] = await db.batch([
        statement(
          `select substr(l.belongs, 7) as order_id,
             coalesce(json_extract(p.fields, '$.name'), json_extract(l.fields, '$.product')) as name
           from json_each(?3) o
             cross join records l on l.tenant = ?1 and l.connection = ?2 and l.belongs = 'order:' || o.value
             left join records p on p.tenant = ?1 and p.type = 'product' and p.connection = ?2
               and p.source_id = json_extract(l.fields, '$.product')
           where l.type = 'order-line'
           order by coalesce(json_extract(l.fields, '$.amount.minor'), 0) desc, l.source_id`,
          tenant,
          connection,
          JSON.stringify(orders),
        ),
      ]);
      for (const row of found ?? []) {
        const list = names.get(String(row.order_id)) ?? [];
        if (list.length < 5 && !list.includes(String(row.name))) list.push(String(row.name));
        names.set(String(row.order_id), list);
      }
      return names;
    },

    /** Messages of the tenant, or of a contact, company, lead or deal and what belongs to it, the newest first. */
    async messages(
      key: RecordKey | null,
      since: string | null,
      before: Place | null,
      limit: number,
    ): Promise<Fact[]> {
      const place = before ?? first;
      const shown = ['at', 'connection', 'source_id'];
      const older = (of: string) => `(${shown.map((column) => of + column).join(', ')}) < (?2, ?3, ?4)`;
      const order = (of: string) => shown.map((column) => `${of}${column} desc`).join(', ');
      const bounds = [place.at, place.connection, place.sourceId, since ?? '', limit];
      if (key === null)
        return (
          await rows(
            `select type, connection, source_id, at, fields from records
             where tenant = ?1 and type = 'message' and at >= ?5 and at <= ?2 and ${older('')}
             order by ${order('')} limit ?6`,
            ...bounds,
          )
        ).map(read);
      const parents = await related(key);
      return (
        await rows(
          `select r.type, r.connection, r.source_id, r.at, r.fields from json_each(?8) p
             cross join records r on r.tenant = ?1 and r.connection = ?7 and r.belongs = p.value
           where r.type = 'message' and r.at >= ?5 and ${older('r.')}
           order by ${order('r.')} limit ?6`,
          ...bounds,
          key.connection,
          JSON.stringify(parents),
        )
      ).map(read);
    },
  };
}
