import { localDay } from '@aicrm/learn/forecast/calendar';
import { createRandom } from '@aicrm/learn/random';
import type { Offer, OfferCatalogue } from '@aicrm/schema/offer';
import { countImpressions, type Impressions, reached } from './caps.js';
import { dateRefusal, reasonsFor, ruleRefusal } from './eligible.js';
import type {
  ChosenOffer,
  OfferChoice,
  OfferCustomer,
  OfferOptions,
  RankedBy,
  Refusal,
  RefusedOffer,
} from './types.js';

const dayMs = 86_400_000;

/** The best evidence there is for an offer: a reliable effect, else a chance of the product, else the shop's own weight. */
function evidenceFor(offer: Offer, { effects, chances }: OfferCustomer): RankedBy {
  const effect = effects.find((one) => one.offer === offer.id && one.reliable);
  if (effect) return { by: 'effect', effect: effect.effect, low: effect.low, high: effect.high };
  const chance = chances.find(({ product }) => product === offer.product);
  if (chance)
    return {
      by: 'chance',
      label: chance.label ?? chance.product,
      probability: chance.probability,
      because: chance.because,
    };
  return { by: 'weight', weight: offer.weight ?? 0 };
}

/** A measured effect stands before a chance, and a chance before an opinion: they have no common unit. */
const tiers = { effect: 0, chance: 1, weight: 2, lot: 3, general: 4 } as const;
const sizeOf = (ranked: RankedBy): number =>
  ranked.by === 'effect'
    ? ranked.effect
    : ranked.by === 'chance'
      ? ranked.probability
      : ranked.by === 'weight'
        ? ranked.weight
        : 0;

/** Until when a dismissal counts, epoch ms; undefined where none does. */
function dismissedUntil(
  offer: string,
  customer: OfferCustomer,
  days: number,
  at: number,
): number | undefined {
  const ends = customer.history
    .filter((event) => event.offer === offer && event.what === 'dismissed')
    .map((event) => event.at + days * dayMs);
  const until = Math.max(...ends);
  return until > at ? until : undefined;
}

function refusalOf(
  offer: Offer,
  catalogue: OfferCatalogue,
  customer: OfferCustomer,
  shown: Impressions,
  { at, showing = [] }: OfferOptions,
): Refusal | undefined {
  const early = dateRefusal(offer, at, catalogue.zone) ?? ruleRefusal(offer.when, customer, at);
  if (early) return early;
  const until = dismissedUntil(offer.id, customer, catalogue.dismissedDays, at);
  if (until !== undefined) return { why: 'dismissed', until };
  const full = showing.includes(offer.id) ? undefined : reached(offer.cap, shown.of(offer.id));
  if (full) return { why: 'cap', ...full };
  const ranked = evidenceFor(offer, customer);
  return ranked.by === 'effect' && ranked.effect <= 0
    ? { why: 'no-help', effect: ranked.effect, low: ranked.low, high: ranked.high }
    : undefined;
}

/** How many offers more may be shown today and this week, and the bound that says so. */
function roomFor({ caps }: OfferCatalogue, shown: Impressions): number {
  const left = (most: number | undefined, count: number): number =>
    most === undefined ? Number.POSITIVE_INFINITY : Math.max(0, most - count);
  return Math.min(left(caps.perDay, shown.all.day), left(caps.perWeek, shown.all.week));
}

/** FNV-1a (32 bits), so that the same customer meets the same lot all day. */
function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

interface Candidate {
  readonly offer: Offer;
  readonly ranked: RankedBy;
}

/**
 * With probability `share` gives the last place to one of those that would have none, each equally likely. Only that place
 * is at stake, so that the best offer is never kept from anybody for the sake of learning.
 */
function withLot(
  taken: readonly Candidate[],
  others: readonly Candidate[],
  share: number,
  seed: string,
): readonly Candidate[] {
  if (share <= 0 || taken.length === 0 || others.length === 0) return taken;
  const random = createRandom(seedOf(seed));
  if (random.next() >= share) return taken;
  const drawn = others[random.int(others.length)];
  if (!drawn) return taken;
  const ranked: RankedBy = { by: 'lot', propensity: share / others.length };
  return [...taken.slice(0, -1), { offer: drawn.offer, ranked }];
}

/**
 * Which offers a customer sees, and why each other is not among them. Consent comes first: without it only the fallback is
 * shown and nothing of the customer is read. Then dates, the rule (which must certainly hold), dismissals and caps; what is
 * left is put in order by what it is expected to do. Pure and deterministic: the same data give the same choice.
 * @throws RangeError for a `most` that is no whole number above 0, or a zone that the engine does not know.
 */
export function chooseOffers(
  catalogue: OfferCatalogue,
  customer: OfferCustomer,
  options: OfferOptions,
): OfferChoice {
  const { at, most = 3, showing = [] } = options;
  if (!(Number.isInteger(most) && most >= 1))
    throw new RangeError(`most must be a whole number above 0, not ${most}`);
  const refusals = new Map<string, Refusal>();
  const chosen =
    customer.consent === 'given' ? personal(catalogue, customer, { at, most, showing }, refusals) : [];
  if (customer.consent !== 'given')
    for (const { id } of catalogue.offers) refusals.set(id, { why: 'consent' });
  const { fallback } = catalogue;
  if (fallback !== null) {
    const refusal: Refusal | undefined =
      chosen.length > 0 ? { why: 'not-needed' } : fallbackRefusal(catalogue, customer, at);
    if (refusal) refusals.set(fallback.id, refusal);
    else chosen.push({ offer: fallback, ranked: { by: 'general' }, reasons: [] });
  }
  const ids = [...catalogue.offers.map(({ id }) => id), ...(fallback === null ? [] : [fallback.id])];
  const refused = ids.flatMap((offer): RefusedOffer[] => {
    const refusal = refusals.get(offer);
    return refusal ? [{ offer, refusal }] : [];
  });
  return { chosen, refused };
}

function fallbackRefusal(
  { fallback, zone, dismissedDays }: OfferCatalogue,
  customer: OfferCustomer,
  at: number,
): Refusal | undefined {
  if (fallback === null) return undefined;
  const dated = dateRefusal(fallback, at, zone);
  // What somebody refused is theirs too: without consent it is not read.
  if (dated || customer.consent !== 'given') return dated;
  const until = dismissedUntil(fallback.id, customer, dismissedDays, at);
  return until === undefined ? undefined : { why: 'dismissed', until };
}

function personal(
  catalogue: OfferCatalogue,
  customer: OfferCustomer,
  options: Required<OfferOptions>,
  refusals: Map<string, Refusal>,
): ChosenOffer[] {
  const { at, most, showing } = options;
  const shown = countImpressions(customer.history, at, catalogue.zone, catalogue.fallback?.id);
  const able: Candidate[] = [];
  for (const offer of catalogue.offers) {
    const refusal = refusalOf(offer, catalogue, customer, shown, options);
    if (refusal) refusals.set(offer.id, refusal);
    else able.push({ offer, ranked: evidenceFor(offer, customer) });
  }
  able.sort(
    (a, b) =>
      tiers[a.ranked.by] - tiers[b.ranked.by] ||
      sizeOf(b.ranked) - sizeOf(a.ranked) ||
      (b.offer.weight ?? 0) - (a.offer.weight ?? 0) ||
      (a.offer.id < b.offer.id ? -1 : 1),
  );
  // What stands there already takes none of the room that the caps leave.
  let room = roomFor(catalogue, shown);
  const roomy: Candidate[] = [];
  for (const one of able) {
    if (showing.includes(one.offer.id)) roomy.push(one);
    else if (roomy.length < most && room > 0) {
      roomy.push(one);
      room -= 1;
    }
  }
  const first = roomy.slice(0, most);
  const others = able.filter((one) => !first.includes(one) && !showing.includes(one.offer.id));
  const last = first.at(-1);
  const lastStays = last === undefined || showing.includes(last.offer.id);
  const seed = `${customer.id ?? ''} ${localDay(at, catalogue.zone)}`;
  const taken = lastStays ? first : withLot(first, others, catalogue.exploration ?? 0, seed);
  const full = room === 0 ? reached(catalogue.caps, afterwards(shown, first, showing)) : undefined;
  able.forEach(({ offer }, place) => {
    if (taken.some((one) => one.offer === offer)) return;
    refusals.set(
      offer.id,
      full && taken.length < most ? { why: 'cap-of-all', ...full } : { why: 'place', place: place + 1 },
    );
  });
  return taken.map(({ offer, ranked }) => ({
    offer,
    ranked,
    reasons: reasonsFor(offer.when, customer, catalogue, at),
  }));
}

/** Counts as they will be when what is chosen has been seen, because that is what reaches a cap. */
function afterwards(shown: Impressions, chosen: readonly Candidate[], showing: readonly string[]) {
  const more = chosen.filter(({ offer }) => !showing.includes(offer.id)).length;
  return { day: shown.all.day + more, week: shown.all.week + more };
}
