/** A piece of a text with one thing to say; `start` and `end` count UTF-16 units, without white space around it. */
export interface Clause {
  readonly start: number;
  readonly end: number;
}

/**
 * Where a clause ends: at a sentence's end, a semicolon, a line's end, a dash between spaces, before words that turn the tone
 * whether or not a comma stands there, and before ", and", ", so", ", which".
 */
const BORDER =
  /[.!?…]+(?=["')\]]*(?:\s|$))["')\]]*|[.!?]+(?=\p{Lu}\p{Ll})|;|[\r\n]+|\s[-–—]+\s|—|,?\s(?=(?:but|however|although|though|whereas|while|yet|except|unfortunately|aber|doch|jedoch|mais|cependant|pero|sino|ma|però|mas|porém|maar)\s)|,\s(?=(?:and|so|which|und|et|y|e|en)\s)/giu;

/** A text's clauses in their order. A clause without a letter belongs to the one before. */
export function clausesOf(text: string): Clause[] {
  const clauses: { start: number; end: number }[] = [];
  const add = (from: number, to: number): void => {
    const piece = text.slice(from, to);
    const trimmed = piece.trim();
    if (trimmed === '') return;
    const start = from + (piece.length - piece.trimStart().length);
    const last = clauses.at(-1);
    if (last && !/[\p{L}\p{N}]/u.test(trimmed)) last.end = start + trimmed.length;
    else clauses.push({ start, end: start + trimmed.length });
  };
  let from = 0;
  for (const match of text.matchAll(BORDER)) {
    const end = match.index + match[0].length;
    add(from, end);
    from = end;
  }
  add(from, text.length);
  return clauses;
}
