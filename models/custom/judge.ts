import { bootstrapInterval, ofRows } from '@aicrm/learn/bootstrap';
import { brier, ece10, lift, logLoss, mean, prAuc, reliabilityBins, rocAuc } from '@aicrm/learn/metrics';
import type { Artefact } from '@aicrm/runtime/artefact';
import type { GroupFigures } from '@aicrm/schema/model';
import { type Problem, problem } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';
import { type CalibrationInTheLarge, calibrationInTheLarge } from '../tabular/calibration-in-the-large.js';
import { groupFigures, leastPerOutcome } from '../tabular/groups.js';
import { type Cell, isMissing, type RawTable, textOf } from './raw-table.js';
import { scoreRows } from './score-rows.js';
import { readTarget } from './target.js';

interface Figure {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Figures of a model on rows whose outcome is known. Intervals are 95 % bootstrap. */
export interface Judgement {
  readonly rows: number;
  readonly positives: number;
  /** Rows that got no score, because they say too little. */
  readonly refused: number;
  readonly auc: Figure;
  readonly prAuc: Figure;
  readonly logLoss: Figure;
  /** Log loss of always saying the base rate of the training window. */
  readonly baseLogLoss: number;
  readonly brier: number;
  readonly calibrationError: number;
  readonly liftTop10: number;
  readonly predicted: number;
  readonly observed: number;
  /** Whether as many succeeded as were predicted, beyond chance. */
  readonly inTheLarge: CalibrationInTheLarge;
  readonly reliability: readonly {
    readonly predicted: number;
    readonly observed: number;
    readonly rows: number;
  }[];
  readonly groups?: readonly GroupFigures[];
}

const groupNames = (cells: readonly Cell[], rows: readonly number[]): string[] =>
  rows.map((row) => (isMissing(cells[row]) ? '(missing)' : textOf(cells[row])));

/**
 * Judges a model on a table whose outcomes are known, overall and by the values of any column, which need not be one
 * that the model reads.
 *
 * Errors: `bad-data` where the table lacks the columns; `not-enough-data` where fewer than ten rows of an outcome are scored.
 */
export function judge(
  artefact: Artefact,
  table: RawTable,
  options: {
    readonly target?: string;
    readonly positive?: string;
    readonly by?: string;
    readonly seed?: number;
  },
): Result<Judgement, Problem> {
  const target = options.target ?? artefact.meta.target ?? '';
  for (const name of [target, ...(options.by === undefined ? [] : [options.by])])
    if (!table.names.includes(name))
      return fail(
        problem('bad-data', 'There is no such column', `The table has no column "${name}".`, {
          action: `Its columns are: ${table.names.slice(0, 12).join(', ')}.`,
        }),
      );
  const cellsOf = (name: string): readonly Cell[] => table.columns[table.names.indexOf(name)] ?? [];
  // The card's own words say which value was the outcome.
  const begin = `"${artefact.meta.target ?? ''}" is "`;
  const { outcome } = artefact.meta;
  const stated = outcome.startsWith(begin) ? outcome.slice(begin.length, -1) : undefined;
  const positive = options.positive ?? stated;
  const read = readTarget(target, cellsOf(target), 'yes-no', positive);
  if (!read.ok) return read;
  if (read.value.kind !== 'yes-no') throw new RangeError('a yes/no target was asked for');
  const { labels } = read.value;
  const known = Array.from(read.value.rows);
  const scored = scoreRows(
    artefact,
    table.names,
    known.map((row) => table.columns.map((cells) => cells[row] ?? null)),
  );
  const kept = scored.flatMap(({ prediction }, i) =>
    prediction.state === 'score' ? [{ i, p: prediction.probability }] : [],
  );
  const p = Float64Array.from(kept, (one) => one.p);
  const y = Uint8Array.from(kept, (one) => labels[one.i] ?? 0);
  const positives = y.reduce((sum, one) => sum + one, 0);
  if (Math.min(positives, y.length - positives) < leastPerOutcome)
    return fail(
      problem(
        'not-enough-data',
        'Not enough data',
        `Of ${y.length.toLocaleString('en-GB')} scored rows ${positives.toLocaleString('en-GB')} had the outcome; at least ${leastPerOutcome} with and without it are needed.`,
        { action: 'Give a table with more rows, or with the columns that the model reads.' },
      ),
    );
  const figure = (metric: (p: Float64Array, y: Uint8Array) => number): Figure =>
    bootstrapInterval(y.length, ofRows(p, y, metric), { rounds: 500, seed: options.seed ?? 1 });
  const base = artefact.meta.baseRate;
  return ok({
    rows: y.length,
    positives,
    refused: known.length - y.length,
    auc: figure(rocAuc),
    prAuc: figure(prAuc),
    logLoss: figure(logLoss),
    baseLogLoss: logLoss(new Float64Array(y.length).fill(base), y),
    brier: brier(p, y),
    calibrationError: ece10(p, y),
    liftTop10: lift(p, y, 0.1),
    predicted: mean(p),
    observed: positives / y.length,
    inTheLarge: calibrationInTheLarge(p, y),
    reliability: reliabilityBins(p, y).filter((bin) => bin.rows > 0),
    ...(options.by === undefined
      ? {}
      : {
          groups: groupFigures(
            groupNames(
              cellsOf(options.by),
              kept.map(({ i }) => known[i] ?? 0),
            ),
            p,
            y,
          ),
        }),
  });
}
