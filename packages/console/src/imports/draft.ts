import { fieldHints } from '@aicrm/connectors/csv/fields';
import { suggestMapping } from '@aicrm/connectors/csv/mapping';
import type { CsvFile } from '@aicrm/connectors/csv/read-csv';
import type { RecordType } from '@aicrm/schema/ids';
import type { ColumnMapping, ImportRequest } from '@aicrm/schema/wire';

/** What a person edits before an import: one line a column. */
export interface DraftColumn {
  readonly column: string;
  readonly samples: readonly string[];
  /** The different values of the first rows, at most 20, for a field whose values are translated. */
  readonly levels: readonly string[];
  /** A canonical field, `custom.<name>`, or '' where the column is not taken. */
  readonly field: string;
  readonly as: NonNullable<ColumnMapping['as']>;
  readonly dayOrder: NonNullable<ColumnMapping['dayOrder']> | '';
  readonly values: Readonly<Record<string, string>> | undefined;
  readonly key: boolean;
  readonly note: string;
  readonly question: string | undefined;
}

export interface Draft {
  readonly type: RecordType;
  readonly columns: readonly DraftColumn[];
}

const differentSamples = 3;
const mostLevels = 20;

/** A first draft from the header and the first rows; a person confirms or corrects it. */
export function makeDraft(file: Pick<CsvFile, 'header' | 'sample'>, type: RecordType): Draft {
  const rows = file.sample.filter(({ issue }) => issue === null).map(({ cells }) => cells);
  const suggested = suggestMapping(file.header, rows, type);
  const columns = file.header.map((column, index): DraftColumn => {
    const found = suggested.columns.find((one) => one.column === column);
    const key = suggested.key?.includes(column) === true;
    const samples = [...new Set(rows.map((row) => row[index]?.trim() ?? '').filter(Boolean))];
    return {
      column,
      samples: samples.slice(0, differentSamples),
      levels: samples.slice(0, mostLevels),
      field: found?.field ?? '',
      as: found?.as ?? 'auto',
      dayOrder: found?.dayOrder ?? '',
      values: found?.values,
      key,
      note: found?.reason ?? (key ? 'names the row' : 'not taken'),
      question: found?.question,
    };
  });
  return { type, columns };
}

/** The draft with one column changed; a field that another column had is taken from it, since each may stand once. */
export function editColumn(draft: Draft, column: string, edit: Partial<DraftColumn>): Draft {
  const columns = draft.columns.map((one): DraftColumn => {
    if (one.column === column) return { ...one, ...edit, note: 'chosen by you', question: undefined };
    const taken = edit.field !== undefined && edit.field !== '' && one.field === edit.field;
    return taken ? { ...one, field: '', note: `given to “${column}”` } : one;
  });
  return { ...draft, columns };
}

/** The draft with one value of a column translated; '' takes a translation back. */
export function translate(draft: Draft, column: string, value: string, to: string): Draft {
  const before = draft.columns.find((one) => one.column === column);
  const { [value]: _, ...rest } = before?.values ?? {};
  const values = to === '' ? rest : { ...rest, [value]: to };
  return editColumn(draft, column, { values: Object.keys(values).length > 0 ? values : undefined });
}

/** Fields that a column may become. */
export const targetsOf = (type: RecordType, column: string): readonly string[] => [
  ...fieldHints[type].map(({ field }) => field),
  ...(['stage-change', 'order-line', 'consent'].includes(type)
    ? []
    : [`custom.${column.replace(/[^\p{L}\p{N}_ -]+/gu, ' ').trim() || 'column'}`]),
];

export interface ImportSettings {
  readonly connection: string;
  readonly currency: string;
  readonly shiftWeeks: number;
  readonly fileName: string;
}

/** The request that the draft stands for. */
export function requestOf(draft: Draft, settings: ImportSettings, dryRun: boolean): ImportRequest {
  const mapping = draft.columns
    .filter(({ field }) => field !== '')
    .map(
      ({ column, field, as, dayOrder, values }): ColumnMapping => ({
        column,
        field,
        ...(as === 'auto' ? {} : { as }),
        ...(dayOrder === '' ? {} : { dayOrder }),
        ...(values === undefined ? {} : { values: { ...values } }),
      }),
    );
  return {
    type: draft.type,
    connection: settings.connection,
    key: draft.columns.filter(({ key }) => key).map(({ column }) => column),
    mapping,
    header: draft.columns.map(({ column }) => column),
    fileName: settings.fileName,
    dryRun,
    ...(settings.currency === '' ? {} : { currency: settings.currency }),
    ...(settings.shiftWeeks === 0 ? {} : { shiftWeeks: settings.shiftWeeks }),
  };
}
