import type { Matrix } from '../model/ensemble.js';

/**
 * A matrix as small whole numbers, column-major: `codes[j * rows + i]`. Column j has bins 0..counts[j] − 1 of present values,
 * then bin counts[j] of the missing ones.
 */
export interface BinnedMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly codes: Uint8Array;
  readonly counts: Int32Array;
  /** `edges[j][b]`: values of bins 0..b are `<= edges[j][b]` and those of later bins are above it, in float32. */
  readonly edges: readonly Float32Array[];
  /** 1 where the column has a missing value. */
  readonly hasMissing: Uint8Array;
}

// The last edge of a column parts every present value from the missing ones.
const LARGEST_FLOAT32 = 3.4028234663852886e38;

/**
 * Bins each column at its quantiles, or one bin per value when there are at most `maxBins` values.
 * @param maxBins 2..255.
 * @throws RangeError when a value is infinite or `maxBins` is out of range.
 */
export function binMatrix(x: Matrix, maxBins: number): BinnedMatrix {
  if (!(maxBins >= 2 && maxBins <= 255)) throw new RangeError(`bins must be 2 to 255, not ${maxBins}`);
  const { rows, columns, data } = x;
  const codes = new Uint8Array(rows * columns);
  const counts = new Int32Array(columns);
  const hasMissing = new Uint8Array(columns);
  const edges: Float32Array[] = [];
  const sorted = new Float32Array(rows);
  const values = new Float32Array(rows);
  for (let j = 0; j < columns; j++) {
    for (let i = 0, k = j; i < rows; i++, k += columns) values[i] = data[k] ?? 0;
    sorted.set(values);
    sorted.sort();
    // NaN sorts to the end.
    let present = rows;
    while (present > 0 && Number.isNaN(sorted[present - 1])) present--;
    const lowest = sorted[0] ?? 0;
    const highest = sorted[present - 1] ?? 0;
    if (present > 0 && !(Number.isFinite(lowest) && Number.isFinite(highest))) {
      throw new RangeError(`column ${j} holds an infinite value`);
    }
    const columnEdges = quantileEdges(sorted.subarray(0, present), maxBins);
    edges.push(columnEdges);
    counts[j] = columnEdges.length;
    hasMissing[j] = present < rows ? 1 : 0;
    encodeColumn(values, columnEdges, codes.subarray(j * rows, (j + 1) * rows));
  }
  return { rows, columns, codes, counts, edges, hasMissing };
}

/**
 * Upper edges of the bins of an ascending column, the last one the largest float32. An edge lies at the float32 nearest to
 * halfway between two neighbouring values, or at the lower one when that would round up to the upper.
 */
export function quantileEdges(sorted: Float32Array, maxBins: number): Float32Array {
  let distinct = sorted.length === 0 ? 0 : 1;
  for (let i = 1; i < sorted.length; i++) if (sorted[i] !== sorted[i - 1]) distinct++;
  const edges: number[] = [];
  // A bin closes when it holds its share of the rows that are left, so a frequent value takes one bin and the rest stay even.
  let inBin = 0;
  let left = sorted.length;
  let binsLeft = maxBins;
  for (let i = 1; i <= sorted.length; i++) {
    inBin++;
    const value = sorted[i - 1] ?? 0;
    if (i < sorted.length && sorted[i] === value) continue;
    if (i === sorted.length) break;
    if (distinct > maxBins && inBin < left / binsLeft) continue;
    edges.push(between(value, sorted[i] ?? 0));
    left -= inBin;
    inBin = 0;
    binsLeft--;
    if (binsLeft === 1) break;
  }
  edges.push(LARGEST_FLOAT32);
  return Float32Array.from(edges);
}

/** Codes another matrix with the edges of a binned one, so that trees in training can be walked on rows they do not see. */
export function binLike(x: Matrix, binned: BinnedMatrix): BinnedMatrix {
  const codes = new Uint8Array(x.rows * x.columns);
  const values = new Float32Array(x.rows);
  for (let j = 0; j < x.columns; j++) {
    for (let i = 0, k = j; i < x.rows; i++, k += x.columns) values[i] = x.data[k] ?? 0;
    encodeColumn(
      values,
      binned.edges[j] ?? new Float32Array(0),
      codes.subarray(j * x.rows, (j + 1) * x.rows),
    );
  }
  return { ...binned, rows: x.rows, codes };
}

function between(low: number, high: number): number {
  const middle = Math.fround(low + (high - low) / 2);
  return middle < high ? middle : low;
}

function encodeColumn(values: Float32Array, edges: Float32Array, out: Uint8Array): void {
  const last = edges.length - 1;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0;
    if (Number.isNaN(value)) {
      out[i] = edges.length;
      continue;
    }
    let low = 0;
    let high = last;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (value <= (edges[middle] ?? 0)) high = middle;
      else low = middle + 1;
    }
    out[i] = low;
  }
}
