import type { ClassesArtefact } from '@aicrm/runtime/classes-artefact';
import type { ClassesEvaluation } from '@aicrm/schema/classes-model';
import { type Problem, problem } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';
import { evaluateClasses } from './classes-judge.js';
import { isMissing, type RawTable, textOf } from './raw-table.js';
import { classifyRows } from './score-rows.js';

/** Judges a model of classes on rows whose class is known; rows of a class it never saw are left out, and named. */
export function judgeClasses(
  artefact: ClassesArtefact,
  table: RawTable,
  target = artefact.meta.target ?? '',
): Result<ClassesEvaluation, Problem> {
  const cells = table.columns[table.names.indexOf(target)];
  if (cells === undefined)
    return fail(
      problem('bad-data', 'There is no such column', `The table has no column "${target}".`, {
        action: `Its columns are: ${table.names.slice(0, 12).join(', ')}.`,
      }),
    );
  const { classes, shares, trainingWindow } = artefact.meta;
  const known = cells.flatMap((cell, row) => {
    const code = isMissing(cell) ? -1 : classes.indexOf(textOf(cell));
    return code < 0 ? [] : [{ row, code }];
  });
  if (known.length === 0)
    return fail(
      problem(
        'not-enough-data',
        'Not enough data',
        `No row of "${target}" holds a class that the model knows.`,
        {
          action: `It knows: ${classes.slice(0, 12).join(', ')}.`,
        },
      ),
    );
  const told = classifyRows(
    artefact,
    table.names,
    known.map(({ row }) => table.columns.map((column) => column[row] ?? null)),
  );
  return ok(
    evaluateClasses(
      told.map(({ probabilities }) => [...probabilities]),
      known.map(({ code }) => code),
      classes,
      shares,
      1,
      { from: trainingWindow.from, to: trainingWindow.to, inTime: false },
    ),
  );
}
