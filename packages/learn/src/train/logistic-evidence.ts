import type { LinearModel, Matrix } from '../model/ensemble.js';
import { solveCholesky } from './cholesky.js';
import { derivatives, fitLogistic, modelOf } from './logistic.js';

export interface EvidenceOptions {
  /** The input that each column belongs to, 0 and up: columns of one input (levels, a value and its absence) share a penalty. */
  readonly groups: ArrayLike<number>;
  /**
   * What a row counts as evidence, in (0, 1]; 1 by default. Rows of one record tell nearly the same, so with nine rows a
   * record the share 1/9 keeps chance from passing for knowledge.
   */
  readonly share?: number;
  /** How often the penalties are set anew; 3 by default, and more moves them little. */
  readonly rounds?: number;
}

export interface EvidenceModel {
  readonly model: LinearModel;
  /** The penalty of each group, in the unit of `trainLogistic`. */
  readonly l2: Float64Array;
}

const firstPenalty = 10;
const leastPenalty = 1e-3;
const mostPenalty = 1e6;

/**
 * Logistic regression in which each input has its own penalty, set by the evidence of the data and not by trying values:
 * the fixed-point rule of MacKay 1992 ("The evidence framework applied to classification networks", equation for alpha; for
 * groups, Tipping 2001, section 2.4): penalty = effective parameters of the group / Σ coefficients², where the effective
 * parameters are the columns less penalty · trace of the inverse Hessian. Inputs that say nothing get a penalty that
 * removes them; the strong ones are hardly held back.
 * @throws RangeError as `trainLogistic`, for a share outside (0, 1], or for another number of groups than of columns.
 */
export function trainLogisticEvidence(x: Matrix, y: Uint8Array, options: EvidenceOptions): EvidenceModel {
  const { groups, share = 1, rounds = 3 } = options;
  if (groups.length !== x.columns) throw new RangeError(`${x.columns} columns have ${groups.length} groups`);
  if (!(share > 0 && share <= 1)) throw new RangeError(`share must be in (0, 1], not ${share}`);
  const count = Array.from(groups).reduce((most, group) => Math.max(most, group + 1), 0);
  const l2 = new Float64Array(count).fill(firstPenalty);
  const live = movingColumns(x);
  const perColumn = (): Float64Array => Float64Array.from(groups, (group) => l2[group] ?? firstPenalty);
  let fit = fitLogistic(x, y, perColumn());
  for (let round = 0; round < rounds; round++) {
    const variances = inverseDiagonal(x, y, fit, perColumn());
    const effective = new Float64Array(count);
    const squares = new Float64Array(count);
    for (let j = 0; j < x.columns; j++) {
      const group = groups[j] ?? 0;
      if (live[j] === 0) continue;
      effective[group] = (effective[group] ?? 0) + 1 - (l2[group] ?? 0) * (variances[j] ?? 0);
      squares[group] = (squares[group] ?? 0) + (fit.beta[j] ?? 0) ** 2;
    }
    for (let group = 0; group < count; group++) {
      const known = Math.max(effective[group] ?? 0, 1e-3);
      const penalty = known / (share * Math.max(squares[group] ?? 0, 1e-9));
      l2[group] = Math.min(Math.max(penalty, leastPenalty), mostPenalty);
    }
    fit = fitLogistic(x, y, perColumn(), 100, fit.beta);
  }
  return { model: modelOf(x, fit), l2 };
}

/** 1 for each column that is not the same in every row; a constant one would count as a parameter that the data settled. */
function movingColumns({ rows, columns, data }: Matrix): Uint8Array {
  return Uint8Array.from({ length: columns }, (_, j) => {
    for (let i = 1; i < rows; i++) if (data[i * columns + j] !== data[j]) return 1;
    return 0;
  });
}

/** The diagonal of the inverse of the penalised Hessian, without the intercept's entry. */
function inverseDiagonal(
  x: Matrix,
  y: Uint8Array,
  { beta, margins }: { readonly beta: Float64Array; readonly margins: Float64Array },
  l2: Float64Array,
): Float64Array {
  const n = x.columns + 1;
  const factor = new Float64Array(n * n);
  const gradient = new Float64Array(n);
  derivatives(x, y, beta, l2, margins, gradient, factor);
  // Leaves the factor L of H = L Lᵀ in place; column j of its inverse has the squares that add up to the entry wanted.
  solveCholesky(factor, gradient, n);
  const column = new Float64Array(n);
  return Float64Array.from({ length: x.columns }, (_, j) => {
    let sum = 0;
    for (let i = j; i < n; i++) {
      let value = i === j ? 1 : 0;
      for (let k = j; k < i; k++) value -= (factor[i * n + k] ?? 0) * (column[k] ?? 0);
      value /= factor[i * n + i] ?? 1;
      column[i] = value;
      sum += value * value;
    }
    return sum;
  });
}
