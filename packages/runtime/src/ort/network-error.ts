/**
 * Why a network does not run:
 * - `hash`, `too-large`, `malformed`: the bytes are not those that were promised, are too many, or are no ONNX.
 * - `external-data`: the file wants weights from other files.
 * - `policy`: the page's policy forbids WebAssembly.
 * - `no-device`: no WebGPU here, or a browser without what it needs.
 * - `software-device`: WebGPU is there, but a processor plays it, which is slower than WebAssembly.
 * - `load`: the runtime could not be fetched, or it refuses the file.
 * - `input`: what was passed does not fit the network's inputs.
 * - `run`: it failed while it ran.
 * - `disposed`: it was closed.
 */
export type NetworkFailure =
  | 'hash'
  | 'too-large'
  | 'malformed'
  | 'external-data'
  | 'policy'
  | 'no-device'
  | 'software-device'
  | 'load'
  | 'input'
  | 'run'
  | 'disposed';

export interface NetworkError {
  readonly kind: 'network';
  readonly reason: NetworkFailure;
  /** What is wrong, as a sentence. */
  readonly detail: string;
  /** What would help, where somebody can do something. */
  readonly action?: string;
}

export const networkError = (reason: NetworkFailure, detail: string, action?: string): NetworkError => ({
  kind: 'network',
  reason,
  detail,
  ...(action === undefined ? {} : { action }),
});

/** The message of whatever was thrown, short enough to show. */
export const messageOf = (thrown: unknown): string =>
  (thrown instanceof Error ? thrown.message : String(thrown)).slice(0, 500);
