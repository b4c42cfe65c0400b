import { CsvLexer, defaultLimits } from './lexer.js';

export const delimiters = [',', ';', '\t', '|'] as const;

/** Rows looked at: enough to outvote one odd line, few enough to be free. */
const lookAt = 50;

/**
 * The delimiter that cuts the beginning of a file into the most regular rows: first the share of rows as wide as the
 * header counts, then the width. A file of one column has none, and any answer is right; it is the comma.
 */
export function detectDelimiter(sample: string): string {
  let best = { delimiter: ',', score: 0 };
  for (const delimiter of delimiters) {
    const lexer = new CsvLexer(delimiter, { ...defaultLimits, maxCell: sample.length + 1 });
    const whole = lexer.push(sample);
    const rows = (whole.length > 0 ? whole : lexer.end().rows).slice(0, lookAt);
    const width = rows[0]?.cells.length ?? 0;
    if (width < 2) continue;
    const alike = rows.filter((row) => row.cells.length === width && !row.fault).length / rows.length;
    const score = alike + Math.min(width, 1_000) / 100_000;
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}
