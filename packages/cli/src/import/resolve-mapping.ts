import { fieldHints, statusLevels } from '@aicrm/connectors/csv/fields';
import { guessDayOrder } from '@aicrm/connectors/csv/guess-values';
import { type SuggestedColumn, suggestMapping } from '@aicrm/connectors/csv/mapping';
import { type PreviewLine, previewMapping } from '@aicrm/connectors/csv/preview-mapping';
import type { RecordType } from '@aicrm/schema/ids';
import { type Problem, problem } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';
import type { ColumnMapping } from '@aicrm/schema/wire';

/** What a person said about the columns; everything left out is proposed from the file. */
export interface MappingWish {
  /** Field to column; given, it is the whole mapping. */
  readonly map?: Readonly<Record<string, string | Omit<ColumnMapping, 'field'>>> | undefined;
  readonly key?: readonly string[] | undefined;
  /** Field to translations of its values. */
  readonly values?: Readonly<Record<string, Readonly<Record<string, string>>>> | undefined;
  readonly dayOrder?: ColumnMapping['dayOrder'] | undefined;
}

export interface ResolvedMapping {
  readonly mapping: readonly ColumnMapping[];
  readonly key: readonly string[];
  readonly preview: readonly PreviewLine[];
}

const badMapping = (detail: string, action: string) =>
  problem('bad-data', 'The mapping is not complete', detail, { action });

function wished(
  map: NonNullable<MappingWish['map']>,
  type: RecordType,
  header: readonly string[],
  rows: readonly (readonly string[])[],
): SuggestedColumn[] {
  const instants = new Set(
    fieldHints[type].filter((hint) => hint.content === 'instant').map((hint) => hint.field),
  );
  return Object.entries(map).map(([field, target]) => {
    const column: Omit<ColumnMapping, 'field'> = typeof target === 'string' ? { column: target } : target;
    const at = header.indexOf(column.column);
    const order =
      instants.has(field) && column.dayOrder === undefined
        ? guessDayOrder(rows.map((row) => row[at] ?? ''))
        : null;
    const decided = order === 'dmy' || order === 'mdy' ? { dayOrder: order } : {};
    return { ...decided, ...column, field, confidence: 1, reason: '' };
  });
}

const strip = ({ column, field, as, values, dayOrder }: SuggestedColumn): ColumnMapping => ({
  column,
  field,
  ...(as === undefined ? {} : { as }),
  ...(values === undefined ? {} : { values }),
  ...(dayOrder === undefined ? {} : { dayOrder }),
});

/** What to type where only a person can decide: the flag that answers this question, with a value of the file. */
function remedyOf(column: SuggestedColumn, type: RecordType, instants: ReadonlySet<string>): string {
  if (instants.has(column.field))
    return 'Answer with --day-order dmy or --day-order mdy; days written year first are read as they are.';
  const asked = /"([^"]+)"/.exec(column.question ?? '')?.[1] ?? 'VALUE';
  const [level = 'open'] = Object.keys(statusLevels[type] ?? {});
  return `Answer with --values "${column.field}:${asked}=${level},...", naming for each value what it means.`;
}

/**
 * The mapping that an import uses: what was said, completed by what the file suggests. Without a key, or with a question
 * that only a person can answer, it is an error that says what to add; whether the fields exist is the worker's to say.
 */
export function resolveMapping(
  wish: MappingWish,
  type: RecordType,
  header: readonly string[],
  sample: readonly (readonly string[])[],
): { preview: readonly PreviewLine[]; result: Result<ResolvedMapping, Problem> } {
  const suggested = suggestMapping(header, sample, type);
  const said = wish.map !== undefined;
  const instants = new Set(
    fieldHints[type].filter((hint) => hint.content === 'instant').map((hint) => hint.field),
  );
  const columns = (wish.map ? wished(wish.map, type, header, sample) : suggested.columns).map(
    (column): SuggestedColumn => {
      const { question, ...rest } = column;
      const values = wish.values?.[column.field];
      const dated =
        wish.dayOrder !== undefined && (instants.has(column.field) || rest.dayOrder !== undefined);
      return {
        ...rest,
        ...(values ? { values: { ...column.values, ...values } } : {}),
        ...(dated && wish.dayOrder ? { dayOrder: wish.dayOrder } : {}),
        // A translation or a day order that was given answers the question.
        ...(question === undefined || values || dated ? {} : { question }),
      };
    },
  );
  const mapping = columns.map(strip);
  const key = wish.key ?? suggested.key ?? [];
  const preview = previewMapping(
    header,
    sample,
    columns.map((column) => (said ? { ...strip(column), reason: '' } : column)),
    key,
  ).map((line) => (said ? { ...line, confidence: null } : line));

  const missing = [...mapping.map((one) => one.column), ...key].filter((column) => !header.includes(column));
  const unknownValues = Object.keys(wish.values ?? {}).filter(
    (field) => !mapping.some((one) => one.field === field),
  );
  const open = columns.filter((column) => column.question !== undefined);
  const result = (): Result<ResolvedMapping, Problem> => {
    if (missing.length > 0)
      return fail(
        badMapping(
          `The file has no column ${missing.map((name) => `"${name}"`).join(', ')}.`,
          `It has: ${header.slice(0, 30).join(', ')}.`,
        ),
      );
    if (key.length === 0)
      return fail(
        badMapping(
          'No column was found that names each row.',
          'Name the key with --key column, or --key a,b where two columns do so together.',
        ),
      );
    if (unknownValues.length > 0)
      return fail(
        badMapping(
          `--values names ${unknownValues.join(', ')}, to which no column is mapped.`,
          'Map it too.',
        ),
      );
    if (open.length > 0 && !said)
      return fail(
        badMapping(
          open.map((column) => `${column.column}: ${column.question}`).join(' '),
          `${[...new Set(open.map((column) => remedyOf(column, type, instants)))].join(' ')} Or give the mapping with --map.`,
        ),
      );
    return ok({ mapping, key, preview });
  };
  return { preview, result: result() };
}
