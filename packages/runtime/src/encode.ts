import type { Encoder, ModelMeta } from '@aicrm/schema/model';
import type { FeatureValue } from './features.js';

/** Standardised values stop here, so that a typing error of 300 digits stays a finite margin. */
const MOST_DEVIATIONS = 1e6;

/** The different words of a text, in lower case: runs of letters, digits and apostrophes, two characters or more. */
export const wordsOf = (text: string): Set<string> =>
  new Set(text.toLowerCase().match(/[\p{L}\p{N}][\p{L}\p{N}']+/gu));

/** A number on the scale of its size, the sign kept; NaN stays NaN. */
export const logScaled = (x: number): number => Math.sign(x) * Math.log1p(Math.abs(x));

/** How many float columns an encoder writes (see `Encoder`). */
export function columnsOf(encoder: Encoder): number {
  if ('mean' in encoder) return 2;
  return encoder.kind === 'one-hot' ? encoder.levels.length + 2 : 1;
}

/**
 * Writes one feature's columns into `out` from `offset` on and returns the offset behind them.
 * A value of the wrong type for the encoder (a text for `raw`) is missing.
 */
export function encodeValue(
  encoder: Encoder,
  value: FeatureValue,
  out: Float32Array,
  offset: number,
): number {
  const end = offset + columnsOf(encoder);
  if (encoder.kind === 'one-hot') {
    out.fill(0, offset, end);
    const level = value === null ? -1 : encoder.levels.indexOf(String(value));
    out[value === null ? end - 1 : level < 0 ? end - 2 : offset + level] = 1;
  } else if (encoder.kind === 'target') {
    const level = String(value);
    const { levels } = encoder;
    out[offset] =
      value === null ? NaN : ((Object.hasOwn(levels, level) ? levels[level] : undefined) ?? encoder.other);
  } else if (encoder.kind === 'words') {
    let sum = 0;
    for (const word of wordsOf(String(value ?? '')))
      if (Object.hasOwn(encoder.weights, word)) sum += encoder.weights[word] ?? 0;
    out[offset] = sum;
  } else {
    const x = typeof value === 'number' ? value : NaN;
    if (encoder.kind === 'raw') out[offset] = x;
    else {
      const z = ((encoder.kind === 'log' ? logScaled(x) : x) - encoder.mean) / encoder.sd;
      out[offset] = Math.max(-MOST_DEVIATIONS, Math.min(MOST_DEVIATIONS, z)) || 0;
      out[offset + 1] = Number.isNaN(x) ? 1 : 0;
    }
  }
  return end;
}

/**
 * Encodes one record: `values` in the order of `features`, `out` gets all columns from `offset` on.
 * @returns The offset behind the row, so that rows can be written one behind the other.
 */
export function encodeRow(
  features: readonly Pick<ModelMeta['features'][number], 'encoder'>[],
  values: readonly FeatureValue[],
  out: Float32Array,
  offset = 0,
): number {
  let at = offset;
  features.forEach((feature, i) => {
    at = encodeValue(feature.encoder, values[i] ?? null, out, at);
  });
  return at;
}
