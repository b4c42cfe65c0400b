import { type Calibration, sigmoid } from '../model/calibrate.js';
import type { Result } from '../result.js';

export type CalibrationError =
  /** No rows, or all of one class: nothing to fit to. */
  | { readonly kind: 'one-class'; readonly rows: number; readonly positives: number }
  /** The margins do not rise with the outcome on these rows (a <= 0): calibrating would turn the order around. */
  | { readonly kind: 'not-increasing'; readonly a: number };

export interface CalibrationOptions {
  /** Targets (n₊ + 1) / (n₊ + 2) and 1 / (n₋ + 2) in place of 1 and 0, which keeps separable rows finite. Default true. */
  readonly smoothing?: boolean;
}

/**
 * Platt's affine calibration: a and b of sigmoid(a · margin + b) with the least log loss on rows the model was not trained on
 * (Platt 1999; Newton steps after Lin, Lin & Weng 2007).
 * @param y 0 or 1, one per margin.
 * @throws RangeError when the lengths differ or a margin is not finite.
 */
export function fitCalibration(
  margins: Float64Array,
  y: Uint8Array,
  options: CalibrationOptions = {},
): Result<Calibration, CalibrationError> {
  if (margins.length !== y.length) throw new RangeError(`${margins.length} margins have ${y.length} labels`);
  const rows = y.length;
  let positives = 0;
  let mean = 0;
  for (let i = 0; i < rows; i++) {
    positives += y[i] ?? 0;
    mean += (margins[i] ?? Number.NaN) / rows;
  }
  if (positives === 0 || positives === rows) {
    return { ok: false, error: { kind: 'one-class', rows, positives } };
  }
  if (!Number.isFinite(mean)) throw new RangeError('a margin is not finite');

  const smooth = options.smoothing ?? true;
  const high = smooth ? (positives + 1) / (positives + 2) : 1;
  const low = smooth ? 1 / (rows - positives + 2) : 0;
  const fitted = fitAffine(margins, y, mean, high, low, positives / rows);
  if (!(fitted.a > 0)) return { ok: false, error: { kind: 'not-increasing', a: fitted.a } };
  return { ok: true, value: fitted };
}

/** Margins are centred while fitting, which makes the two parameters nearly independent. */
function fitAffine(
  margins: Float64Array,
  y: Uint8Array,
  center: number,
  high: number,
  low: number,
  rate: number,
): Calibration {
  const objective = (a: number, b: number): number => {
    let sum = 0;
    for (let i = 0; i < y.length; i++) {
      const t = a * ((margins[i] ?? 0) - center) + b;
      sum += Math.max(t, 0) + Math.log1p(Math.exp(-Math.abs(t))) - (y[i] === 1 ? high : low) * t;
    }
    return sum;
  };
  let a = 0;
  let b = Math.log(rate / (1 - rate));
  let value = objective(a, b);
  for (let step = 0; step < 100; step++) {
    let ga = 0;
    let gb = 0;
    // A trace of ridge keeps the system regular when all margins are equal.
    let haa = 1e-12;
    let hab = 0;
    let hbb = 1e-12;
    for (let i = 0; i < y.length; i++) {
      const m = (margins[i] ?? 0) - center;
      const p = sigmoid(a * m + b);
      const slope = p - (y[i] === 1 ? high : low);
      const weight = p * (1 - p);
      ga += slope * m;
      gb += slope;
      haa += weight * m * m;
      hab += weight * m;
      hbb += weight;
    }
    const determinant = haa * hbb - hab * hab;
    const da = (hbb * ga - hab * gb) / determinant;
    const db = (haa * gb - hab * ga) / determinant;
    if (ga * da + gb * db < 1e-14 * (1 + value)) break;
    let scale = 1;
    let next = objective(a - da, b - db);
    while (!(next < value) && scale > 1e-10) {
      scale /= 2;
      next = objective(a - scale * da, b - scale * db);
    }
    if (!(next < value)) break;
    a -= scale * da;
    b -= scale * db;
    value = next;
  }
  return { a, b: b - a * center };
}
