import type * as Ort from 'onnxruntime-web';

export type Provider = 'wasm' | 'webgpu';

/** What is used of ONNX Runtime; onnxruntime-node has the same form, which tests use. */
export interface OrtRuntime {
  readonly InferenceSession: {
    create(bytes: Uint8Array, options: Ort.InferenceSession.SessionOptions): Promise<Ort.InferenceSession>;
  };
  readonly Tensor: typeof Ort.Tensor;
}
export type LoadRuntime = (provider: Provider) => Promise<OrtRuntime>;

/** One thread, because a page that embeds us is not isolated; no worker of its own, because blobs are often blocked. */
function settle(ort: typeof Ort, wasm: URL): OrtRuntime {
  ort.env.wasm.numThreads = 1;
  ort.env.wasm.proxy = false;
  // Only the .wasm: with one thread ORT then uses the glue code within its own chunk, from whatever origin that came.
  ort.env.wasm.wasmPaths = { wasm: wasm.href };
  ort.env.logLevel = 'error';
  return ort;
}

/**
 * Fetches ONNX Runtime Web: the plain build for WebAssembly, the one with WebGPU only where that is wanted. The only
 * place that names the package, and it does so dynamically: nobody's first paint may hold it.
 */
export const loadRuntime: LoadRuntime = async (provider) =>
  provider === 'wasm'
    ? settle(
        await import('onnxruntime-web/wasm'),
        new URL('onnxruntime-web/ort-wasm-simd-threaded.wasm', import.meta.url),
      )
    : settle(
        // Its other build with WebGPU (asyncify) has a .wasm beyond the 25 MiB that Cloudflare serves.
        await import('onnxruntime-web/jspi'),
        new URL('onnxruntime-web/ort-wasm-simd-threaded.jspi.wasm', import.meta.url),
      );

/** An empty WebAssembly module: a policy without 'wasm-unsafe-eval' already refuses to compile it. */
const EMPTY = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

interface WasmGlobal {
  readonly Module?: new (bytes: Uint8Array) => unknown;
  readonly Suspending?: unknown;
}
const wasmGlobal = (): WasmGlobal => (globalThis as { readonly WebAssembly?: WasmGlobal }).WebAssembly ?? {};

/** Whether this page may compile WebAssembly, tried out before megabytes are fetched for nothing. */
export function mayRunWasm(): boolean {
  const { Module } = wasmGlobal();
  if (!Module) return false;
  try {
    return new Module(EMPTY) instanceof Module;
  } catch {
    return false;
  }
}

/** Whether WebAssembly can wait for the graphics card (JavaScript Promise Integration), which that build needs. */
export const canSuspend = (): boolean => wasmGlobal().Suspending !== undefined;
