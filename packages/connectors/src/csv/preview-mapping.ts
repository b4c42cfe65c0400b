import type { ColumnMapping } from '@aicrm/schema/wire';
import type { SuggestedColumn } from './mapping.js';
import { cellsOf } from './names.js';

export interface PreviewLine {
  readonly column: string;
  /** `key`, a field, several of both joined by ", ", or null where the column is not taken. */
  readonly field: string | null;
  /** The first three different values. */
  readonly samples: readonly string[];
  /** Null where a person wrote the mapping. */
  readonly confidence: number | null;
  readonly note: string;
}

/** One line a column of the file, for a table in a terminal or in a page. */
export function previewMapping(
  header: readonly string[],
  sampleRows: readonly (readonly string[])[],
  columns: readonly (ColumnMapping & Partial<SuggestedColumn>)[],
  key: readonly string[],
): PreviewLine[] {
  return header.map((column, index) => {
    const mapped = columns.filter((one) => one.column === column);
    const fields = [...(key.includes(column) ? ['key'] : []), ...mapped.map((one) => one.field)];
    const details = mapped.flatMap((one) => [
      ...(one.as === undefined || one.as === 'auto' ? [] : [`as ${one.as}`]),
      ...(one.dayOrder === undefined ? [] : [one.dayOrder]),
      ...(one.values === undefined
        ? []
        : [
            Object.entries(one.values)
              .map(([from, to]) => `${from} → ${to}`)
              .join(', '),
          ]),
      ...(one.question === undefined ? (one.reason === undefined ? [] : [one.reason]) : [one.question]),
    ]);
    return {
      column,
      field: fields.length > 0 ? fields.join(', ') : null,
      samples: [...new Set(cellsOf(index, sampleRows))].slice(0, 3),
      confidence: mapped[0]?.confidence ?? null,
      note: fields.length > 0 ? details.join('; ') : 'not taken',
    };
  });
}
