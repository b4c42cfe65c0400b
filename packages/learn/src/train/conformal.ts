import type { Result } from '../result.js';

/** Add both ends to a prediction; of new rows like those it was made from, at least `coverage` lie between. */
export interface PredictionInterval {
  /** What lies below the prediction, usually negative, in the unit of y. */
  readonly low: number;
  readonly high: number;
  /** The share that was asked for, 0..1. */
  readonly coverage: number;
  /** Rows it rests on. */
  readonly rows: number;
}

/** Too few rows for this coverage: an honest interval would be endless. */
export interface TooFewRows {
  readonly kind: 'too-few-rows';
  readonly rows: number;
  /** The least number that is enough. */
  readonly needed: number;
}

/**
 * A split-conformal interval from the errors on rows that the model was not trained on (Lei et al. 2018, with a tail for each
 * side as in Linusson, Johansson & Löfström 2014): the ⌊(n + 1) α/2⌋-th smallest error of n and the same from above, where
 * α = 1 − coverage. If those rows and the new one are exchangeable, the new one lies inside with a chance of at least
 * `coverage`, whatever the model and the distribution; it does not promise that for each kind of row by itself, nor when
 * the world drifts. Each tail by itself holds at most α/2, so skewed outcomes such as sums of money get skewed intervals.
 * @param predictions of held-out rows.
 * @param y what happened, same length and unit.
 * @param coverage in (0, 1).
 * @throws RangeError for mismatched lengths, a value that is not finite, or a coverage out of range.
 */
export function fitInterval(
  predictions: Float64Array,
  y: Float64Array,
  coverage: number,
): Result<PredictionInterval, TooFewRows> {
  if (predictions.length !== y.length)
    throw new RangeError(`${predictions.length} predictions have ${y.length} outcomes`);
  if (!(coverage > 0 && coverage < 1)) throw new RangeError(`coverage must be in (0, 1), not ${coverage}`);
  const errors = predictions.map((prediction, i) => (y[i] ?? Number.NaN) - prediction).sort();
  // Typed arrays sort NaN to the end and infinities to either one.
  if (!Number.isFinite(errors[0] ?? 0) || !Number.isFinite(errors.at(-1) ?? 0))
    throw new RangeError('a prediction or an outcome is not a finite number');
  const rows = errors.length;
  const tail = (1 - coverage) / 2;
  // 1 − .9 is a little less than a tenth, which must not cost a place.
  const place = Math.floor((rows + 1) * tail + 1e-9);
  if (place < 1) {
    return { ok: false, error: { kind: 'too-few-rows', rows, needed: Math.ceil(1 / tail - 1e-6) - 1 } };
  }
  return {
    ok: true,
    value: { low: errors[place - 1] ?? Number.NaN, high: errors[rows - place] ?? Number.NaN, coverage, rows },
  };
}
