import { parseTenantId } from '@aicrm/schema/ids';
import { type Problem, problem } from '@aicrm/schema/problem';
import type { JobState } from '@aicrm/schema/wire';
import { isCustomPayload, trainCustomModel } from '../custom/train.js';
import { beatMs } from '../db/jobs.js';
import { openScope, type TenantScope } from '../db/scope.js';
import { type Dependencies, instantOf, type JobMessage } from '../dependencies.js';
import { traceOf } from '../http/middleware.js';
import { ProblemError } from '../http/problem-error.js';
import { analyse } from './analyse.js';
import type { Job } from './job.js';
import { holdsBack } from './requests.js';
import { scoreAll } from './score.js';
import { trainModel } from './train.js';
import { buildViews } from './views.js';

/** Deliveries of one job until it counts as failed; the queue's own limit is one more. */
export const mostAttempts = 3;

const runners: Record<JobState['kind'], (job: Job) => Promise<JobState['result']>> = {
  views: buildViews,
  score: scoreAll,
  train: (job) => (isCustomPayload(job.payload) ? trainCustomModel(job) : trainModel(job)),
  analyse,
};

/** Seconds until a job that has to wait for something short is looked at again. */
const holdSeconds = 2;

/**
 * What the queue should do with the message: forget it, deliver it again soon, or deliver it when a run that seems to
 * be under way has either ended or fallen silent.
 */
export type Outcome = 'done' | 'again' | 'later';

/**
 * Runs the job that a message names. A problem (too little data) is an answer and ends the job; anything else may
 * pass, so it is tried again and ends the job at the last attempt.
 */
export async function runJob(deps: Dependencies, message: JobMessage, attempt: number): Promise<Outcome> {
  const tenant = parseTenantId(message.tenant);
  if (!tenant.ok) return 'done';
  const scope = openScope(deps.db, tenant.value);
  const { jobs } = scope;
  const stored = await jobs.get(message.job);
  if (stored === null || isOver(stored.state.status)) return 'done';
  // A new message and not a retry: waiting is no failed attempt.
  const wait = async (step: string): Promise<Outcome> => {
    await jobs.hold(message.job, step, instantOf(deps.now()));
    await deps.enqueue(message, holdSeconds);
    return 'done';
  };
  const held = await holdsBack(scope, stored, deps.now());
  if (held !== null) return wait(held);
  const claim = await jobs.claim(message.job, deps.now());
  if (claim === 'busy') return wait('waiting for another run to end');
  // Another delivery runs it, or did until its isolate was killed: forgetting the message now would leave it half-run.
  if (claim === 'taken') return 'later';
  const { id, kind } = stored.state;
  const started = deps.now();
  const log = (event: string, more: object = {}) =>
    deps.log({ event, job: id, kind, tenant: scope.tenant, attempt, ms: deps.now() - started, ...more });
  const stop = async (found: Problem) => {
    const now = instantOf(deps.now());
    await jobs.fail(id, found, now);
    if (kind === 'views') await failImports(scope, stored.subject, deps.now());
  };
  // Heard between the steps' own reports, while a run waits for the database or the store.
  const beat = setInterval(() => {
    jobs.beat(id, instantOf(deps.now())).catch(() => {});
  }, beatMs);
  try {
    const result = await runners[kind]({
      deps,
      scope,
      id,
      payload: stored.payload,
      report: (progress, step) => jobs.report(id, progress, step, instantOf(deps.now())),
    });
    await jobs.finish(id, result, instantOf(deps.now()));
    log('job done');
    return 'done';
  } catch (error) {
    if (error instanceof ProblemError) {
      await stop(error.problem);
      log('job stopped', { problem: error.problem.kind });
      return 'done';
    }
    log('job error', traceOf(error));
    if (attempt < mostAttempts) {
      await jobs.release(id, 'waiting to try again');
      return 'again';
    }
    await stop(
      problem('temporary', 'The job failed', `It was tried ${attempt} times and failed each time.`, {
        status: 500,
        action: 'Start it again; if it fails again, report the id of the job.',
      }),
    );
    return 'done';
  } finally {
    clearInterval(beat);
  }
}

/** Tells whoever waits for views that none will come, unless another rebuild is on its way to make them. */
export async function failImports(scope: TenantScope, connection: string, now: number): Promise<void> {
  if (await scope.jobs.waits('views', connection, now)) return;
  for (const id of await scope.imports.finishing(connection))
    await scope.imports.move(id, ['finishing'], 'failed', instantOf(now));
}

const isOver = (status: JobState['status']): boolean => status === 'done' || status === 'failed';
