import { analysisNames } from '@aicrm/schema/analysis';
import { problem } from '@aicrm/schema/problem';
import { forgetUploads } from '../custom/parts.js';
import { openScope, type TenantScope } from '../db/scope.js';
import { allTenants } from '../db/tenants.js';
import { type Dependencies, instantOf } from '../dependencies.js';
import { requestAnalysis, requestRebuild } from './requests.js';
import { failImports } from './run.js';

const hourMs = 3_600_000;
/** Rejected rows are kept for a person to mend and send again; after a month nobody will. */
const rejectionsKeptMs = 30 * 24 * hourMs;
/** Counted from the end of a prediction's horizon: a year of outcomes and a month, to compare with the same season. */
const logKeptMs = 396 * 24 * hourMs;
/** The queue has given up on a job long before this. */
const lostAfterMs = 6 * hourMs;

/**
 * What each night does for every tenant: tidies up, rebuilds the views, since windows such as "orders in 90 days" move
 * with the day, and scores, since "days since" does too.
 */
export async function startNight(deps: Dependencies): Promise<void> {
  const day = instantOf(deps.now()).slice(0, 10);
  for (const tenant of await allTenants(deps.db)) {
    const scope = openScope(deps.db, tenant);
    await tidy(scope, deps.now());
    await forgetUploads(deps, scope);
    for (const connection of await scope.records.connections(['lead', 'contact', 'deal']))
      await requestRebuild(deps, scope, connection, `views-night-${day}-${connection}`, true);
    // Behind the views in the queue; what one of them needs of the new scores, the next night brings.
    if ((await scope.records.connections(['order', 'deal', 'lead'])).length > 0)
      for (const name of analysisNames)
        await requestAnalysis(deps, scope, name, `analyse-night-${day}-${name}`);
  }
}

/** A job whose every run was killed cannot say so itself; whoever waits for it is told in the night at the latest. */
async function tidy(scope: TenantScope, now: number): Promise<void> {
  const { jobs, imports, log } = scope;
  const lost = problem('temporary', 'The job was lost', 'It stopped reporting and was given up.', {
    status: 500,
    action: 'Start it again.',
  });
  for (const { kind, subject } of await jobs.failSilent(instantOf(now - lostAfterMs), lost, instantOf(now)))
    if (kind === 'views') await failImports(scope, subject, now);
  await imports.abandon(instantOf(now - rejectionsKeptMs), instantOf(now));
  await imports.forgetRejections(instantOf(now - rejectionsKeptMs));
  await log.forget(instantOf(now - logKeptMs));
}
