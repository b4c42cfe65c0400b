/** A row as it stands in the file, before anything is known about columns. */
export interface LexedRow {
  /** 1-based line of the file on which the row begins. */
  readonly line: number;
  readonly cells: readonly string[];
  /** The first thing wrong with the row's own text: in which cell (from 0), and a sentence. */
  readonly fault: { readonly cell: number; readonly message: string } | null;
}

export interface LexerLimits {
  /** Characters a cell may hold; a longer one is dropped as it is read, so that it cannot fill the memory. */
  readonly maxCell: number;
  /** Cells a row may hold, for the same reason. */
  readonly maxCells: number;
}

/** 100,000 characters is what the longest canonical field (a message's text) may hold. */
export const defaultLimits: LexerLimits = { maxCell: 100_000, maxCells: 2_000 };

const quote = 0x22;
const newline = 0x0a;
const carriage = 0x0d;

/** Where the lexer stands: at a cell's start, in a bare or a quoted cell, at a quote in one, behind its closing quote. */
type State = 'start' | 'bare' | 'quoted' | 'quote' | 'closed';

/**
 * RFC 4180 as it is written in the wild, fed in pieces of any size: LF, CRLF and CR may alternate, a quoted cell may
 * hold all of them, blank lines are skipped, spaces behind a closing quote are dropped, and a quote inside a bare cell
 * is an ordinary character. Each character is looked at once; what is kept is one row.
 */
export class CsvLexer {
  private state: State = 'start';
  private cell = '';
  private cellLength = 0;
  private cells: string[] = [];
  private fault: LexedRow['fault'] = null;
  private line: number;
  private rowLine: number;
  private quoteLine = 1;
  private rowHasQuotes = false;
  private afterCarriage = false;
  private readonly separator: number;
  private readonly limits: LexerLimits;

  constructor(delimiter: string, limits: LexerLimits = defaultLimits, firstLine = 1) {
    this.limits = limits;
    this.line = firstLine;
    this.rowLine = firstLine;
    this.separator = delimiter.charCodeAt(0);
  }

  /** The rows that end within `text`. */
  push(text: string): LexedRow[] {
    const rows: LexedRow[] = [];
    let at = 0;
    while (at < text.length) {
      const code = text.charCodeAt(at);
      if (this.afterCarriage) {
        this.afterCarriage = false;
        // The second half of CRLF: the line was counted, and outside quotes the row was ended, by the first half.
        if (code === newline && this.state !== 'quoted') {
          at += 1;
          continue;
        }
        if (code === newline) this.line -= 1;
      }
      if (this.state === 'quoted') at = this.readQuoted(text, at);
      else if (this.state === 'bare') at = this.readBare(text, at, rows);
      else if (code === quote && this.state === 'start') {
        this.state = 'quoted';
        this.rowHasQuotes = true;
        this.quoteLine = this.line;
        at += 1;
      } else if (code === quote && this.state === 'quote') {
        this.add('"');
        this.state = 'quoted';
        at += 1;
      } else if (this.state === 'start' || this.isEnd(code)) {
        this.state = 'bare';
      } else if (code === 0x20 || code === 0x09) {
        this.state = 'closed';
        at += 1;
      } else {
        this.blame(
          'has text behind its closing quotation mark; a quotation mark inside a quoted cell must be doubled ("")',
        );
        this.state = 'bare';
      }
    }
    return rows;
  }

  /** The last row, where the file does not end in a line break; `openQuote` is the line of a quote never closed. */
  end(): { rows: LexedRow[]; openQuote: number | null } {
    if (this.state === 'quoted') return { rows: [], openQuote: this.quoteLine };
    const rows: LexedRow[] = [];
    if (this.state !== 'start' || this.cells.length > 0) this.endRow(rows);
    return { rows, openQuote: null };
  }

  private isEnd(code: number): boolean {
    return code === this.separator || code === newline || code === carriage;
  }

  private readQuoted(text: string, from: number): number {
    const found = text.indexOf('"', from);
    const to = found < 0 ? text.length : found;
    for (let i = from; i < to; i += 1) {
      const code = text.charCodeAt(i);
      if (code === carriage || (code === newline && (i === from || text.charCodeAt(i - 1) !== carriage)))
        this.line += 1;
    }
    this.add(text.slice(from, to));
    if (found < 0) {
      this.afterCarriage = text.charCodeAt(text.length - 1) === carriage;
      return text.length;
    }
    this.state = 'quote';
    return found + 1;
  }

  private readBare(text: string, from: number, rows: LexedRow[]): number {
    let to = from;
    while (to < text.length && !this.isEnd(text.charCodeAt(to))) to += 1;
    if (to > from) this.add(text.slice(from, to));
    if (to === text.length) return to;
    const code = text.charCodeAt(to);
    if (code === this.separator) {
      this.endCell();
    } else {
      this.endRow(rows);
      this.afterCarriage = code === carriage;
    }
    return to + 1;
  }

  private add(piece: string): void {
    this.cellLength += piece.length;
    if (this.cellLength <= this.limits.maxCell) {
      this.cell += piece;
      return;
    }
    this.cell = '';
    const begun =
      this.state === 'bare' ? '' : `; a quotation mark that opens on line ${this.quoteLine} may lack its end`;
    this.blame(`has more than ${this.limits.maxCell.toLocaleString('en')} characters${begun}`);
  }

  private blame(message: string): void {
    this.fault ??= { cell: this.cells.length, message };
  }

  private endCell(): void {
    if (this.cells.length < this.limits.maxCells) this.cells.push(this.cell);
    else this.blame(`is one of more than ${this.limits.maxCells.toLocaleString('en')} in this row`);
    this.cell = '';
    this.cellLength = 0;
    this.state = 'start';
  }

  private endRow(rows: LexedRow[]): void {
    this.endCell();
    const blank =
      this.cells.length === 1 && this.cells[0]?.trim() === '' && !this.rowHasQuotes && !this.fault;
    if (!blank) rows.push({ line: this.rowLine, cells: this.cells, fault: this.fault });
    this.cells = [];
    this.fault = null;
    this.rowHasQuotes = false;
    this.line += 1;
    this.rowLine = this.line;
  }
}
