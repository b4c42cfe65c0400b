import type { Scalar } from '@aicrm/schema/view';
import { numberFormat } from '../internal/format.js';
import type { PanelMessages } from '../locales/messages.js';

/**
 * An input's value in words. `unit` is a currency code, `days`, `share` (0..1 as per cent), or any other unit, which is
 * put behind the number as it is.
 */
export function formatValue(
  value: Scalar,
  unit: string | undefined,
  language: string,
  words: Pick<PanelMessages, 'unknown' | 'yes' | 'no'>,
): string {
  if (value === null || value === '') return words.unknown;
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  if (typeof value === 'string') return value;
  if (!Number.isFinite(value)) return words.unknown;
  if (unit === 'share') return show('share', { style: 'percent', maximumFractionDigits: 1 });
  if (unit === 'days') {
    const days = Math.floor(value);
    return numberFormat(language, 'days', { style: 'unit', unit: 'day', unitDisplay: 'long' }).format(days);
  }
  if (unit && /^[A-Z]{3}$/.test(unit)) {
    const digits = Math.abs(value) >= 100 ? 0 : 2;
    return show(`${unit}${digits}`, {
      style: 'currency',
      currency: unit,
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
  }
  const plain = show('number', { maximumFractionDigits: 2 });
  return unit ? `${plain} ${unit}` : plain;

  function show(kind: string, options: Intl.NumberFormatOptions): string {
    return numberFormat(language, kind, options).format(Number(value));
  }
}

/** A contribution in logits with its sign, two decimals. */
export const formatContribution = (logits: number, language: string): string =>
  numberFormat(language, 'contribution', {
    signDisplay: 'exceptZero',
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  })
    .format(logits)
    // English has a hyphen here, which is hardly seen beside a bar.
    .replace('-', '\u2212');

/** An instant in the reader's zone; a bare day stays that day wherever it is read. */
export function formatInstant(instant: string, language: string, withTime = true): string {
  const at = new Date(instant);
  if (Number.isNaN(at.getTime())) return instant;
  const bareDay = instant.length === 10;
  return new Intl.DateTimeFormat(language, {
    dateStyle: 'medium',
    ...(withTime && !bareDay ? { timeStyle: 'short' as const } : {}),
    ...(bareDay ? { timeZone: 'UTC' } : {}),
  }).format(at);
}

/** Keeps a tenant's words in another script from turning the sentence around them: <bdi>, inside one text. */
export const isolate = (text: string): string => `\u2068${text}\u2069`;
