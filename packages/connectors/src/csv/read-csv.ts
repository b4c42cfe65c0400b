import { type Problem, type ProblemIssue, problem } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';
import type { ByteSource } from './bytes.js';
import { type DecodedFile, decodeFile } from './decode.js';
import { detectDelimiter } from './delimiter.js';
import { readHeader } from './header.js';
import { CsvLexer, defaultLimits, type LexedRow, type LexerLimits } from './lexer.js';

export interface CsvOptions {
  /** A label of the Encoding Standard; a byte order mark in the file goes before it. Default `utf-8`, checked. */
  readonly encoding?: string | undefined;
  /** One character; detected among comma, semicolon, tab and bar where it is not given. */
  readonly delimiter?: string | undefined;
  readonly limits?: LexerLimits;
}

export interface CsvRow {
  /** 1-based data row; the header is row 0 and blank lines do not count. */
  readonly row: number;
  /** 1-based line of the file on which the row begins. */
  readonly line: number;
  /** As many cells as the header has names, unless `issue` says otherwise. */
  readonly cells: readonly string[];
  /** Why the row cannot be used; the rows around it can. */
  readonly issue: ProblemIssue | null;
}

export interface CsvFile {
  readonly header: readonly string[];
  readonly delimiter: string;
  readonly encoding: string;
  /** The first rows, at most 100, for a mapping preview; `rows()` yields them again. */
  readonly sample: readonly CsvRow[];
  /** All rows in pieces, to be called once; an error of the file as a whole is the last item. */
  rows(): AsyncGenerator<Result<readonly CsvRow[], Problem>>;
}

/** Text gathered before the delimiter is chosen. */
const sampleCharacters = 32_768;
const sampleRows = 100;

const emptyFile = problem('bad-data', 'The file is empty', 'It holds no text.', {
  action: 'Export the rows again, with a first row that names the columns.',
});

const onlyHeader = (columns: number) =>
  problem(
    'bad-data',
    'The file has no rows',
    `It holds a header of ${columns} ${columns === 1 ? 'column' : 'columns'} and nothing below it.`,
    { action: 'Export the rows again; a filter may have left none.' },
  );

const badDelimiter = problem(
  'bad-data',
  'The delimiter cannot be used',
  'A delimiter is one character, such as "," or ";".',
);

const badHeader = (fault: NonNullable<LexedRow['fault']>) =>
  problem('bad-data', 'The header cannot be used', `Column ${fault.cell + 1} ${fault.message}.`);

/** @param rows rows that were complete before it, the header among them. */
const openQuotation = (line: number, rows: number) =>
  problem(
    'bad-data',
    'A quotation mark is never closed',
    `The cell that opens with a quotation mark on line ${line} (row ${rows}) has no closing one before the file ends.`,
    {
      action: 'Close it, or double it ("") where it belongs to the text.',
      issues: [{ at: `line ${line}`, message: 'quotation mark is never closed' }],
    },
  );

/** Checks one row against the header; empty cells beyond the last named column are dropped. */
function toRow(lexed: LexedRow, row: number, header: readonly string[]): CsvRow {
  const { line, fault } = lexed;
  let cells = lexed.cells;
  if (fault) {
    const at = header[fault.cell] ?? `cell ${fault.cell + 1}`;
    return { row, line, cells, issue: { at, message: `The cell ${fault.message} (line ${line}).` } };
  }
  const width = header.length;
  if (cells.length > width && cells.slice(width).every((cell) => cell.trim() === ''))
    cells = cells.slice(0, width);
  if (cells.length === width) return { row, line, cells, issue: null };
  const message = `The row has ${cells.length} cells where the header has ${width} (line ${line}).`;
  return { row, line, cells, issue: { at: `row ${row}`, message } };
}

/**
 * Opens a CSV file as a stream: unpacks gzip, decodes, finds the delimiter, checks the header. Memory holds one piece
 * of the source and the rows that end in it. What is wrong with the file is data: here as an error, later as the last
 * item of `rows()`; what is wrong with one row stands in its `issue`. Only an error of the source itself is thrown.
 */
export async function openCsv(
  source: ByteSource,
  options: CsvOptions = {},
): Promise<Result<CsvFile, Problem>> {
  const decoded = await decodeFile(source, options.encoding);
  if (!decoded.ok) return decoded;
  const opened = await openText(decoded.value, options);
  // A refused file is closed here, since nobody will read it to its end.
  if (!opened.ok) await decoded.value.texts.return(undefined);
  return opened;
}

/** Cuts a text into rows, header included; an error is the last item. */
async function* lexRows(
  sample: string,
  texts: AsyncGenerator<Result<string, Problem>>,
  lexer: CsvLexer,
): AsyncGenerator<Result<readonly LexedRow[], Problem>> {
  let count = 0;
  const counted = (rows: readonly LexedRow[]) => {
    count += rows.length;
    return ok(rows);
  };
  yield counted(lexer.push(sample));
  for await (const text of texts) {
    if (!text.ok) return yield text;
    yield counted(lexer.push(text.value));
  }
  const { rows, openQuote } = lexer.end();
  yield counted(rows);
  if (openQuote !== null) yield fail(openQuotation(openQuote, count));
}

async function openText(decoded: DecodedFile, options: CsvOptions): Promise<Result<CsvFile, Problem>> {
  const { texts, encoding } = decoded;
  let sample = '';
  while (sample.length < sampleCharacters) {
    const next = await texts.next();
    if (next.done) break;
    if (!next.value.ok) return next.value;
    sample += next.value.value;
  }
  // Excel's own first line "sep=;" names the delimiter; it is not a row.
  const named = /^sep=(.)(?:\r\n|\n|\r)/.exec(sample);
  const body = named ? sample.slice(named[0].length) : sample;
  const delimiter = options.delimiter ?? named?.[1] ?? detectDelimiter(body);
  if (delimiter.length !== 1 || /["\r\n]/.test(delimiter)) return fail(badDelimiter);

  const lexer = new CsvLexer(delimiter, options.limits ?? defaultLimits, named ? 2 : 1);
  const pieces = lexRows(body, texts, lexer);
  const gathered: LexedRow[] = [];
  while (gathered.length < 2) {
    const next = await pieces.next();
    if (next.done) break;
    if (!next.value.ok) return next.value;
    gathered.push(...next.value.value);
  }
  const first = gathered.shift();
  if (!first) return fail(emptyFile);
  const read = first.fault ? fail(badHeader(first.fault)) : readHeader(first.cells);
  if (!read.ok) return read;
  const header = read.value;
  if (gathered.length === 0) return fail(onlyHeader(header.length));

  let count = 0;
  const toRows = (rows: readonly LexedRow[]) =>
    rows.map((row) => {
      count += 1;
      return toRow(row, count, header);
    });
  const early = toRows(gathered);
  async function* rows(): AsyncGenerator<Result<readonly CsvRow[], Problem>> {
    yield ok(early);
    for await (const piece of pieces) {
      if (!piece.ok) return yield piece;
      if (piece.value.length > 0) yield ok(toRows(piece.value));
    }
  }
  return ok({ header, delimiter, encoding, sample: early.slice(0, sampleRows), rows });
}

/** What a file holds, found by reading it to its end without using a row. */
export interface CsvCheck {
  readonly header: readonly string[];
  readonly rows: number;
  /** Rows whose text is broken; each is refused by itself. */
  readonly broken: number;
}

/**
 * Reads a whole file to know before an import whether it can be read to its end: an import that stops in the middle of
 * a file because of its line 90,000 helps nobody.
 */
export async function checkCsv(
  source: ByteSource,
  options: CsvOptions = {},
): Promise<Result<CsvCheck, Problem>> {
  const file = await openCsv(source, options);
  if (!file.ok) return file;
  let rows = 0;
  let broken = 0;
  for await (const batch of file.value.rows()) {
    if (!batch.ok) return batch;
    rows += batch.value.length;
    for (const row of batch.value) if (row.issue) broken += 1;
  }
  return ok({ header: file.value.header, rows, broken });
}
