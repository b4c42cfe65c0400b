/** "createdAt", "Created At", "CREATED_AT" and "créated-at" are one name. */
export const normaliseName = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** The values of one column, trimmed, without the empty ones. */
export const cellsOf = (index: number, rows: readonly (readonly string[])[]): string[] =>
  rows.map((row) => (row[index] ?? '').trim()).filter((cell) => cell !== '');
