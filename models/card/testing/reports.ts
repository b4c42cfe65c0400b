import type { ReportCard, ReportCardOf } from '@aicrm/schema/report-card';

/** One card of each kind with plain figures, made by hand: pages are tested by what they show of them. */
const common = {
  schemaVersion: 1,
  version: '2026-01-31',
  trainedAt: '2026-01-31T00:00:00.000Z',
  synthetic: true,
  dataLicence: 'CC0-1.0: made by hand',
  window: { from: '2024-01-01', to: '2026-01-30' },
  rows: [
    { of: 'customers', count: 12_345 },
    { of: 'customers who came back', count: 6_789 },
  ],
  inputs: [{ id: 'gap', label: 'Days since last purchase' }],
  refused: [{ column: 'discount', reason: 'It was not named.' }],
  limits: ['It knows purchases only.'],
} as const;

const backtest = (kind: 'pareto-nbd' | 'bg-nbd', errorPercent: number) => ({
  kind,
  cut: '2025-10-01',
  days: 60,
  customers: 900,
  total: { predicted: 1_100, low: 950, high: 1_240, actual: 1_000, errorPercent },
  spend: { predicted: 22_000, actual: 20_000, errorPercent },
  correlation: { value: 0.61, low: 0.52, high: 0.7 },
  covered: 0.873,
  months: [
    { until: '2025-10-31', days: 30, predicted: 560, low: 480, high: 640, actual: 520 },
    { until: '2025-11-30', days: 30, predicted: 540, low: 500, high: 600, actual: 480 },
  ],
  byRepeats: [
    { name: '0', customers: 500, predicted: 0.4, actual: 0.5 },
    { name: '1', customers: 400, predicted: 1.9, actual: 1.7 },
  ],
  byRecency: [],
  churn: [
    { name: 'fifth 1', customers: 180, predicted: 0.1, actual: 0.12 },
    { name: 'fifth 5', customers: 180, predicted: 0.9, actual: 0.88 },
  ],
});

const value: ReportCardOf<'value'> = {
  ...common,
  kind: 'value',
  name: 'value',
  verdict: { good: true, reason: 'On the 60 days held out, correlation 0.61 (0.52 to 0.70).' },
  detail: {
    currency: 'EUR',
    horizonDays: 90,
    backtests: [backtest('pareto-nbd', 10), backtest('bg-nbd', -4.2)],
  },
};

const step = (at: string, mean: number, actual: number | null) => ({
  at,
  actual,
  mean,
  low80: mean - 10,
  high80: mean + 10,
  low95: mean - 20,
  high95: mean + 20,
});

const forecast: ReportCardOf<'forecast'> = {
  ...common,
  kind: 'forecast',
  name: 'sales-forecast',
  verdict: { good: false, reason: 'No better than last year’s numbers, as far as the history shows.' },
  detail: {
    label: 'Orders in EUR',
    grain: 'month',
    season: 12,
    horizon: 2,
    state: 'no-better',
    method: [{ part: 'ets', share: 1, models: ['ETS(A,N,A) 100 %'] }],
    lookbacks: [
      { from: '2025-01', error: 12, lastYear: 11 },
      { from: '2025-07', error: 9, lastYear: 10 },
      { from: '2025-10', error: 8, lastYear: 8 },
    ],
    lookbackSteps: 2,
    ratio: { value: 1.01, low: 0.88, high: 1.12 },
    coverage80: 0.83,
    coverage95: 0.96,
    history: [
      { at: '2025-10', value: 90 },
      { at: '2025-11', value: null },
      { at: '2025-12', value: 120 },
    ],
    newest: [step('2025-11', 100, 105), step('2025-12', 110, 120)],
    ahead: [step('2026-01', 101, null), step('2026-02', 103, null)],
  },
};

const segment = (id: string, name: string, share: number, valueShare: number) => ({
  id,
  name,
  advice: 'Call them.',
  customers: Math.round(1_000 * share),
  share,
  valueShare,
  median: { recency: 12, frequency: 3 },
  apart: [{ label: 'Purchases', difference: 1.2, error: 0.05 }],
});

const segments: ReportCardOf<'segments'> = {
  ...common,
  kind: 'segments',
  name: 'segments',
  verdict: { good: true, reason: '2 clusters: two samples agree by 0.91.' },
  detail: {
    customers: 1_000,
    valueOf: 'spend in EUR',
    measures: [
      { id: 'recency', label: 'Days since last purchase' },
      { id: 'frequency', label: 'Purchases' },
    ],
    rules: [
      segment('champions', 'Champions', 0.2, 0.55),
      segment('lost', 'Lost', 0.8, 0.45),
      { ...segment('new', 'New', 0, 0), median: { recency: null, frequency: null }, apart: [] },
    ],
    clusters: {
      k: 2,
      reason: '2 clusters',
      tried: [
        { k: 2, stability: 0.91, nullStability: 0.4, error: 0.02, silhouette: 0.35, nullSilhouette: 0.1 },
        { k: 3, stability: 0.6, nullStability: 0.4, error: 0.03, silhouette: 0.25, nullSilhouette: 0.1 },
      ],
      segments: [
        segment('cluster-1', 'Purchases: high', 0.3, 0.7),
        segment('cluster-2', 'Purchases: low', 0.7, 0.3),
      ],
    },
  },
};

const ranking = (by: 'model' | 'popularity') => ({
  by,
  reason: `On the last 91 days ranked by ${by}.`,
  customers: 1_991,
  recall: 0.304,
  popularityRecall: 0.282,
  difference: { value: 0.022, low: 0.015, high: 0.03 },
  ndcg: 0.276,
  popularityNdcg: 0.256,
  predicted: 0.204,
  happened: 0.168,
});

const nextProduct: ReportCardOf<'next-product'> = {
  ...common,
  kind: 'next-product',
  name: 'next-product',
  verdict: { good: true, reason: ranking('model').reason },
  detail: {
    horizonDays: 91,
    judgedFrom: '2025-10-02',
    items: { kept: 290, all: 310, rule: 'Up to 600 items all are kept.' },
    any: ranking('model'),
    new: ranking('popularity'),
  },
};

const curve = [0, 0.5, 1].map((share) => ({
  share,
  gain: 0.04 * share,
  low: 0.03 * share,
  high: 0.05 * share,
  chanceLow: 0.035 * share,
  chanceHigh: 0.045 * share,
}));

const uplift: ReportCardOf<'uplift'> = {
  ...common,
  kind: 'uplift',
  name: 'uplift',
  window: null,
  verdict: { good: false, reason: 'No reliable difference between customers.' },
  detail: {
    treatment: 'the e-mail',
    outcome: 'visited',
    average: { value: 0.045, low: 0.039, high: 0.052 },
    assignment: { propensity: 'even', sentence: 'Treated and untreated customers are alike.' },
    learners: ['two model, small trees'],
    compared: [
      { learner: 'two model, small trees', qini: 0.002 },
      { learner: 'class transform, linear, penalty 1', qini: 0.001 },
    ],
    qini: { value: 0.002, nullSd: 0.001, z: 2, low: -0.0004, high: 0.004 },
    curve,
    deciles: [1, 2, 3].map((i) => ({
      predicted: 0.01 * i,
      actual: 0.011 * i,
      low: 0.005 * i,
      high: 0.017 * i,
      treated: 500,
      untreated: 480,
    })),
    targets: [{ share: 0.1, extraPer1000: 6.3, low: 4.2, high: 8.1, byLotPer1000: 4.5 }],
    persuadable: null,
  },
};

export const sampleReports: readonly ReportCard[] = [value, forecast, segments, nextProduct, uplift];
