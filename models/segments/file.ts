import type { SegmentsFile } from '@aicrm/schema/analysis';
import { must } from '@aicrm/schema/result';
import type { Behaviour } from './behaviour.js';
import { quantileScores, type Segmentation } from './rfm.js';
import { checkRules, type SegmentRule, type SegmentRules, segmentOf } from './rules.js';

export type { SegmentsFile };

/** What places a customer: whole days since the last purchase, purchase days, and spend in major units. */
export interface SegmentInputs {
  readonly recencyDays: number;
  readonly frequency: number;
  readonly money: number;
}

/**
 * The upper bound of each part, the worst part first, so that a page scores a customer as the segmentation did. Where fewer is
 * better (days) they fall, else they rise; a part without customers has the bound of its neighbour that is as bad or, falling,
 * as good, and −1 where there is none: no customer is there.
 */
function boundsOf(values: Float64Array, parts: number, better: 'more' | 'less'): number[] {
  const scores = quantileScores(better === 'more' ? values : values.map((value) => -value), parts);
  return Array.from({ length: parts }, (_, i) => {
    let bound = -1;
    for (const [row, value] of values.entries()) {
      const score = scores[row] ?? 1;
      if (better === 'more' ? score <= i + 1 : score >= i + 1) bound = Math.max(bound, value);
    }
    return bound;
  });
}

const deviations = (value: number): string => `${value.toFixed(1)} standard deviations`;

/** The segmentation as a file for pages: rules, bounds and what is special of each segment, and of no customer anything. */
export function segmentsFile(
  behaviour: Behaviour,
  segmentation: Segmentation,
  rules: SegmentRules,
  computedAt: string,
): SegmentsFile {
  const { recency, frequency, money } = behaviour.columns;
  return {
    schema: 1,
    kind: 'segments',
    computedAt,
    currency: segmentation.currency,
    customers: segmentation.customers,
    recencyDays: boundsOf(recency, rules.parts, 'less'),
    frequency: boundsOf(frequency, rules.parts, 'more'),
    money: boundsOf(money, rules.parts, 'more'),
    rules,
    segments: segmentation.segments.map(({ median, apart, ...own }) => ({
      ...own,
      // Medians of nobody are no numbers.
      median: Object.fromEntries(Object.entries(median).filter(([, value]) => Number.isFinite(value))),
      apart: apart.map(({ measure, label, difference }) => ({
        measure,
        sentence: `${label}: ${difference > 0 ? 'more' : 'less'} than other customers, by ${deviations(Math.abs(difference))}.`,
      })),
    })),
    notes: [...segmentation.notes],
  };
}

/**
 * The same file for whoever may read one record only: it places a customer and names the segment, and says of no segment how
 * large it is. The bounds stay, since nothing can be placed without them.
 */
export const withoutTotals = (file: SegmentsFile): SegmentsFile => ({
  ...file,
  customers: null,
  segments: [],
  notes: [],
});

export interface Placed {
  readonly segment: SegmentRule;
  /** Scores 1 (worst) to `parts` (best). */
  readonly recency: number;
  readonly frequency: number;
  readonly money: number;
  readonly parts: number;
}

/** The segment of one customer by a file; null where the file's rules are none of ours, or the inputs are no numbers. */
export function placeCustomer(file: SegmentsFile, inputs: SegmentInputs): Placed | null {
  const rules = checkedRules(file.rules);
  const { recencyDays, frequency, money } = inputs;
  if (!rules || ![recencyDays, frequency, money].every(Number.isFinite)) return null;
  const rising = (value: number, bounds: readonly number[]): number => {
    const part = bounds.findIndex((bound) => value <= bound);
    return part < 0 ? rules.parts : part + 1;
  };
  const scores = {
    recency: Math.max(1, file.recencyDays.findLastIndex((bound) => recencyDays <= bound) + 1),
    frequency: rising(frequency, file.frequency),
    money: rising(money, file.money),
  };
  // Rules that were checked have a segment for every score.
  const segment = must(
    segmentOf(rules, scores.recency, scores.frequency, scores.money),
    'segment of a customer',
  );
  return { segment, ...scores, parts: rules.parts };
}

const known = new WeakMap<object, SegmentRules>();

/** Rules as they lie in a file; its schema leaves them unread, so that they are checked in one place only. */
function checkedRules(rules: unknown): SegmentRules | null {
  if (typeof rules !== 'object' || rules === null || !('segments' in rules)) return null;
  const found = known.get(rules);
  if (found) return found;
  try {
    const checked = checkRules(rules as SegmentRules);
    if (!checked.ok) return null;
    known.set(rules, checked.value);
    return checked.value;
  } catch {
    // Of another shape altogether.
    return null;
  }
}
