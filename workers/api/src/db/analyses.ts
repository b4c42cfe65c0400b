import type { AnalysisPointer } from '@aicrm/schema/analysis';
import { type Database, statement } from './database.js';
import { advance } from './records.js';

export interface StoredFile {
  readonly sha256: string;
  readonly bytes: number;
}

export interface NewAnalysis {
  readonly name: string;
  readonly jobId: string;
  readonly computedAt: string;
  /** Null with a refusal. */
  readonly file: StoredFile | null;
  /** The file for who may read one record only; null where they are told nothing. */
  readonly recordFile: StoredFile | null;
  readonly refusal: string | null;
}

/** Who asks: whoever may read all records, or one. */
export type Reach = 'all' | 'record';

/** Rows of a name that are kept. */
const mostKept = 30;

export function analysesOf(db: Database, tenant: string) {
  const rows = () => db.query.selectFrom('analyses').where('tenant', '=', tenant);

  return {
    /**
     * Registers what was computed and tells pages by the tenant's sequence; a job that is delivered twice adds nothing the
     * second time, nor does one that found what is known already. Answers the files that nothing points to any more.
     */
    async add({ name, jobId, computedAt, file, recordFile, refusal }: NewAnalysis): Promise<string[]> {
      const done = await rows().select('name').where('job_id', '=', jobId).executeTakeFirst();
      if (done !== undefined) return [];
      const newest = await rows()
        .select(['computed_at', 'sha256', 'record_sha256', 'refusal'])
        .where('name', '=', name)
        .orderBy('computed_at', 'desc')
        .executeTakeFirst();
      // The same file, or the same sentence as the last time, is no news that pages would have to hear.
      if (
        newest !== undefined &&
        newest.sha256 === (file?.sha256 ?? null) &&
        newest.record_sha256 === (recordFile?.sha256 ?? null) &&
        newest.refusal === refusal
      )
        return [];
      // Two that end in one millisecond, or a clock that was set back: the later one is still the newest.
      const after = newest === undefined ? 0 : Date.parse(newest.computed_at) + 1;
      const at = new Date(Math.max(Date.parse(computedAt), after)).toISOString();
      const insert = statement(
        `insert into analyses
           (tenant, name, computed_at, job_id, sha256, bytes, record_sha256, record_bytes, refusal)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)`,
        tenant,
        name,
        at,
        jobId,
        file?.sha256 ?? null,
        file?.bytes ?? null,
        recordFile?.sha256 ?? null,
        recordFile?.bytes ?? null,
        refusal,
      );
      const old = `select computed_at, job_id from analyses where tenant = ?1 and name = ?2
        order by computed_at desc limit -1 offset ${mostKept}`;
      const [, dropped, , , used] = await db.batch([
        insert,
        statement(
          `delete from analyses where tenant = ?1 and name = ?2 and (computed_at, job_id) in (${old})
           returning sha256, record_sha256`,
          tenant,
          name,
        ),
        statement('update tenants set models_seq = seq + 1 where tenant = ?1', tenant),
        advance(tenant),
        statement('select sha256, record_sha256 from analyses where tenant = ?1', tenant),
      ]);
      const shas = (found: readonly Record<string, unknown>[] | undefined): string[] =>
        (found ?? []).flatMap((row) =>
          [row.sha256, row.record_sha256].filter((sha) => typeof sha === 'string'),
        );
      const still = new Set(shas(used));
      return [...new Set(shas(dropped))].filter((sha) => !still.has(sha));
    },

    /** The newest of each name, as pages are told of it. */
    async pointers(names: readonly string[], reach: Reach): Promise<AnalysisPointer[]> {
      const found = await rows()
        .selectAll()
        .where((eb) =>
          eb(
            'computed_at',
            '=',
            eb
              .selectFrom('analyses as newest')
              .select((max) => max.fn.max('newest.computed_at').as('at'))
              .where('newest.tenant', '=', tenant)
              .whereRef('newest.name', '=', 'analyses.name'),
          ),
        )
        .execute();
      return names.map((name) => {
        const row = found.find((one) => one.name === name);
        if (row === undefined) return { name, current: null, refusal: 'It was not computed yet.' };
        const [sha256, bytes] =
          reach === 'all' ? [row.sha256, row.bytes] : [row.record_sha256, row.record_bytes];
        const current =
          sha256 === null || bytes === null ? null : { sha256, bytes, computedAt: row.computed_at };
        return { name, current, refusal: row.refusal };
      });
    },

    /** Whether a file is one that this caller may be told of. */
    async hasFile(sha256: string, reach: Reach): Promise<boolean> {
      const column = reach === 'all' ? 'sha256' : 'record_sha256';
      return (await rows().select('name').where(column, '=', sha256).executeTakeFirst()) !== undefined;
    },

    async current(name: string): Promise<StoredFile | null> {
      const row = await rows()
        .select(['sha256', 'bytes'])
        .where('name', '=', name)
        .orderBy('computed_at', 'desc')
        .executeTakeFirst();
      return row?.sha256 == null || row.bytes === null ? null : { sha256: row.sha256, bytes: row.bytes };
    },
  };
}
