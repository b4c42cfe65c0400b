import { type RecordKey, recordId } from '@aicrm/schema/ids';
import type { WidgetEvent } from '@aicrm/schema/widget-event';
import { type Database, jsonSlices, statement } from './database.js';

export function eventsOf(db: Database, tenant: string) {
  return {
    /** Keeps events, each id once: one that is known already stays as it came first. */
    async keep(events: readonly WidgetEvent[], receivedAt: string): Promise<void> {
      for (const slice of jsonSlices(events))
        await db.batch([
          statement(
            `insert into events (tenant, id, kind, record, at, received_at, body)
             select ?1, json_extract(value, '$.id'), json_extract(value, '$.kind'), json_extract(value, '$.record'),
               json_extract(value, '$.at'), ?3, value
             from json_each(?2) where true
             on conflict (tenant, id) do nothing`,
            tenant,
            slice,
            receivedAt,
          ),
        ]);
    },

    /**
     * What was done with a record, and corrections of the messages that belong to it or to `parents`, the newest first.
     * @param parents records as `type:sourceId`, of the record's own connection.
     */
    async of(
      key: RecordKey,
      parents: readonly string[],
      kinds: readonly WidgetEvent['kind'][],
      limit: number,
    ): Promise<WidgetEvent[]> {
      const [rows] = await db.batch([
        statement(
          `select body from (
             select id, at, body from events
               where tenant = ?1 and record = ?2 and kind in (select value from json_each(?3))
             union
             select e.id, e.at, e.body from json_each(?4) p
               cross join records r on r.tenant = ?1 and r.connection = ?5 and r.belongs = p.value
               cross join events e on e.tenant = ?1 and e.record = 'message:' || r.connection || ':' || r.source_id
             where r.type = 'message' and e.kind = 'correction'
               and 'correction' in (select value from json_each(?3))
           ) order by at desc, id desc limit ?6`,
          tenant,
          recordId(key),
          JSON.stringify(kinds),
          JSON.stringify(parents),
          key.connection,
          limit,
        ),
      ]);
      return read(rows);
    },

    /** What people said of messages' labels, the newest first. */
    async corrections(limit: number): Promise<WidgetEvent[]> {
      const [rows] = await db.batch([
        statement(
          `select body from events where tenant = ?1 and kind = 'correction' order by at desc, id desc limit ?2`,
          tenant,
          limit,
        ),
      ]);
      return read(rows);
    },
  };
}

const read = (rows: readonly Record<string, unknown>[] | undefined): WidgetEvent[] =>
  (rows ?? []).map((row) => JSON.parse(String(row.body)) as WidgetEvent);
