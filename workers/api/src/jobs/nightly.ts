import { openScope } from '../db/scope.js';
import { allTenants } from '../db/tenants.js';
import { type Dependencies, instantOf } from '../dependencies.js';
import { enqueueJob } from './enqueue.js';

/** Windows such as "orders in 90 days" move with the day, so every tenant's views are rebuilt once a night, then scored. */
export async function startNight(deps: Dependencies): Promise<void> {
  const day = instantOf(deps.now()).slice(0, 10);
  for (const tenant of await allTenants(deps.db))
    await enqueueJob(deps, openScope(deps.db, tenant), {
      id: `views-night-${day}`,
      kind: 'views',
      subject: 'night',
      step: 'waiting to rebuild the views',
      payload: {},
    });
}
