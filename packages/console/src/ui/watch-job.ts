import type { Problem } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';
import type { JobState } from '@aicrm/schema/wire';
import type { Api } from '../api.js';

/** A worker that restarts or a network that hiccups must not end a watch; this many failures in a row do. */
const mostFailures = 5;

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });

/**
 * Follows a job to its end, telling each state. Resolves with the last state, or with the problem that kept it from
 * being read; an aborted watch resolves with the state it had.
 */
export async function watchJob(
  api: Pick<Api, 'job'>,
  first: JobState,
  tell: (job: JobState) => void,
  { signal, everyMs = 1_000 }: { signal: AbortSignal; everyMs?: number },
): Promise<Result<JobState, Problem>> {
  let job = first;
  let failures = 0;
  tell(job);
  while (job.status === 'queued' || job.status === 'running') {
    await pause(everyMs, signal);
    if (signal.aborted) return ok(job);
    const answer = await api.job(job.id);
    if (answer.ok) {
      failures = 0;
      job = answer.value;
      tell(job);
      continue;
    }
    failures += 1;
    if (answer.error.kind !== 'temporary' || failures >= mostFailures) return fail(answer.error);
  }
  return ok(job);
}
