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

/**
 * A probability in per cent. Below 10 % with one decimal, because most base rates live there and "3 %" hides whether
 * a lead is at 2.6 or 3.4; nothing is ever shown as 0 or 100 %, which no model can know.
 *
 * @param probability 0..1
 */
export function formatPercent(probability: number, language: string): string {
  const show = (share: number, digits: number) =>
    numberFormat(language, `percent${digits}`, { style: 'percent', maximumFractionDigits: digits }).format(
      share,
    );
  if (probability < 0.001) return `<\u2009${show(0.001, 1)}`;
  if (probability > 0.99) return `>\u2009${show(0.99, 0)}`;
  return show(probability, probability < 0.0995 ? 1 : 0);
}
