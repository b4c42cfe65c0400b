import type { ByteSource } from '@aicrm/connectors/csv/bytes';
import { openCsv } from '@aicrm/connectors/csv/read-csv';
import { type CellStyle, dayOrderOf, readCell } from '@aicrm/models/custom/cells';
import type { Cell, RawTable } from '@aicrm/models/custom/raw-table';
import { type Problem, problem } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';

/**
 * A CSV file by columns, its cells as the models read them. The order of day and month is told by the whole file, since
 * one program wrote all of it.
 *
 * Errors: `bad-data` with the line that is broken; no row is left out in silence.
 */
export async function readTable(source: ByteSource): Promise<Result<RawTable, Problem>> {
  const file = await openCsv(source);
  if (!file.ok) return file;
  const { header: names, delimiter } = file.value;
  const lines: (readonly string[])[] = [];
  for await (const piece of file.value.rows()) {
    if (!piece.ok) return piece;
    for (const { issue, cells, line } of piece.value) {
      if (issue)
        return fail(
          problem('bad-data', 'A row of the table is broken', issue.message, {
            action: `Mend line ${line} and choose the file again.`,
          }),
        );
      lines.push(cells);
    }
  }
  const style: CellStyle = { decimalComma: delimiter === ';', dayOrder: dayOrderOf(lines.flat()) };
  const columns = names.map((_, c): Cell[] => lines.map((cells) => readCell(cells[c] ?? null, style)));
  return ok({ names, rows: lines.length, columns, dayOrder: style.dayOrder });
}

/** One row's cells, in the order of the names. */
export const rowOf = ({ columns }: RawTable, row: number): Cell[] =>
  columns.map((cells) => cells[row] ?? null);
