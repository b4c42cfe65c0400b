import type { RecordView } from '@aicrm/schema/view';
import type { SegmentInputs } from '../segments/file.js';
import type { ValueInputs } from './value.js';

const dayMs = 86_400_000;

interface Purchases {
  readonly days: number;
  readonly first: number;
  readonly last: number;
  readonly spend: number | null;
  readonly meanRepeat: number | null;
}

/** The purchases in a contact's view; null where it has none, or where the view is of an older worker. */
function purchasesIn({ facts }: RecordView, currency: string | undefined): Purchases | null {
  const number = (name: string): number => {
    const value = facts[`purchases.${name}`];
    return typeof value === 'number' ? value : Number.NaN;
  };
  const dayOf = (name: string): number =>
    Math.floor(Date.parse(String(facts[`purchases.${name}`] ?? '')) / dayMs);
  const [days, first, last] = [number('days'), dayOf('firstDay'), dayOf('lastDay')];
  if (!(days > 0 && first <= last)) return null;
  // Amounts of another currency than the file's say nothing to it.
  const known = currency === undefined || facts['purchases.currency'] === currency;
  const [spend, repeatSpend, repeatSpends] = [number('spend'), number('repeatSpend'), number('repeatSpends')];
  return {
    days,
    first,
    last,
    spend: known && Number.isFinite(spend) ? spend : null,
    meanRepeat: known && repeatSpends > 0 ? repeatSpend / repeatSpends : null,
  };
}

/**
 * What the model of customer value reads of a contact's view at the end of the day of `now`, as its training read it; pure.
 * @param now Epoch milliseconds.
 * @param currency That of the model: amounts in another one count as purchases without an amount.
 * @returns Null where the contact has bought nothing; whoever bought first today is told so by the model itself.
 */
export function valueInputsOf(view: RecordView, now: number, currency?: string): ValueInputs | null {
  const purchases = purchasesIn(view, currency);
  if (!purchases) return null;
  const today = Math.floor(now / dayMs);
  return {
    ageDays: today - purchases.first,
    gapDays: today - purchases.last,
    repeats: purchases.days - 1,
    meanSpend: purchases.meanRepeat,
  };
}

/** What the file of segments reads of a contact's view; null where the contact has bought nothing. Pure. */
export function segmentInputsOf(view: RecordView, now: number, currency?: string): SegmentInputs | null {
  const purchases = purchasesIn(view, currency);
  if (!purchases) return null;
  return {
    recencyDays: Math.floor(now / dayMs) - purchases.last,
    frequency: purchases.days,
    money: purchases.spend ?? 0,
  };
}
