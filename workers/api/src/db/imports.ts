import type { RecordType } from '@aicrm/schema/ids';
import type { ImportCounts, ImportRequest, ImportState } from '@aicrm/schema/wire';
import { sql } from 'kysely';
import type { Database } from './database.js';
import { importChunksOf } from './import-chunks.js';
import { importRejectionsOf } from './import-rejections.js';

export interface StoredImport {
  readonly state: ImportState;
  readonly request: ImportRequest;
}

/** What a connection's owner said of its data; null where nothing was said. */
export interface DataTerms {
  readonly licence: string | null;
  readonly synthetic: boolean;
}

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
  const chunks = importChunksOf(db, tenant);

  return {
    ...chunks,
    ...importRejectionsOf(db, tenant),

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

    /**
     * Under which terms a connection's data came and whether it is made up: each as the newest import that says so put
     * it, so that a later file without a word on it does not take it back. Dry runs and empty imports say nothing.
     */
    async terms(connection: string): Promise<DataTerms> {
      const stated = async (name: 'dataLicence' | 'synthetic') => {
        const row = await db.query
          .selectFrom('imports')
          .select(sql<string | number>`json_extract(request, ${`$.${name}`})`.as('said'))
          .where('tenant', '=', tenant)
          .where('connection', '=', connection)
          .where('dry_run', '=', 0)
          .where((eb) => eb(eb('read', '-', eb.ref('rejected')), '>', 0))
          .where(sql`json_extract(request, ${`$.${name}`})`, 'is not', null)
          .orderBy('created_at', 'desc')
          .orderBy('id')
          .executeTakeFirst();
        return row?.said;
      };
      const [licence, synthetic] = [await stated('dataLicence'), await stated('synthetic')];
      return { licence: typeof licence === 'string' ? licence : null, synthetic: synthetic === 1 };
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

    /**
     * Whether an import that broke off, or whose rebuild failed, left rows of these types behind that no rebuild has
     * read since: sent again they are unchanged, and yet no view shows them.
     */
    async leftBehind(connection: string, types: readonly RecordType[]): Promise<boolean> {
      const row = await db.query
        .selectFrom('imports')
        .select('id')
        .where('tenant', '=', tenant)
        .where('status', 'in', ['open', 'failed'])
        .where('connection', '=', connection)
        .where('type', 'in', [...types])
        .where('dry_run', '=', 0)
        .where((eb) => eb(eb('inserted', '+', eb.ref('updated')), '>', 0))
        // A rebuild reads after it was asked for; the column is null only for imports from before it.
        .where((eb) =>
          eb(
            'active_at',
            '>=',
            eb.fn.coalesce(
              eb
                .selectFrom('jobs')
                .select((job) => job.fn.max('jobs.created_at').as('at'))
                .where('jobs.tenant', '=', tenant)
                .where('jobs.kind', '=', 'views')
                .where('jobs.subject', '=', connection)
                .where('jobs.status', '=', 'done'),
              eb.val(''),
            ),
          ),
        )
        .executeTakeFirst();
      return row !== undefined;
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
      for (const { id } of rows) await chunks.forgetKeys(id);
    },
  };
}
