import type { TenantScope } from '../db/scope.js';
import type { Dependencies } from '../dependencies.js';

/** What a job is handed. It may be delivered twice, so each job is written to change nothing the second time. */
export interface Job {
  readonly deps: Dependencies;
  readonly scope: TenantScope;
  readonly id: string;
  readonly payload: unknown;
  /** Says how far it is (0..1) and what it is doing; also keeps other deliveries from taking the job over. */
  readonly report: (progress: number, step: string) => Promise<void>;
}
