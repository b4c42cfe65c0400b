const formats = new Map<string, Intl.NumberFormat>();

/** `Intl` formats are costly to make (tens of microseconds) and a list has hundreds of badges: one per kind and language. */
export function numberFormat(
  language: string,
  kind: string,
  options: Intl.NumberFormatOptions,
): Intl.NumberFormat {
  const key = `${language} ${kind}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(language, options);
    formats.set(key, format);
  }
  return format;
}

/** Where per cent are written as in "3.4%", so that it can be done by hand. */
const plainPercent = /^en(-(AU|CA|GB|IE|IN|NZ|US))?$/;

/**
 * A share in per cent. The first `Intl` format of a page costs 20 ms of a middling processor (it loads its tables), more
 * than all else that the first paint does together: the language that needs none of it goes without.
 */
function percent(share: number, digits: 0 | 1, language: string): string {
  if (!plainPercent.test(language))
    return numberFormat(language, `percent${digits}`, {
      style: 'percent',
      maximumFractionDigits: digits,
    }).format(share);
  // Fifteen digits are what was meant: .0115 in per cent is 1.15 and not 1.1499999999999999.
  const scale = 10 ** digits;
  return `${Math.round(Number((share * 100 * scale).toPrecision(15))) / scale}%`;
}

/**
 * A probability in per cent. Below 10 % with one decimal, because most base rates live there and "3 %" hides whether
 * a lead is at 2.6 or 3.4; nothing is ever shown as 0 or 100 %, which no model can know.
 *
 * @param probability 0..1
 */
export function formatPercent(probability: number, language: string): string {
  if (probability < 0.001) return `<\u2009${percent(0.001, 1, language)}`;
  if (probability > 0.99) return `>\u2009${percent(0.99, 0, language)}`;
  return percent(probability, probability < 0.0995 ? 1 : 0, language);
}
