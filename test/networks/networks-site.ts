import { resolve } from 'node:path';
import { build } from 'vite';

const types: Readonly<Record<string, string>> = {
  js: 'text/javascript',
  wasm: 'application/wasm',
  onnx: 'application/octet-stream',
};

export interface BuiltFile {
  readonly name: string;
  readonly body: string | Uint8Array<ArrayBuffer>;
}

/** What a page needs for networks, built as it is published, in memory. */
export async function builtNetworks(): Promise<readonly BuiltFile[]> {
  const configFile = resolve(import.meta.dirname, '../../packages/embed/vite.networks.config.ts');
  const built = await build({ configFile, logLevel: 'error', build: { write: false } });
  return [built].flat().flatMap((one) =>
    'output' in one
      ? one.output.map((file) => ({
          name: file.fileName,
          body:
            file.type === 'chunk'
              ? file.code
              : typeof file.source === 'string'
                ? file.source
                : new Uint8Array(file.source),
        }))
      : [],
  );
}

/** The answer for a path below `/embed/`. */
export function networkFile(files: readonly BuiltFile[], pathname: string): Response | undefined {
  const file = files.find(({ name }) => pathname === `/embed/${name}`);
  const type = types[pathname.split('.').at(-1) ?? ''] ?? 'text/plain';
  return file && new Response(file.body, { headers: { 'content-type': type } });
}
