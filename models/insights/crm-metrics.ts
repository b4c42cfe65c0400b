import type { Metric, MetricRow, MetricSpec } from './metrics.js';

type Segments = MetricRow['segments'];

/** What happened, as plain rows; instants in milliseconds since 1970, money in major units of one currency. */
export interface CrmRows {
  readonly leads: readonly {
    readonly createdAt: number;
    readonly closedAt?: number | undefined;
    readonly status: 'open' | 'converted' | 'lost';
    /** Hours until somebody answered, where anybody did. */
    readonly answeredAfterHours?: number | undefined;
    readonly segments: Segments;
  }[];
  readonly deals: readonly {
    readonly closedAt?: number | undefined;
    readonly status: 'open' | 'won' | 'lost';
    readonly amount: number;
    readonly fromLead: boolean;
    readonly segments: Segments;
  }[];
  /** Contracts that ended, with what they paid a year. */
  readonly ended: readonly { readonly at: number; readonly yearly: number; readonly segments: Segments }[];
  readonly orders: readonly { readonly at: number; readonly total: number; readonly segments: Segments }[];
  /** Tone from −1 to 1, by the sentiment model. */
  readonly messages: readonly { readonly at: number; readonly tone: number; readonly segments: Segments }[];
}

const specs = {
  newLeads: {
    id: 'new-leads',
    label: 'New leads',
    kind: 'count',
    better: 'higher',
    unit: 'number',
    type: 'lead',
  },
  conversion: {
    id: 'conversion',
    label: 'Conversion rate of leads closed',
    kind: 'rate',
    better: 'higher',
    unit: 'percent',
    type: 'lead',
  },
  response: {
    id: 'response-time',
    label: 'Mean time to the first answer',
    kind: 'mean',
    better: 'lower',
    unit: 'hours',
    type: 'lead',
  },
  winRate: {
    id: 'win-rate',
    label: 'Win rate of deals closed',
    kind: 'rate',
    better: 'higher',
    unit: 'percent',
    type: 'deal',
  },
  won: {
    id: 'won-value',
    label: 'Value won',
    kind: 'sum',
    better: 'higher',
    unit: 'money',
    type: 'deal',
    alongside: 'win-rate',
  },
  churned: {
    id: 'churned-value',
    label: 'Yearly value of contracts ended',
    kind: 'sum',
    better: 'lower',
    unit: 'money',
    type: 'company',
  },
  orders: { id: 'orders', label: 'Orders', kind: 'count', better: 'higher', unit: 'number', type: 'order' },
  revenue: {
    id: 'revenue',
    label: 'Revenue',
    kind: 'sum',
    better: 'higher',
    unit: 'money',
    type: 'order',
    alongside: 'orders',
  },
  sentiment: {
    id: 'sentiment',
    label: 'Mean sentiment of messages (−1 to 1)',
    kind: 'mean',
    better: 'higher',
    unit: 'score',
    type: 'message',
  },
} as const satisfies Record<string, MetricSpec>;

const yearMs = 365 * 86_400_000;

/**
 * The metrics that a sales team watches. What one lead, one conversion, one deal won and one order is worth is the mean of
 * the year before `asOf`, and is not stated where nothing was won or bought then. Rows after `asOf` are ignored.
 */
export function crmMetrics(rows: CrmRows, asOf: number): Metric[] {
  const lately = (at: number | undefined): boolean => at !== undefined && at > asOf - yearMs && at <= asOf;
  const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
  const mean = (total: number, n: number): { worth?: number } =>
    n > 0 && total > 0 ? { worth: total / n } : {};
  const won = rows.deals.filter(({ status, closedAt }) => status === 'won' && lately(closedAt));
  const fromLeads = sum(won.filter(({ fromLead }) => fromLead).map(({ amount }) => amount));
  const bought = rows.orders.filter(({ at }) => lately(at));
  const closed = rows.leads.flatMap(({ closedAt, status, segments }) =>
    closedAt === undefined || status === 'open'
      ? []
      : [{ at: closedAt, value: status === 'converted' ? 1 : 0, segments }],
  );
  const dealsClosed = rows.deals.flatMap(({ closedAt, status, amount, segments }) =>
    closedAt === undefined || status === 'open'
      ? []
      : [{ at: closedAt, won: status === 'won', amount, segments }],
  );
  const metrics: Metric[] = [
    {
      spec: {
        ...specs.newLeads,
        ...mean(fromLeads, rows.leads.filter(({ createdAt }) => lately(createdAt)).length),
      },
      rows: rows.leads.map(({ createdAt, segments }) => ({ at: createdAt, value: 1, segments })),
    },
    {
      spec: {
        ...specs.conversion,
        ...mean(fromLeads, closed.filter(({ at, value }) => value === 1 && lately(at)).length),
      },
      rows: closed,
    },
    {
      spec: specs.response,
      rows: rows.leads.flatMap(({ createdAt, answeredAfterHours: hours, segments }) =>
        hours === undefined ? [] : [{ at: createdAt + hours * 3_600_000, value: hours, segments }],
      ),
    },
    {
      spec: { ...specs.winRate, ...mean(sum(won.map(({ amount }) => amount)), won.length) },
      rows: dealsClosed.map(({ at, won, segments }) => ({ at, value: won ? 1 : 0, segments })),
    },
    {
      spec: specs.won,
      rows: dealsClosed.flatMap(({ at, won, amount, segments }) =>
        won ? [{ at, value: amount, segments }] : [],
      ),
    },
    {
      spec: specs.churned,
      rows: rows.ended.map(({ at, yearly, segments }) => ({ at, value: yearly, segments })),
    },
    {
      spec: { ...specs.orders, ...mean(sum(bought.map(({ total }) => total)), bought.length) },
      rows: rows.orders.map(({ at, segments }) => ({ at, value: 1, segments })),
    },
    {
      spec: specs.revenue,
      rows: rows.orders.map(({ at, total, segments }) => ({ at, value: total, segments })),
    },
    {
      spec: specs.sentiment,
      rows: rows.messages.map(({ at, tone, segments }) => ({ at, value: tone, segments })),
    },
  ];
  return metrics
    .map(({ spec, rows: all }) => ({ spec, rows: all.filter(({ at }) => at <= asOf) }))
    .filter(({ rows: some }) => some.length > 0);
}
