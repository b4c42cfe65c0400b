import type { StoredJob } from '../db/jobs.js';
import type { TenantScope } from '../db/scope.js';
import type { Dependencies } from '../dependencies.js';
import { enqueueJob } from './enqueue.js';

/** An open import that sent rows within this time will soon end; one that did not may be abandoned. */
const underWayMs = 10_000;
/** Several files within this time are one load ... */
const loadMs = 60_000;
/** ... which goes on until this long after the last of them: who sends the next one reads it first. */
const betweenFilesMs = 3_000;
/** Files of one load belong together, but nobody should wait longer than this for what is there already. */
const longestHoldMs = 120_000;

/**
 * Asks for the views of a connection to be rebuilt. A rebuild that has not begun covers what was written by now, since
 * it reads only once it is claimed; so nothing is added then. The caller's writes must be done before.
 * @param score whether records are scored after it even if no view changed.
 */
export async function requestRebuild(
  deps: Dependencies,
  scope: TenantScope,
  connection: string,
  id: string,
  score = false,
): Promise<void> {
  if (await scope.jobs.waits('views', connection, deps.now())) return;
  await enqueueJob(deps, scope, {
    id,
    kind: 'views',
    subject: connection,
    step: 'waiting to rebuild the views',
    payload: { connection, score },
  });
}

/** Asks for all records to be scored anew by a model; one that has not begun covers what was written by now. */
export async function requestScoring(
  deps: Dependencies,
  scope: TenantScope,
  model: string,
  id: string = `score-${crypto.randomUUID()}`,
): Promise<void> {
  if (await scope.jobs.waits('score', model, deps.now())) return;
  await enqueueJob(deps, scope, {
    id,
    kind: 'score',
    subject: model,
    step: 'waiting to score',
    payload: { model },
  });
}

/** Asks for an analysis to be computed anew; one that has not ended is the answer to a second wish. Answers the job's id. */
export async function requestAnalysis(
  deps: Dependencies,
  scope: TenantScope,
  name: string,
  id: string = crypto.randomUUID(),
): Promise<string> {
  const pending = await scope.jobs.pending('analyse', name, deps.now());
  if (pending !== null) return pending.state.id;
  await enqueueJob(deps, scope, {
    id,
    kind: 'analyse',
    subject: name,
    step: 'waiting to be computed',
    payload: { name },
  });
  return id;
}

/**
 * Why a rebuild should not begin yet, as a step for its row; null when it should. All views of a connection are
 * computed each time, so a load of several files is worth one rebuild at its end and not one after each file. A file
 * that comes alone does not wait.
 */
export async function holdsBack(scope: TenantScope, job: StoredJob, now: number): Promise<string | null> {
  if (job.state.kind !== 'views' || now - Date.parse(job.state.createdAt) > longestHoldMs) return null;
  const recent = await scope.imports.active(job.subject, new Date(now - loadMs).toISOString());
  const since = (ms: number) => (one: { at: string }) => Date.parse(one.at) > now - ms;
  const sending = recent.filter((one) => one.open).some(since(underWayMs));
  const between = recent.length > 1 && recent.some(since(betweenFilesMs));
  return sending || between ? 'waiting for the other files of this load' : null;
}
