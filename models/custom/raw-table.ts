/** A cell as a file or a database gives it. Dates are ISO text: `2024-03-01` or `2024-03-01T12:00:00Z`. */
export type Cell = string | number | boolean | null;

/** A table by columns: `columns[c][row]`, each as long as `rows`. */
export interface RawTable {
  readonly names: readonly string[];
  readonly rows: number;
  readonly columns: readonly (readonly Cell[])[];
  /** The order of day and month by which dates such as 03/04/2024 became ISO text; absent where there were none, or nothing told. */
  readonly dayOrder?: 'dmy' | 'mdy' | undefined;
}

/** What exports write where there is no value. */
const absent = /^(|na|n\/a|nan|null|none|nil|-|\?)$/i;

export const isMissing = (cell: Cell | undefined): boolean =>
  cell === null || cell === undefined || (typeof cell === 'string' && absent.test(cell.trim()));

export const textOf = (cell: Cell | undefined): string => String(cell ?? '').trim();
