import type { GeneralOffer, Offer, OfferConsent, OfferEvent } from '@aicrm/schema/offer';
import type { Scalar } from '@aicrm/schema/view';

/** One purchase of the customer. */
export interface Purchase {
  /** Id of the product, as rules name it. */
  readonly product: string;
  readonly label?: string;
  /** Epoch ms. */
  readonly at: number;
}

/** The measured difference that an offer makes for this customer, in units of the outcome: .02 is two more in a hundred. */
export interface MeasuredEffect {
  readonly offer: string;
  readonly effect: number;
  readonly low: number;
  readonly high: number;
  readonly reliable: boolean;
}

/** A product's chance of being bought next, 0..1, and the labels of the purchases that speak for it. */
export interface ProductChance {
  readonly product: string;
  readonly label?: string;
  readonly probability: number;
  readonly because: readonly string[];
}

/** All that the choice rests on, as plain data of one moment. */
export interface OfferCustomer {
  /** Seeds the lot of exploration; nothing else reads it. */
  readonly id?: string;
  readonly consent: OfferConsent;
  /** What is known of the customer, by the names that rules use. */
  readonly signals: Readonly<Record<string, Scalar>>;
  /** All purchases; null where they are not known, which is not the same as none. */
  readonly purchases: readonly Purchase[] | null;
  readonly effects: readonly MeasuredEffect[];
  readonly chances: readonly ProductChance[];
  readonly history: readonly OfferEvent[];
}

/** By what an offer stands where it does. */
export type RankedBy =
  | { readonly by: 'effect'; readonly effect: number; readonly low: number; readonly high: number }
  | {
      readonly by: 'chance';
      readonly label: string;
      readonly probability: number;
      readonly because: readonly string[];
    }
  | { readonly by: 'weight'; readonly weight: number }
  /** Drawn by lot; `propensity` is the probability with which this offer came to this place. */
  | { readonly by: 'lot'; readonly propensity: number }
  | { readonly by: 'general' };

/** What a customer has done or is that made a rule true. */
export type OfferReason =
  | { readonly why: 'bought'; readonly label: string; readonly times: number; readonly lastAt: number }
  | { readonly why: 'not-bought'; readonly label: string }
  | { readonly why: 'known'; readonly signal: string; readonly label: string; readonly value: Scalar };

export interface ChosenOffer {
  readonly offer: Offer | GeneralOffer;
  readonly ranked: RankedBy;
  readonly reasons: readonly OfferReason[];
}

export type Refusal =
  /** Nothing personal may be shown. */
  | { readonly why: 'consent' }
  | { readonly why: 'not-yet' | 'over'; readonly day: string }
  /** The rule is false for what is known. */
  | { readonly why: 'rule'; readonly signals: readonly string[] }
  /** The rule reads what is not known. */
  | { readonly why: 'unknown'; readonly signals: readonly string[] }
  /** Until epoch ms. */
  | { readonly why: 'dismissed'; readonly until: number }
  /** Shown as often as it may be, itself or all offers together. */
  | {
      readonly why: 'cap' | 'cap-of-all';
      readonly per: 'day' | 'week';
      readonly shown: number;
      readonly most: number;
    }
  /** It was measured that it does not help this customer. */
  | { readonly why: 'no-help'; readonly effect: number; readonly low: number; readonly high: number }
  /** Others are expected to do more. */
  | { readonly why: 'place'; readonly place: number }
  /** The fallback, where something better was found. */
  | { readonly why: 'not-needed' };

export interface RefusedOffer {
  readonly offer: string;
  readonly refusal: Refusal;
}

export interface OfferChoice {
  /** The best first; the fallback alone where there is nothing else, and nothing where that may not be shown either. */
  readonly chosen: readonly ChosenOffer[];
  /** Every other offer of the catalogue, in its order. */
  readonly refused: readonly RefusedOffer[];
}

export interface OfferOptions {
  /** Now, epoch ms. */
  readonly at: number;
  /** How many at most; default 3. */
  readonly most?: number;
  /** Ids of what stands on the customer's screen already: its impression was counted, so no cap takes it away. */
  readonly showing?: readonly string[];
}
