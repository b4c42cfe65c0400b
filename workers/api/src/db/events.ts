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

    /** What was done with a record, the oldest first. */
    async of(record: string): Promise<WidgetEvent[]> {
      const rows = await db.query
        .selectFrom('events')
        .select('body')
        .where('tenant', '=', tenant)
        .where('record', '=', record)
        .orderBy('at')
        .execute();
      return rows.map((row) => JSON.parse(row.body) as WidgetEvent);
    },
  };
}
