import type { HistoryRow } from '@aicrm/models/lead-score/history';
import { type RecordType, recordTypes } from '@aicrm/schema/ids';
import type { TenantScope } from '../db/scope.js';
import { rowsOf } from '../jobs/history.js';
import { apartIn } from '../jobs/merge-histories.js';

/**
 * Records of a type over all connections of a tenant. Source ids are unique within a connection only, so with several of them
 * each id and reference carries its connection's name (`severalConnections`).
 */
export async function loadAll<T extends RecordType>(scope: TenantScope, type: T): Promise<HistoryRow<T>[]> {
  const several = await severalConnections(scope);
  const found: HistoryRow<T>[] = [];
  for (const connection of await scope.records.connections([type])) {
    const own = await rowsOf(scope, connection, type);
    found.push(...(several ? own.map(apartIn(connection)) : own));
  }
  return found;
}

export const severalConnections = async (scope: TenantScope): Promise<boolean> =>
  (await scope.records.connections(recordTypes)).length > 1;
