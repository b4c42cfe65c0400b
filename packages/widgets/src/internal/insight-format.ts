import type { Scalar } from '@aicrm/schema/view';
import type { InsightMessages } from '../locales/insight-messages.js';
import { formatPercent, numberFormat } from './format.js';

/** An estimate in major units: whole from ten on, because the cents of an estimate mean nothing. */
export function money(amount: number, currency: string | undefined, language: string): string {
  const whole = amount === 0 || Math.abs(amount) >= 10;
  if (currency === undefined) return number(amount, language, whole ? 0 : 2);
  return numberFormat(language, `money ${currency} ${whole}`, {
    style: 'currency',
    currency,
    ...(whole ? { maximumFractionDigits: 0 } : {}),
  }).format(amount);
}

/** What was paid, to the cent. */
export const paid = (minor: number, currency: string, language: string): string => {
  const format = numberFormat(language, `paid ${currency}`, { style: 'currency', currency });
  return format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
};

export const number = (value: number, language: string, digits = 0): string =>
  numberFormat(language, `number ${digits}`, { maximumFractionDigits: digits }).format(value);

export const days = (value: number, language: string): string =>
  numberFormat(language, 'days', { style: 'unit', unit: 'day', unitDisplay: 'long' }).format(
    Math.floor(value),
  );

const dates = new Map<string, Intl.DateTimeFormat>();

/** A calendar day; the year only where it is another than that of `now`. */
export function day(at: number, language: string, now: number): string {
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  const key = `${language} ${sameYear}`;
  let format = dates.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(language, {
      day: 'numeric',
      month: 'short',
      ...(sameYear ? {} : { year: 'numeric' }),
    });
    dates.set(key, format);
  }
  return format.format(at);
}

/** A share of a figure with its sign; the sign of less is a true minus, which is seen beside a bar. */
export const signed = (value: number, language: string, digits: number, currency?: string): string =>
  numberFormat(language, `signed ${digits} ${currency ?? ''}`, {
    signDisplay: 'exceptZero',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    ...(currency === undefined ? {} : { style: 'currency' as const, currency }),
  })
    .format(value)
    .replace('-', '\u2212');

/** What a rule read, in words. */
export function signalValue(
  signal: string,
  value: Scalar,
  currency: string | undefined,
  language: string,
  words: InsightMessages,
): string {
  if (value === null) return words.unknown;
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  if (typeof value === 'string')
    return signal === 'message.tone' && (value === 'negative' || value === 'neutral' || value === 'positive')
      ? words.tones[value]
      : value;
  if (signal.endsWith('.probability')) return formatPercent(value, language);
  if (/\.(value|amount)$/.test(signal)) return money(value, currency, language);
  return number(value, language, 1);
}
