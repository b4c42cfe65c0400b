/**
 * How far `bytes` is UTF-8: `valid` counts the bytes of whole, well-formed characters from the start; `cut` is true
 * where what follows could still become a character when more bytes arrive (at most 3 are left over then).
 * Table 3-7 of the Unicode Standard: overlong forms, surrogates and values above U+10FFFF are not well-formed.
 */
export function scanUtf8(bytes: Uint8Array): { valid: number; cut: boolean } {
  let at = 0;
  while (at < bytes.length) {
    const lead = bytes[at] ?? 0;
    if (lead < 0x80) {
      at += 1;
      continue;
    }
    const size =
      lead >= 0xc2 && lead <= 0xdf ? 2 : lead >> 4 === 0xe ? 3 : lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
    if (size === 0) return { valid: at, cut: false };
    for (let k = 1; k < size; k += 1) {
      const next = bytes[at + k];
      if (next === undefined) return { valid: at, cut: true };
      const low = k > 1 ? 0x80 : lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
      const high = k > 1 ? 0xbf : lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
      if (next < low || next > high) return { valid: at, cut: false };
    }
    at += size;
  }
  return { valid: at, cut: false };
}
