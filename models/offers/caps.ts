import { localDay, stepOfDay } from '@aicrm/learn/forecast/calendar';
import type { FrequencyCap, OfferEvent } from '@aicrm/schema/offer';

/** Impressions of the tenant's day and week that an instant lies in. */
export interface Shown {
  day: number;
  week: number;
}

export interface Impressions {
  readonly all: Shown;
  of(offer: string): Shown;
}

/**
 * Counts impressions by the clock of `zone`. One that is dated later than now but on the same day counts too, because a
 * device whose clock was set back must not show more.
 */
export function countImpressions(
  history: readonly OfferEvent[],
  at: number,
  zone: string,
  leaveOut?: string,
): Impressions {
  const today = localDay(at, zone);
  const all: Shown = { day: 0, week: 0 };
  const byOffer = new Map<string, Shown>();
  for (const event of history) {
    if (event.what !== 'impression' || event.offer === leaveOut) continue;
    const day = localDay(event.at, zone);
    if (stepOfDay(day, 'week') !== stepOfDay(today, 'week')) continue;
    const own = byOffer.get(event.offer) ?? { day: 0, week: 0 };
    byOffer.set(event.offer, own);
    for (const count of [own, all]) {
      count.week += 1;
      if (day === today) count.day += 1;
    }
  }
  return { all, of: (offer) => byOffer.get(offer) ?? { day: 0, week: 0 } };
}

/** The bound that is reached, the day's before the week's; undefined where one more may be shown. */
export function reached(
  cap: FrequencyCap | undefined,
  shown: Shown,
): { readonly per: 'day' | 'week'; readonly shown: number; readonly most: number } | undefined {
  if (cap?.perDay !== undefined && shown.day >= cap.perDay)
    return { per: 'day', shown: shown.day, most: cap.perDay };
  if (cap?.perWeek !== undefined && shown.week >= cap.perWeek)
    return { per: 'week', shown: shown.week, most: cap.perWeek };
  return undefined;
}
