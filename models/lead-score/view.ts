import { recordId } from '@aicrm/schema/ids';
import { must } from '@aicrm/schema/result';
import type { RecordView, Scalar } from '@aicrm/schema/view';
import { leadFacts } from './facts.js';
import { copyFields } from './field-plan.js';
import { changeKey, type LeadEntry, type LeadIndex } from './history-index.js';

const dayMs = 86_400_000;

/** Whether the lead was open at `asOf`, as far as its dates tell. */
export const wasOpen = (lead: LeadEntry, asOf: number): boolean =>
  lead.fields.status === 'open' || lead.closedAt > asOf;

/**
 * The record view of a lead at a moment, built only from what was known then: facts dated later, conversions seen
 * later and field changes seen later do not exist in it. Windows such as `orders.sum90` count back from `asOf`, which
 * is the view's `viewAt`. `asOf` is epoch milliseconds. `seq` is 0: whoever stores the view numbers it.
 *
 * Throws when the index has no such lead, because a caller takes lead ids from the same index.
 */
export function leadViewAt(index: LeadIndex, leadId: string, asOf: number): RecordView {
  const lead = must(index.leads.get(leadId), `lead ${leadId}`);
  const own = lead.fields;
  const fields: Record<string, Scalar> = {
    status: wasOpen(lead, asOf) ? 'open' : own.status,
    createdAt: own.createdAt,
  };
  const changesOf = (type: 'lead' | 'contact' | 'campaign', sourceId: string) =>
    index.changes.get(changeKey(type, sourceId));
  copyFields(index.plans.lead, own, changesOf('lead', leadId), asOf, fields);
  const contact = own.contact === undefined ? undefined : index.contacts.get(own.contact);
  if (own.contact !== undefined && contact !== undefined) {
    fields['contact.createdAt'] = contact.fields?.createdAt ?? null;
    copyFields(index.plans.contact, contact.fields ?? {}, changesOf('contact', own.contact), asOf, fields);
  }
  const campaign = own.campaign === undefined ? undefined : index.campaigns.get(own.campaign);
  if (own.campaign !== undefined && campaign !== undefined) {
    const days = (Date.parse(campaign.endsAt ?? '') - Date.parse(campaign.startsAt)) / dayMs;
    fields['campaign.startsAt'] = campaign.startsAt;
    fields['campaign.days'] = Number.isFinite(days) ? Math.round(days) : null;
    copyFields(index.plans.campaign, campaign, changesOf('campaign', own.campaign), asOf, fields);
  }
  return {
    id: recordId({ type: 'lead', connection: index.connection, sourceId: leadId }),
    type: 'lead',
    seq: 0,
    viewAt: new Date(asOf).toISOString(),
    fields,
    facts: leadFacts(index, contact, lead, asOf),
  };
}
