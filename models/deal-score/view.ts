import { recordId } from '@aicrm/schema/ids';
import { must } from '@aicrm/schema/result';
import type { RecordView, Scalar } from '@aicrm/schema/view';
import { copyFields } from '../lead-score/field-plan.js';
import { dealFacts } from './facts.js';
import type { DealEntry, DealIndex } from './history-index.js';
import { asKnown, stageAt } from './stage.js';
import type { StageNorms } from './stalled.js';

/** Whether the deal was open at `asOf`, as far as its dates tell. */
export const wasOpen = (deal: DealEntry, asOf: number): boolean =>
  deal.fields.status === 'open' || deal.closedAt > asOf;

/**
 * The record view of a deal at a moment, built only from what was known then: moves, activities, closings and field
 * changes seen later do not exist in it. Time in the stage is the instant `facts['stage.enteredAt']`, so that a page
 * computes today's. `asOf` is epoch ms; `seq` is 0: whoever stores the view numbers it.
 *
 * @param norms How long stages usually take (`stageNorms`), for views that are shown; they then carry what
 *   `stalledSignal` reads. Models do not read them.
 * Throws when the index has no such deal, because a caller takes deal ids from the same index.
 */
export function dealViewAt(index: DealIndex, dealId: string, asOf: number, norms?: StageNorms): RecordView {
  const deal = must(index.deals.get(dealId), `deal ${dealId}`);
  const own = deal.fields;
  const changesOf = (type: 'deal' | 'contact' | 'company', id: string | undefined) =>
    id === undefined ? undefined : index.changes.get(`${type}:${id}`);
  const changes = changesOf('deal', dealId);
  const { stage, enteredAt, passed } = stageAt(deal, changes, asOf);
  const minor = asKnown('amount.minor', own.amount?.minor, changes, asOf);
  const currency = asKnown('amount.currency', own.amount?.currency, changes, asOf);
  const amount = typeof minor === 'number' && currency === index.currency ? minor / index.perMajor : null;
  const planned = asKnown('closeAt', own.closeAt, changes, asOf);
  const closeAt = typeof planned === 'string' ? planned : null;
  const open = wasOpen(deal, asOf);
  const fields: Record<string, Scalar> = {
    status: open ? 'open' : own.status,
    createdAt: own.createdAt,
    stage,
    amount,
    currency: index.currency,
    closeAt,
  };
  copyFields(index.plans.deal, own, changes, asOf, fields);
  const company = own.company === undefined ? undefined : index.companies.get(own.company);
  const contact = own.contact === undefined ? undefined : index.contacts.get(own.contact);
  if (contact !== undefined) {
    fields['contact.createdAt'] = contact.createdAt ?? null;
    copyFields(index.plans.contact, contact, changesOf('contact', own.contact), asOf, fields);
  }
  if (company !== undefined) {
    fields['company.createdAt'] = company.createdAt ?? null;
    copyFields(index.plans.company, company, changesOf('company', own.company), asOf, fields);
  }
  const norm = norms?.get(stage ?? '');
  return {
    id: recordId({ type: 'deal', connection: index.connection, sourceId: dealId }),
    type: 'deal',
    seq: 0,
    viewAt: new Date(asOf).toISOString(),
    fields,
    facts: {
      'stage.enteredAt': enteredAt,
      'stage.passed': passed,
      ...(norm === undefined || !open
        ? {}
        : {
            'stage.wonDeals': norm.deals,
            'stage.usualDays': norm.usualDays,
            'stage.longDays': norm.longDays,
          }),
      ...dealFacts(index, deal, { amount, closeAt, employees: fields['company.employees'] ?? null }, asOf),
    },
  };
}
