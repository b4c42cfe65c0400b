import * as z from 'zod/mini';
import { Condition, SignalSpec } from './next-action.js';
import { Money } from './record.js';
import { Instant } from './view.js';

const name = z.string().check(z.minLength(1), z.maxLength(100));
const text = z.string().check(z.maxLength(1_000));
const count = z.int().check(z.gte(0), z.lte(1_000));

/** How often something may be shown to one customer; a day and a week (from Monday) are those of the tenant's clock. */
export const FrequencyCap = z.object({ perDay: z.optional(count), perWeek: z.optional(count) });
export type FrequencyCap = z.infer<typeof FrequencyCap>;

/** What a customer reads of an offer, and when it runs. */
const content = {
  id: name,
  title: z.string().check(z.minLength(1), z.maxLength(200)),
  text: z.optional(text),
  price: z.optional(Money),
  /** The price without the offer, of the same currency. */
  was: z.optional(Money),
  /** In (0, 1]: .2 is a fifth less. */
  discount: z.optional(z.number().check(z.gt(0), z.lte(1))),
  /** Where it leads; only http and https are followed. */
  url: z.optional(z.string().check(z.maxLength(2_000))),
  /** A bare day is one of the tenant's clock, and is the first on which the offer runs. */
  from: z.optional(Instant),
  /** The last day, if it is a bare day; else the instant at which the offer is over. */
  until: z.optional(Instant),
};

export const Offer = z.object({
  ...content,
  /** Who may have it, over what is known of the customer; everybody where it is absent. */
  when: z.optional(Condition),
  cap: z.optional(FrequencyCap),
  /** A product whose chance of being bought next ranks the offer where no effect was measured. */
  product: z.optional(name),
  /** The shop's own order, for what has neither. */
  weight: z.optional(z.number().check(z.gte(0), z.lte(1_000))),
});
export type Offer = z.infer<typeof Offer>;

/** What everybody may see: it has no rule, since nothing personal decides on it. */
export const GeneralOffer = z.object(content);
export type GeneralOffer = z.infer<typeof GeneralOffer>;

/** A tenant's offers, and how they may be shown. */
export const OfferCatalogue = z.object({
  schema: z.literal(1),
  kind: z.literal('offers'),
  /** IANA name of the tenant's clock. */
  zone: name,
  offers: z.array(Offer).check(z.maxLength(500)),
  /** Shown where nothing personal may be, or nothing else is left; null where nothing should. */
  fallback: z.nullable(GeneralOffer),
  /** Over all offers together, the fallback apart. */
  caps: FrequencyCap,
  /** Days in which a dismissed offer does not come back. */
  dismissedDays: z.number().check(z.gte(0), z.lte(3_650)),
  /** Names for what rules read. */
  signals: z.optional(z.array(SignalSpec)),
  /** Share of choices in which one place goes to an offer drawn by lot, so that its effect can be learned; off where it is absent. */
  exploration: z.optional(z.number().check(z.gte(0), z.lte(0.5))),
});
export type OfferCatalogue = z.infer<typeof OfferCatalogue>;

/** What became of an offer, and when (milliseconds since 1970). */
export const OfferEvent = z.object({
  offer: name,
  at: z.number(),
  what: z.enum(['impression', 'click', 'dismissed', 'converted']),
});
export type OfferEvent = z.infer<typeof OfferEvent>;

/** A person's answer to whether offers may be chosen by what is known of them; `asked`: there is none yet. */
export const OfferConsent = z.enum(['asked', 'given', 'refused']);
export type OfferConsent = z.infer<typeof OfferConsent>;
