import { hasRetail, retailHistory, retailNow } from '@aicrm/models/lead-score/testing/retail';
import { behaviourOf } from '@aicrm/models/segments/behaviour';
import { behaviourClusters } from '@aicrm/models/segments/clusters';
import { rfmSegments } from '@aicrm/models/segments/rfm';
import { trainValue } from '@aicrm/models/value/train';
import { type Row, skippedRow } from '../../measure/row.js';

const name = 'Retail club, 2,379 households';

const info = (
  metric: string,
  ours: number,
  reference: number | null,
  referenceName: string,
  why: string,
): Row => ({
  case: name,
  metric,
  better: 'lower',
  ours,
  reference,
  referenceName,
  target: 'for information',
  noise: null,
  pass: null,
  why,
});

/** What value and segments say of customers nobody tuned them on: a year of a grocery club. */
export function segments(): Row[] {
  if (!hasRetail) return [skippedRow(name, 'all', '../shared/data has no retail')];
  const { orders } = retailHistory();
  const rows: Row[] = [];
  const value = trainValue(orders, { now: retailNow, horizonDays: 91 });
  if (!value.ok) throw new Error(value.error.detail);
  for (const { kind, total, spend, correlation, days } of value.value.card.backtests)
    rows.push(
      info(
        `purchases over the last ${days} days, ${kind}: error of the total in %`,
        total.errorPercent,
        null,
        '',
        `predicted ${total.predicted.toFixed(0)} (${total.low.toFixed(0)} to ${total.high.toFixed(0)}), happened ${total.actual}; correlation ${correlation.value.toFixed(3)}; spend ${spend === null ? 'unknown' : `${spend.errorPercent.toFixed(1)} %`}`,
      ),
    );
  const behaviour = behaviourOf(orders, retailNow);
  const rfm = rfmSegments(behaviour);
  if (!rfm.ok) throw new Error(rfm.error.detail);
  const best = rfm.value.segments.filter(({ id }) => id === 'champions' || id === 'loyal');
  rows.push({
    ...info(
      'share of spend of champions and loyal',
      best.reduce((sum, { valueShare }) => sum + valueShare, 0),
      best.reduce((sum, { share }) => sum + share, 0),
      'their share of customers',
      rfm.value.segments
        .map(({ name, customers, valueShare }) => `${name} ${customers} (${(100 * valueShare).toFixed(0)} %)`)
        .join(', '),
    ),
    better: 'higher',
  });
  const clusters = behaviourClusters(behaviour);
  if (!clusters.ok) throw new Error(clusters.error.detail);
  const { choice, k } = clusters.value;
  rows.push(
    info(
      'clusters that are steady',
      k ?? 0,
      null,
      '',
      `${choice.reason} ${choice.tried.map((one) => `${one.k}: ${one.stability.toFixed(2)} against ${one.nullStability.toFixed(2)}, silhouette ${one.silhouette.toFixed(2)}`).join('; ')}`,
    ),
  );
  return rows;
}
