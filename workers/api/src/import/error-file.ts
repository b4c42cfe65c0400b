import type { RefusedRow } from './rows.js';

/** A cell that begins like a formula is run by spreadsheets; a leading apostrophe makes it text. */
const harmless = (text: string): string =>
  /^[=+\-@\t\r]/.test(text) && !/^[-+]?[\d.,]+$/.test(text) ? `'${text}` : text;

const cell = (text: string): string => (/[",\r\n;]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

export const csvLine = (cells: readonly string[]): string =>
  `${cells.map((c) => cell(harmless(c))).join(',')}\r\n`;

/** The header of the error file: where and why, then the file's own columns, so that it can be mended and sent again. */
export const errorHeader = (header: readonly string[]): string =>
  csvLine(['row', 'column', 'problem', ...header]);

export const errorLine = (row: RefusedRow): string =>
  csvLine([
    String(row.row),
    row.issues.map((issue) => issue.at).join(' | '),
    row.issues.map((issue) => issue.message).join(' | '),
    ...row.cells,
  ]);
