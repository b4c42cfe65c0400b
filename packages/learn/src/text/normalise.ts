/** Text as models read it, and where each of its code units comes from. */
export interface Normalised {
  readonly text: string;
  /** Start in the original of each code unit, plus one entry for the end; null where nothing was changed. */
  readonly origin: Int32Array | null;
}

const PATTERN =
  /https?:\/\/\S+|www\.\S+|(?<![\w.])@\w+|&(?:#(\d{1,6})|#[xX]([0-9a-fA-F]{1,6})|(amp|lt|gt|quot|apos|nbsp));|[’‘`]/g;
const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

function replacement(match: string, decimal?: string, hex?: string, name?: string): string {
  if (name !== undefined) return NAMED[name] ?? ' ';
  if (decimal !== undefined || hex !== undefined) {
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number.parseInt(decimal, 10);
    return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code < 0xe000)
      ? String.fromCodePoint(code)
      : ' ';
  }
  if (match.startsWith('@')) return ' atuser ';
  if (match.length === 1) return "'";
  return ' URL ';
}

/** Web addresses become ' URL ', @names ' atuser ', HTML entities and curly apostrophes what they stand for. */
export function normalise(text: string): Normalised {
  if (!/[@&’‘`]|http|www\./.test(text)) return { text, origin: null };
  const parts: string[] = [];
  const origin: number[] = [];
  let done = 0;
  const keep = (until: number): void => {
    for (let i = done; i < until; i++) origin.push(i);
    parts.push(text.slice(done, until));
  };
  for (const match of text.matchAll(PATTERN)) {
    keep(match.index);
    const put = replacement(match[0], match[1], match[2], match[3]);
    for (let i = 0; i < put.length; i++) origin.push(match.index);
    parts.push(put);
    done = match.index + match[0].length;
  }
  keep(text.length);
  origin.push(text.length);
  return { text: parts.join(''), origin: Int32Array.from(origin) };
}
