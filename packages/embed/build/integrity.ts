import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Hash of each script by its path beside `aicrm.js`, as `integrity` writes it. */
export type Integrity = Readonly<Record<string, string>>;

const hash = (kind: 'sha256' | 'sha384', content: string | Uint8Array): string =>
  `${kind}-${createHash(kind).update(content).digest('base64')}`;

export const integrityOf = (
  files: Iterable<readonly [name: string, content: string | Uint8Array]>,
): Integrity =>
  Object.fromEntries(
    [...files].map(([name, content]) => [name, hash('sha384', content)] as const).toSorted(),
  );

export interface PinnedFiles {
  /** What stands in the page before the first script. */
  readonly tag: string;
  /** What `script-src` needs for it, because an import map stands in the page itself. */
  readonly source: string;
}

/**
 * An import map that pins every file of the script: `integrity` on the script tag covers the entry alone, and a changed
 * chunk would run. It maps no name.
 * @param base - Where the files lie: `https://YOUR-WORKER/embed/v1/`, or a folder of the page's own origin.
 */
export function pin(integrity: Integrity, base: string): PinnedFiles {
  const folder = base.endsWith('/') ? base : `${base}/`;
  const named = Object.entries(integrity).map(([name, value]) => [`${folder}${name}`, value]);
  // JSON may hold `</script>` only inside a name, and a name of ours has no `<`; the base is the caller's.
  const map = JSON.stringify({ integrity: Object.fromEntries(named) }).replaceAll('<', '\\u003c');
  return { tag: `<script type="importmap">${map}</script>`, source: `'${hash('sha256', map)}'` };
}

/** Reads the built scripts and writes `integrity.json` beside them. */
export async function writeIntegrity(folder: string): Promise<Integrity> {
  const names = (await readdir(folder, { recursive: true }))
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.js'));
  const files = await Promise.all(
    names.map(async (name) => [name, await readFile(join(folder, name))] as const),
  );
  const integrity = integrityOf(files);
  await writeFile(join(folder, 'integrity.json'), `${JSON.stringify(integrity, null, 2)}\n`);
  return integrity;
}

// node build/integrity.ts [base]: after a build; with a base it prints what a page needs.
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const dist = resolve(dirname(fileURLToPath(import.meta.url)), '../dist');
  const integrity = await writeIntegrity(dist);
  const [base] = process.argv.slice(2);
  if (base !== undefined) {
    const { tag, source } = pin(integrity, base);
    console.log(`${tag}\n\nscript-src ${source} ${base}`);
  }
}
