import { type Problem, type ProblemIssue, problem } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';
import type { ColumnMapping, ImportRequest } from '@aicrm/schema/wire';
import { type FieldInfo, type FieldKind, fieldsOf, takesCustom } from './fields.js';
import { minorDigits } from './values.js';

/** One column's way into a field, decided once for the whole file. */
export interface PlannedColumn {
  readonly index: number;
  readonly column: string;
  /** Canonical name, or the name within `custom`. */
  readonly field: string;
  readonly custom: boolean;
  readonly read: FieldKind;
  readonly values: ReadonlyMap<string, string>;
  readonly dayOrder: ColumnMapping['dayOrder'];
}

export interface ImportPlan {
  readonly request: ImportRequest;
  readonly keyColumns: readonly { readonly index: number; readonly column: string }[];
  readonly columns: readonly PlannedColumn[];
  readonly columnOfField: ReadonlyMap<string, string>;
  readonly currency: string;
}

const connectionPattern = /^[a-z0-9][a-z0-9_-]{0,39}$/;
/** No quote, dollar or bracket: the name becomes a JSON path in the history of changes. */
const customPattern = /^[\p{L}\p{N}_][\p{L}\p{N}_ -]{0,59}$/u;
const maxColumns = 500;

/**
 * Checks a request as a whole before any row is read, so that a wrong mapping is one clear answer and not a thousand
 * rejected rows.
 * @param defaultCurrency the tenant's currency, used where the request names none.
 */
export function planImport(
  request: ImportRequest,
  defaultCurrency: string | null,
): Result<ImportPlan, Problem> {
  const issues: ProblemIssue[] = [];
  const { header, mapping, type } = request;
  const position = new Map(header.map((name, i) => [name, i]));
  const at = (column: string, where: string): number => {
    const index = position.get(column);
    if (index === undefined)
      issues.push({ at: where, message: `The file has no column "${column}". It has: ${listed(header)}.` });
    else if (header.indexOf(column) !== index)
      issues.push({ at: where, message: `The file has more than one column named "${column}".` });
    return index ?? -1;
  };

  if (header.length > maxColumns)
    issues.push({ at: 'header', message: `The file has ${header.length} columns; ${maxColumns} are read.` });
  if (!connectionPattern.test(request.connection))
    issues.push({ at: 'connection', message: 'A connection is a short name in lower case, such as "odoo".' });
  const keyColumns = request.key.map((column, i) => ({ index: at(column, `key.${i}`), column }));

  const known = fieldsOf(type);
  const columnOfField = new Map<string, string>();
  const columns = mapping.map((one, i): PlannedColumn => {
    const where = `mapping.${i}`;
    const custom = one.field.startsWith('custom.');
    const field = custom ? one.field.slice('custom.'.length) : one.field;
    if (columnOfField.has(one.field))
      issues.push({ at: where, message: `Two columns are mapped to "${one.field}".` });
    columnOfField.set(one.field, one.column);
    const read = custom ? customKind(one) : canonicalKind(one, known.get(field), known, where, issues);
    if (custom && !takesCustom(type))
      issues.push({ at: where, message: `A ${type} takes no fields beyond its own.` });
    if (custom && (!customPattern.test(field) || field === '__proto__'))
      issues.push({ at: where, message: `"${field.slice(0, 60)}" cannot be the name of a field.` });
    return {
      index: at(one.column, where),
      column: one.column,
      field,
      custom,
      read,
      values: new Map(Object.entries(one.values ?? {})),
      dayOrder: one.dayOrder,
    };
  });
  for (const info of known.values())
    if (info.required && !columnOfField.has(info.name))
      issues.push({ at: 'mapping', message: `A ${type} needs "${info.name}": map a column to it.` });

  const currency = request.currency ?? defaultCurrency ?? '';
  if (columns.some((c) => c.read.kind === 'money') && !isCurrency(currency))
    issues.push({ at: 'currency', message: 'Amounts of money need a currency, such as "EUR".' });
  if (Math.abs(request.shiftWeeks ?? 0) > 5_200)
    issues.push({ at: 'shiftWeeks', message: 'Instants move by 5,200 weeks at most.' });

  if (issues.length > 0)
    return fail(
      problem('bad-data', 'The import cannot be opened', issues[0]?.message ?? '', {
        issues,
        action: 'Correct the mapping and open the import again; nothing was written.',
      }),
    );
  return ok({ request, keyColumns, columns, columnOfField, currency });
}

const listed = (names: readonly string[]): string =>
  names.length > 20 ? `${names.slice(0, 20).join(', ')} and ${names.length - 20} more` : names.join(', ');

const customKind = (one: ColumnMapping): FieldKind => ({
  kind: one.as === undefined || one.as === 'auto' ? 'text' : one.as,
});

function canonicalKind(
  one: ColumnMapping,
  info: FieldInfo | undefined,
  known: ReadonlyMap<string, FieldInfo>,
  where: string,
  issues: ProblemIssue[],
): FieldKind {
  if (info === undefined) {
    issues.push({
      at: where,
      message: `"${one.field}" is not a field here. Use ${[...known.keys()].join(', ')}, or custom.NAME.`,
    });
    return { kind: 'text' };
  }
  const asked = one.as ?? 'auto';
  const fits =
    asked === 'auto' || asked === info.read.kind || (asked === 'text' && info.read.kind === 'choice');
  if (!fits)
    issues.push({ at: where, message: `"${one.field}" is read as ${info.read.kind}, not as ${asked}.` });
  return info.read;
}

function isCurrency(code: string): boolean {
  if (!/^[A-Z]{3}$/.test(code)) return false;
  try {
    minorDigits(code);
    return true;
  } catch {
    return false;
  }
}
