type Labels = Readonly<Record<string, string>>;
type FilterName = 'since' | 'segment' | 'region' | 'owner';

/** Words of `<aicrm-dashboard>`; names of stages, segments, regions, owners and inputs are the tenant's. */
export interface DashboardMessages {
  readonly name: string;
  readonly loading: string;
  readonly retry: string;
  readonly noClient: string;
  readonly permission: string;
  readonly failed: string;
  readonly noteOffline: string;
  readonly none: string;

  readonly filters: string;
  readonly filter: Readonly<Record<FilterName, string>>;
  readonly all: Readonly<Record<FilterName, string>>;
  readonly spans: Readonly<Record<'365' | '90' | '30', string>>;
  readonly clear: string;
  /** Stands at a part that cannot follow what is chosen. */
  readonly notFollowed: (filters: string) => string;
  readonly export: string;
  readonly copy: string;
  readonly print: string;
  readonly exported: (rows: string) => string;
  readonly copied: (rows: string) => string;
  readonly notCopied: string;
  readonly records: (count: string) => string;
  readonly reading: string;

  readonly figures: string;
  readonly revenue: (step: string) => string;
  readonly revenueSoFar: (step: string) => string;
  readonly ofExpected: (expected: string, share: string) => string;
  readonly range80: (low: string, high: string) => string;
  readonly revenueTrend: string;
  readonly noForecast: string;
  readonly pipeline: string;
  readonly openDeals: (count: string, amount: string) => string;
  readonly notWeighed: (count: string) => string;
  readonly noChances: string;
  readonly noDeals: string;
  readonly created: string;
  readonly risk: string;
  readonly riskCount: string;
  readonly riskCustomers: (count: string, of: string) => string;
  readonly riskIs: (days: string) => string;
  readonly noValue: string;
  readonly noCustomers: string;
  readonly tone: string;
  readonly toneOf: (count: string) => string;
  readonly toneUp: (points: string) => string;
  readonly toneDown: (points: string) => string;
  readonly toneSame: string;
  readonly toneTrend: string;
  readonly tooFewMessages: (count: string) => string;
  readonly noMessages: string;
  readonly points: (number: string) => string;

  readonly funnel: string;
  readonly leadFunnel: string;
  readonly dealFunnel: string;
  readonly stages: Readonly<Record<'leads' | 'decided' | 'converted' | 'won', string>>;
  readonly stageHeads: readonly [string, string];
  readonly funnelHelp: string;
  readonly noFunnel: string;

  readonly churn: string;
  readonly churnHeads: readonly [
    customer: string,
    segment: string,
    chance: string,
    expected: string,
    weight: string,
  ];
  readonly churnHelp: string;
  readonly more: (count: string) => string;
  readonly fewer: string;
  readonly openRecord: (name: string) => string;

  readonly aspects: string;
  readonly aspectHead: string;
  readonly tones: Readonly<Record<'negative' | 'neutral' | 'positive', string>>;
  readonly mentions: (count: string) => string;
  readonly aspectsHelp: string;
  readonly noAspects: string;
  readonly readingMessages: (read: string, all: string) => string;

  readonly reasons: string;
  readonly reasonHeads: readonly [string, string];
  readonly models: Labels;
  readonly model: string;
  readonly reasonsHelp: string;
  readonly noReasons: string;
}
