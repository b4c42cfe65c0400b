import { parseValue } from '@aicrm/runtime/features';
import { type Problem, problem } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';
import { type Cell, isMissing, textOf } from './raw-table.js';

export const targetKinds = ['auto', 'yes-no', 'number', 'classes'] as const;
export type TargetKind = (typeof targetKinds)[number];

/** What is to be predicted, read from its column. Rows without a value are not among `rows`. */
export type Target =
  | {
      readonly kind: 'yes-no';
      readonly rows: Int32Array;
      readonly labels: Uint8Array;
      readonly positive: string;
    }
  | { readonly kind: 'number'; readonly rows: Int32Array; readonly values: Float64Array }
  | {
      readonly kind: 'classes';
      readonly rows: Int32Array;
      readonly labels: Uint8Array;
      readonly classes: readonly string[];
    };

/** More classes than this need more examples of each than a table of a business holds. */
const mostClasses = 20;
/** A column is numeric when so many of its values are numbers; the others are typing errors and count as missing. */
const mostlyNumbers = 0.95;
const affirmative = /^(1|yes|y|true|t|won|converted|churned|ja|oui|si|sí|positive|success|accepted|paid)$/i;

const cannot = (detail: string, action: string): Result<never, Problem> =>
  fail(problem('bad-data', 'The target cannot be predicted', detail, { action }));

function byFrequency(cells: readonly Cell[], rows: Int32Array): [string, number][] {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const text = textOf(cells[row]);
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
}

export const numberOf = (cell: Cell | undefined): number | null => {
  if (typeof cell === 'boolean') return cell ? 1 : 0;
  const value = parseValue('number', cell, 0);
  return typeof value === 'number' ? value : null;
};

/** A number, but none that fits a float32, in which models reckon. */
const tooLarge = (text: string): boolean =>
  text !== '' && Number.isFinite(Number(text)) && !Number.isFinite(Math.fround(Number(text)));

/** Which of two values is the outcome: the one that says yes, else the one that is named, else the rarer. */
function positiveOf(levels: readonly [string, number][]): string {
  const yes = levels.filter(([level]) => affirmative.test(level));
  if (yes.length === 1) return yes[0]?.[0] ?? '';
  return levels[levels.length - 1]?.[0] ?? '';
}

/**
 * Reads the target's column. Two values are a yes or no, numbers a number, three to twenty texts classes; `kind` decides
 * where a person knows better (ratings of 1 to 5 are numbers unless they are called classes).
 *
 * Errors: `bad-data` with a sentence where there is nothing to predict: no value, one value, too many different texts.
 */
export function readTarget(
  name: string,
  cells: readonly Cell[],
  kind: TargetKind,
  positive?: string,
): Result<Target, Problem> {
  const known: number[] = [];
  for (let row = 0; row < cells.length; row++) if (!isMissing(cells[row])) known.push(row);
  let rows = Int32Array.from(known);
  if (rows.length === 0)
    return cannot(`The column "${name}" has no value in any row.`, 'Name the column that holds the outcome.');
  const levels = byFrequency(cells, rows);
  const only = levels[0]?.[0] ?? '';
  if (levels.length === 1)
    return cannot(
      `All ${rows.length.toLocaleString('en-GB')} values of "${name}" are "${only.slice(0, 60)}", so there is nothing to tell apart.`,
      kind === 'number' || (kind === 'auto' && numberOf(only) !== null && !/^[01]$/.test(only))
        ? 'Add rows in which it had other values, or name the column that holds the outcome.'
        : 'Add rows in which it went the other way: at least 50 of each outcome are needed.',
    );
  const numbers = Array.from(rows, (row) => numberOf(cells[row]));
  const numeric = numbers.filter((value) => value !== null).length >= mostlyNumbers * rows.length;
  const chosen = kind === 'auto' ? (levels.length === 2 ? 'yes-no' : numeric ? 'number' : 'classes') : kind;
  if (chosen === 'yes-no') {
    if (levels.length > 2 && positive === undefined)
      return cannot(
        `"${name}" has ${levels.length.toLocaleString('en-GB')} different values, not two.`,
        'Say which of them is the outcome (--positive VALUE), or choose another kind.',
      );
    const outcome = positive ?? positiveOf(levels);
    if (!levels.some(([level]) => level === outcome))
      return cannot(
        `No row has "${outcome.slice(0, 60)}" in "${name}".`,
        `Its values are: ${levels
          .slice(0, 10)
          .map(([level]) => level.slice(0, 40))
          .join(', ')}.`,
      );
    return ok({
      kind: 'yes-no',
      rows,
      labels: Uint8Array.from(rows, (row) => (textOf(cells[row]) === outcome ? 1 : 0)),
      positive: outcome,
    });
  }
  if (chosen === 'number') {
    if (!numeric)
      return cannot(
        `Only ${numbers.filter((value) => value !== null).length.toLocaleString('en-GB')} of ${rows.length.toLocaleString('en-GB')} values of "${name}" are numbers.`,
        'Clean the column, or predict it as classes.',
      );
    rows = rows.filter((_, i) => numbers[i] !== null);
    return ok({
      kind: 'number',
      rows,
      values: Float64Array.from(rows, (row) => numberOf(cells[row]) ?? 0),
    });
  }
  const huge = levels.filter(([level]) => tooLarge(level)).length;
  if (levels.length > mostClasses && huge > (1 - mostlyNumbers) * levels.length)
    return cannot(
      `${huge.toLocaleString('en-GB')} of ${levels.length.toLocaleString('en-GB')} values of "${name}" are numbers beyond 3.4e38, the largest that a model holds.`,
      'Write the column in a larger unit, such as millions.',
    );
  if (levels.length > mostClasses)
    return cannot(
      `"${name}" has ${levels.length.toLocaleString('en-GB')} different texts; at most ${mostClasses} classes can be told apart honestly.`,
      'Group them into fewer (a column "region" in place of "city"), or ask a yes or no question of one of them (--kind yes-no --positive VALUE).',
    );
  const classes = levels.map(([level]) => level).sort();
  const codes = new Map(classes.map((level, k) => [level, k]));
  return ok({
    kind: 'classes',
    rows,
    labels: Uint8Array.from(rows, (row) => codes.get(textOf(cells[row])) ?? 0),
    classes,
  });
}
