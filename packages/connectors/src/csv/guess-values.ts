import type { ColumnMapping } from '@aicrm/schema/wire';

/** The order of the parts of a day. */
export type DayOrder = NonNullable<ColumnMapping['dayOrder']>;

const time = String.raw`(?:[T ]\s?\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?\s?(?:[AaPp]\.?[Mm]\.?)?\s?(?:Z|UTC|[+-]\d\d:?\d\d)?)?`;
const yearFirst = new RegExp(String.raw`^\d{4}([-/.])\d{1,2}\1\d{1,2}${time}$`);
const yearLast = new RegExp(String.raw`^(\d{1,2})([-/.])(\d{1,2})\2(?:\d{4}|\d\d)${time}$`);

export const looksLikeEmail = (text: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text.trim());
export const looksLikePhone = (text: string): boolean => /^\+?[\d\s()./-]{6,24}(?:x\d+)?$/.test(text.trim());
export const looksLikeNumber = (text: string): boolean =>
  /^[-+]?(?:\d+|\d{1,3}(?:[,.'\s]\d{3})+)(?:[.,]\d+)?$/.test(text.trim());
/** A number with a currency before or behind it, or none. */
export const looksLikeMoney = (text: string): boolean =>
  looksLikeNumber(text.trim().replace(/^(?:[A-Z]{3}|[$€£¥])\s?|\s?(?:[A-Z]{3}|[$€£¥])$/g, ''));
export const looksLikeDate = (text: string): boolean => {
  const trimmed = text.trim();
  if (yearFirst.test(trimmed)) return true;
  const parts = yearLast.exec(trimmed);
  return parts !== null && Number(parts[1]) <= 31 && Number(parts[3]) <= 31;
};

/**
 * In which order day, month and year stand, judged from all values together: one day above 12 settles a column.
 * `ambiguous`: all parts are at most 12 and the separator says nothing (1/2/2024). `mixed`: values contradict each
 * other. `null`: there is no date among them. Dots with no other evidence are read day first, as everywhere they are used.
 */
export function guessDayOrder(values: readonly string[]): DayOrder | 'ambiguous' | 'mixed' | null {
  const found = new Set<DayOrder>();
  let open: 'dots' | 'other' | null = null;
  for (const value of values) {
    const text = value.trim();
    if (yearFirst.test(text)) {
      found.add('ymd');
      continue;
    }
    const parts = yearLast.exec(text);
    if (parts === null) continue;
    const [first, second] = [Number(parts[1]), Number(parts[3])];
    if (first > 12 && second <= 12) found.add('dmy');
    else if (second > 12 && first <= 12) found.add('mdy');
    else if (first <= 12 && second <= 12) open = parts[2] === '.' && open !== 'other' ? 'dots' : 'other';
    else return 'mixed';
  }
  const [only, another] = [...found];
  if (another !== undefined) return 'mixed';
  if (only !== undefined) return open !== null && only === 'ymd' ? 'mixed' : only;
  return open === 'dots' ? 'dmy' : open === 'other' ? 'ambiguous' : null;
}
