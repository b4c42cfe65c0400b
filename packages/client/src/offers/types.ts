import type { ChosenOffer, OfferChoice } from '@aicrm/models/offers/types';
import type { OfferConsent, OfferEvent } from '@aicrm/schema/offer';

export type { ChosenOffer, OfferChoice, OfferReason, RankedBy } from '@aicrm/models/offers/types';

/** What an offer's choice rested on, in kinds that a customer knows. */
export type UsedData = 'purchases' | 'profile' | 'measurement' | 'history';

export interface OffersInput {
  /** Untrusted: a tenant's offers, see `OfferCatalogue`. */
  readonly catalogue: unknown;
  /** Untrusted: a record view, a record of fields, or a `GivenCustomer`; only read with consent. */
  readonly customer: unknown;
  /** Untrusted: what became of offers, see `GivenOfferEvent`; only read with consent. */
  readonly history: unknown;
  readonly consent: OfferConsent;
  readonly recordId: string | undefined;
  /** What this page saw itself; told once, also where `history` has it by now. */
  readonly own: readonly OfferEvent[];
  /** Offers that a person hid in this view and that keep their place there; `at` is when. */
  readonly hidden: ReadonlyMap<string, number>;
  /** Ids of what the customer has on the screen. */
  readonly showing: readonly string[];
  /** Now, epoch ms. */
  readonly at: number;
  readonly most: number;
}

/** A customer as a host hands one over; each part may be absent. What is absent is unknown. */
export interface GivenCustomer {
  readonly id?: string;
  /** What is known, by the names that rules use. */
  readonly fields?: Readonly<Record<string, unknown>>;
  /** All purchases; `at` is an ISO instant or epoch ms. */
  readonly purchases?: readonly {
    readonly product: string;
    readonly label?: string;
    readonly at: string | number;
  }[];
  /** What offers change for this customer, as `predictUplift` says. */
  readonly effects?: readonly {
    readonly offer: string;
    readonly effect: number;
    readonly low: number;
    readonly high: number;
    readonly reliable: boolean;
  }[];
  /** What this customer may buy next, as `nextProducts` says. */
  readonly chances?: readonly {
    readonly product: string;
    readonly label?: string;
    readonly probability: number;
    readonly because?: readonly string[];
  }[];
}

export interface GivenOfferEvent {
  readonly offer: string;
  readonly what: OfferEvent['what'];
  /** ISO instant or epoch ms. */
  readonly at: string | number;
}

/** What an element shows, and what it must know to show it. */
export interface OffersInsight {
  readonly choice: OfferChoice;
  readonly zone: string;
  readonly dismissedDays: number;
  readonly used: ReadonlyMap<ChosenOffer, readonly UsedData[]>;
  /** Id of the customer, where it is known and may be used. */
  readonly recordId: string | undefined;
}
