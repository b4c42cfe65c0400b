import { chooseOffers } from '@aicrm/models/offers/offers';
import { readCatalogue } from '@aicrm/models/offers/read-catalogue';
import type { ChosenOffer } from '@aicrm/models/offers/types';
import type { OfferEvent } from '@aicrm/schema/offer';
import type { Problem } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';
import { clientProblem } from '../problems.js';
import { type ReadCustomer, readCustomer, readHistory } from './read-given.js';
import type { OffersInput, OffersInsight, UsedData } from './types.js';

const nobody: ReadCustomer = { signals: {}, purchases: null, effects: [], chances: [] };

/** What a choice rested on, by its reasons and by what it was ranked with. */
function usedFor({ ranked, reasons }: ChosenOffer): UsedData[] {
  if (ranked.by === 'general') return [];
  const bought = reasons.some(({ why }) => why !== 'known') || ranked.by === 'chance';
  const profile = reasons.some(({ why }) => why === 'known');
  return [
    ...(bought ? (['purchases'] as const) : []),
    ...(profile ? (['profile'] as const) : []),
    ...(ranked.by === 'effect' ? (['measurement'] as const) : []),
    'history',
  ];
}

/**
 * What counts as having happened: the host's history and what this page saw, each once. A host that keeps our events hands
 * them back in its history; a refusal that can still be taken back is not one yet.
 */
function happened(
  given: readonly OfferEvent[],
  { own, hidden }: Pick<OffersInput, 'own' | 'hidden'>,
): OfferEvent[] {
  const pending = ({ offer, what, at }: OfferEvent): boolean => {
    const since = hidden.get(offer);
    return what === 'dismissed' && since !== undefined && at >= since;
  };
  const keys = new Set<string>();
  return [...given, ...own].filter((event) => {
    const key = `${event.what} ${event.at} ${event.offer}`;
    if (pending(event) || keys.has(key)) return false;
    keys.add(key);
    return true;
  });
}

/**
 * The offers that a customer sees, from what a host hands over. Without consent neither the customer nor the history is so
 * much as read. Never throws.
 */
export function offersFor(input: OffersInput): Result<OffersInsight, Problem> {
  const catalogue = readCatalogue(input.catalogue);
  if (!catalogue.ok) return catalogue;
  const given = input.consent === 'given';
  const customer = given ? readCustomer(input.customer) : ok(nobody);
  if (!customer.ok) return customer;
  const history = given ? readHistory(input.history) : ok([]);
  if (!history.ok) return history;
  const id = given ? (input.recordId ?? customer.value.id) : undefined;
  const { zone, dismissedDays } = catalogue.value;
  try {
    const choice = chooseOffers(
      catalogue.value,
      {
        ...customer.value,
        ...(id === undefined ? {} : { id }),
        consent: input.consent,
        history: happened(history.value, input),
      },
      { at: input.at, most: input.most, showing: [...input.showing, ...input.hidden.keys()] },
    );
    const used = new Map(choice.chosen.map((one) => [one, usedFor(one)]));
    return ok({ choice, zone, dismissedDays, used, recordId: id });
  } catch (error) {
    return fail(clientProblem('bad-data', 0, 'not-a-catalogue', String(error)));
  }
}
