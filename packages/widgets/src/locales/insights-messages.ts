type Labels = Readonly<Record<string, string>>;

/**
 * Words of `<aicrm-insights>`. A change is said from its codes (`@aicrm/models`, README: "codes"); what a language has no
 * words for, such as a tenant's own metric, keeps the words that came with it.
 */
export interface InsightsMessages {
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
  readonly notInsights: string;
  readonly noteOffline: string;
  readonly noteStale: string;

  readonly week: (from: string, to: string) => string;
  readonly quiet: string;
  readonly quietHelp: (metrics: number, count: string) => string;
  readonly lookedAt: (metrics: number, count: string) => string;
  /** By the metric's id. */
  readonly metrics: Labels;
  /** By the dimension's id. */
  readonly dimensions: Labels;
  /** Parts that are no name of the tenant's. */
  readonly segments: Readonly<Record<'Other' | '(none)', string>>;
  readonly of: (metric: string, dimension: string, segment: string) => string;
  readonly was: (value: string, expected: string) => string;
  readonly usually: (low: string, high: string) => string;
  readonly points: (number: string) => string;
  readonly hours: (number: string) => string;
  readonly running: readonly [second: string, third: string, fourth: string, fifth: string];
  readonly driver: (dimension: string, segment: string, share: string) => string;
  readonly noSingleDriver: (dimension: string) => string;
  readonly largest: (amount: string) => string;
  readonly confidence: Readonly<Record<'clear' | 'likely' | 'tentative', string>>;
  readonly better: string;
  readonly worse: string;
  readonly who: (dimension: string) => string;
  readonly expected: string;
  readonly happened: string;
  readonly heads: readonly [part: string, adds: string, sum: string];
  readonly rangeLabel: (value: string, low: string, high: string) => string;
  readonly show: Readonly<Record<string, string>> & { readonly record: string };
  readonly chance: string;
  readonly dataOf: (when: string) => string;
}
