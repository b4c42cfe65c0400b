import { localDay, stepOfDay } from '@aicrm/learn/forecast/calendar';
import type { Condition } from '@aicrm/schema/next-action';
import type { Offer, OfferCatalogue, OfferEvent } from '@aicrm/schema/offer';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { holds } from '../next-action/rules.js';
import { signalsFor } from './eligible.js';
import { chooseOffers } from './offers.js';
import type { OfferChoice, OfferCustomer } from './types.js';

// Whatever the catalogue, the customer and the moment: no cap is passed, nobody gets what the rules keep from them, and
// without consent nothing is personal.

const day = 86_400_000;
const start = Date.parse('2026-03-20T00:00:00Z');
const ids = ['a', 'b', 'c', 'd', 'e'] as const;
const instant = fc.integer({ min: start, max: start + 14 * day });
const iso = (ms: number) => new Date(ms).toISOString();

const leaf: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({
    op: fc.constant('=' as const),
    signal: fc.constantFrom('region', 'segment'),
    value: fc.constantFrom('n', 's'),
  }),
  fc.record({
    op: fc.constantFrom('<' as const, '>=' as const),
    signal: fc.constantFrom('bought:p', 'boughtDays:q', 'age'),
    value: fc.integer({ min: 0, max: 4 }),
  }),
  fc.record({ op: fc.constant('known' as const), signal: fc.constantFrom('region', 'bought:p') }),
);
const condition = fc.oneof(
  leaf,
  fc.record({ op: fc.constant('not' as const), of: leaf }),
  fc.record({
    op: fc.constantFrom('all' as const, 'any' as const),
    of: fc.array(leaf, { minLength: 1, maxLength: 3 }),
  }),
);
const bound = fc.option(fc.integer({ min: 0, max: 4 }), { nil: undefined });
const cap = fc.tuple(bound, bound).map(([perDay, perWeek]) => ({
  ...(perDay === undefined ? {} : { perDay }),
  ...(perWeek === undefined ? {} : { perWeek }),
}));
const dates = fc.option(fc.tuple(instant, instant, fc.boolean()), { nil: undefined }).map((given) => {
  if (!given) return {};
  const [from, until, bare] = given;
  return { from: iso(from).slice(0, bare ? 10 : 24), until: iso(until).slice(0, bare ? 10 : 24) };
});
const offerOf = (id: string): fc.Arbitrary<Offer> =>
  fc
    .record({
      when: fc.option(condition, { nil: undefined }),
      cap,
      dates,
      weight: fc.integer({ min: 0, max: 5 }),
      product: fc.constantFrom('p', 'q'),
    })
    .map(({ when, dates: run, ...more }) => ({
      id,
      title: id,
      ...more,
      ...run,
      ...(when === undefined ? {} : { when }),
    }));
const catalogue: fc.Arbitrary<OfferCatalogue> = fc.record({
  schema: fc.constant(1 as const),
  kind: fc.constant('offers' as const),
  zone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/Los_Angeles', 'Pacific/Auckland'),
  offers: fc.tuple(...ids.map(offerOf)),
  fallback: fc.constantFrom(null, { id: 'all', title: 'All' }),
  caps: cap,
  dismissedDays: fc.integer({ min: 0, max: 10 }),
  exploration: fc.constantFrom(0, 0.5),
});
const history: fc.Arbitrary<OfferEvent[]> = fc.array(
  fc.record({
    offer: fc.constantFrom(...ids, 'all'),
    at: instant,
    what: fc.constantFrom(
      'impression' as const,
      'impression' as const,
      'click' as const,
      'dismissed' as const,
    ),
  }),
  { maxLength: 12 },
);
const customer: fc.Arbitrary<OfferCustomer> = fc.record({
  id: fc.constantFrom('x', 'y', 'z'),
  consent: fc.constantFrom('given' as const, 'given' as const, 'asked' as const, 'refused' as const),
  signals: fc.record(
    {
      region: fc.constantFrom('n', 's'),
      segment: fc.constantFrom('n', 's'),
      age: fc.integer({ min: 0, max: 5 }),
    },
    { requiredKeys: [] },
  ),
  purchases: fc.option(
    fc.array(fc.record({ product: fc.constantFrom('p', 'q'), at: instant }), { maxLength: 4 }),
    { nil: null },
  ),
  effects: fc.array(
    fc.record({
      offer: fc.constantFrom(...ids),
      effect: fc.double({ min: -1, max: 1, noNaN: true }),
      reliable: fc.boolean(),
      low: fc.constant(-1),
      high: fc.constant(1),
    }),
    { maxLength: 3 },
  ),
  chances: fc.array(
    fc.record({
      product: fc.constantFrom('p', 'q'),
      probability: fc.double({ min: 0, max: 1, noNaN: true }),
      because: fc.constant<string[]>([]),
    }),
    { maxLength: 2 },
  ),
  history,
});
const options = fc.record({ at: instant, most: fc.integer({ min: 1, max: 4 }) });

/** Counts by the calendar's own words, apart from the code that is tested. */
function shownIn(
  events: readonly OfferEvent[],
  zone: string,
  at: number,
  per: 'day' | 'week',
  offer?: string,
) {
  const step = (ms: number) => stepOfDay(localDay(ms, zone), per);
  return events.filter(
    (one) =>
      one.what === 'impression' &&
      one.offer !== 'all' &&
      (offer === undefined || one.offer === offer) &&
      step(one.at) === step(at),
  ).length;
}
const personalOf = ({ chosen }: OfferChoice) =>
  chosen.flatMap(({ offer, ranked }) => (ranked.by === 'general' ? [] : [offer as Offer]));

it('never passes a cap, even when what is chosen is seen and the page is opened again and again', () => {
  fc.assert(
    fc.property(catalogue, customer, options, (own, who, { at, most }) => {
      let events = [...who.history];
      for (let visit = 0; visit < 6; visit++) {
        const before = events;
        const choice = chooseOffers(own, { ...who, history: events }, { at, most });
        const shown = personalOf(choice);
        events = [...events, ...shown.map(({ id }): OfferEvent => ({ offer: id, at, what: 'impression' }))];
        for (const [per, name] of [
          ['day', 'perDay'],
          ['week', 'perWeek'],
        ] as const) {
          const all = own.caps[name];
          if (all !== undefined && shown.length > 0)
            expect(shownIn(events, own.zone, at, per)).toBeLessThanOrEqual(all);
          for (const { id, cap: one } of shown)
            if (one?.[name] !== undefined)
              expect(shownIn(before, own.zone, at, per, id)).toBeLessThan(one[name]);
        }
      }
    }),
    { numRuns: 1_000 },
  );
});

it('never shows what a rule, a date or a dismissal keeps away', () => {
  let shown = 0;
  fc.assert(
    fc.property(catalogue, customer, options, (own, who, { at, most }) => {
      for (const offer of personalOf(chooseOffers(own, who, { at, most }))) {
        shown += 1;
        if (offer.when) expect(holds(offer.when, signalsFor(offer.when, who, at))).toBe(true);
        const today = iso(localDay(at, own.zone) * day).slice(0, 10);
        if (offer.from?.length === 10) expect(today >= offer.from).toBe(true);
        else if (offer.from) expect(at).toBeGreaterThanOrEqual(Date.parse(offer.from));
        if (offer.until?.length === 10) expect(today <= offer.until).toBe(true);
        else if (offer.until) expect(at).toBeLessThan(Date.parse(offer.until));
        for (const one of who.history)
          if (one.what === 'dismissed' && one.offer === offer.id)
            expect(one.at + own.dismissedDays * day).toBeLessThanOrEqual(at);
        const harm = who.effects.find((one) => one.offer === offer.id && one.reliable);
        expect(harm === undefined || harm.effect > 0).toBe(true);
      }
    }),
    { numRuns: 2_000 },
  );
  expect(shown).toBeGreaterThan(100);
});

it('reads nothing of a customer without consent', () => {
  fc.assert(
    fc.property(catalogue, customer, customer, options, (own, one, other, when) => {
      fc.pre(one.consent !== 'given');
      const choice = chooseOffers(own, one, when);
      expect(personalOf(choice)).toEqual([]);
      expect(choice).toEqual(chooseOffers(own, { ...other, consent: one.consent }, when));
    }),
  );
});

it('names each offer once, chosen or refused, and answers the same twice', () => {
  fc.assert(
    fc.property(catalogue, customer, options, (own, who, when) => {
      const choice = chooseOffers(own, who, when);
      const named = [
        ...choice.chosen.map(({ offer }) => offer.id),
        ...choice.refused.map(({ offer }) => offer),
      ];
      expect(named.sort()).toEqual([...ids, ...(own.fallback ? ['all'] : [])].sort());
      expect(choice.chosen.length).toBeLessThanOrEqual(when.most);
      const shuffled = { ...own, offers: [...own.offers].reverse() };
      expect(chooseOffers(shuffled, who, when).chosen).toEqual(choice.chosen);
    }),
  );
});
