import type { ReportCardOf } from '@aicrm/schema/report-card';
import { given, type ReportOptions } from '../card/report.js';
import { type Behaviour, measureLabels, measures } from './behaviour.js';
import type { Clusters } from './clusters.js';
import type { Segmentation, SegmentSummary } from './rfm.js';

export interface SegmentsReportOptions extends ReportOptions {
  /** Epoch ms: the end of the last day that counted. */
  readonly now: number;
  readonly version?: string;
  readonly clusters?: Clusters;
}

const dayMs = 86_400_000;
const isoDay = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

const segmentOf = ({ advice, ...one }: Omit<SegmentSummary, 'advice'> & { readonly advice?: string }) => ({
  id: one.id,
  name: one.name,
  ...(advice === undefined ? {} : { advice }),
  customers: one.customers,
  share: one.share,
  valueShare: one.valueShare,
  median: Object.fromEntries(measures.map((measure) => [measure, finite(one.median[measure])])),
  apart: one.apart.map(({ label, difference, error }) => ({ label, difference, error })),
});

function verdictOf(clusters: Clusters | undefined): ReportCardOf<'segments'>['verdict'] {
  if (clusters === undefined)
    return {
      good: null,
      reason:
        'Segments by rules name what customers did, in quantiles of this business. They foretell nothing, so there is nothing to hold out and judge.',
    };
  return { good: clusters.k !== null, reason: clusters.choice.reason };
}

/** The card of a segmentation as a file: sizes, shares of value, what sets each apart, and how steady clusters are. */
export function segmentsReport(
  behaviour: Behaviour,
  { customers, segments, notes, currency }: Segmentation,
  options: SegmentsReportOptions,
): ReportCardOf<'segments'> {
  const { now, clusters } = options;
  const oldest = behaviour.columns.age.reduce((most, age) => Math.max(most, age), 0);
  const purchases = behaviour.columns.frequency.reduce((sum, one) => sum + one, 0);
  const used = measures.filter(
    (measure) => behaviour.hasMoney || (measure !== 'money' && measure !== 'basket'),
  );
  return {
    ...given(options),
    kind: 'segments',
    name: 'segments',
    version: options.version ?? isoDay(now - dayMs),
    trainedAt: new Date(now).toISOString(),
    window: { from: isoDay(now - oldest * dayMs), to: isoDay(now - dayMs) },
    rows: [
      { of: 'customers', count: customers },
      { of: 'purchase days', count: purchases },
    ],
    inputs: used.map((measure) => ({ id: measure, label: measureLabels[measure] })),
    verdict: verdictOf(clusters),
    limits: [
      'A segment describes what customers did until the last day; it moves when they do, and is no forecast.',
      'What sets a segment apart is a difference of means that went together, not a cause.',
      ...notes,
    ],
    detail: {
      customers,
      valueOf: behaviour.hasMoney ? (currency === 'XXX' ? 'spend' : `spend in ${currency}`) : 'purchases',
      measures: used.map((measure) => ({ id: measure, label: measureLabels[measure] })),
      rules: segments.map(segmentOf),
      clusters:
        clusters === undefined
          ? null
          : {
              k: clusters.k,
              reason: clusters.choice.reason,
              tried: clusters.choice.tried.map((one) => ({ ...one })),
              segments: clusters.segments.map(segmentOf),
            },
    },
  };
}
