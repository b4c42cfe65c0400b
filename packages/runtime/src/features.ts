import type { FeatureSpec } from '@aicrm/schema/model';
import type { RecordView, Scalar } from '@aicrm/schema/view';

const DAY = 86_400_000;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const INSTANT = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/;

/** What a feature is read as; `null` is missing. */
export type FeatureValue = number | string | null;

/**
 * Milliseconds of an instant, or `null`. Only texts that mean the same moment everywhere count: a day (midnight UTC),
 * or a time with its zone. A time without a zone would be another moment in the page than in the worker, and a
 * 31 February another day in one browser than in the next.
 */
export function instantMs(text: string): number | null {
  const trimmed = text.trim();
  const day = trimmed.slice(0, 10);
  // An engine that rolls 31 February over to March gives another day back, one that does not gives none.
  if (!INSTANT.test(trimmed) || new Date(day).toJSON()?.slice(0, 10) !== day) return null;
  const ms = Date.parse(trimmed);
  return Number.isNaN(ms) ? null : ms;
}

/** The raw value at a path, split at the first dot only (`facts.orders.count`); `undefined` where the key is absent. */
export function rawValue(from: string, view: RecordView): Scalar | undefined {
  const dot = from.indexOf('.');
  const bag = from.slice(0, dot) === 'facts' ? view.facts : view.fields;
  const key = from.slice(dot + 1);
  // A feature may be called like a method of every object.
  return Object.hasOwn(bag, key) ? bag[key] : undefined;
}

/** Reads a raw value in the feature's way; see `readFeature`. */
export function parseValue(as: FeatureSpec['as'], raw: Scalar | undefined, asOf: number): FeatureValue {
  if (raw === undefined || raw === null) return null;
  if (as === 'category' || as === 'text') {
    if (typeof raw === 'number' && !Number.isFinite(raw)) return null;
    return String(raw).trim() || null;
  }
  if (as === 'days-since') {
    const ms = typeof raw === 'string' ? instantMs(raw) : null;
    return ms === null ? null : Math.max(0, (asOf - ms) / DAY);
  }
  const value =
    typeof raw === 'number' ? raw : typeof raw === 'string' && NUMBER.test(raw.trim()) ? Number(raw) : NaN;
  // What does not fit a float32 would be infinite in the encoded row.
  return Number.isFinite(Math.fround(value)) ? value : null;
}

/**
 * Reads one feature of a record: the same pure function for page, worker, command line and training.
 *
 * @param asOf The moment of the prediction, in epoch milliseconds; `days-since` counts back from it, the future is 0.
 * @returns A number (days for `days-since`), a trimmed category level, or `null` where it is absent, empty or unreadable.
 */
export function readFeature(spec: FeatureSpec, view: RecordView, asOf: number): FeatureValue {
  return parseValue(spec.as, rawValue(spec.from, view), asOf);
}

/**
 * Whether a record says anything about a feature, from the raw value and what was read of it. An absent key is "not
 * supplied" (a host page that does not have it); `null` or blank is "known to be empty" and counts, because a model
 * learns from emptiness in stored records. A value that cannot be read says nothing, so it does not count.
 */
export const isSupplied = (raw: Scalar | undefined, value: FeatureValue): boolean =>
  value !== null || raw === null || (typeof raw === 'string' && raw.trim() === '');
