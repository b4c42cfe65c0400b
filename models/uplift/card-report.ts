import type { ReportCardOf } from '@aicrm/schema/report-card';
import type { UpliftModel } from '@aicrm/schema/uplift-model';
import { given, type ReportOptions } from '../card/report.js';
import type { UpliftCard } from './card.js';

/** The card of an uplift model as a file: what `aicrm card` and the console draw. */
export function upliftReport(
  { card, model }: { readonly card: UpliftCard; readonly model: UpliftModel },
  options: ReportOptions & { readonly window?: { readonly from: string; readonly to: string } } = {},
): ReportCardOf<'uplift'> {
  const { propensity, sentence } = card.assignment;
  const { value, nullSd, z, low, high } = card.qini;
  return {
    ...given({ synthetic: card.synthetic, ...options }),
    kind: 'uplift',
    name: card.name,
    version: card.version,
    trainedAt: model.trainedAt,
    window: options.window ?? null,
    rows: [
      { of: 'customers who got the offer', count: card.rows.treated },
      { of: 'customers who did not', count: card.rows.untreated },
    ],
    inputs: model.columns.map((column) => ({
      id: column.field,
      label: column.label,
      note: column.kind === 'number' ? 'number' : `category of ${column.levels.length} levels`,
    })),
    verdict: { good: card.verdict.state === 'reliable', reason: card.verdict.reason },
    limits: [...card.limits],
    detail: {
      treatment: card.treatment,
      outcome: card.outcome,
      average: card.average,
      assignment: { propensity, sentence },
      learners: [...card.learners],
      compared: card.compared.map(({ learner, qini }) => ({ learner, qini })),
      qini: { value, nullSd, z, low, high },
      curve: card.curve.map((point) => ({
        share: point.share,
        gain: point.gain,
        low: point.low,
        high: point.high,
        chanceLow: point.chanceLow,
        chanceHigh: point.chanceHigh,
      })),
      deciles: [...card.deciles],
      targets: [...card.targets],
      persuadable: card.persuadable,
    },
  };
}
