import {
  checkRules,
  type SegmentRule,
  type SegmentRules,
  type Span,
  segmentOf,
} from '@aicrm/models/segments/rules';
import type { AnalysisFile } from '@aicrm/schema/analysis';
import { missing, ready } from './part.js';
import type { Part, Purchases, SegmentInsight } from './types.js';

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
const isSpan = (value: unknown): value is Span =>
  Array.isArray(value) && value.length === 2 && value.every((one) => typeof one === 'number');
const isRule = (value: unknown): value is SegmentRule =>
  isObject(value) &&
  [value.id, value.name, value.advice].every((one) => typeof one === 'string') &&
  [value.recency, value.frequency, value.money].every(isSpan);

/** The rules in a file of segments, which its shape does not spell out; undefined where they cannot be used. */
export function rulesIn(data: unknown): SegmentRules | undefined {
  if (!isObject(data) || typeof data.parts !== 'number' || !Array.isArray(data.segments)) return undefined;
  const segments: readonly unknown[] = data.segments;
  if (!segments.every(isRule)) return undefined;
  const checked = checkRules({ parts: data.parts, segments });
  return checked.ok ? checked.value : undefined;
}

/**
 * The score of a value by the upper bounds of the parts, the worst part first: from 1 to `parts`. Of equal bounds (a part
 * that nobody is in) the part that its customers really have is taken.
 * @param bounds one for each part; for what is better the smaller it is they fall, else they rise.
 */
export function scoreOf(value: number, bounds: readonly number[], smallerIsBetter: boolean): number {
  const parts = bounds.length;
  if (smallerIsBetter) {
    const last = bounds.findLastIndex((bound) => value <= bound);
    return Math.max(1, last + 1);
  }
  const first = bounds.findIndex((bound) => value <= bound);
  return first < 0 ? parts : first + 1;
}

/** A customer's segment by the tenant's rules and the quantiles of all its customers. */
export function segmentInsight(file: AnalysisFile<'segments'>, purchases: Purchases): Part<SegmentInsight> {
  const rules = rulesIn(file.rules);
  if (rules === undefined) return missing('not-computed');
  if (purchases.spent === null && new Set(file.money).size > 1) return missing('no-amounts');
  const recency = scoreOf(purchases.gapDays, file.recencyDays, true);
  const frequency = scoreOf(purchases.repeats + 1, file.frequency, false);
  const money = scoreOf(purchases.spent ?? 0, file.money, false);
  const rule = segmentOf(rules, recency, frequency, money);
  if (rule === undefined) return missing('not-computed');
  const summary = file.segments.find(({ id }) => id === rule.id);
  return ready({
    id: rule.id,
    name: rule.name,
    advice: rule.advice,
    recency,
    frequency,
    money,
    parts: rules.parts,
    customers: summary?.customers ?? 0,
    share: summary?.share ?? 0,
  });
}
