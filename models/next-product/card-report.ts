import type { NextProductRanking } from '@aicrm/schema/next-product-model';
import type { ReportCardOf } from '@aicrm/schema/report-card';
import { given, type ReportOptions } from '../card/report.js';
import { nextProductFeatures } from './features.js';
import type { TrainedNextProduct } from './train.js';

const judged = ({ by, reason, holdout }: NextProductRanking) => ({ by, reason, ...holdout });

/** The card of a next-product model as a file: what `aicrm card` and the console draw. */
export function nextProductReport(
  { card, model }: TrainedNextProduct,
  options: ReportOptions = {},
): ReportCardOf<'next-product'> {
  return {
    ...given({ synthetic: card.synthetic, ...options }),
    kind: 'next-product',
    name: card.name,
    version: card.version,
    trainedAt: model.trainedAt,
    window: { from: card.window.from, to: card.window.to },
    rows: [
      { of: 'customers', count: card.customers },
      { of: 'purchases', count: card.purchases },
    ],
    inputs: nextProductFeatures.map(({ id, label }) => ({ id, label })),
    verdict: {
      good: card.any.by === 'model' || card.new.by === 'model',
      reason: card.any.reason,
    },
    limits: [...card.limits],
    detail: {
      horizonDays: card.horizonDays,
      judgedFrom: card.window.judgedFrom,
      items: card.items,
      any: judged(card.any),
      new: judged(card.new),
    },
  };
}
