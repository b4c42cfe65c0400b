import { describe, expect, test } from 'vitest';
import { ofRows, pairedBootstrap } from '../bootstrap.js';
import { logLoss, rocAuc } from '../metrics.js';
import { sigmoid } from '../model/calibrate.js';
import type { Matrix } from '../model/ensemble.js';
import { margins } from '../model/evaluate.js';
import { hasSharedData, oneHotMatrix, readSharedCsv, SHARED_DATA_REASON } from '../testing/shared-data.js';
import { takeRows } from '../testing/synthetic.js';
import { type BoostingOptions, trainBoosting } from './boosting.js';

/** The reference's own settings for its XGBoost rows, so that only the implementation differs. */
const AS_THE_REFERENCE: Partial<BoostingOptions> = {
  trees: 300,
  depth: 4,
  learningRate: 0.05,
  rowSample: 0.8,
  columnSample: 0.8,
  minHessian: 5,
  l2: 1,
  seed: 42,
};

/** Trains on the other folds and predicts one, for each fold of `only`. */
function outOfFold(x: Matrix, y: Uint8Array, folds: readonly string[], only: readonly string[]) {
  const rows: number[] = [];
  const p: number[] = [];
  for (const fold of only) {
    const inside: number[] = [];
    const outside: number[] = [];
    for (const [i, own] of folds.entries()) (own === fold ? inside : outside).push(i);
    const labels = Uint8Array.from(outside, (i) => y[i] ?? 0);
    const model = trainBoosting(takeRows(x, outside), labels, AS_THE_REFERENCE);
    for (const m of margins(model, takeRows(x, inside))) p.push(sigmoid(m));
    rows.push(...inside);
  }
  return { rows, p: Float64Array.from(p), y: Uint8Array.from(rows, (i) => y[i] ?? 0) };
}

function read(path: string, separator: string, drop: readonly string[]): Matrix {
  const columns = readSharedCsv(path, separator);
  for (const name of drop) columns.delete(name);
  return oneHotMatrix(columns);
}

describe.skipIf(!hasSharedData)(`as good as XGBoost with the same settings${SHARED_DATA_REASON}`, () => {
  test.each([
    {
      name: 'Telco churn, five folds pooled',
      x: () => read('churn/Telco-Customer-Churn.csv', ',', ['customerID', 'Churn']),
      reference: 'churn/telco',
      column: 'all|XGB',
      only: ['0', '1', '2', '3', '4'],
      least: 0.84,
    },
    {
      name: 'bank marketing without duration, first fold',
      x: () => read('lead-scoring/bank-additional-full.csv', ';', ['duration', 'y']),
      reference: 'lead-scoring/bank',
      column: 'no-duration|XGB',
      only: ['0'],
      least: 0.79,
    },
  ])('$name', ({ x, reference, column, only, least }) => {
    const folds = readSharedCsv(`${reference}-folds.csv`);
    const y = Uint8Array.from(folds.get('y') ?? [], Number);
    const own = outOfFold(x(), y, folds.get('fold') ?? [], only);
    const theirs = readSharedCsv(`${reference}-oof.csv.gz`).get(column) ?? [];
    const p = Float64Array.from(own.rows, (i) => Number(theirs[i]));
    expect(rocAuc(own.p, own.y)).toBeGreaterThan(least);
    const first = ofRows(own.p, own.y, rocAuc);
    const auc = pairedBootstrap(own.rows.length, first, ofRows(p, own.y, rocAuc), { rounds: 200 });
    // Not reliably worse, and not better by more than chance: that would be a leak.
    expect(auc.high).toBeGreaterThan(-0.003);
    expect(auc.value).toBeGreaterThan(-0.003);
    expect(auc.value).toBeLessThan(0.005);
    expect(logLoss(own.p, own.y) / logLoss(p, own.y)).toBeLessThan(1.01);
  });
});
