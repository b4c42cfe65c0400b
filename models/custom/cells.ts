import type { Cell } from './raw-table.js';

export type DayOrder = 'dmy' | 'mdy';

/** How the texts of one file are to be read. */
export interface CellStyle {
  /** Whether `12,5` is twelve and a half: so it is where the semicolon parts cells. */
  readonly decimalComma: boolean;
  /** Order of day and month in `01/02/2024`; undefined where nothing tells, then such texts stay as they are. */
  readonly dayOrder: DayOrder | undefined;
}

const zoneless = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)$/;
const zoned = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d(?::\d\d(?:\.\d+)?)?) ?(Z|[+-]\d\d:\d\d)$/;
const slashed = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[ T](\d\d:\d\d(?::\d\d)?))?$/;
const yearFirst = /^(\d{4})[/.](\d{1,2})[/.](\d{1,2})$/;
const grouped = /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/;
const groupedComma = /^[+-]?\d{1,3}(\.\d{3})+(,\d+)?$/;
const comma = /^[+-]?\d+,\d+$/;
const money = /^([+-]?)\s?[$€£¥]\s?([\d.,]+)$|^([+-]?[\d.,]+)\s?[$€£¥%]$/;

const two = (text: string): string => text.padStart(2, '0');

function asDate(text: string, order: DayOrder | undefined): string | undefined {
  const plain = zoneless.exec(text);
  if (plain) return `${plain[1]}T${plain[2]}Z`;
  const withZone = zoned.exec(text);
  if (withZone) return `${withZone[1]}T${withZone[2]}${withZone[3]}`;
  const ordered = yearFirst.exec(text);
  if (ordered) return `${ordered[1]}-${two(ordered[2] ?? '')}-${two(ordered[3] ?? '')}`;
  const parts = slashed.exec(text);
  if (!parts || order === undefined) return undefined;
  const [day, month] = order === 'dmy' ? [parts[1], parts[2]] : [parts[2], parts[1]];
  const date = `${parts[3]}-${two(month ?? '')}-${two(day ?? '')}`;
  return parts[4] === undefined ? date : `${date}T${parts[4]}Z`;
}

function asNumber(text: string, decimalComma: boolean): string {
  const bare = money.exec(text);
  const digits = bare ? `${bare[1] ?? ''}${bare[2] ?? bare[3] ?? ''}` : text;
  if (decimalComma) {
    if (groupedComma.test(digits)) return digits.replaceAll('.', '').replace(',', '.');
    return comma.test(digits) ? digits.replace(',', '.') : digits;
  }
  return grouped.test(digits) ? digits.replaceAll(',', '') : digits;
}

/**
 * A cell as the models read it: dates as ISO text (a time without a zone is taken as UTC), numbers without signs of
 * money, per cent and thousands. Anything else stays as it is. Pure by cell and style, so that a file to score is read
 * as the file to learn from was.
 */
export function readCell(cell: Cell, style: CellStyle): Cell {
  if (typeof cell !== 'string') return cell;
  const text = cell.trim();
  if (text === '') return null;
  const first = text.charCodeAt(0);
  const numeric = (first >= 0x24 && first <= 0x39) || first > 0x7f;
  if (!numeric) return text;
  return asDate(text, style.dayOrder) ?? asNumber(text, style.decimalComma);
}

/** Which order of day and month the dates of a column tell, where any has a day above 12. */
export function dayOrderOf(cells: Iterable<Cell>): DayOrder | undefined {
  for (const cell of cells) {
    const parts = typeof cell === 'string' ? slashed.exec(cell.trim()) : null;
    if (parts === null) continue;
    if (Number(parts[1]) > 12) return 'dmy';
    if (Number(parts[2]) > 12) return 'mdy';
  }
  return undefined;
}
