/** Width of a letter in em, about, in a plain sans serif: labels must be placed before anything is painted. */
function letter(code: number): number {
  if (code < 0x21) return 0.3;
  if (code >= 0x30 && code <= 0x39) return 0.58;
  if (code >= 0x41 && code <= 0x5a) return 0.68;
  if (code === 0x6d || code === 0x77 || code === 0x25 || code === 0x40) return 0.88;
  if (code < 0x30 || (code >= 0x3a && code <= 0x3f)) return 0.34;
  if ([0x66, 0x69, 0x6a, 0x6c, 0x72, 0x74].includes(code)) return 0.34;
  // Scripts of whole squares.
  if (code >= 0x2e80) return 1;
  return 0.57;
}

/** About how many pixels a text takes at a font size, rather too many than too few. */
export function textWidth(text: string, fontSize: number): number {
  let sum = 0;
  for (const one of text) sum += letter(one.codePointAt(0) ?? 0);
  return sum * fontSize;
}

/** A text that fits, with an ellipsis where it was cut. */
export function fitText(text: string, width: number, fontSize: number): string {
  if (textWidth(text, fontSize) <= width) return text;
  const letters = [...text];
  const room = width - fontSize * 0.9;
  let [sum, count] = [0, 0];
  for (const one of letters) {
    sum += textWidth(one, fontSize);
    if (sum > room) break;
    count++;
  }
  return `${letters.slice(0, Math.max(1, count)).join('').trimEnd()}…`;
}
