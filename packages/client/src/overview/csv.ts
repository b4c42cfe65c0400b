/** One row of an export; a number stays a number, so that a spreadsheet can count with it. */
export type CsvRow = readonly (string | number | null)[];

/** A text that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, "CSV injection"). */
const harmless = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);

const cell = (value: string | number | null): string => {
  if (value === null) return '';
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
  const text = harmless(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** Comma-separated values by RFC 4180, with the mark by which spreadsheets know UTF-8. */
export const csvOf = (rows: readonly CsvRow[]): string =>
  `\uFEFF${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
