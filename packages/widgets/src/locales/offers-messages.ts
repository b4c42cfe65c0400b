import type { UsedData } from '@aicrm/client/offers/types';

/** Words of `<aicrm-offers>`. Texts with values in them are functions, so that each language orders them its own way. */
export interface OffersMessages {
  readonly forYou: string;
  readonly forEverybody: string;
  readonly loading: string;
  readonly nothing: string;
  readonly notGiven: string;
  readonly retry: string;
  readonly errorTitle: string;
  readonly errorHelp: string;
  readonly unreadable: string;
  readonly noteOffline: string;
  readonly noteStale: string;
  readonly noteNoCustomer: string;
  readonly notePermission: string;

  readonly askTitle: string;
  readonly askText: string;
  readonly yes: string;
  readonly no: string;
  readonly given: string;
  readonly stop: string;
  readonly refused: string;
  readonly choose: string;

  readonly before: string;
  readonly now: string;
  readonly less: (share: string) => string;
  readonly untilDay: (day: string) => string;
  readonly becauseBought: (product: string) => string;
  readonly view: string;
  readonly newTab: string;
  readonly dismiss: (offer: string) => string;
  readonly dismissed: (offer: string) => string;
  readonly comesBack: (days: string) => string;
  readonly undo: string;
  readonly notKept: string;

  readonly why: string;
  readonly reasons: string;
  readonly used: string;
  readonly computed: string;
  readonly bought: (product: string, times: string, day: string) => string;
  readonly notBought: (product: string) => string;
  readonly known: (name: string, value: string) => string;
  readonly flags: Readonly<Record<'true' | 'false', string>>;
  readonly byEffect: (effect: string, low: string, high: string) => string;
  readonly byChance: (product: string, chance: string) => string;
  readonly byChanceBecause: (product: string, chance: string, bought: string) => string;
  readonly byWeight: string;
  readonly byLot: (chance: string) => string;
  readonly general: string;
  readonly usedData: Readonly<Record<UsedData, string>>;
}
