import type { Artefact } from '@aicrm/runtime/artefact';
import { type ClassesArtefact, explainClass, predictClasses } from '@aicrm/runtime/classes-artefact';
import { explain } from '@aicrm/runtime/explain';
import { instantMs } from '@aicrm/runtime/features';
import {
  explainNumber,
  type NumberArtefact,
  type NumberPrediction,
  predictNumber,
} from '@aicrm/runtime/number-artefact';
import { predictMany } from '@aicrm/runtime/predict';
import type { Explanation, Prediction } from '@aicrm/schema/prediction';
import type { RecordView } from '@aicrm/schema/view';
import { type Cell, isMissing, textOf } from './raw-table.js';

/** A model file of any kind: of a probability, a number, or classes. */
export type AnyArtefact = Artefact | NumberArtefact | ClassesArtefact;

export const isNumber = (artefact: AnyArtefact): artefact is NumberArtefact =>
  'task' in artefact.meta && artefact.meta.task === 'number';

export const isClasses = (artefact: AnyArtefact): artefact is ClassesArtefact =>
  'task' in artefact.meta && artefact.meta.task === 'classes';

/** Columns that a model reads. */
export const inputsOf = (artefact: AnyArtefact): string[] =>
  isClasses(artefact)
    ? artefact.meta.features.map(({ id }) => id)
    : artefact.meta.features.map(({ spec }) => spec.id);

/** A row of a table as the record view that every model reads. */
export function viewOf(names: readonly string[], cells: readonly Cell[], id: string): RecordView {
  const fields: Record<string, Cell> = {};
  names.forEach((name, c) => {
    const cell = cells[c];
    const value = isMissing(cell) ? null : (cell ?? null);
    // Assigned, a column of this name would be taken for the object's prototype and be lost.
    if (name === '__proto__')
      Object.defineProperty(fields, name, { value, enumerable: true, configurable: true, writable: true });
    else fields[name] = value;
  });
  return { id, type: 'row', seq: 0, viewAt: '1970-01-01', fields, facts: {} };
}

/**
 * The moment of each row, from which its dates are counted: its own where the model learned from dated rows, else the
 * moment of the snapshot it learned from, so that a file gives the same scores today and in a year.
 */
export function momentOf(
  { meta }: AnyArtefact,
  names: readonly string[],
): (cells: readonly Cell[]) => number {
  const snapshot = Date.parse(meta.trainingWindow.to);
  const at = meta.time === undefined ? -1 : names.indexOf(meta.time);
  return (cells) => (at < 0 ? undefined : instantMs(textOf(cells[at]))) ?? snapshot;
}

export interface ScoredRow {
  readonly prediction: Prediction;
  readonly explanation: Explanation | undefined;
}

/** Columns that the model reads and the table lacks. */
export const missingColumns = (artefact: AnyArtefact, names: readonly string[]): string[] =>
  inputsOf(artefact).filter((id) => !names.includes(id));

/** Scores rows in their order; the same functions as in the page and in the worker. */
export function scoreRows(
  artefact: Artefact,
  names: readonly string[],
  rows: readonly (readonly Cell[])[],
  explained = false,
): ScoredRow[] {
  const moment = momentOf(artefact, names);
  const views = rows.map((cells, i) => viewOf(names, cells, `row-${i}`));
  const moments = rows.map(moment);
  // Rows of one moment go through the batch evaluator together; a snapshot has one moment only.
  const byMoment = new Map<number, number[]>();
  moments.forEach((at, i) => {
    const group = byMoment.get(at);
    if (group) group.push(i);
    else byMoment.set(at, [i]);
  });
  const out = new Array<ScoredRow>(rows.length);
  for (const [at, group] of byMoment) {
    const some = group.flatMap((i) => views[i] ?? []);
    predictMany(artefact, some, at).forEach((prediction, k) => {
      const view = some[k];
      const i = group[k];
      if (view === undefined || i === undefined) return;
      out[i] = { prediction, explanation: explained ? explain(artefact, view, at) : undefined };
    });
  }
  return out;
}

export interface NumberRow {
  readonly prediction: NumberPrediction;
  readonly explanation: Explanation | undefined;
}

/** Predicts the number of each row in their order. */
export function predictRows(
  artefact: NumberArtefact,
  names: readonly string[],
  rows: readonly (readonly Cell[])[],
  explained = false,
): NumberRow[] {
  const moment = momentOf(artefact, names);
  return rows.map((cells, i) => {
    const view = viewOf(names, cells, `row-${i}`);
    const at = moment(cells);
    return {
      prediction: predictNumber(artefact, view, at),
      explanation: explained ? explainNumber(artefact, view, at) : undefined,
    };
  });
}

export interface ClassesRow {
  /** In the order of the model's classes; they add up to 1. */
  readonly probabilities: readonly number[];
  /** Why the most likely class rather than the next, in the log-odds between the two. */
  readonly explanation: Explanation | undefined;
}

/** Tells the class of each row, in their order. */
export function classifyRows(
  artefact: ClassesArtefact,
  names: readonly string[],
  rows: readonly (readonly Cell[])[],
  explained = false,
): ClassesRow[] {
  const moment = momentOf(artefact, names);
  return rows.map((cells, i) => {
    const view = viewOf(names, cells, `row-${i}`);
    const at = moment(cells);
    const probabilities = predictClasses(artefact, view, at);
    const [first = 0, second = 0] = probabilities
      .map((_, k) => k)
      .sort((a, b) => (probabilities[b] ?? 0) - (probabilities[a] ?? 0));
    return {
      probabilities,
      explanation: explained ? explainClass(artefact, view, at, first, second) : undefined,
    };
  });
}
