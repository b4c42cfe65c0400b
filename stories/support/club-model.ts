import type { LinearModel } from '@aicrm/learn/model/ensemble';
import { sha256Hex } from '@aicrm/runtime/artefact';
import { writeArtefact } from '@aicrm/runtime/write-artefact';
import type { FeatureSpec, ModelMeta } from '@aicrm/schema/model';
import { type PublishedModel, publish } from './published-model.js';

/**
 * A small logistic model of a loyalty club's campaign leads, written by hand for stories: the same file format, reader,
 * scorer and explanations as a trained one, with weights that a reader can check. Its card says that it is synthetic.
 */
type Feature = ModelMeta['features'][number];

const number = (
  id: string,
  label: string,
  from: string,
  [mean, sd]: readonly [number, number],
  weight: number,
  more: Partial<FeatureSpec> = {},
) => ({
  weights: [weight, -0.1],
  feature: {
    spec: { id, label, from, as: 'number', changeable: false, sensitive: false, ...more },
    encoder: { kind: 'standard', mean, sd },
    profile: {
      present: 0.94,
      meanAbs: Math.abs(weight) * 0.8,
      quantiles: [-1.4, -1.1, -0.7, 0, 0.7, 1.3, 1.7].map((z) =>
        Math.max(0, mean < 1 ? mean + z * sd : Math.round(mean + z * sd)),
      ),
    },
  } satisfies Feature,
});

const level = (
  id: string,
  label: string,
  from: string,
  levels: Readonly<Record<string, number>>,
  more: Partial<FeatureSpec> = {},
) => ({
  weights: [...Object.values(levels), 0, -0.05],
  feature: {
    spec: { id, label, from, as: 'category', changeable: false, sensitive: false, ...more },
    encoder: { kind: 'one-hot', levels: Object.keys(levels) },
    profile: {
      present: 0.9,
      meanAbs: Math.max(...Object.values(levels).map(Math.abs)) * 0.6,
      levels: Object.fromEntries(Object.keys(levels).map((name, _, all) => [name, 1 / all.length])),
    },
  } satisfies Feature,
});

const inputs: { weights: number[]; feature: Feature }[] = [
  number('leads.converted', 'Earlier conversions', 'facts.leads.converted', [0.6, 1.1], 0.82),
  number('orders.lastAt', 'Days since last purchase', 'facts.orders.lastAt', [11, 16], -0.58, {
    as: 'days-since',
    unit: 'days',
    changeable: true,
  }),
  level(
    'campaign.kind',
    'Campaign type',
    'fields.campaignKind',
    { 'Type A': 0.74, 'Type B': -0.36, 'Type C': -0.18 },
    { changeable: true },
  ),
  number('orders.sum90', 'Spend in 90 days', 'facts.orders.sum90', [410, 380], 0.34, { unit: 'USD' }),
  number(
    'orders.couponShare',
    'Share of purchases with a coupon',
    'facts.orders.couponShare',
    [0.08, 0.11],
    0.47,
    {
      unit: 'share',
    },
  ),
  number('orders.count90', 'Purchases in 90 days', 'facts.orders.count90', [22, 17], 0.12),
  number('orders.mean', 'Average basket', 'facts.orders.mean', [29, 18], -0.15, { unit: 'USD' }),
  number('offers', 'Offers in the campaign', 'fields.offers', [9, 6], 0.29, { changeable: true }),
  number('leads.count', 'Earlier campaigns received', 'facts.leads.count', [4.2, 3.1], -0.21),
  number('orders.discountShare', 'Average discount', 'facts.orders.discountShare', [0.17, 0.08], 0.09, {
    unit: 'share',
  }),
  number('orders.firstAt', 'Days since first purchase', 'facts.orders.firstAt', [420, 130], 0.06, {
    as: 'days-since',
    unit: 'days',
  }),
  level('contact.household', 'Household size', 'fields.household', { '1': -0.08, '2': 0.03, '3+': 0.07 }),
  level(
    'contact.age',
    'Age group',
    'fields.age',
    { '19-44': 0.05, '45-64': 0.02, '65+': -0.11 },
    { sensitive: true },
  ),
  level('contact.home', 'Home', 'fields.home', { owner: 0.06, renter: -0.07 }),
];

const intercept = -2.05;
const weights = inputs.flatMap((input) => input.weights);
const means = inputs.flatMap(({ feature: { encoder } }) => {
  if (encoder.kind !== 'one-hot') return [0, 0.06];
  return [...encoder.levels.map(() => 0.9 / encoder.levels.length), 0, 0.1];
});

const linear: LinearModel = {
  kind: 'linear',
  columns: weights.length,
  intercept,
  coefficients: Float32Array.from(weights),
  means: Float32Array.from(means),
};

const meta: ModelMeta = {
  schemaVersion: 1,
  name: 'lead-score',
  version: '2026-11-16.1',
  kind: 'logistic',
  recordType: 'lead',
  outcome: 'redeems a coupon of the campaign within 70 days',
  features: inputs.map((input) => input.feature),
  calibration: { a: 1, b: 0 },
  baseMargin: weights.reduce((sum, weight, i) => sum + weight * (means[i] ?? 0), intercept),
  columnMeans: means,
  baseRate: 0.124,
  bands: { high: 0.248, medium: 0.124 },
  trainedAt: '2026-11-16T02:10:00Z',
  trainingWindow: { from: '2025-03-01T00:00:00Z', to: '2026-08-30T00:00:00Z', rows: 4_780, positives: 595 },
  dataLicence: 'Written by hand for stories; the club is The Complete Journey (CC0)',
  hostFields: {
    campaign: 'fields.campaignKind',
    lastPurchase: 'facts.orders.lastAt',
    conversions: 'facts.leads.converted',
    spend: 'facts.orders.sum90',
    offers: 'fields.offers',
  },
};

let made: Promise<PublishedModel> | undefined;

/** The model as the worker would serve it; made once a page. */
export function clubModel(): Promise<PublishedModel> {
  made ??= (async () => {
    const bytes = writeArtefact(linear, meta);
    const sha256 = await sha256Hex(bytes);
    return publish(meta, bytes, sha256, {
      why: 'Published by hand for these stories.',
      limits: [
        'The weights are examples: nothing may be concluded from them about real customers.',
        'It knows campaigns of types A, B and C only.',
      ],
    });
  })();
  return made;
}
