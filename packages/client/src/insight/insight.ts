import type { RecordView } from '@aicrm/schema/view';
import type { Loaded } from '../data-types.js';
import { actionsInsight, isUnanswered, signalsFor } from './actions.js';
import { healthOf } from './health.js';
import { fromLoaded, fromPart } from './part.js';
import { factOf, purchasesOfCustomer } from './purchases.js';
import { segmentInsight } from './segment.js';
import { toneInsight } from './tone.js';
import type { CustomerInsight, InsightInput, Part, Purchases } from './types.js';
import { courseOf, valueInsight } from './value.js';

/**
 * Everything that a customer insight shows, from what is there now: a pure function, so that a page calls it again
 * whenever a part arrives. A part that cannot be told says what is missing; none is ever made up.
 * @param now epoch milliseconds.
 */
export function customerInsight(input: InsightInput, now: number): CustomerInsight {
  const view = input.view?.state === 'ready' ? input.view.value : undefined;
  const name = factOf(input.record, view, 'fields', 'name');
  const purchases = (currency: string): Part<Purchases> => purchasesWith(input, view, currency, now);
  const value = fromLoaded(input.model, (model) =>
    fromPart(purchases(model.currency), (own) => {
      const count = factOf(input.record, view, 'facts', 'orders.count');
      const items = input.timeline?.state === 'ready' ? input.timeline.value : [];
      const known = typeof count === 'number' ? count : undefined;
      return valueInsight(model, own, own.from === 'days' ? courseOf(model, items, known, now) : []);
    }),
  );
  const segment = fromLoaded(input.segments, (file) =>
    fromPart(purchases(file.currency), (own) => segmentInsight(file, own)),
  );
  const tone = fromLoaded(input.messages, (messages) => toneInsight(messages, now));
  const unanswered = isUnanswered(input.timeline, tone);
  const signals = signalsFor(value, tone, input.timeline, unanswered, now);
  return {
    name: typeof name === 'string' && name !== '' ? name : null,
    value,
    segment,
    tone,
    // A proposal that appears before all that it rests on is here would change under a person's hand.
    actions: [value, tone, input.timeline].some((part) => part?.state === 'loading')
      ? { state: 'loading' }
      : actionsInsight(input, signals, now),
    health: healthOf(value, tone, unanswered, now),
    dataAt: oldest([input.view, input.timeline, input.messages, input.model, input.segments]),
  };
}

/** The record first: what the orders say of nobody is of no use. */
function purchasesWith(
  { view: loaded, record, timeline }: InsightInput,
  view: RecordView | undefined,
  currency: string,
  now: number,
): Part<Purchases> {
  if (record === undefined && loaded !== undefined && loaded.state !== 'ready' && timeline?.state !== 'ready')
    return fromLoaded(loaded, (): Part<Purchases> => ({ state: 'loading' }));
  return purchasesOfCustomer(record, view, timeline, currency, now);
}

function oldest(parts: readonly (Loaded<unknown> | undefined)[]): string | null {
  const moments = parts.flatMap((part) => (part?.state === 'ready' ? [part.dataAt] : []));
  return moments.sort()[0] ?? null;
}
