import type { TenantId } from '@aicrm/schema/ids';
import { analysesOf } from './analyses.js';
import { customModelsOf } from './custom-models.js';
import type { Database } from './database.js';
import { eventsOf } from './events.js';
import { importsOf } from './imports.js';
import { jobsOf } from './jobs.js';
import { keysOf } from './keys.js';
import { modelTablesOf } from './model-tables.js';
import { modelsOf } from './models.js';
import { logOf } from './prediction-log.js';
import { predictionsOf } from './predictions.js';
import { recordsOf } from './records.js';
import { tenantOf } from './tenants.js';
import { timelineOf } from './timeline.js';
import { viewsOf } from './views.js';

/**
 * Everything of one tenant, and the only way to any of it. A scope is opened by the authentication (from the
 * credential) and by the queue (from a message this worker wrote); routes and jobs are handed one and cannot name a
 * tenant themselves.
 */
export interface TenantScope {
  readonly tenant: TenantId;
  readonly about: ReturnType<typeof tenantOf>;
  readonly keys: ReturnType<typeof keysOf>;
  readonly imports: ReturnType<typeof importsOf>;
  readonly records: ReturnType<typeof recordsOf>;
  readonly views: ReturnType<typeof viewsOf>;
  readonly models: ReturnType<typeof modelsOf>;
  readonly customModels: ReturnType<typeof customModelsOf>;
  readonly modelTables: ReturnType<typeof modelTablesOf>;
  readonly jobs: ReturnType<typeof jobsOf>;
  readonly predictions: ReturnType<typeof predictionsOf>;
  readonly log: ReturnType<typeof logOf>;
  readonly analyses: ReturnType<typeof analysesOf>;
  readonly events: ReturnType<typeof eventsOf>;
  readonly timeline: ReturnType<typeof timelineOf>;
}

export const openScope = (db: Database, tenant: TenantId): TenantScope => ({
  tenant,
  about: tenantOf(db, tenant),
  keys: keysOf(db, tenant),
  imports: importsOf(db, tenant),
  records: recordsOf(db, tenant),
  views: viewsOf(db, tenant),
  models: modelsOf(db, tenant),
  customModels: customModelsOf(db, tenant),
  modelTables: modelTablesOf(db, tenant),
  jobs: jobsOf(db, tenant),
  predictions: predictionsOf(db, tenant),
  log: logOf(db, tenant),
  analyses: analysesOf(db, tenant),
  events: eventsOf(db, tenant),
  timeline: timelineOf(db, tenant),
});
