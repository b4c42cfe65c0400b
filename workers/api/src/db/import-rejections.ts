import type { RejectedRow } from '@aicrm/schema/wire';
import type { RefusedRow } from '../import/rows.js';
import type { Database } from './database.js';

/** The rows that an import refused, with their cells, kept for a person to mend and send again. */
export function importRejectionsOf(db: Database, tenant: string) {
  return {
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
  };
}
