/** First bytes of files that people take for their export; each is told by name, as the way out differs. */
const kinds: readonly (readonly [head: readonly number[], what: string])[] = [
  [[0x50, 0x4b, 3, 4], 'an Excel workbook or a ZIP archive'],
  [[0xd0, 0xcf, 0x11, 0xe0], 'an Excel workbook or a ZIP archive'],
  [[0x89, 0x50, 0x4e, 0x47], 'a PNG picture'],
  [[0xff, 0xd8, 0xff], 'a JPEG picture'],
  [[0x47, 0x49, 0x46, 0x38], 'a GIF picture'],
  [[0x25, 0x50, 0x44, 0x46], 'a PDF document'],
];

/** Bytes looked at: enough to tell a program's data from an odd character in a text. */
export const headBytes = 512;
/** Texts hold next to no control characters; data of programs hold one in eight or more. */
const mostControls = 0.05;
/** Commas, line breaks and digits alone make more zero bytes in a table of UTF-16. */
const leastZeros = 0.02;
const escapeByte = 0x1b;

const startsWith = (bytes: Uint8Array, head: readonly number[]) => head.every((byte, i) => bytes[i] === byte);

/** Control bytes that no text holds. Tab, line breaks and the escape of Japanese encodings are of texts. */
const isControl = (byte: number) =>
  byte > 0 && byte < 0x20 && !(byte >= 9 && byte <= 13) && byte !== escapeByte;

/** UTF-16 without a mark has its zero bytes at even places or at odd ones; data of programs have them at both. */
function likeUtf16(head: Uint8Array): boolean {
  const zeros = [0, 0];
  head.forEach((byte, at) => {
    if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  });
  const [even = 0, odd = 0] = zeros;
  return Math.min(even, odd) === 0 && (even + odd) / head.length >= leastZeros;
}

/**
 * What a file is that is no text, as words that follow "It is", or null where it may be a text.
 * @param head the file's first bytes, at most `headBytes` of them.
 * @param wide whether the text is known to be UTF-16, whose bytes may be any.
 */
export function notTextKind(head: Uint8Array, wide: boolean): string | null {
  const known = kinds.find(([first]) => startsWith(head, first));
  if (known) return known[1];
  if (wide || head.length === 0 || likeUtf16(head)) return null;
  const controls = head.reduce((count, byte) => count + (isControl(byte) ? 1 : 0), 0);
  return controls / head.length > mostControls ? 'data of some program, not a text' : null;
}
