import { must } from '@aicrm/schema/result';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { readArtefact, sha256Hex } from '../artefact.js';
import { tinyNetwork } from '../testing/tiny-network.js';
import type { LoadRuntime, Provider } from './load-runtime.js';
import { type NetworkOptions, openNetwork, type Tensors } from './open-network.js';

// ONNX Runtime for Node stands in for the one of the page: the same form, real sessions. What WebGPU itself does is in
// test/networks, in a browser.

const bytes = tinyNetwork();
const sha256 = await sha256Hex(bytes);
const x = (...values: number[]): Tensors => ({
  x: { type: 'float32', data: Float32Array.from(values), dims: [values.length / 2, 2] },
});

/** Fails the runs and the loading that `broken` names; counts what it was asked for. */
function runtime(broken: { readonly run?: Provider; readonly load?: Provider; once?: boolean } = {}) {
  const opened: Provider[] = [];
  let released = 0;
  const load: LoadRuntime = async (provider) => {
    if (broken.load === provider) throw new Error('no such file');
    const create = async (file: Uint8Array) => {
      opened.push(provider);
      const session = await InferenceSession.create(file, { logSeverityLevel: 4, intraOpNumThreads: 1 });
      const run = session.run.bind(session);
      const release = session.release.bind(session);
      session.run = async (feeds: InferenceSession.FeedsType) => {
        if (broken.run === provider && broken.once !== false) {
          if (broken.once) broken.once = false;
          throw new Error('kernel failed');
        }
        return run(feeds);
      };
      session.release = async () => {
        released++;
        await release();
      };
      return session;
    };
    return { InferenceSession: { create }, Tensor };
  };
  return { load, opened, released: () => released };
}

/** A WebGPU whose device the test can lose. */
function fakeGpu(info: Record<string, unknown>) {
  const lost = Promise.withResolvers<{ reason: string; message: string }>();
  const device = {
    lost: lost.promise,
    destroy: vi.fn(() => lost.resolve({ reason: 'destroyed', message: 'gone' })),
  };
  const adapter = { info, limits: {}, features: new Set(), requestDevice: async () => device };
  vi.stubGlobal('navigator', { gpu: { requestAdapter: async () => adapter } });
  vi.stubGlobal('WebAssembly', { Module: WebAssembly.Module, Suspending: class {} });
  return device;
}
const card = { vendor: 'acme', architecture: 'gen-9' };

async function open(options: NetworkOptions, load: LoadRuntime) {
  const opened = await openNetwork(bytes, sha256, options, load);
  if (!opened.ok) throw new Error(opened.error.detail);
  return opened.value;
}
async function failure(opening: ReturnType<typeof openNetwork>) {
  const opened = await opening;
  return opened.ok ? null : opened.error;
}

afterEach(() => vi.unstubAllGlobals());

describe('a network from elsewhere', () => {
  it('is one that our own reader refuses, and runs', async () => {
    expect(readArtefact(bytes, sha256)).toMatchObject({ ok: false, error: { kind: 'bad-model' } });
    const { load, opened, released } = runtime();
    const network = await open({ device: 'wasm' }, load);
    expect(network.operators).toEqual(['Add', 'Elu']);
    expect([network.inputNames, network.outputNames]).toEqual([['x'], ['y']]);
    const ran = await network.run(x(1, -1));
    const y = ran.ok ? must(ran.value.outputs.y, 'y') : null;
    expect(Array.from(y?.data ?? [], Number)).toEqual([1, expect.closeTo(Math.exp(-1) - 1, 6)]);
    expect(y?.dims).toEqual([1, 2]);
    await network.dispose();
    await network.dispose();
    expect([opened, released()]).toEqual([['wasm'], 1]);
    expect(await network.run(x(1, 2))).toMatchObject({ ok: false, error: { reason: 'disposed' } });
  });

  it('is compared with its hash, bounded and looked through before a runtime is fetched', async () => {
    const { load, opened } = runtime();
    const wasm = { device: 'wasm' } as const;
    expect((await failure(openNetwork(bytes, '00', wasm, load)))?.reason).toBe('hash');
    expect((await failure(openNetwork(bytes, sha256, { ...wasm, maxBytes: 100 }, load)))?.reason).toBe(
      'too-large',
    );
    const text = new TextEncoder().encode('<html>not found</html>');
    expect((await failure(openNetwork(text, await sha256Hex(text), wasm, load)))?.reason).toBe('malformed');
    expect(opened).toEqual([]);
    expect(await failure(openNetwork(bytes, sha256, wasm, load))).toBeNull();
    const broken = runtime({ load: 'wasm' }).load;
    expect((await failure(openNetwork(bytes, sha256, wasm, broken)))?.detail).toContain('no such file');
  });

  it('tells the caller what does not fit, and then still runs', async () => {
    fakeGpu(card);
    const { load, opened } = runtime();
    const network = await open({ device: 'webgpu' }, load);
    const data = Float32Array.of(1, 2, 3);
    for (const feeds of [
      {},
      { z: { type: 'float32', data: Float32Array.of(1, 2), dims: [1, 2] } },
      { x: { type: 'float32', data, dims: [1, 3] } },
      { x: { type: 'float32', data, dims: [2, 2] } },
      { x: { type: 'float32', data: Float32Array.of(1, 2), dims: [2] } },
      { x: { type: 'int32', data: Int32Array.of(1, 2), dims: [1, 2] } },
    ] satisfies Tensors[])
      expect(await network.run(feeds)).toMatchObject({ ok: false, error: { reason: 'input' } });
    expect(await network.run(x(1, 2, 3, 4))).toMatchObject({ ok: true });
    // None of it was the device's fault.
    expect([opened, network.device.fellBack]).toEqual([['webgpu'], null]);
  });

  it('runs what waits behind a run that failed', async () => {
    const { load } = runtime({ run: 'wasm', once: true });
    const network = await open({ device: 'wasm' }, load);
    const [first, second] = await Promise.all([network.run(x(1, 2)), network.run(x(3, 4))]);
    expect(first).toMatchObject({
      ok: false,
      error: { reason: 'run', detail: expect.stringContaining('kernel') },
    });
    expect(second).toMatchObject({ ok: true });
  });
});

describe('on a graphics card', () => {
  it('records the adapter, and never passes a list of providers', async () => {
    fakeGpu(card);
    const seen: unknown[] = [];
    const { load } = runtime();
    const spy: LoadRuntime = async (provider) => {
      const ort = await load(provider);
      const create = (file: Uint8Array, options: InferenceSession.SessionOptions) => {
        seen.push(options.executionProviders?.map((one) => (typeof one === 'string' ? one : one.name)));
        return ort.InferenceSession.create(file, options);
      };
      return { ...ort, InferenceSession: { create } };
    };
    const network = await open({ device: 'webgpu' }, spy);
    expect(network.device).toEqual({
      provider: 'webgpu',
      adapter: { ...card, device: '', description: '', software: false },
      fellBack: null,
    });
    await network.dispose();
    await (await open({ device: 'wasm' }, spy)).dispose();
    expect(seen).toEqual([['webgpu'], ['wasm']]);
  });

  it.each([
    [{ architecture: 'swiftshader' }],
    [{ description: 'llvmpipe (LLVM 15)' }],
    [{ ...card, isFallbackAdapter: true }],
  ])('refuses software %j unless told otherwise', async (info) => {
    fakeGpu(info);
    const { load, opened } = runtime();
    expect((await failure(openNetwork(bytes, sha256, { device: 'webgpu' }, load)))?.reason).toBe(
      'software-device',
    );
    expect(opened).toEqual([]);
    const network = await open({ device: 'webgpu', allowSoftware: true }, load);
    expect(network.device.adapter?.software).toBe(true);
  });

  it('says where there is none', async () => {
    const { load } = runtime();
    vi.stubGlobal('WebAssembly', { Module: WebAssembly.Module, Suspending: class {} });
    expect((await failure(openNetwork(bytes, sha256, { device: 'webgpu' }, load)))?.reason).toBe('no-device');
  });

  it('goes on on WebAssembly after a failed run, with the same numbers', async () => {
    const device = fakeGpu(card);
    const { load, opened } = runtime({ run: 'webgpu' });
    const network = await open({ device: 'webgpu' }, load);
    const answers = await Promise.all([network.run(x(1, 2)), network.run(x(3, 4))]);
    expect(answers.map((one) => one.ok && one.value.device)).toEqual(
      Array(2).fill({ provider: 'wasm', adapter: null, fellBack: 'kernel failed' }),
    );
    expect(opened).toEqual(['webgpu', 'wasm']);
    expect(device.destroy).toHaveBeenCalledOnce();
  });

  it('does so after the card was lost too, and only once', async () => {
    const device = fakeGpu(card);
    const broken: { run?: Provider } = {};
    const { load, opened } = runtime(broken);
    const network = await open({ device: 'webgpu' }, load);
    expect((await network.run(x(1, 2))).ok).toBe(true);
    device.destroy();
    const after = await network.run(x(1, 2));
    expect(after).toMatchObject({
      ok: true,
      value: { device: { provider: 'wasm', fellBack: expect.stringMatching(/lost: gone/) } },
    });
    broken.run = 'wasm';
    expect(await network.run(x(1, 2))).toMatchObject({ ok: false, error: { reason: 'run' } });
    expect(opened).toEqual(['webgpu', 'wasm']);
  });
});
