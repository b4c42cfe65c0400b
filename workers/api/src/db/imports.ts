import type { RecordType } from '@aicrm/schema/ids';
import type { ImportCounts, ImportRequest, ImportState, RejectedRow } from '@aicrm/schema/wire';
import type { RefusedRow } from '../import/rows.js';
import { countSlice, recordFieldChanges, upsertSlice } from './bulk-records.js';
import { compiled, type Database, jsonSlices, type Statement, statement } from './database.js';

export interface StoredImport {
  readonly state: ImportState;
  readonly request: ImportRequest;
}

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

const columns = [
  'id',
  'type',
  'connection',
  'file_name',
  'dry_run',
  'status',
  'request',
  'read',
  'inserted',
  'updated',
  'unchanged',
  'rejected',
  'created_at',
] as const;

type Row = ImportCounts & {
  readonly id: string;
  readonly type: string;
  readonly connection: string;
  readonly file_name: string | null;
  readonly dry_run: number;
  readonly status: string;
  readonly request: string;
  readonly created_at: string;
};

function read(row: Row): StoredImport {
  const { inserted, updated, unchanged, rejected } = row;
  return {
    request: JSON.parse(row.request) as ImportRequest,
    state: {
      id: row.id,
      type: row.type as RecordType,
      connection: row.connection,
      fileName: row.file_name,
      dryRun: row.dry_run === 1,
      status: row.status as ImportState['status'],
      counts: { read: row.read, inserted, updated, unchanged, rejected },
      createdAt: row.created_at,
    },
  };
}

export function importsOf(db: Database, tenant: string) {
  const one = (id: string) =>
    db.query.selectFrom('imports').select(columns).where('tenant', '=', tenant).where('id', '=', id);
  const chunks = (importId: string) =>
    db.query.selectFrom('import_chunks').where('tenant', '=', tenant).where('import_id', '=', importId);

  return {
    async open(id: string, request: ImportRequest, now: string): Promise<StoredImport> {
      await db.query
        .insertInto('imports')
        .values({
          tenant,
          id,
          type: request.type,
          connection: request.connection,
          file_name: request.fileName ?? null,
          dry_run: request.dryRun ? 1 : 0,
          status: 'open',
          request: JSON.stringify(request),
          created_at: now,
          active_at: now,
          finished_at: null,
        })
        .execute();
      return read(await one(id).executeTakeFirstOrThrow());
    },

    async get(id: string): Promise<StoredImport | null> {
      const row = await one(id).executeTakeFirst();
      return row === undefined ? null : read(row);
    },

    /** The newest first, 100 at most. */
    async list(): Promise<ImportState[]> {
      const rows = await db.query
        .selectFrom('imports')
        .select(columns)
        .where('tenant', '=', tenant)
        .orderBy('created_at', 'desc')
        .limit(100)
        .execute();
      return rows.map((row) => read(row).state);
    },

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
      for (const slice of jsonSlices(chunk.accepted.map((r) => [r.sourceId, r.patch]))) {
        writes.push(countSlice(at, slice, state.id, chunk.offset));
        if (state.dryRun) continue;
        writes.push(
          recordFieldChanges(at, slice, state.id, chunk.now),
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

    async rejectedOf(importId: string, from: number, to: number): Promise<RejectedRow[]> {
      const rows = await db.query
        .selectFrom('import_rejections')
        .select(['row_number', 'issues'])
        .where('tenant', '=', tenant)
        .where('import_id', '=', importId)
        .where('row_number', '>=', from)
        .where('row_number', '<', to)
        .orderBy('row_number')
        .execute();
      return rows.map((r) => ({
        row: r.row_number,
        issues: JSON.parse(r.issues) as RejectedRow['issues'],
      }));
    },

    /** A page of rejected rows with their cells, after a row number. */
    async rejections(importId: string, after: number, limit: number): Promise<RefusedRow[]> {
      const rows = await db.query
        .selectFrom('import_rejections')
        .select(['row_number', 'issues', 'cells'])
        .where('tenant', '=', tenant)
        .where('import_id', '=', importId)
        .where('row_number', '>', after)
        .orderBy('row_number')
        .limit(limit)
        .execute();
      return rows.map((r) => ({
        row: r.row_number,
        issues: JSON.parse(r.issues) as RejectedRow['issues'],
        cells: JSON.parse(r.cells) as string[],
      }));
    },

    /** Moves an import on from one of the given states; false when it was in none of them. */
    async move(
      id: string,
      from: readonly ImportState['status'][],
      to: ImportState['status'],
      now: string,
    ): Promise<boolean> {
      const closed = to === 'done' || to === 'failed';
      const { numUpdatedRows } = await db.query
        .updateTable('imports')
        .set({
          status: to,
          finished_at: closed ? now : null,
          ...(from.includes('open') ? { active_at: now } : {}),
        })
        .where('tenant', '=', tenant)
        .where('id', '=', id)
        .where('status', 'in', [...from])
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },

    /** Imports of a connection that were opened, sent rows or ended since a moment: when, and whether they are open. */
    async active(connection: string, since: string): Promise<{ open: boolean; at: string }[]> {
      const rows = await db.query
        .selectFrom('imports')
        .select(['status', 'active_at'])
        .where('tenant', '=', tenant)
        .where('status', 'in', ['open', 'finishing', 'done'])
        .where('connection', '=', connection)
        .where('active_at', '>=', since)
        .where('dry_run', '=', 0)
        .execute();
      return rows.map((row) => ({ open: row.status === 'open', at: row.active_at ?? since }));
    },

    /** Imports of a connection whose rows are written and whose views are not yet. */
    async finishing(connection: string): Promise<string[]> {
      const rows = await db.query
        .selectFrom('imports')
        .select('id')
        .where('tenant', '=', tenant)
        .where('status', '=', 'finishing')
        .where('connection', '=', connection)
        .execute();
      return rows.map((row) => row.id);
    },

    /** Gives up imports that were opened before a moment and never ended. */
    async abandon(before: string, now: string): Promise<void> {
      const rows = await db.query
        .updateTable('imports')
        .set({ status: 'failed', finished_at: now })
        .where('tenant', '=', tenant)
        .where('status', '=', 'open')
        .where('active_at', '<', before)
        .returning('id')
        .execute();
      for (const { id } of rows) await this.forgetKeys(id);
    },

    /** Drops the rejected rows of imports opened before a moment: they are somebody's data, kept to be mended. */
    async forgetRejections(before: string): Promise<void> {
      await db.query
        .deleteFrom('import_rejections')
        .where('tenant', '=', tenant)
        .where('import_id', 'in', (eb) =>
          eb.selectFrom('imports').select('id').where('tenant', '=', tenant).where('created_at', '<', before),
        )
        .execute();
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
