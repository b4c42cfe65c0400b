import type { Problem } from '@aicrm/schema/problem';
import type { JobState } from '@aicrm/schema/wire';
import type { Database } from './database.js';

export interface NewJob {
  readonly id: string;
  readonly kind: JobState['kind'];
  /** What it works on: a model's name, an import's id. */
  readonly subject: string;
  readonly step: string;
  readonly payload: unknown;
}

export interface StoredJob {
  readonly state: JobState;
  readonly subject: string;
  readonly payload: unknown;
}

const columns = [
  'id',
  'kind',
  'subject',
  'status',
  'progress',
  'step',
  'payload',
  'error',
  'result',
  'created_at',
  'finished_at',
] as const;

/**
 * A run that has not been heard of for so long was killed with its isolate; another delivery may take it over. A run
 * says that it lives with every report and every `beatMs`, except while it computes without a pause: should one step
 * ever take longer, it is run twice, which changes nothing.
 */
export const silentAfterMs = 90_000;
export const beatMs = 20_000;
/** A job that waits is only as silent as the queue is slow; after this long its message counts as lost. */
export const unheardAfterMs = 10 * 60_000;
/** A job whose run was killed so often is not begun again: it would be killed each time. */
export const mostRuns = 3;

export function jobsOf(db: Database, tenant: string) {
  const all = () => db.query.selectFrom('jobs').select(columns).where('tenant', '=', tenant);
  type Row = Awaited<ReturnType<ReturnType<typeof all>['executeTakeFirstOrThrow']>>;
  const read = (row: Row): StoredJob => ({
    subject: row.subject,
    payload: JSON.parse(row.payload),
    state: {
      id: row.id,
      kind: row.kind as JobState['kind'],
      status: row.status as JobState['status'],
      progress: row.progress,
      step: row.step,
      error: row.error === null ? null : (JSON.parse(row.error) as Problem),
      result: row.result === null ? null : (JSON.parse(row.result) as JobState['result']),
      createdAt: row.created_at,
      finishedAt: row.finished_at,
    },
  });
  const waiting = (now: number) => new Date(now - unheardAfterMs).toISOString();
  const running = (now: number) => new Date(now - silentAfterMs).toISOString();
  const update = (id: string) =>
    db.query.updateTable('jobs').where('tenant', '=', tenant).where('id', '=', id);

  return {
    /** Adds a job; one with the same id stays as it is, so that a repeated request is the same job. */
    async add(job: NewJob, now: string): Promise<void> {
      await db.query
        .insertInto('jobs')
        .values({
          tenant,
          id: job.id,
          kind: job.kind,
          subject: job.subject,
          status: 'queued',
          step: job.step,
          payload: JSON.stringify(job.payload),
          error: null,
          result: null,
          created_at: now,
          alive_at: now,
          finished_at: null,
        })
        .onConflict((oc) => oc.doNothing())
        .execute();
    },

    async get(id: string): Promise<StoredJob | null> {
      const row = await all().where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : read(row);
    },

    /** A job of this kind and subject that waits or runs. */
    async pending(kind: JobState['kind'], subject: string, now: number): Promise<StoredJob | null> {
      const row = await all()
        .where('kind', '=', kind)
        .where('subject', '=', subject)
        .where((eb) =>
          eb.or([
            eb.and([eb('status', '=', 'queued'), eb('alive_at', '>', waiting(now))]),
            eb.and([eb('status', '=', 'running'), eb('alive_at', '>', running(now))]),
          ]),
        )
        .orderBy('created_at', 'desc')
        .executeTakeFirst();
      return row === undefined ? null : read(row);
    },

    /** Whether a job of this kind and subject waits and has not begun: it will see what is written by now. */
    async waits(kind: JobState['kind'], subject: string, now: number): Promise<boolean> {
      const row = await all()
        .where('kind', '=', kind)
        .where('subject', '=', subject)
        .where('status', '=', 'queued')
        .where('alive_at', '>', waiting(now))
        .executeTakeFirst();
      return row !== undefined;
    },

    /**
     * Takes a job to run it. `taken`: it is over, or another delivery runs it and still reports. `busy`: another job
     * of its kind works on the same subject, and two at once could leave the older one's results behind.
     */
    async claim(id: string, now: number): Promise<'claimed' | 'taken' | 'busy'> {
      const silent = running(now);
      const { numUpdatedRows } = await update(id)
        .set((eb) => ({
          status: 'running',
          alive_at: new Date(now).toISOString(),
          runs: eb('runs', '+', 1),
        }))
        .where((eb) =>
          eb.or([
            eb('status', '=', 'queued'),
            eb.and([eb('status', '=', 'running'), eb('alive_at', '<', silent), eb('runs', '<', mostRuns)]),
          ]),
        )
        .where((eb) =>
          eb.not(
            eb.exists(
              eb
                .selectFrom('jobs as other')
                .select('other.id')
                .where('other.tenant', '=', tenant)
                .whereRef('other.kind', '=', 'jobs.kind')
                .whereRef('other.subject', '=', 'jobs.subject')
                .where('other.id', '<>', id)
                .where('other.status', '=', 'running')
                .where('other.alive_at', '>=', silent),
            ),
          ),
        )
        .executeTakeFirst();
      if (numUpdatedRows > 0n) return 'claimed';
      const row = await all().where('id', '=', id).executeTakeFirst();
      return row?.status === 'queued' ? 'busy' : 'taken';
    },

    /**
     * Looks after a job that should have been heard of. `again`: its run was killed, or it has waited for long, and its
     * message has to be sent anew. `spent`: its runs were killed each time.
     */
    async revive(id: string, now: number): Promise<'alive' | 'again' | 'spent'> {
      const { numUpdatedRows } = await update(id)
        .set({ status: 'queued', step: 'waiting to try again', alive_at: new Date(now).toISOString() })
        .where('status', 'in', ['queued', 'running'])
        .where('alive_at', '<', running(now))
        .where((eb) => eb.or([eb('status', '=', 'queued'), eb('runs', '<', mostRuns)]))
        .executeTakeFirst();
      if (numUpdatedRows > 0n) return 'again';
      const row = await db.query
        .selectFrom('jobs')
        .select(['status', 'alive_at', 'runs'])
        .where('tenant', '=', tenant)
        .where('id', '=', id)
        .executeTakeFirst();
      const isSilent = row?.status === 'running' && (row.alive_at ?? '') < running(now);
      return isSilent && row.runs >= mostRuns ? 'spent' : 'alive';
    },

    /** Says that a run lives. */
    async beat(id: string, now: string): Promise<void> {
      await update(id).set({ alive_at: now }).where('status', '=', 'running').execute();
    },

    /** Says why a job has not begun, and that it is not forgotten. */
    async hold(id: string, step: string, now: string): Promise<void> {
      await update(id).set({ step, alive_at: now }).where('status', '=', 'queued').execute();
    },

    async report(id: string, progress: number, step: string, now: string): Promise<void> {
      await update(id).set({ progress, step, alive_at: now }).where('status', '=', 'running').execute();
    },

    /** Puts a job back after a failure that may pass: deliveries count those, and only killed runs are counted here. */
    async release(id: string, step: string): Promise<void> {
      await update(id)
        .set((eb) => ({ status: 'queued', step, runs: eb('runs', '-', 1) }))
        .where('status', '=', 'running')
        .execute();
    },

    async finish(id: string, result: JobState['result'], now: string): Promise<void> {
      await update(id)
        .set({
          status: 'done',
          progress: 1,
          step: 'done',
          result: result === null ? null : JSON.stringify(result),
          finished_at: now,
        })
        .execute();
    },

    /** Ends jobs that nobody has run or reported for since a moment; answers what they were. */
    async failSilent(
      before: string,
      error: Problem,
      now: string,
    ): Promise<{ kind: string; subject: string }[]> {
      return db.query
        .updateTable('jobs')
        .set({ status: 'failed', step: 'stopped', error: JSON.stringify(error), finished_at: now })
        .where('tenant', '=', tenant)
        .where('status', 'in', ['queued', 'running'])
        .where('alive_at', '<', before)
        .returning(['kind', 'subject'])
        .execute();
    },

    async fail(id: string, error: Problem, now: string): Promise<void> {
      await update(id)
        .set({ status: 'failed', step: 'stopped', error: JSON.stringify(error), finished_at: now })
        .execute();
    },
  };
}
