import { sigmoid } from '@aicrm/learn/model/calibrate';
import { bandOf } from '@aicrm/runtime/predict';
import type { ModelMeta } from '@aicrm/schema/model';
import type { Band } from '@aicrm/schema/prediction';
import type { Scalar } from '@aicrm/schema/view';
import type { Explained } from '../types.js';

const day = 86_400_000;
/** Places on a slider between its ends: finer than a hand or a screen. */
const STEPS = 100;

/** A value that somebody tries; `null` is "not known". */
export type Tried = number | string | null;
/** By feature id. */
export type Edits = ReadonlyMap<string, Tried>;

interface Shared {
  readonly feature: string;
  readonly label: string;
  readonly unit?: string;
  /** As the model read it: days for a recency. */
  readonly now: Tried;
}

/** A changeable input of a model, with the values that its training rows give reason to try. */
export type Lever =
  | (Shared & {
      readonly kind: 'number';
      /** From the training rows' 5 % and 95 % quantiles, widened to the record's own value; null where there are none. */
      readonly range: { readonly min: number; readonly max: number; readonly step: number } | null;
    })
  /** Levels of the training rows, the commonest first, and the record's own. */
  | (Shared & { readonly kind: 'choice'; readonly choices: readonly string[] })
  | (Shared & { readonly kind: 'text' });

type Feature = ModelMeta['features'][number];

/** A step of 1, 2 or 5 times a power of ten, about a hundredth of the span; whole where all values are. */
function stepOf(span: number, whole: boolean): number {
  const power = 10 ** Math.floor(Math.log10(span / STEPS));
  const step = ([1, 2, 5].find((times) => times * power >= span / STEPS) ?? 10) * power;
  return whole ? Math.max(1, Math.round(step)) : step;
}

function rangeOf({ spec, profile }: Feature, now: Tried) {
  const quantiles = profile.quantiles ?? [];
  const [low, high] = [quantiles[0], quantiles.at(-1)];
  if (low === undefined || high === undefined) return null;
  const own = typeof now === 'number' ? [now] : [];
  // Today is a day that nobody had to observe.
  const first = spec.as === 'days-since' ? [0] : [];
  const whole = spec.as === 'days-since' || [...quantiles, ...own].every(Number.isInteger);
  const [least, most] = [Math.min(low, ...own, ...first), Math.max(high, ...own)];
  if (!(most > least)) return null;
  const step = stepOf(most - least, whole);
  return { min: Math.floor(least / step) * step, max: Math.ceil(most / step) * step, step };
}

function choicesOf({ encoder, profile }: Feature, now: Tried): string[] {
  const common = Object.entries(profile.levels ?? {})
    .sort(([, one], [, other]) => other - one)
    .map(([level]) => level);
  const coded =
    encoder.kind === 'one-hot'
      ? encoder.levels
      : encoder.kind === 'target'
        ? Object.keys(encoder.levels)
        : [];
  const own = typeof now === 'string' ? [now] : [];
  return [...new Set([...(common.length > 0 ? common : coded), ...own])];
}

/**
 * What a person may try on a record: the inputs that its model marks as changeable, the weightiest first. Nothing here is
 * made up: ranges and levels are those of the rows that the model learned from.
 */
export function leversOf({ explanation, meta }: Explained): readonly Lever[] {
  const read = new Map(explanation.reasons.map((reason) => [reason.feature, reason.value]));
  return meta.features
    .filter(({ spec }) => spec.changeable)
    .sort((one, other) => other.profile.meanAbs - one.profile.meanAbs)
    .map((feature): Lever => {
      const { spec } = feature;
      const value: Scalar = read.get(spec.id) ?? null;
      const now = typeof value === 'boolean' ? String(value) : value;
      const shared = {
        feature: spec.id,
        label: spec.label,
        now,
        ...(spec.unit === undefined ? {} : { unit: spec.unit }),
      };
      if (spec.as === 'category') return { ...shared, kind: 'choice', choices: choicesOf(feature, now) };
      if (spec.as === 'text') return { ...shared, kind: 'text' };
      return { ...shared, kind: 'number', range: rangeOf(feature, now) };
    });
}

/**
 * The record as it would be: the host's own with what is tried laid over it, by the paths that the model reads. A recency
 * in days becomes the instant that lies so far back. Pass it as `record` of a `ScoreRequest`.
 *
 * @param asOf The moment of the score, epoch milliseconds.
 */
export function withEdits(
  meta: ModelMeta,
  record: Readonly<Record<string, unknown>> | undefined,
  edits: Edits,
  asOf: number,
): Readonly<Record<string, unknown>> {
  const tried = meta.features.flatMap(({ spec }): [string, Tried][] => {
    const value = edits.get(spec.id);
    if (value === undefined) return [];
    const isRecency = spec.as === 'days-since' && typeof value === 'number';
    return [[spec.from, isRecency ? new Date(asOf - value * day).toISOString() : value]];
  });
  return { ...record, ...Object.fromEntries(tried) };
}

/** The score that reasons add up to, as the model gives it: equal to `predict` within 1e-6. */
export function answerOf({ explanation, meta }: Explained): {
  readonly probability: number;
  readonly band: Band;
} {
  const logit = explanation.reasons.reduce((sum, { contribution }) => sum + contribution, explanation.base);
  const probability = sigmoid(logit);
  return { probability, band: bandOf(meta.bands, probability) };
}
