import type { LeadHistory } from '@aicrm/models/lead-score/history';
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
  const about = await scope.about.get();
  const rows = async <T extends RecordType>(type: T) =>
    (await scope.records.load(type, connection)).map(({ sourceId, fields }) => ({
      sourceId,
      // What was stored was checked against this shape when it was imported.
      fields: fields as RecordFields[T],
    }));
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
    ...(about === null ? {} : { fieldChangesSince: about.createdAt }),
    ...(about?.currency ? { currency: about.currency } : {}),
  };
}
