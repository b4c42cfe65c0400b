import type { DealHistory } from '@aicrm/models/deal-score/history';
import type { HistoryRow, LeadHistory } from '@aicrm/models/lead-score/history';
import type { RecordType } from '@aicrm/schema/ids';
import type { RecordFields } from '@aicrm/schema/record';
import type { TenantScope } from '../db/scope.js';

/**
 * Everything that lead scoring reads of one connection.
 *
 * The whole of it, because which fields a view has depends on all records of a type; 50,000 orders are about 25 MB
 * here. A tenant with more than about 200,000 orders would need a store that aggregates (see the README).
 */
export async function loadHistory(scope: TenantScope, connection: string): Promise<LeadHistory> {
  const rows = <T extends RecordType>(type: T) => rowsOf(scope, connection, type);
  const changes = await scope.records.changes(['lead', 'contact', 'campaign'], connection);
  return {
    connection,
    leads: await rows('lead'),
    contacts: await rows('contact'),
    campaigns: await rows('campaign'),
    orders: await rows('order'),
    activities: await rows('activity'),
    fieldChanges: changes.flatMap((change) => {
      const { type } = change;
      return type === 'lead' || type === 'contact' || type === 'campaign' ? [{ ...change, type }] : [];
    }),
    ...(await tenantTerms(scope)),
  };
}

/** Everything that deal scoring reads of one connection; of activities only those that name a deal. */
export async function loadDealHistory(scope: TenantScope, connection: string): Promise<DealHistory> {
  const rows = <T extends RecordType>(type: T) => rowsOf(scope, connection, type);
  const changes = await scope.records.changes(['deal', 'contact', 'company'], connection);
  return {
    connection,
    deals: await rows('deal'),
    stageChanges: await rows('stage-change'),
    activities: (await rows('activity')).filter(({ fields }) => fields.deal !== undefined),
    contacts: await rows('contact'),
    companies: await rows('company'),
    orders: await rows('order'),
    fieldChanges: changes.flatMap((change) => {
      const { type } = change;
      return type === 'deal' || type === 'contact' || type === 'company' ? [{ ...change, type }] : [];
    }),
    ...(await tenantTerms(scope)),
  };
}

/** Every record of a type in a connection. */
export async function rowsOf<T extends RecordType>(
  scope: TenantScope,
  connection: string,
  type: T,
): Promise<HistoryRow<T>[]> {
  return (await scope.records.load(type, connection)).map(({ sourceId, fields }) => ({
    sourceId,
    // What was stored was checked against this shape when it was imported.
    fields: fields as RecordFields[T],
  }));
}

async function tenantTerms(scope: TenantScope): Promise<Pick<LeadHistory, 'fieldChangesSince' | 'currency'>> {
  const about = await scope.about.get();
  return {
    ...(about === null ? {} : { fieldChangesSince: about.createdAt }),
    ...(about?.currency ? { currency: about.currency } : {}),
  };
}
