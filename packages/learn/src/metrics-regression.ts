/**
 * Measures of predicted numbers against what happened, same length and unit. Where a measure is undefined (no rows, or for r2
 * outcomes that are all equal) the answer is NaN, never a made-up number.
 */
type Numbers = ArrayLike<number>;

function meanOf(length: number, term: (i: number) => number): number {
  let sum = 0;
  for (let i = 0; i < length; i++) sum += term(i);
  return sum / length;
}

const errorAt = (predicted: Numbers, y: Numbers, i: number): number =>
  (y[i] ?? Number.NaN) - (predicted[i] ?? Number.NaN);

/** Root of the mean squared error, in the unit of y. */
export const rmse = (predicted: Numbers, y: Numbers): number =>
  Math.sqrt(meanOf(predicted.length, (i) => errorAt(predicted, y, i) ** 2));

/** Mean absolute error, in the unit of y. */
export const mae = (predicted: Numbers, y: Numbers): number =>
  meanOf(predicted.length, (i) => Math.abs(errorAt(predicted, y, i)));

/** Share of the variance explained: 1 is perfect, 0 is as good as always saying the mean of y, below 0 is worse. */
export function r2(predicted: Numbers, y: Numbers): number {
  const mean = meanOf(y.length, (i) => y[i] ?? Number.NaN);
  const whole = meanOf(y.length, (i) => ((y[i] ?? Number.NaN) - mean) ** 2);
  return whole > 0 ? 1 - meanOf(y.length, (i) => errorAt(predicted, y, i) ** 2) / whole : Number.NaN;
}

/**
 * Mean pinball loss of predicted quantiles (Koenker & Bassett 1978): too low costs `quantile` a unit, too high the rest.
 * @param quantile between 0 and 1.
 */
export const pinball = (predicted: Numbers, y: Numbers, quantile: number): number =>
  meanOf(predicted.length, (i) => {
    const error = errorAt(predicted, y, i);
    return error >= 0 ? quantile * error : (quantile - 1) * error;
  });

/** The share of outcomes inside their intervals, ends included, 0..1. */
export const coverage = (low: Numbers, high: Numbers, y: Numbers): number =>
  meanOf(y.length, (i) =>
    Number((y[i] ?? Number.NaN) >= (low[i] ?? Number.NaN) && (y[i] ?? Number.NaN) <= (high[i] ?? Number.NaN)),
  );
