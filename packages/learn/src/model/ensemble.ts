/**
 * A boosted ensemble of binary trees as plain data, all trees in one set of columns.
 *
 * Node `i` of the ensemble: a leaf when `feature[i] < 0`, then `value[i]` is its margin; else a row goes to `left[i]`
 * when `x[feature[i]] <= threshold[i]`, or when that x is NaN and `missingLeft[i]` is 1; otherwise to `right[i]`.
 * Children lie behind their parent (`left[i] > i`, `right[i] > i`), so a walk always ends. `threshold` and `value` are float32 as
 * in the file, so that every runtime compares the same numbers. `cover[i]` is the sum of hessians of the training
 * rows at the node; path-dependent attributions weigh by it.
 */
export interface TreeEnsemble {
  readonly kind: 'trees';
  readonly columns: number;
  /** Margin before any tree. */
  readonly bias: number;
  /** First node of each tree, ascending. */
  readonly roots: Int32Array;
  readonly feature: Int32Array;
  readonly threshold: Float32Array;
  readonly missingLeft: Uint8Array;
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly value: Float32Array;
  readonly cover: Float32Array;
}

/** margin = intercept + Σ coefficients[j] · x[j]; `means` are the training means, from which attributions count. */
export interface LinearModel {
  readonly kind: 'linear';
  readonly columns: number;
  readonly intercept: number;
  readonly coefficients: Float32Array;
  readonly means: Float32Array;
}

export type FittedModel = TreeEnsemble | LinearModel;

/** Rows as one row-major Float32Array: row i, column j is `data[i * columns + j]`; NaN is missing. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float32Array;
}
