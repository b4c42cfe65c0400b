import { instantMs, parseValue } from '@aicrm/runtime/features';
import type { FeatureSpec } from '@aicrm/schema/model';
import { type Cell, isMissing, textOf } from './raw-table.js';
import { numberOf } from './target.js';

/** How a column is used, or the sentence why it is not. */
export type Use =
  | { readonly name: string; readonly as: FeatureSpec['as'] }
  | { readonly name: string; readonly as: 'none'; readonly reason: string };

/** Values that look alike in so many cases decide what a column is; the rest are typing errors and count as missing. */
const mostly = 0.95;
/** A text of which so many are different names its row. */
const nearlyAllDifferent = 0.9;
/** Words from which on a text is prose. */
const prose = 4;
/** Reading more rows than this would not change what a column looks like. */
const looked = 20_000;

/** Rows spread evenly over the table, at most `looked`. */
function spread(rows: Int32Array): Int32Array {
  const step = Math.max(1, Math.ceil(rows.length / looked));
  return rows.filter((_, i) => i % step === 0);
}

const idName = /(^|[^a-z])(id|uuid|guid|key|nr|no|number)$/i;
const splitCamel = (name: string): string => name.replace(/([a-z\d])([A-Z])/g, '$1 $2');

/** What one column is, by its values among `rows`. */
export function useOf(name: string, cells: readonly Cell[], rows: Int32Array): Use {
  const none = (reason: string): Use => ({ name, as: 'none', reason });
  const sample = spread(rows);
  const present = sample.filter((row) => !isMissing(cells[row]));
  if (present.length === 0) return none('It is empty in every row.');
  const distinct = new Set(Array.from(present, (row) => textOf(cells[row])));
  if (distinct.size === 1 && present.length === sample.length)
    return none(`It is "${[...distinct][0]?.slice(0, 60)}" in every row.`);
  const share = (test: (cell: Cell | undefined) => boolean): number =>
    present.filter((row) => test(cells[row])).length / present.length;
  const isDate = (cell: Cell | undefined): boolean => typeof cell === 'string' && instantMs(cell) !== null;
  if (share(isDate) >= mostly) return { name, as: 'days-since' };
  const different = distinct.size / present.length;
  if (share((cell) => typeof cell !== 'boolean' && numberOf(cell) !== null) >= mostly) {
    const whole = share((cell) => Number.isInteger(numberOf(cell)));
    if (different === 1 && whole === 1 && present.length >= 50 && idName.test(splitCamel(name)))
      return none('It is another number in every row, as a name of the row is.');
    return { name, as: 'number' };
  }
  const words = Array.from(present, (row) => textOf(cells[row]).split(/\s+/).length);
  const meanWords = words.reduce((sum, n) => sum + n, 0) / words.length;
  if (different > 0.5 && meanWords >= prose && distinct.size > 50)
    return none('It holds free text; name it with --text to use its words.');
  if (different > nearlyAllDifferent && distinct.size > 50)
    return none('It is another text in nearly every row, so it names the row and says nothing of others.');
  return { name, as: 'category' };
}

/** A feature for a column: people read the column's own name, for that is what they know. */
export const specOf = (name: string, as: FeatureSpec['as'], changeable: boolean): FeatureSpec => ({
  id: name,
  label: name,
  from: `fields.${name}`,
  as,
  changeable,
  sensitive:
    /(^|[^a-z])(gender|sex|age|birth|religion|ethnic|race|nationality|marital|disab|health|pregnan|union|orientation)/i.test(
      splitCamel(name).toLowerCase(),
    ),
  ...(as === 'days-since' ? { unit: 'days' } : {}),
});

/** A column's values as serving will read them, at each row's own moment. */
export function valuesOf(
  as: FeatureSpec['as'],
  cells: readonly Cell[],
  rows: Int32Array,
  asOf: Float64Array,
): (number | string | null)[] {
  return Array.from(rows, (row, i) => {
    const cell = cells[row];
    return isMissing(cell) ? null : parseValue(as, cell, asOf[i] ?? 0);
  });
}
