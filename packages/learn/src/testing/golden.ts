import { readFileSync } from 'node:fs';
import type { TreeEnsemble } from '../model/ensemble.js';

interface GoldenTree {
  readonly feature: number[];
  readonly below: number[];
  readonly defaultLeft: number[];
  readonly left: number[];
  readonly right: number[];
  readonly cover: number[];
}

interface GoldenFile {
  readonly columns: number;
  readonly bias: number;
  readonly trees: GoldenTree[];
  readonly rows: (number | null)[];
  readonly margins: number[];
  readonly contributions: number[];
}

export interface XgboostGolden {
  readonly model: TreeEnsemble;
  readonly rows: Float32Array;
  readonly margins: readonly number[];
  /** Per row one value a column, then the base. */
  readonly contributions: readonly number[];
}

/** A booster trained by XGBoost itself, with what it answered; see `golden/make-xgboost-golden.py`. */
export function readXgboostGolden(name: string): XgboostGolden {
  const file: GoldenFile = readGolden(`xgboost-${name}.json`);
  const roots: number[] = [];
  let size = 0;
  const nodes = file.trees.flatMap((tree) => {
    const first = size;
    roots.push(first);
    size += tree.feature.length;
    return tree.feature.map((feature, i) => {
      const isLeaf = tree.left[i] === -1;
      const condition = tree.below[i] ?? 0;
      return {
        feature: isLeaf ? -1 : feature,
        // XGBoost goes left when x < t; for float32 that is x <= the float32 before t. In a leaf it keeps the value there.
        threshold: isLeaf ? 0 : previousFloat32(condition),
        value: isLeaf ? condition : 0,
        missingLeft: tree.defaultLeft[i] ?? 0,
        left: isLeaf ? 0 : first + (tree.left[i] ?? 0),
        right: isLeaf ? 0 : first + (tree.right[i] ?? 0),
        cover: tree.cover[i] ?? 0,
      };
    });
  });
  return {
    model: {
      kind: 'trees',
      columns: file.columns,
      bias: file.bias,
      roots: Int32Array.from(roots),
      feature: Int32Array.from(nodes, (n) => n.feature),
      threshold: Float32Array.from(nodes, (n) => n.threshold),
      missingLeft: Uint8Array.from(nodes, (n) => n.missingLeft),
      left: Int32Array.from(nodes, (n) => n.left),
      right: Int32Array.from(nodes, (n) => n.right),
      value: Float32Array.from(nodes, (n) => n.value),
      cover: Float32Array.from(nodes, (n) => n.cover),
    },
    rows: Float32Array.from(file.rows, (v) => v ?? Number.NaN),
    margins: file.margins,
    contributions: file.contributions,
  };
}

export interface SklearnGolden {
  readonly logistic: readonly {
    readonly l2: number;
    readonly separable: boolean;
    readonly columns: number;
    readonly x: number[];
    readonly y: number[];
    readonly intercept: number;
    readonly coefficients: number[];
  }[];
  readonly platt: {
    readonly margins: number[];
    readonly y: number[];
    readonly a: number;
    readonly b: number;
  };
  readonly metrics: {
    readonly p: number[];
    readonly y: number[];
    readonly rocAuc: number;
    readonly prAuc: number;
    readonly logLoss: number;
    readonly brier: number;
  };
}

/** What scikit-learn answered on shipped rows. */
export const readSklearnGolden = (): SklearnGolden => readGolden('sklearn.json');

export interface RegressionGolden {
  readonly columns: number;
  readonly x: (number | null)[];
  readonly complete: number[];
  readonly y: number[];
  /** XGBoost's, on the rows it was trained on. */
  readonly predictions: number[];
  /** Of the first 20 rows: one value a column, then the base. */
  readonly contributions: number[];
  readonly ridge: { readonly l2: number; readonly intercept: number; readonly coefficients: number[] };
  readonly metrics: {
    readonly rmse: number;
    readonly mae: number;
    readonly r2: number;
    readonly pinball90: number;
  };
}

/** What XGBoost and scikit-learn answered for numeric targets; see `golden/make-regression-golden.py`. */
export const readRegressionGolden = (): RegressionGolden => readGolden('regression.json');

function readGolden<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../../golden/${name}`, import.meta.url), 'utf8'));
}

/** The largest float32 below `value`. */
export function previousFloat32(value: number): number {
  const bits = new Int32Array(1);
  const float = new Float32Array(bits.buffer);
  float[0] = value;
  if (float[0] === 0) return -1.401298464324817e-45;
  bits[0] = (bits[0] ?? 0) + (value > 0 ? -1 : 1);
  return float[0];
}
