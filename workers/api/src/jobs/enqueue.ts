import type { NewJob } from '../db/jobs.js';
import type { TenantScope } from '../db/scope.js';
import { type Dependencies, instantOf } from '../dependencies.js';

/** Writes a job down, then says its name to the queue: a message without a row would be work nobody can ask about. */
export async function enqueueJob(deps: Dependencies, scope: TenantScope, job: NewJob): Promise<void> {
  await scope.jobs.add(job, instantOf(deps.now()));
  await deps.enqueue({ tenant: scope.tenant, job: job.id });
}
