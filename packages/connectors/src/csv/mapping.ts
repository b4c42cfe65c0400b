import type { RecordType } from '@aicrm/schema/ids';
import type { ColumnMapping } from '@aicrm/schema/wire';
import { type FieldContent, type FieldHint, fieldHints, statusLevels } from './fields.js';
import { findKey } from './find-key.js';
import {
  guessDayOrder,
  looksLikeDate,
  looksLikeEmail,
  looksLikeMoney,
  looksLikeNumber,
  looksLikePhone,
} from './guess-values.js';
import { cellsOf, normaliseName } from './names.js';

export interface SuggestedColumn extends ColumnMapping {
  /** 0..1: 1 = the field's own name with fitting values, .5 = kept under its own name in `custom`. */
  readonly confidence: number;
  /** Why, as a sentence part: "called like the field". */
  readonly reason: string;
  /** Something a person should decide before importing, as a sentence. */
  readonly question?: string;
}

export interface SuggestedMapping {
  /** At most one column a field, in the order of the header; the key's own columns only where they are fields too. */
  readonly columns: readonly SuggestedColumn[];
  /** Columns that make the upsert key, or null where none was found. */
  readonly key: readonly string[] | null;
}

const tests: Readonly<Partial<Record<FieldContent, (text: string) => boolean>>> = {
  email: looksLikeEmail,
  phone: looksLikePhone,
  instant: looksLikeDate,
  money: looksLikeMoney,
  number: looksLikeNumber,
  boolean: (text) => /^(?:true|false|yes|no|y|n|t|f|on|off|0|1)$/i.test(text),
};

/** How far a column's values look like what the field holds: -1 they do not, 0 nothing to see, 1 they do. */
function evidence(content: FieldContent, cells: readonly string[]): -1 | 0 | 1 {
  const test = tests[content];
  if (!test || cells.length === 0) return 0;
  const share = cells.filter(test).length / cells.length;
  return share >= 0.8 ? 1 : share < 0.5 ? -1 : 0;
}

interface Candidate {
  readonly index: number;
  readonly hint: FieldHint;
  readonly confidence: number;
  readonly reason: string;
}

function match(
  column: string,
  type: RecordType,
  hint: FieldHint,
  cells: readonly string[],
): Omit<Candidate, 'index'> | null {
  const called = normaliseName(column);
  const own = normaliseName(type);
  const bare = called.startsWith(`${own} `) ? called.slice(own.length + 1) : called;
  const field = normaliseName(hint.field);
  let confidence = 0;
  let reason = '';
  if (called === field) [confidence, reason] = [1, 'called like the field'];
  else if (hint.names.includes(called)) [confidence, reason] = [0.9, 'a usual name for it'];
  else if (bare === field || hint.names.includes(bare)) [confidence, reason] = [0.85, 'a usual name for it'];
  const seen = evidence(hint.content, cells);
  if (confidence === 0 && hint.content === 'email' && seen === 1)
    [confidence, reason] = [0.6, 'holds e-mail addresses'];
  if (confidence === 0) return null;
  if (seen === -1)
    return { hint, confidence: confidence * 0.3, reason: `${reason}, but its values do not look like it` };
  return { hint, confidence, reason };
}

/** Translations of a status column's values into the canonical levels, for those that need one. */
function statusValues(
  type: RecordType,
  cells: readonly string[],
): { values: Record<string, string>; unknown: string[] } {
  const levels = statusLevels[type] ?? {};
  const values: Record<string, string> = {};
  const unknown: string[] = [];
  for (const cell of new Set(cells)) {
    const called = normaliseName(cell);
    if (cell.toLowerCase() in levels) continue;
    const level = Object.keys(levels).find(
      (key) => key === called || levels[key]?.split(', ').includes(called),
    );
    if (level === undefined) unknown.push(cell);
    else values[cell] = level;
  }
  return { values, unknown };
}

const because = (reason: string, question?: string) =>
  question === undefined ? { reason } : { reason, question };

function describe(
  column: string,
  candidate: Candidate,
  type: RecordType,
  cells: readonly string[],
): SuggestedColumn {
  const { hint, confidence, reason } = candidate;
  const base = { column, field: hint.field, confidence };
  if (hint.content === 'instant') {
    const order = guessDayOrder(cells);
    if (order === 'ambiguous')
      return {
        ...base,
        ...because(reason, `"${cells[0] ?? ''}" can be day-month or month-day: choose dmy or mdy.`),
      };
    if (order === 'mixed')
      return {
        ...base,
        ...because(reason, 'Days are written in more than one order; rows that cannot be read are refused.'),
      };
    return order === null || order === 'ymd' ? { ...base, reason } : { ...base, reason, dayOrder: order };
  }
  if (hint.content === 'status') {
    const { values, unknown } = statusValues(type, cells);
    const told = unknown.slice(0, 5).map((value) => `"${value.slice(0, 40)}"`);
    const question =
      told.length === 0
        ? undefined
        : `Say what ${told.join(', ')} ${told.length === 1 ? 'means' : 'mean'}: ${Object.keys(statusLevels[type] ?? {}).join(', ')}.`;
    return { ...base, ...(Object.keys(values).length > 0 ? { values } : {}), ...because(reason, question) };
  }
  return { ...base, reason };
}

/** A column without a canonical field keeps its name; text loses nothing, days are read so that recency can be computed. */
function asCustom(column: string, cells: readonly string[]): SuggestedColumn {
  const clean = column
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}_ -]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 60);
  const base = {
    column,
    field: `custom.${clean || 'column'}`,
    confidence: 0.5,
    reason: 'kept under its own name',
  };
  const order = cells.length >= 5 && cells.every(looksLikeDate) ? guessDayOrder(cells) : null;
  if (order === 'ymd') return { ...base, as: 'instant' };
  return order === 'dmy' || order === 'mdy' ? { ...base, as: 'instant', dayOrder: order } : base;
}

/** Whether a record type has a place for fields beyond its own. */
export const takesCustom = (type: RecordType): boolean =>
  !['stage-change', 'order-line', 'consent'].includes(type);

/** What our own error files put before a file's columns; a mended one is imported without them. */
const reportColumns = ['row', 'column', 'problem'];

/**
 * Proposes what each column is, from its name and the values of some rows: a person confirms or corrects it. Each
 * field is given to the column that fits it best; what is left is kept in `custom` where the type has that, or not
 * taken. Works the same in a page and on the command line.
 */
export function suggestMapping(
  header: readonly string[],
  sampleRows: readonly (readonly string[])[],
  type: RecordType,
): SuggestedMapping {
  const cells = header.map((_, index) => cellsOf(index, sampleRows));
  const candidates = header
    .flatMap((column, index) =>
      fieldHints[type].flatMap((hint): Candidate[] => {
        const found = match(column, type, hint, cells[index] ?? []);
        return found ? [{ index, ...found }] : [];
      }),
    )
    .sort((a, b) => b.confidence - a.confidence || a.index - b.index);
  const chosen = new Map<number, Candidate>();
  const columnOf = new Map<string, string>();
  for (const candidate of candidates) {
    if (chosen.has(candidate.index) || columnOf.has(candidate.hint.field)) continue;
    chosen.set(candidate.index, candidate);
    columnOf.set(candidate.hint.field, header[candidate.index] ?? '');
  }
  const key = findKey(header, sampleRows, type, columnOf);
  const used = new Set<string>();
  const columns = header.flatMap((column, index): SuggestedColumn[] => {
    const candidate = chosen.get(index);
    if (candidate) return [describe(column, candidate, type, cells[index] ?? [])];
    const reported = index < 3 && reportColumns.every((name, i) => header[i] === name);
    if (key?.includes(column) || reported || !takesCustom(type)) return [];
    const custom = asCustom(column, cells[index] ?? []);
    if (used.has(custom.field)) return [];
    used.add(custom.field);
    return [custom];
  });
  return { columns, key };
}
