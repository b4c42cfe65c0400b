import { join, resolve } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { build, type Rolldown } from 'vite';

const root = resolve(import.meta.dirname, '../..');

export type Chunk = Rolldown.OutputChunk;

async function buildBy(config: string): Promise<(Rolldown.OutputChunk | Rolldown.OutputAsset)[]> {
  const folder = join(root, 'packages/embed');
  const result = await build({
    root: folder,
    configFile: join(folder, config),
    logLevel: 'silent',
    build: { write: false },
  });
  const outputs = Array.isArray(result) ? result : [result];
  return outputs.flatMap((one) => ('output' in one ? one.output : []));
}

/** The embed files as they are shipped, built in memory. */
export const buildEmbed = async (): Promise<Chunk[]> =>
  (await buildBy('vite.config.ts')).filter((one) => one.type === 'chunk');

/** The same of the way to networks, and the bytes of its other files by name. */
export async function buildNetworks(): Promise<{ chunks: Chunk[]; assets: Record<string, number> }> {
  const files = await buildBy('vite.networks.config.ts');
  const assets = files.flatMap((one) => (one.type === 'asset' ? [[one.fileName, one.source.length]] : []));
  return { chunks: files.filter((one) => one.type === 'chunk'), assets: Object.fromEntries(assets) };
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
    // Elements are all defined in chunks of one name; their files tell them apart.
    const start =
      chunks.find((chunk) => chunk.name === name) ??
      chunks.find((chunk) => chunk.fileName.startsWith(`assets/${name}-`));
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
