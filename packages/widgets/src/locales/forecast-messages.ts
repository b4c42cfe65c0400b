import type { Grain } from '@aicrm/client/outlook/types';

/** Words of the forecast chart. Texts with values in them are functions, so that each language orders them its own way. */
export interface ForecastMessages {
  readonly name: string;
  readonly loading: string;
  readonly empty: string;
  readonly retry: string;
  readonly tooLittleTitle: string;
  readonly permissionTitle: string;
  readonly permissionHelp: string;
  readonly errorTitle: string;
  readonly errorHelp: string;
  readonly noClient: string;
  readonly notAForecast: string;
  readonly noteOffline: string;
  readonly noteStale: string;
  readonly noteCached: string;

  readonly grains: Readonly<Record<Grain, string>>;
  /** "12 months", in the language's own plural. */
  readonly steps: (count: number, grain: Grain) => string;
  readonly upTo: (last: string) => string;
  readonly level: string;
  readonly total: string;
  readonly levels: Readonly<Record<'region' | 'product' | 'rep', string>>;
  readonly horizon: string;
  readonly ahead: (steps: string) => string;
  readonly lookBack: string;
  readonly openDeals: string;

  readonly range80: string;
  readonly range95: string;
  readonly rangeOf: (low: string, high: string) => string;
  readonly sumAhead: (steps: string) => string;
  readonly moreThanBefore: (share: string) => string;
  readonly lessThanBefore: (share: string) => string;
  readonly asBefore: string;
  readonly noYearBefore: string;
  readonly underWay: (step: string) => string;
  readonly soFar: string;
  readonly leftOut: string;

  readonly chart: (label: string, from: string, to: string) => string;
  readonly history: string;
  readonly forecast: string;
  readonly lastYear: string;
  readonly saidThen: string;
  readonly saidThenRange: string;
  readonly expectedDeals: string;
  readonly expectedDealsRange: string;
  readonly target: string;
  readonly targetIn: (step: string) => string;

  readonly targets: string;
  readonly chance: (chance: string) => string;
  readonly reached: string;
  readonly missed: string;

  readonly sure: string;
  readonly verdicts: Readonly<Record<'better' | 'no-better' | 'not-judged', string>>;
  readonly noBetterHelp: string;
  readonly notJudgedHelp: string;
  /** Looks back, the error's share of that of last year's values, and the interval of that share. */
  readonly ratio: (looks: string, share: string, low: string, high: string) => string;
  /** Shares that came within the two ranges. */
  readonly coverage: (of80: string, of95: string) => string;
  readonly coverageWords: Readonly<Record<'as-promised' | 'too-narrow' | 'too-wide', string>>;
  /** A step of each grain, as what is missed by is said of it: "a month". */
  readonly each: Readonly<Record<Grain, string>>;
  readonly meanError: (amount: string, each: string, steps: string) => string;
  readonly reach: (first: string, firstStep: string, last: string, lastStep: string) => string;
  readonly deals: (count: string) => string;
  readonly dealsHelp: string;
  readonly countedAsZero: (steps: string) => string;
  readonly filled: (steps: string) => string;
  /** How levels belong together: each by itself, or made to add up. */
  readonly levelHelp: Readonly<Record<'apart' | 'add-up', string>>;
  readonly goesOn: string;
  readonly dataOf: (when: string) => string;
  readonly computed: string;
}
