/** Every text of a catalogue by its path; functions are called with placeholders, so that a forgotten one shows. */
export function texts(node: unknown, path = ''): [string, string][] {
  if (typeof node === 'string') return [[path, node]];
  if (typeof node === 'function') return [[path, String(node('«a»', '«b»', '«c»', '«d»'))]];
  return Object.entries(node ?? {}).flatMap(([key, value]) => texts(value, `${path}.${key}`));
}

/** Names of the placeholders in a text. */
export const placeholders = (text: string): (string | undefined)[] =>
  [...text.matchAll(/«(\w)»/g)].map(([, name]) => name).sort();
