import type { RefusedRow } from '../import/rows.js';
import { countSlice, recordFieldChanges, recordSlices, upsertSlice } from './bulk-records.js';
import { compiled, type Database, jsonSlices, type Statement, statement } from './database.js';
import type { StoredImport } from './imports.js';

export interface StoredChunk {
  readonly hash: string;
  readonly rowCount: number;
}

export interface NewChunk {
  readonly stored: StoredImport;
  readonly offset: number;
  readonly ordinal: number;
  readonly rowCount: number;
  readonly hash: string;
  readonly accepted: readonly { readonly sourceId: string; readonly patch: object }[];
  readonly rejected: readonly RefusedRow[];
  readonly now: string;
}

/** The protocol's bound on one chunk; overlapping chunks can only begin this far apart. */
const maxChunkRows = 2_000;

/** The rows of an open import: which came, in what order, and what they write. */
export function importChunksOf(db: Database, tenant: string) {
  const chunks = (importId: string) =>
    db.query.selectFrom('import_chunks').where('tenant', '=', tenant).where('import_id', '=', importId);

  return {
    async chunk(importId: string, offset: number): Promise<StoredChunk | null> {
      const row = await chunks(importId)
        .select(['hash', 'row_count'])
        .where('row_offset', '=', offset)
        .executeTakeFirst();
      return row === undefined ? null : { hash: row.hash, rowCount: row.row_count };
    },

    /** How many chunks came before, and in which row each of `keys` stood among them. */
    async arrived(
      importId: string,
      keys: readonly string[],
    ): Promise<{ chunks: number; earlier: ReadonlyMap<string, number> }> {
      const slices = jsonSlices(keys);
      const [count, ...found] = await db.batch([
        statement(
          'select max(ordinal) + 1 as n from import_chunks where tenant = ?1 and import_id = ?2',
          tenant,
          importId,
        ),
        ...slices.map((slice) =>
          statement(
            `select k.source_id as key, k.row_number as row
             from json_each(?3) asked cross join import_keys k
               on k.tenant = ?1 and k.import_id = ?2 and k.source_id = asked.value`,
            tenant,
            importId,
            slice,
          ),
        ),
      ]);
      const rows = found.flat();
      return {
        chunks: Number(count?.[0]?.n ?? 0),
        earlier: new Map(rows.map((r) => [String(r.key), Number(r.row)])),
      };
    },

    /** Whether a chunk that came already holds any of these rows: chunks of one file must not overlap. */
    async overlaps(importId: string, offset: number, rowCount: number): Promise<boolean> {
      const row = await chunks(importId)
        .select('row_offset')
        .where('row_offset', '<', offset + rowCount)
        .where('row_offset', '>', offset - maxChunkRows)
        .where((eb) => eb(eb('row_offset', '+', eb.ref('row_count')), '>', offset))
        .executeTakeFirst();
      return row !== undefined;
    },

    /**
     * Writes a chunk, all or nothing: its counts and keys, the history of changes, the records, the rejections. Throws
     * a unique-key violation when another chunk took the same place in the order, or the same key, meanwhile.
     */
    async addChunk(
      chunk: NewChunk & { readonly keys: readonly (readonly [string, number])[] },
    ): Promise<void> {
      const { state } = chunk.stored;
      const at = { tenant, type: state.type, connection: state.connection };
      const writes: Statement[] = [];
      for (const slice of recordSlices(chunk.accepted.map((r) => [r.sourceId, r.patch] as const))) {
        writes.push(countSlice(at, slice, state.id, chunk.offset));
        if (state.dryRun) continue;
        writes.push(
          recordFieldChanges(at, slice, state.id, chunk.now, chunk.offset),
          upsertSlice(at, slice, state.id, chunk.now),
        );
      }
      const rejections = chunk.rejected.map((r) => [r.row, r.issues, r.cells]);
      for (const slice of jsonSlices(rejections))
        writes.push(
          statement(
            `insert into import_rejections (tenant, import_id, row_number, issues, cells)
             select ?1, ?2, json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]')
             from json_each(?3)`,
            tenant,
            state.id,
            slice,
          ),
        );
      await db.batch([
        ...compiled(
          db.query.insertInto('import_chunks').values({
            tenant,
            import_id: state.id,
            row_offset: chunk.offset,
            ordinal: chunk.ordinal,
            row_count: chunk.rowCount,
            hash: chunk.hash,
            rejected: chunk.rejected.length,
          }),
        ),
        ...jsonSlices(chunk.keys).map((slice) =>
          statement(
            `insert into import_keys (tenant, import_id, source_id, row_number)
             select ?1, ?2, json_extract(value, '$[0]'), json_extract(value, '$[1]') from json_each(?3)`,
            tenant,
            state.id,
            slice,
          ),
        ),
        ...writes,
        statement(
          `update imports set
             active_at = ?4,
             read = imports.read + c.row_count,
             inserted = imports.inserted + c.inserted,
             updated = imports.updated + c.updated,
             unchanged = imports.unchanged + c.unchanged,
             rejected = imports.rejected + c.rejected
           from import_chunks c
           where imports.tenant = ?1 and imports.id = ?2
             and c.tenant = ?1 and c.import_id = ?2 and c.row_offset = ?3`,
          tenant,
          state.id,
          chunk.offset,
          chunk.now,
        ),
      ]);
    },

    /** Drops what only an open import needs: the keys of its rows. */
    async forgetKeys(id: string): Promise<void> {
      await db.query
        .deleteFrom('import_keys')
        .where('tenant', '=', tenant)
        .where('import_id', '=', id)
        .execute();
    },
  };
}
