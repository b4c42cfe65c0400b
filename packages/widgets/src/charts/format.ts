import { numberFormat } from '../internal/format.js';

/** How the values of a chart are written: in full where they are read, short where they stand at an axis. */
export interface ValueFormat {
  readonly full: (value: number) => string;
  readonly short: (value: number) => string;
}

/** What values are: money of a currency (ISO 4217), shares of 1, or plain numbers. */
export type ValueKind = { readonly currency: string } | 'share' | 'number';

const currencyOrNone = (currency: string): boolean => {
  try {
    new Intl.NumberFormat('en', { style: 'currency', currency });
    return true;
  } catch {
    return false;
  }
};

/** Formats of a chart's values in a language. A currency that `Intl` refuses is written as a plain number. */
export function valueFormat(kind: ValueKind, language: string): ValueFormat {
  const make = (name: string, options: Intl.NumberFormatOptions) => {
    const format = numberFormat(language, `chart ${name}`, options);
    return (value: number): string => format.format(value);
  };
  const compact = { notation: 'compact', maximumSignificantDigits: 3 } as const;
  if (kind === 'share')
    return {
      full: make('share full', { style: 'percent', maximumFractionDigits: 1 }),
      short: make('share', { style: 'percent', maximumFractionDigits: 0 }),
    };
  if (kind !== 'number' && currencyOrNone(kind.currency)) {
    const money = { style: 'currency', currency: kind.currency } as const;
    const whole = make(`${kind.currency} whole`, { ...money, maximumFractionDigits: 0 });
    const cents = make(`${kind.currency} cents`, money);
    return {
      full: (value) => (Math.abs(value) >= 100 ? whole(value) : cents(value)),
      short: make(`${kind.currency} short`, { ...money, ...compact }),
    };
  }
  const whole = make('whole', { maximumFractionDigits: 0 });
  const fine = make('fine', { maximumSignificantDigits: 3 });
  return {
    full: (value) => (Math.abs(value) >= 100 ? whole(value) : fine(value)),
    short: make('short', compact),
  };
}

/** How long a step of a time axis is. */
export type Grain = 'day' | 'week' | 'month' | 'quarter' | 'year';

const dates = new Map<string, Intl.DateTimeFormat>();

/** A date format in UTC, made once a language and kind: steps are calendar days and have no clock. */
export function dateFormat(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${JSON.stringify(options)}`;
  const known = dates.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(language, { ...options, timeZone: 'UTC' });
  dates.set(key, made);
  return made;
}

/** What quarters are called; `Intl` has no word for them. */
const quarterOf = (language: string, quarter: number): string => {
  const number = numberFormat(language, 'chart quarter', {}).format(quarter);
  return language.startsWith('ar') ? `الربع ${number}` : `Q${number}`;
};

/** A step by its first day ("2026-11-01"), as it is said alone: "November 2026", "Q4 2026", "16 November 2026". */
export function stepName(date: string, grain: Grain, language: string): string {
  const at = new Date(`${date}T00:00:00Z`);
  if (Number.isNaN(at.getTime())) return date;
  if (grain === 'year') return dateFormat(language, { year: 'numeric' }).format(at);
  if (grain === 'month') return dateFormat(language, { year: 'numeric', month: 'long' }).format(at);
  if (grain === 'quarter')
    return `${quarterOf(language, Math.floor(at.getUTCMonth() / 3) + 1)} ${dateFormat(language, { year: 'numeric' }).format(at)}`;
  return dateFormat(language, { year: 'numeric', month: 'long', day: 'numeric' }).format(at);
}

/** A step as short as it may stand at an axis beside its year. */
export function stepShort(date: string, grain: Grain, language: string): string {
  const at = new Date(`${date}T00:00:00Z`);
  if (grain === 'year') return dateFormat(language, { year: 'numeric' }).format(at);
  if (grain === 'quarter') return quarterOf(language, Math.floor(at.getUTCMonth() / 3) + 1);
  if (grain === 'month') return dateFormat(language, { month: 'short' }).format(at);
  return dateFormat(language, { day: 'numeric', month: 'short' }).format(at);
}
