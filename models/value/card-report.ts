import type { ReportCardOf } from '@aicrm/schema/report-card';
import { given, type ReportOptions } from '../card/report.js';
import type { ValueCard } from './train.js';

/** The card of a value model as a file: what `aicrm card` and the console draw. */
export function valueReport(card: ValueCard, options: ReportOptions = {}): ReportCardOf<'value'> {
  const { model, backtests } = card;
  const { from, to, customers, repeat } = model.trainingWindow;
  return {
    ...given({ synthetic: card.synthetic, ...options }),
    kind: 'value',
    name: card.name,
    version: card.version,
    trainedAt: model.trainedAt,
    window: { from, to },
    rows: [
      { of: 'customers', count: customers },
      { of: 'customers who came back', count: repeat },
    ],
    inputs: [
      { id: 'gapDays', label: 'Days since last purchase' },
      { id: 'repeats', label: 'Repeat purchases' },
      { id: 'ageDays', label: 'Days since first purchase' },
      ...(model.spend === null ? [] : [{ id: 'meanSpend', label: 'Mean spend of a repeat purchase' }]),
    ],
    verdict: {
      good: backtests.length === 0 ? null : card.verdict.publish,
      reason: card.verdict.reason,
    },
    limits: [...card.limits],
    detail: { currency: model.currency, horizonDays: model.horizonDays, backtests: [...backtests] },
  };
}
