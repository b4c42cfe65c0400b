import type { Matrix } from '@aicrm/learn/model/ensemble';
import { createRandom } from '@aicrm/learn/random';
import { columnsOf, encodeValue, logScaled, wordsOf } from '@aicrm/runtime/encode';
import type { Encoder, FeatureSpec } from '@aicrm/schema/model';
import { outcomesOf, type Rows, type TrainingTable, type Value } from './table.js';

/** A level seen in fewer rows than this can name a person, and its rate is mostly chance: it counts as unseen. */
export const leastPerLevel = 10;
/** Weight of the overall rate in a level's code, in rows: a level of 20 rows is believed half. */
const smoothing = 20;
/** From so many rows on, a row moves its own level's code by less than 1 %, so its label cannot be read back from it. */
const safeLevel = 100;
/** A one-hot encoder has at most this many levels; the rest count as unseen. */
const mostOneHot = 30;
/** Words that a text is read by: the most frequent ones, so that an artefact stays small. */
const mostWords = 2_000;
const folds = 5;

export interface EncodedFeature {
  readonly spec: FeatureSpec;
  readonly encoder: Encoder;
}

interface Level {
  rows: number;
  total: number;
}

function countLevels(
  values: readonly Value[],
  outcomes: ArrayLike<number>,
  rows: Iterable<number>,
): Map<string, Level> {
  const levels = new Map<string, Level>();
  for (const row of rows) {
    const value = values[row];
    if (value === null || value === undefined) continue;
    const key = String(value);
    const level = levels.get(key);
    if (level === undefined) levels.set(key, { rows: 1, total: outcomes[row] ?? 0 });
    else {
      level.rows++;
      level.total += outcomes[row] ?? 0;
    }
  }
  return levels;
}

/** Levels by frequency, those that are frequent enough to keep; ties in the order of their text, for determinism. */
const frequent = (levels: Map<string, Level>): [string, Level][] =>
  [...levels]
    .filter(([, level]) => level.rows >= leastPerLevel)
    .sort(([a, x], [b, y]) => y.rows - x.rows || (a < b ? -1 : 1));

/** Smoothed rates of the outcome as codes; levels that are too rare share one code with those never seen. */
function targetEncoder(levels: Map<string, Level>, kept: ReadonlySet<string>): Encoder & { kind: 'target' } {
  let [rows, total, rareRows, rareTotal] = [0, 0, 0, 0];
  for (const [name, level] of levels) {
    rows += level.rows;
    total += level.total;
    if (kept.has(name)) continue;
    rareRows += level.rows;
    rareTotal += level.total;
  }
  const prior = rows > 0 ? total / rows : 0;
  const code = (n: number, k: number): number => Math.fround((k + smoothing * prior) / (n + smoothing));
  const codes = [...kept].map((name): [string, number] => {
    const level = levels.get(name);
    return [name, code(level?.rows ?? 0, level?.total ?? 0)];
  });
  return { kind: 'target', levels: Object.fromEntries(codes), other: code(rareRows, rareTotal) };
}

/**
 * A word's weight is by how much the outcome's rate among texts with it differs from the overall rate, smoothed like a
 * level's code; words of fewer than ten texts can name a person and have none.
 */
function wordEncoder(
  values: readonly Value[],
  outcomes: ArrayLike<number>,
  rows: Iterable<number>,
): Encoder & { kind: 'words' } {
  const counts = new Map<string, Level>();
  let [n, k] = [0, 0];
  for (const row of rows) {
    const label = outcomes[row] ?? 0;
    n++;
    k += label;
    for (const word of wordsOf(String(values[row] ?? ''))) {
      const count = counts.get(word);
      if (count === undefined) counts.set(word, { rows: 1, total: label });
      else {
        count.rows++;
        count.total += label;
      }
    }
  }
  const prior = n > 0 ? k / n : 0;
  const weights = frequent(counts)
    .slice(0, mostWords)
    .map(([word, { rows: texts, total }]): [string, number] => [
      word,
      Math.fround((total - prior * texts) / (texts + smoothing)),
    ]);
  return { kind: 'words', weights: Object.fromEntries(weights) };
}

/** A tail so heavy that a few rows would set the slope of all; a normal column has 0, an exponential one 2. */
const heavySkew = 3;
/** On the scale of its size such a column must be even, or the logarithm is not its scale. */
const evenSkew = 1;

interface Moments {
  readonly mean: number;
  readonly sd: number;
  readonly skew: number;
}

function momentsOf(numbers: Float64Array): Moments {
  const n = Math.max(numbers.length, 1);
  const mean = numbers.reduce((sum, x) => sum + x, 0) / n;
  let [squares, cubes] = [0, 0];
  for (const x of numbers) {
    squares += (x - mean) ** 2;
    cubes += (x - mean) ** 3;
  }
  const variance = squares / n;
  const sd = variance > 1e-12 * (1 + mean * mean) ? Math.sqrt(variance) : 1;
  return { mean, sd, skew: cubes / n / sd ** 3 };
}

/**
 * A linear model adds up what is on one scale: amounts of money, people of a company and the like differ by factors. Only
 * columns that are heavy-tailed as they are and even on the other scale take it; days in a stage, say, do not.
 */
function numberEncoder(values: readonly Value[], rows: Rows): Encoder {
  const numbers = Float64Array.from(rows, (row) => {
    const value = values[row];
    return typeof value === 'number' ? value : Number.NaN;
  }).filter((x) => !Number.isNaN(x));
  const plain = momentsOf(numbers);
  if (Math.abs(plain.skew) > heavySkew) {
    const scaled = momentsOf(numbers.map(logScaled));
    if (Math.abs(scaled.skew) < evenSkew) return { kind: 'log', mean: scaled.mean, sd: scaled.sd };
  }
  return { kind: 'standard', mean: plain.mean, sd: plain.sd };
}

/**
 * Fits one encoder per feature on the given rows only: `raw` and `target` for trees, `standard`, `log` and
 * `one-hot` for logistic regression.
 */
export function fitEncoders(table: TrainingTable, rows: Rows, kind: 'trees' | 'logistic'): EncodedFeature[] {
  return table.features.map((spec, f) => {
    const values = table.columns[f] ?? [];
    if (spec.as === 'text') return { spec, encoder: wordEncoder(values, outcomesOf(table), rows) };
    if (spec.as !== 'category')
      return { spec, encoder: kind === 'trees' ? { kind: 'raw' } : numberEncoder(values, rows) };
    const levels = countLevels(values, outcomesOf(table), rows);
    const kept = frequent(levels).map(([name]) => name);
    const encoder: Encoder =
      kind === 'trees'
        ? targetEncoder(levels, new Set(kept))
        : { kind: 'one-hot', levels: kept.slice(0, mostOneHot).sort() };
    return { spec, encoder };
  });
}

/** Encodes rows of a table into one matrix, as serving would. */
export function encodeRows(features: readonly EncodedFeature[], table: TrainingTable, rows: Rows): Matrix {
  const columns = features.reduce((sum, feature) => sum + columnsOf(feature.encoder), 0);
  const data = new Float32Array(rows.length * columns);
  let column = 0;
  const byId = new Map(table.features.map((spec, f) => [spec.id, f]));
  for (const { spec, encoder } of features) {
    const values = table.columns[byId.get(spec.id) ?? -1] ?? [];
    for (let i = 0; i < rows.length; i++)
      encodeValue(encoder, values[rows[i] ?? 0] ?? null, data, i * columns + column);
    column += columnsOf(encoder);
  }
  return { rows: rows.length, columns, data };
}

/**
 * The matrix that a model is trained on. It equals `encodeRows` but for texts and for target codes of features with
 * small levels: those are coded for each fifth of the records by the other four, because a code that contains the row's own label
 * would look like a better feature than it is.
 */
export function encodeForTraining(
  features: readonly EncodedFeature[],
  table: TrainingTable,
  rows: Rows,
  seed: number,
): Matrix {
  const matrix = encodeRows(features, table, rows);
  let column = 0;
  features.forEach(({ spec, encoder }) => {
    const at = column;
    column += columnsOf(encoder);
    const values = table.columns[table.features.findIndex((other) => other.id === spec.id)] ?? [];
    const write = (i: number, code: number): void => {
      matrix.data[i * matrix.columns + at] = code;
    };
    if (encoder.kind === 'words')
      crossFit(values, table, rows, (others) => wordEncoder(values, outcomesOf(table), others), seed, write);
    if (encoder.kind !== 'target') return;
    const kept = new Set(Object.keys(encoder.levels));
    const levels = countLevels(values, outcomesOf(table), rows);
    if ([...levels].every(([name, level]) => level.rows >= safeLevel || !kept.has(name))) return;
    const fit = (others: Rows): Encoder =>
      targetEncoder(countLevels(values, outcomesOf(table), others), kept);
    crossFit(values, table, rows, fit, seed, write);
  });
  return matrix;
}

function crossFit(
  values: readonly Value[],
  table: TrainingTable,
  rows: Rows,
  fit: (others: Rows) => Encoder,
  seed: number,
  write: (i: number, code: number) => void,
): void {
  const random = createRandom(seed);
  const foldOf = new Map<string, number>();
  const own = Array.from(rows, (row) => {
    const id = table.recordIds[row] ?? '';
    const fold = foldOf.get(id) ?? random.int(folds);
    foldOf.set(id, fold);
    return fold;
  });
  const code = new Float32Array(1);
  for (let fold = 0; fold < folds; fold++) {
    const others = rows.filter((_, i) => own[i] !== fold);
    const encoder = fit(others);
    for (let i = 0; i < rows.length; i++) {
      const value = values[rows[i] ?? 0] ?? null;
      if (own[i] !== fold || value === null) continue;
      encodeValue(encoder, value, code, 0);
      write(i, code[0] ?? 0);
    }
  }
}
