import type { TableState } from '@aicrm/schema/custom-model';
import { compiled, type Database } from './database.js';

export interface TablePartLine {
  readonly offset: number;
  readonly rows: number;
  readonly sha256: string;
  readonly bytes: number;
}

/** Tables that were uploaded to learn from: what they are called and where their parts lie; the cells lie in the store. */
export function modelTablesOf(db: Database, tenant: string) {
  const tables = () => db.query.selectFrom('model_tables').where('tenant', '=', tenant);
  const parts = (id: string) =>
    db.query.selectFrom('model_table_parts').where('tenant', '=', tenant).where('table_id', '=', id);
  const update = (id: string) =>
    db.query.updateTable('model_tables').where('tenant', '=', tenant).where('id', '=', id);

  return {
    async open(id: string, now: string): Promise<void> {
      await db.query
        .insertInto('model_tables')
        .values({ tenant, id, names: null, created_at: now, active_at: now })
        .execute();
    },

    async get(id: string): Promise<TableState | null> {
      const row = await tables().selectAll().where('id', '=', id).executeTakeFirst();
      if (row === undefined) return null;
      const sum = await parts(id)
        .select((eb) => [eb.fn.sum<number>('row_count').as('rows'), eb.fn.sum<number>('bytes').as('bytes')])
        .executeTakeFirst();
      return {
        id,
        rows: Number(sum?.rows ?? 0),
        columns: row.names === null ? null : (JSON.parse(row.names) as string[]),
        bytes: Number(sum?.bytes ?? 0),
        createdAt: row.created_at,
      };
    },

    /** The newest first. */
    async ids(): Promise<string[]> {
      const rows = await tables().select('id').orderBy('created_at', 'desc').limit(100).execute();
      return rows.map(({ id }) => id);
    },

    /** The columns of a table are those of the part that comes first; answers what they are. */
    async settleNames(id: string, names: readonly string[]): Promise<string[]> {
      await update(id)
        .where('names', 'is', null)
        .set({ names: JSON.stringify(names) })
        .execute();
      const row = await tables().select('names').where('id', '=', id).executeTakeFirst();
      return JSON.parse(row?.names ?? '[]') as string[];
    },

    /** In order of their rows. */
    async parts(id: string): Promise<TablePartLine[]> {
      const rows = await parts(id)
        .select(['row_offset', 'row_count', 'sha256', 'bytes'])
        .orderBy('row_offset')
        .execute();
      return rows.map((row) => ({
        offset: row.row_offset,
        rows: row.row_count,
        sha256: row.sha256,
        bytes: row.bytes,
      }));
    },

    /** Notes a part; one that is there already stays as it is. */
    async addPart(id: string, part: TablePartLine, now: string): Promise<void> {
      const insert = db.query
        .insertInto('model_table_parts')
        .values({
          tenant,
          table_id: id,
          row_offset: part.offset,
          row_count: part.rows,
          sha256: part.sha256,
          bytes: part.bytes,
        })
        .onConflict((oc) => oc.doNothing());
      await db.batch(compiled(insert, update(id).set({ active_at: now })));
    },

    async staleSince(before: string): Promise<string[]> {
      const rows = await tables().select('id').where('active_at', '<', before).execute();
      return rows.map(({ id }) => id);
    },

    /** Removes a table; answers the files of its parts. */
    async remove(id: string): Promise<string[]> {
      const files = (await this.parts(id)).map(({ sha256 }) => sha256);
      const own = db.query
        .deleteFrom('model_table_parts')
        .where('tenant', '=', tenant)
        .where('table_id', '=', id);
      const table = db.query.deleteFrom('model_tables').where('tenant', '=', tenant).where('id', '=', id);
      await db.batch(compiled(own, table));
      return files;
    },
  };
}
