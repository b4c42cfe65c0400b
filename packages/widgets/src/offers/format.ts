import { numberFormat } from '../internal/format.js';

const formats = new Map<string, Intl.DateTimeFormat>();
const lists = new Map<string, Intl.ListFormat>();

/** A day in words, by the clock of `zone`. */
export function momentOf(at: number, language: string, zone: string): string {
  const key = `${language} ${zone}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'long', timeZone: zone });
    formats.set(key, format);
  }
  return format.format(at);
}

/** A bare day is the same everywhere; an instant is of the tenant's clock. */
export const dayOf = (text: string, language: string, zone: string): string =>
  momentOf(Date.parse(text), language, text.length === 10 ? 'UTC' : zone);

export function listOf(items: readonly string[], language: string): string {
  let format = lists.get(language);
  if (!format) {
    format = new Intl.ListFormat(language, { type: 'conjunction' });
    lists.set(language, format);
  }
  return format.format(items);
}

export const shareOf = (share: number, language: string): string =>
  numberFormat(language, 'share', { style: 'percent', maximumFractionDigits: 0 }).format(share);
