import { csvLine } from '@aicrm/connectors/csv/write-csv';
import type { Cell } from '@aicrm/models/custom/raw-table';
import { otherTable } from '@aicrm/models/custom/read-model';
import {
  type AnyArtefact,
  type ClassesRow,
  classifyRows,
  isClasses,
  isNumber,
  missingColumns,
  type NumberRow,
  predictRows,
  type ScoredRow,
  scoreRows,
} from '@aicrm/models/custom/score-rows';
import type { Io } from '../io.js';
import { counted } from '../print.js';
import { openTable } from '../table/open-table.js';
import { checkOutputs, openOutput } from '../table/output.js';
import { giveUp, show, status } from './context.js';
import { diskProblem, pathOf, readModel } from './files.js';
import { type TableFlags, withOrderOf } from './table-train.js';

export interface ScoreFlags extends TableFlags {
  readonly model: string;
  readonly table: string;
  readonly out: string;
  readonly explain?: boolean;
}

/** Enough digits that reasons still add up to the score within 1e-9. */
const figure = (value: number): string => String(Number(value.toPrecision(12)));

/** The first row with reasons: ours, `base`, and the table's own names, of which none stands there twice. */
function reasonHead(head: readonly string[], names: readonly string[]): string[] {
  const taken = new Set([...head, 'base']);
  const all = new Set(names);
  const columns = names.map((name) => {
    let free = name;
    // A table may hold a column "score", and beside it one called "score (column)".
    while (taken.has(free) || (free !== name && all.has(free))) free += ' (column)';
    taken.add(free);
    return free;
  });
  return [...head, 'base', ...columns];
}

/** One line of numbers, in the target's own unit. */
function numberLine({ prediction, explanation }: NumberRow, names: readonly string[]): string {
  const { value, low, high } = prediction;
  const cells = [figure(value), low === null ? '' : figure(low), high === null ? '' : figure(high)];
  if (explanation !== undefined) {
    const by = new Map(explanation.reasons.map((reason) => [reason.feature, reason.contribution]));
    cells.push(figure(explanation.base), ...names.map((name) => figure(by.get(name) ?? 0)));
  }
  return csvLine(cells);
}

function lineOf(
  { prediction, explanation }: ScoredRow,
  names: readonly string[],
  explained: boolean,
): string {
  // Quoted, since many readers skip a blank line and the rows below would move up.
  if (prediction.state !== 'score') return `""${','.repeat(explained ? names.length + 1 : 0)}\r\n`;
  const cells = [figure(prediction.probability)];
  if (explanation !== undefined) {
    const by = new Map(explanation.reasons.map((reason) => [reason.feature, reason.contribution]));
    cells.push(figure(explanation.base), ...names.map((name) => figure(by.get(name) ?? 0)));
  }
  return csvLine(cells);
}

/** Warns where a table does not have what the model reads: rows that say too little get no score. */
function warnOfMissing(missing: readonly string[], io: Io): void {
  if (missing.length > 0)
    io.err(
      `the table lacks ${counted(missing.length, 'column')} that the model reads: ${missing.slice(0, 10).join(', ')}; a row whose other columns carry too little gets no score\n`,
    );
}

/** One line of classes: the most likely one and the probability of each. */
function classesLine(
  { probabilities, explanation }: ClassesRow,
  classes: readonly string[],
  names: readonly string[],
): string {
  const best = probabilities.reduce((most, p, k) => (p > (probabilities[most] ?? 0) ? k : most), 0);
  const cells = [classes[best] ?? '', ...probabilities.map(figure)];
  if (explanation !== undefined) {
    const by = new Map(explanation.reasons.map((reason) => [reason.feature, reason.contribution]));
    cells.push(figure(explanation.base), ...names.map((name) => figure(by.get(name) ?? 0)));
  }
  return csvLine(cells);
}

/** Columns of the scores by the kind of model. */
function headOf(artefact: AnyArtefact): string[] {
  if (isNumber(artefact)) return ['score', 'low', 'high'];
  return isClasses(artefact) ? ['class', ...artefact.meta.classes.map((name) => `score ${name}`)] : ['score'];
}

interface ScoredBatch {
  readonly lines: string;
  /** Of all scores. */
  readonly sum: number;
  /** Rows without a score. */
  readonly refused: number;
}

function scoreBatch(
  artefact: AnyArtefact,
  names: readonly string[],
  inputs: readonly string[],
  rows: readonly (readonly Cell[])[],
  explained: boolean,
): ScoredBatch {
  if (isNumber(artefact)) {
    const predicted = predictRows(artefact, names, rows, explained);
    return {
      lines: predicted.map((row) => numberLine(row, inputs)).join(''),
      sum: predicted.reduce((sum, { prediction }) => sum + prediction.value, 0),
      refused: 0,
    };
  }
  if (isClasses(artefact)) {
    const told = classifyRows(artefact, names, rows, explained);
    return {
      lines: told.map((row) => classesLine(row, artefact.meta.classes, inputs)).join(''),
      sum: told.reduce((sum, { probabilities }) => sum + Math.max(...probabilities), 0),
      refused: 0,
    };
  }
  const scored = scoreRows(artefact, names, rows, explained);
  let sum = 0;
  let refused = 0;
  for (const { prediction } of scored) {
    if (prediction.state === 'score') sum += prediction.probability;
    else refused++;
  }
  return { lines: scored.map((row) => lineOf(row, inputs, explained)).join(''), sum, refused };
}

/** `aicrm score`: one line per row in the order of the table, streamed, so that a file of any length can be scored. */
export async function scoreCommand(flags: ScoreFlags, io: Io): Promise<number> {
  const harm = await checkOutputs(io, [flags.out], [flags.table, flags.model]);
  if (harm) return giveUp(io, flags, harm);
  const model = await readModel(pathOf(io, flags.model));
  if (!model.ok) return giveUp(io, flags, model.error);
  const file = await openTable(pathOf(io, flags.table), withOrderOf(model.value.meta, flags));
  if (!file.ok) return giveUp(io, flags, file.error);
  const { names } = file.value;
  const missing = missingColumns(model.value, names);
  const other = otherTable(model.value, names);
  if (other !== undefined) return giveUp(io, flags, other);
  warnOfMissing(missing, io);
  const explained = flags.explain === true;
  // The answer may stand in the table, to compare with; it is no input.
  const { target } = model.value.meta;
  // What the table lacks has a part of the score too: that nothing is known of it.
  const inputs = [...names.filter((name) => name !== target), ...missing];
  const opened = await openOutput(io, flags.out);
  if (!opened.ok) return giveUp(io, flags, opened.error);
  const out = opened.value;
  const head = headOf(model.value);
  let lines = csvLine(explained ? reasonHead(head, inputs) : head);
  let rows = 0;
  let refused = 0;
  let sum = 0;
  let told = 0;
  for await (const batch of file.value.batches()) {
    if (!batch.ok || io.signal.aborted) {
      await out.discard();
      return batch.ok ? status.stopped : giveUp(io, flags, batch.error);
    }
    const scored = scoreBatch(model.value, names, inputs, batch.value, explained);
    sum += scored.sum;
    refused += scored.refused;
    rows += batch.value.length;
    if (rows - told >= 100_000) {
      told = rows;
      io.err(`scored ${counted(rows, 'row')}\n`);
    }
    lines += scored.lines;
    try {
      await out.write(lines);
    } catch (error) {
      await out.discard();
      return giveUp(io, flags, diskProblem(flags.out, error));
    }
    lines = '';
  }
  try {
    await out.write(lines);
    await out.finish();
  } catch (error) {
    await out.discard();
    return giveUp(io, flags, diskProblem(flags.out, error));
  }
  if (refused > 0)
    io.err(
      `${counted(refused, 'row')} got no score: what they say carries less than 60 % of what the model judges by\n`,
    );
  const mean = rows > refused ? sum / (rows - refused) : null;
  const text =
    mean === null
      ? ''
      : `, ${isNumber(model.value) ? mean.toPrecision(4) : `${(100 * mean).toFixed(1)} %`} on average`;
  show(
    io,
    flags,
    { rows, scored: rows - refused, refused, mean, out: flags.out },
    `${counted(rows - refused, 'row')} scored${text}: ${flags.out}\n`,
  );
  return status.done;
}
