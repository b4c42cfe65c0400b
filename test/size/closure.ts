import { join, resolve } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { build, type Rolldown } from 'vite';

const root = resolve(import.meta.dirname, '../..');

export type Chunk = Rolldown.OutputChunk;

/** The embed files as they are shipped, built in memory. */
export async function buildEmbed(): Promise<Chunk[]> {
  const folder = join(root, 'packages/embed');
  const result = await build({
    root: folder,
    configFile: join(folder, 'vite.config.ts'),
    logLevel: 'silent',
    build: { write: false },
  });
  const outputs = Array.isArray(result) ? result : [result];
  return outputs.flatMap((one) => ('output' in one ? one.output : [])).filter((one) => one.type === 'chunk');
}

/** The chunks that the named ones need before they can run: themselves and their static imports. */
export function closureOf(chunks: readonly Chunk[], names: readonly string[]): Chunk[] {
  const byFile = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  const found = new Set<Chunk>();
  const visit = (chunk: Chunk | undefined): void => {
    if (!chunk || found.has(chunk)) return;
    found.add(chunk);
    for (const file of chunk.imports) visit(byFile.get(file));
  };
  for (const name of names) {
    const start = chunks.find((chunk) => chunk.name === name);
    if (!start)
      throw new Error(`the build has no chunk "${name}"; it has ${chunks.map((one) => one.name).join(', ')}`);
    visit(start);
  }
  return [...found];
}

/** Bytes on the wire, each file compressed by itself with brotli at its best. */
export const brotliBytes = (chunks: readonly Chunk[]): number =>
  chunks.reduce((sum, { code }) => sum + brotliCompressSync(code).length, 0);

/** Packages whose code is in the chunks. */
export const packagesIn = (chunks: readonly Chunk[]): string[] =>
  [
    ...new Set(
      chunks
        .flatMap(({ moduleIds }) => moduleIds)
        .map((id) => /(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(id)?.[1] ?? '')
        .filter((name) => name !== ''),
    ),
  ].sort();
