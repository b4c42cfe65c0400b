import type { Cell, RawTable } from '@aicrm/models/custom/raw-table';
import { type Problem, problem } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';
import { plain } from '../print.js';

/** Edits that turn one text into the other: a letter more, less or another one, or two neighbours swapped (Damerau). */
function edits(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      next.push(
        Math.min(
          (row[j] ?? 0) + 1,
          (next[j - 1] ?? 0) + 1,
          (row[j - 1] ?? 0) + Number(a[i - 1] !== b[j - 1]),
          swapped ? (before[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    [before, row] = [row, next];
  }
  return row[b.length] ?? 0;
}

const folded = (name: string): string => name.toLowerCase().replace(/[\s_.-]+/g, '');

/** The column that was probably meant, or undefined where none is near. */
export function nearest(name: string, names: readonly string[]): string | undefined {
  const wanted = folded(name);
  let [best, least] = [undefined as string | undefined, Number.POSITIVE_INFINITY];
  for (const one of names) {
    const own = folded(one);
    const holds = wanted.length >= 3 && own.length >= 3 && (own.includes(wanted) || wanted.includes(own));
    const distance = own === wanted ? 0 : Math.min(edits(wanted, own), holds ? 2 : 99);
    if (distance < least) [best, least] = [one, distance];
  }
  return least <= Math.max(1, Math.floor(wanted.length / 3)) ? best : undefined;
}

/** That the table has no such column, with the one that was probably meant. */
export function noColumn(title: string, name: string, names: readonly string[], flag?: string): Problem {
  const near = nearest(name, names);
  const some = names.slice(0, 20).map((one) => `"${plain(one, 40)}"`);
  return problem(
    'bad-data',
    title,
    `The table has no column "${plain(name, 60)}"${flag === undefined ? '' : ` for ${flag}`}.`,
    {
      action: `${near === undefined ? '' : `Did you mean "${plain(near, 60)}"? `}Its columns are ${some.join(', ')}${names.length > 20 ? ` and ${names.length - 20} more` : ''}.`,
    },
  );
}

/** The named columns of a table, each by its option; a problem for the first that is not there. */
export function columnsBy<Name extends string>(
  raw: RawTable,
  title: string,
  wishes: Readonly<Record<Name, { readonly flag: string; readonly name: string | undefined }>>,
): Result<Readonly<Record<Name, readonly Cell[] | undefined>>, Problem> {
  const found: Partial<Record<Name, readonly Cell[]>> = {};
  for (const key of Object.keys(wishes) as Name[]) {
    const { flag, name } = wishes[key];
    if (name === undefined) continue;
    const cells = raw.columns[raw.names.indexOf(name)];
    if (cells === undefined) return fail(noColumn(title, name, raw.names, flag));
    found[key] = cells;
  }
  return ok(found as Readonly<Record<Name, readonly Cell[] | undefined>>);
}
