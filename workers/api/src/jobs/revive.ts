import { type Problem, problem } from '@aicrm/schema/problem';
import { mostRuns, type StoredJob } from '../db/jobs.js';
import type { TenantScope } from '../db/scope.js';
import { type Dependencies, instantOf } from '../dependencies.js';
import { failImports } from './run.js';

/**
 * A job as whoever asks for it should see it. A run that was killed with its isolate cannot say so, and its message may
 * be gone with it; so the question itself sets the job going again, or ends it where every run was killed.
 */
export async function liveJob(deps: Dependencies, scope: TenantScope, id: string): Promise<StoredJob | null> {
  const job = await scope.jobs.get(id);
  if (job === null || (job.state.status !== 'queued' && job.state.status !== 'running')) return job;
  const found = await scope.jobs.revive(id, deps.now());
  if (found === 'alive') return job;
  if (found === 'again') await deps.enqueue({ tenant: scope.tenant, job: id });
  else {
    await scope.jobs.fail(id, killed(job), instantOf(deps.now()));
    if (job.state.kind === 'views') await failImports(scope, job.subject, deps.now());
  }
  deps.log({ event: 'job silent', job: id, kind: job.state.kind, tenant: scope.tenant, found });
  return scope.jobs.get(id);
}

const killed = ({ state }: StoredJob): Problem =>
  problem(
    'temporary',
    'The job was killed',
    `It was begun ${mostRuns} times and stopped reporting each time, last at "${state.step}": the worker was restarted, or ran out of memory or time.`,
    {
      status: 500,
      action:
        'Start it again; if it is killed again, it is too large for this worker: import fewer records, or give it more memory and time.',
    },
  );
