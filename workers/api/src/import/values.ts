import { fail, ok, type Result } from '@aicrm/schema/result';

/** A numeral read without going through a float: the digits before and after the decimal sign. */
export interface Numeral {
  readonly negative: boolean;
  readonly whole: string;
  readonly fraction: string;
}

const shown = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text);

/**
 * Reads `1234.5`, `1,234.50`, `1.234,50`, `1 234,5`, `-3` and `(3)`.
 * `1,234` alone is refused: it is 1234 in one country and 1.234 in the next, a thousandfold error if guessed.
 */
export function parseNumeral(input: string): Result<Numeral, string> {
  const wrapped = /^\((.*)\)$/.exec(input.trim());
  const body = (wrapped?.[1] ?? input).trim();
  const negative = wrapped !== null || /^[-−]/.test(body);
  const digits = body.replace(/^[-−+]/, '').trim();
  const plain = /^(\d*)(?:\.(\d*))?$/.exec(digits);
  if (plain && digits !== '' && digits !== '.') return ok(numeral(negative, plain[1], plain[2]));
  if (/^\d{1,3},\d{3}$/.test(digits))
    return fail(`"${shown(input)}" can mean thousands or decimals: write it without a thousands separator.`);
  const grouped =
    /^(\d{1,3}(?:,\d{3})+)(?:\.(\d+))?$/.exec(digits) ??
    /^(\d{1,3}(?:\.\d{3})+)(?:,(\d+))?$/.exec(digits) ??
    /^(\d{1,3}(?:[\u0020\u00a0\u202f'’]\d{3})+)(?:[.,](\d+))?$/.exec(digits) ??
    /^(\d+),(\d+)$/.exec(digits);
  if (!grouped) return fail(`"${shown(input)}" is not a number.`);
  return ok(numeral(negative, grouped[1]?.replace(/\D/g, ''), grouped[2]));
}

const numeral = (negative: boolean, whole = '', fraction = ''): Numeral => ({
  negative,
  whole: whole.replace(/^0+(?=\d)/, '') || '0',
  fraction,
});

const scientific = /^[-+]?\d+(\.\d+)?[eE][-+]?\d{1,3}$/;

/** A finite number; the exponent form that spreadsheets write is read too. */
export function parseNumber(text: string): Result<number, string> {
  if (scientific.test(text)) {
    const value = Number(text);
    return Number.isFinite(value) ? ok(value) : fail(`"${shown(text)}" is too large a number.`);
  }
  const read = parseNumeral(text);
  if (!read.ok) return read;
  const { negative, whole, fraction } = read.value;
  const value = Number(`${negative ? '-' : ''}${whole}.${fraction || '0'}`);
  return Number.isFinite(value) ? ok(value + 0) : fail(`"${shown(text)}" is too large a number.`);
}

const currencySigns: Record<string, readonly string[]> = {
  '€': ['EUR'],
  '£': ['GBP', 'EGP', 'GIP', 'FKP', 'SHP'],
  '¥': ['JPY', 'CNY'],
  '₹': ['INR'],
  '₩': ['KRW'],
  '₺': ['TRY'],
  '₽': ['RUB'],
};

const digitsOfCurrency = new Map<string, number>();
/** Minor-unit digits of a currency: 2 for USD, 0 for JPY, 3 for KWD. */
export function minorDigits(currency: string): number {
  const known = digitsOfCurrency.get(currency);
  if (known !== undefined) return known;
  const { maximumFractionDigits } = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
  }).resolvedOptions();
  const digits = maximumFractionDigits ?? 2;
  digitsOfCurrency.set(currency, digits);
  return digits;
}

/** Major units as text to whole minor units, by moving digits and never through a float; halves round away from zero. */
export function parseMoney(
  text: string,
  currency: string,
): Result<{ minor: number; currency: string }, string> {
  const code = /^([A-Z]{3})\s*(?=[-−+(\d.])|(?<=[\d)])\s*([A-Z]{3})$/.exec(text);
  const named = code?.[1] ?? code?.[2];
  if (named !== undefined && named !== currency)
    return fail(`"${shown(text)}" is in ${named}, but this import reads amounts in ${currency}.`);
  let bare = code ? text.replace(code[0], '') : text;
  const sign = /[$€£¥₹₩₺₽]/.exec(bare)?.[0];
  if (sign !== undefined) {
    const fits = sign === '$' ? /D$|MXN|CLP|ARS|COP/.test(currency) : currencySigns[sign]?.includes(currency);
    if (!fits) return fail(`"${shown(text)}" is not an amount in ${currency}.`);
    bare = bare.replace(sign, '');
  }
  const read = parseNumeral(bare);
  if (!read.ok) return fail(read.error.replace('a number', 'an amount of money'));
  const { negative, whole, fraction } = read.value;
  const digits = minorDigits(currency);
  const kept = fraction.slice(0, digits).padEnd(digits, '0');
  const roundUp = (fraction[digits] ?? '0') >= '5';
  const minor = BigInt(whole + kept) + (roundUp ? 1n : 0n);
  if (minor > BigInt(Number.MAX_SAFE_INTEGER)) return fail(`"${shown(text)}" is too large an amount.`);
  return ok({ minor: negative && minor !== 0n ? -Number(minor) : Number(minor), currency });
}

const truths: ReadonlyMap<string, boolean> = new Map([
  ...['true', 'yes', 'y', 't', '1', 'on'].map((word) => [word, true] as const),
  ...['false', 'no', 'n', 'f', '0', 'off'].map((word) => [word, false] as const),
]);

export function parseBoolean(text: string): Result<boolean, string> {
  const value = truths.get(text.toLowerCase());
  return value === undefined ? fail(`"${shown(text)}" is neither yes nor no: use true or false.`) : ok(value);
}
