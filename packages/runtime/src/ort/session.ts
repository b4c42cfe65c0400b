import { fail, ok, type Result } from '@aicrm/schema/result';
import type { InferenceSession, OnnxValue } from 'onnxruntime-web';
import { type AdapterInfo, type OpenedDevice, openGpuDevice } from './gpu-device.js';
import { inLane } from './lane.js';
import { canSuspend, type LoadRuntime, mayRunWasm, type OrtRuntime, type Provider } from './load-runtime.js';
import { messageOf, type NetworkError, networkError } from './network-error.js';

/** Numbers with their shape; the shape's product is the length. */
export type NetworkTensor =
  | { readonly type: 'float32'; readonly data: Float32Array; readonly dims: readonly number[] }
  | { readonly type: 'int32'; readonly data: Int32Array; readonly dims: readonly number[] }
  | { readonly type: 'int64'; readonly data: BigInt64Array; readonly dims: readonly number[] };

export type Tensors = Readonly<Record<string, NetworkTensor>>;

/** A session on exactly one provider, and what that provider turned out to be. */
export interface OpenSession {
  readonly provider: Provider;
  readonly adapter: AdapterInfo | null;
  readonly session: InferenceSession;
  /** Rejects on failure; a lost device rejects at once, because a run on it may never return. */
  run(feeds: Tensors): Promise<Tensors>;
  close(): Promise<void>;
}

export interface SessionOptions {
  readonly allowSoftware: boolean;
  readonly wholeOnDevice: boolean;
}

const forbidden = networkError(
  'policy',
  "This page's policy forbids WebAssembly.",
  "Add 'wasm-unsafe-eval' to script-src of the page's Content-Security-Policy, or use a model that needs no network.",
);

function toOrt(ort: OrtRuntime, { type, data, dims }: NetworkTensor) {
  if (type === 'float32') return new ort.Tensor(type, data, dims);
  return type === 'int32' ? new ort.Tensor(type, data, dims) : new ort.Tensor(type, data, dims);
}

function fromOrt(name: string, value: OnnxValue): NetworkTensor {
  const { data, dims } = value;
  if (data instanceof Float32Array) return { type: 'float32', data: data.slice(), dims };
  if (data instanceof Int32Array) return { type: 'int32', data: data.slice(), dims };
  if (data instanceof BigInt64Array) return { type: 'int64', data: data.slice(), dims };
  throw new Error(`output "${name}" is ${value.type}, which is not read here`);
}

async function runOnce(ort: OrtRuntime, session: InferenceSession, feeds: Tensors): Promise<Tensors> {
  const inputs = Object.entries(feeds).map(([name, one]) => [name, toOrt(ort, one)] as const);
  const outputs = await session.run(Object.fromEntries(inputs));
  const read = Object.entries(outputs).map(([name, value]) => [name, fromOrt(name, value)] as const);
  for (const [, tensor] of inputs) tensor.dispose();
  for (const value of Object.values(outputs)) value.dispose();
  return Object.fromEntries(read);
}

function optionsFor(gpu: OpenedDevice | null, { wholeOnDevice }: SessionOptions) {
  const common: InferenceSession.SessionOptions = { logSeverityLevel: 3, intraOpNumThreads: 1 };
  // Never a list of providers: from a list ORT silently takes the next where the first fails.
  if (!gpu) return { ...common, executionProviders: ['wasm'] };
  // The device is ours, so that its loss is seen and what is recorded is what ran.
  const webgpu: InferenceSession.ExecutionProviderOption = { name: 'webgpu', ...{ device: gpu.device } };
  return {
    ...common,
    executionProviders: [webgpu],
    // ORT would give operators that the card has no kernel for to the processor and say nothing.
    ...(wholeOnDevice ? { extra: { session: { disable_cpu_ep_fallback: '1' } } } : {}),
  };
}

/** Makes a session on this one provider, or says why there is none. Never rejects. */
export async function openSession(
  bytes: Uint8Array,
  provider: Provider,
  options: SessionOptions,
  load: LoadRuntime,
): Promise<Result<OpenSession, NetworkError>> {
  if (!mayRunWasm()) return fail(forbidden);
  let gpu: OpenedDevice | null = null;
  if (provider === 'webgpu') {
    if (!canSuspend())
      return fail(
        networkError(
          'no-device',
          'This browser has no JavaScript Promise Integration, which WebGPU needs here.',
          "Open it with device: 'wasm'.",
        ),
      );
    const opened = await openGpuDevice(options.allowSoftware);
    if (!opened.ok) return opened;
    gpu = opened.value;
  }
  const device = gpu?.device;
  const lost = device?.lost.then(({ message, reason }): never => {
    throw new Error(`the graphics device was lost: ${message || reason || 'unknown'}`);
  });
  // Seen by whoever runs; a loss in between is no unhandled rejection.
  lost?.catch(() => {});
  try {
    const [ort, session] = await inLane(provider, async () => {
      const runtime = await load(provider);
      return [runtime, await runtime.InferenceSession.create(bytes, optionsFor(gpu, options))] as const;
    });
    return ok({
      provider,
      adapter: gpu?.adapter ?? null,
      session,
      run: (feeds) =>
        inLane(provider, () => {
          const run = runOnce(ort, session, feeds);
          return lost ? Promise.race([lost, run]) : run;
        }),
      close: async () => {
        await inLane(provider, () => session.release()).catch(() => {});
        device?.destroy();
      },
    });
  } catch (error) {
    device?.destroy();
    return fail(networkError('load', `ONNX Runtime (${provider}) refused: ${messageOf(error)}`));
  }
}
