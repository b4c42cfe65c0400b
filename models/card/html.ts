/** Text that is markup already; made by `html` only, so that nothing else gets in unescaped. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Part = Markup | string | number | undefined | null | false | readonly Part[];

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

/** Characters that HTML cannot hold: controls other than tab and line ends, lone surrogates, and non-characters. */
const impossible = /(?![\t\n\r])\p{Cc}|[\ufffe\uffff]/gu;
/** Overrides of direction that would turn the rest of the page around; isolates end with their element. */
const turning = /[\u202a-\u202e\u2066-\u2069]/g;

/** A text as it may stand in an element or in a quoted attribute. */
export const escapeText = (text: string): string =>
  text
    .toWellFormed()
    .replace(impossible, '\ufffd')
    .replace(turning, '')
    .replace(/[&<>"'`]/g, (sign) => escapes[sign] ?? '');

function textOf(part: Part): string {
  if (part === undefined || part === null || part === false) return '';
  if (part instanceof Markup) return part.text;
  if (typeof part === 'string' || typeof part === 'number') return escapeText(String(part));
  return part.map(textOf).join('');
}

/** Markup from a template: its own words stand as they are, every value is escaped unless it is markup itself. */
export const html = (strings: TemplateStringsArray, ...values: readonly Part[]): Markup =>
  new Markup(strings.reduce((all, words, i) => all + textOf(values[i - 1]) + words));
