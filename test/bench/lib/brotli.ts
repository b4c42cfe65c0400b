import { readFileSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';

/** Bytes of a file in brotli as a server sends it: the most for what is small, a step less for 13 MB of wasm. */
export function brotliSize(path: string): number {
  const bytes = readFileSync(path);
  const quality = bytes.length > 1e6 ? 9 : 11;
  return brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } }).length;
}
