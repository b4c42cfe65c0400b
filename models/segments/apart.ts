import { type Measure, measureLabels } from './behaviour.js';

/** One way in which a segment differs from the other customers. */
export interface Apart {
  readonly measure: Measure;
  readonly label: string;
  /** Difference of means in standard deviations of all customers, on a scale of logarithms. */
  readonly difference: number;
  /** Its standard error. */
  readonly error: number;
}

/** Two standard errors for each of a few measures would call noise special too often; three do so once in 370 times. */
const beyondNoise = 3;

/**
 * Standardised differences of the rows from all others, those beyond noise and of at least a fifth of a standard deviation,
 * the largest first. Logarithms, because amounts and days are skewed and one large customer would speak for all.
 */
export function apart(
  columns: readonly { readonly measure: Measure; readonly values: Float64Array }[],
  rows: readonly number[],
): Apart[] {
  const inside = new Set(rows);
  return columns
    .flatMap(({ measure, values }) => {
      const logs = values.map((value) => Math.log1p(Math.max(0, value)));
      const [own, other] = [logs.filter((_, i) => inside.has(i)), logs.filter((_, i) => !inside.has(i))];
      const sd = Math.sqrt(variance(logs));
      if (own.length < 2 || other.length < 2 || !(sd > 0)) return [];
      const difference = (mean(own) - mean(other)) / sd;
      const error = Math.sqrt(variance(own) / own.length + variance(other) / other.length) / sd;
      if (Math.abs(difference) < 0.2 || Math.abs(difference) < beyondNoise * error) return [];
      return [{ measure, label: measureLabels[measure], difference, error }];
    })
    .sort((a, b) => Math.abs(b.difference) - Math.abs(a.difference));
}

const mean = (values: Float64Array): number => values.reduce((a, b) => a + b, 0) / values.length;
function variance(values: Float64Array): number {
  const middle = mean(values);
  return values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / Math.max(1, values.length - 1);
}
