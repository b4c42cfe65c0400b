import type { RecordKey, RecordType } from '@aicrm/schema/ids';
import { recordId } from '@aicrm/schema/ids';
import type { Scalar } from '@aicrm/schema/view';
import { type Database, statement } from './database.js';

export interface StoredRecord {
  readonly sourceId: string;
  readonly fields: unknown;
}

export interface StoredChange {
  readonly type: RecordType;
  readonly sourceId: string;
  readonly field: string;
  readonly from: Scalar;
  readonly to: Scalar;
  readonly at: string;
  readonly seenAt: string;
}

/** Rows a read: 5,000 orders are about 1 MB of JSON, well inside what D1 answers at once. */
const pageRows = 5_000;

const scalar = (json: string | null): Scalar => (json === null ? null : (JSON.parse(json) as Scalar));

export function recordsOf(db: Database, tenant: string) {
  const all = (type: RecordType, connection: string) =>
    db.query
      .selectFrom('records')
      .where('tenant', '=', tenant)
      .where('type', '=', type)
      .where('connection', '=', connection);
  const keyed = (key: RecordKey) => all(key.type, key.connection).where('source_id', '=', key.sourceId);

  return {
    /** Connections that hold any of the given types. */
    async connections(types: readonly RecordType[]): Promise<string[]> {
      const rows = await db.query
        .selectFrom('records')
        .select('connection')
        .distinct()
        .where('tenant', '=', tenant)
        .where('type', 'in', [...types])
        .orderBy('connection')
        .execute();
      return rows.map((row) => row.connection);
    },

    /** Every record of a type in key order, read in pages. */
    async load(type: RecordType, connection: string): Promise<StoredRecord[]> {
      const found: StoredRecord[] = [];
      for (let after = ''; ; ) {
        const page = await all(type, connection)
          .select(['source_id', 'fields'])
          .where('source_id', '>', after)
          .orderBy('source_id')
          .limit(pageRows)
          .execute();
        for (const row of page) found.push({ sourceId: row.source_id, fields: JSON.parse(row.fields) });
        const last = page.at(-1);
        if (page.length < pageRows || last === undefined) return found;
        after = last.source_id;
      }
    },

    /** Changes seen on records of the given types, oldest first for each record. */
    async changes(types: readonly RecordType[], connection: string): Promise<StoredChange[]> {
      const rows = await db.query
        .selectFrom('field_changes')
        .select(['type', 'source_id', 'field', 'from_value', 'to_value', 'at', 'seen_at'])
        .where('tenant', '=', tenant)
        .where('type', 'in', [...types])
        .where('connection', '=', connection)
        .orderBy('seen_at')
        .execute();
      return rows.map((row) => ({
        type: row.type as RecordType,
        sourceId: row.source_id,
        field: row.field,
        from: scalar(row.from_value),
        to: scalar(row.to_value),
        at: row.at,
        seenAt: row.seen_at,
      }));
    },

    async exists(key: RecordKey): Promise<boolean> {
      return (await keyed(key).select('source_id').executeTakeFirst()) !== undefined;
    },

    /**
     * Forgets a record with its history and scores (`models`: those of its type), and leaves a tombstone with a sequence number of its own where a
     * view was delivered. All or nothing.
     */
    async delete(key: RecordKey, now: string, models: readonly string[]): Promise<void> {
      const at = [tenant, key.type, key.connection, key.sourceId];
      const where = 'where tenant = ?1 and type = ?2 and connection = ?3 and source_id = ?4';
      await db.batch([
        statement(`delete from records ${where}`, ...at),
        statement(`delete from field_changes ${where}`, ...at),
        statement('delete from predictions where tenant = ?1 and record = ?2', tenant, recordId(key)),
        statement('delete from events where tenant = ?1 and record = ?2', tenant, recordId(key)),
        // Only one type of record has a model of a name, but a key is unique within its type only.
        statement(
          `delete from prediction_log where tenant = ?1 and connection = ?3 and source_id = ?4
             and model in (select value from json_each(?2))`,
          tenant,
          JSON.stringify(models),
          key.connection,
          key.sourceId,
        ),
        statement(
          `update record_views set fields = null, facts = null, view_at = ?5,
             seq = (select seq + 1 from tenants where tenant = ?1)
           ${where} and fields is not null`,
          ...at,
          now,
        ),
        advance(tenant),
      ]);
    },
  };
}

/** Brings the tenant's counter up to the last number given out in the same batch. */
export const advance = (tenant: string) =>
  statement(
    `update tenants set seq = max(
       seq, models_seq, coalesce((select max(seq) from record_views where tenant = ?1), 0))
     where tenant = ?1`,
    tenant,
  );
