import { type HistoryRow, knownFrom } from './history.js';

/**
 * One contact's orders in time order with running totals, so that any window up to any moment costs two binary
 * searches. Running arrays have one entry more than there are orders: entry i is the total of the first i.
 */
export interface OrderSeries {
  /** When each order was known, ascending, epoch ms. */
  readonly times: Float64Array;
  /** Each order's own instant text, in the same order. */
  readonly instants: readonly string[];
  /** Running sums in major units of the tenant's currency. */
  readonly total: Float64Array;
  readonly discount: Float64Array;
  /** Running count of orders on which a coupon was used. */
  readonly coupons: Float64Array;
  /** Position of the last order with a coupon among the first i, or -1. */
  readonly lastCoupon: Int32Array;
}

/** Facts that are only counted and dated: activities of one kind of relation. */
export interface EventSeries {
  readonly times: Float64Array;
  readonly instants: readonly string[];
}

/** How many entries of the ascending `times` are at or before `moment`. */
export function countUntil(times: Float64Array, moment: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] ?? Number.POSITIVE_INFINITY) <= moment) low = middle + 1;
    else high = middle;
  }
  return low;
}

const byTime = (a: { known: number; id: string }, b: { known: number; id: string }): number =>
  a.known - b.known || (a.id < b.id ? -1 : 1);

/** Sums only amounts in `currency`: sums of mixed currencies would mean nothing. `perMajor` turns cents into units. */
export function orderSeries(
  orders: readonly HistoryRow<'order'>[],
  currency: string,
  perMajor: number,
): OrderSeries {
  const sorted = orders
    .map((order) => ({ known: knownFrom(order.fields.at), id: order.sourceId, fields: order.fields }))
    .filter((order) => Number.isFinite(order.known))
    .sort(byTime);
  const n = sorted.length;
  const series = {
    times: new Float64Array(n),
    instants: sorted.map((order) => order.fields.at),
    total: new Float64Array(n + 1),
    discount: new Float64Array(n + 1),
    coupons: new Float64Array(n + 1),
    lastCoupon: new Int32Array(n + 1).fill(-1),
  };
  const major = (money: { minor: number; currency: string } | undefined): number =>
    money !== undefined && money.currency === currency ? money.minor / perMajor : 0;
  sorted.forEach(({ known, fields }, i) => {
    const withCoupon = (fields.couponDiscount?.minor ?? 0) > 0;
    series.times[i] = known;
    series.total[i + 1] = (series.total[i] ?? 0) + major(fields.total);
    series.discount[i + 1] = (series.discount[i] ?? 0) + major(fields.discount);
    series.coupons[i + 1] = (series.coupons[i] ?? 0) + (withCoupon ? 1 : 0);
    series.lastCoupon[i + 1] = withCoupon ? i : (series.lastCoupon[i] ?? -1);
  });
  return series;
}

export function eventSeries(events: readonly { readonly at: string }[]): EventSeries {
  const sorted = events
    .map((event) => ({ known: knownFrom(event.at), id: event.at }))
    .filter((event) => Number.isFinite(event.known))
    .sort(byTime);
  return {
    times: Float64Array.from(sorted, (event) => event.known),
    instants: sorted.map((event) => event.id),
  };
}
