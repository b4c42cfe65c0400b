import { fail, ok, type Result } from '@aicrm/schema/result';
import { sha256Hex } from '../artefact.js';
import { checkFeeds } from './check-feeds.js';
import type { AdapterInfo } from './gpu-device.js';
import { type LoadRuntime, loadRuntime, type Provider } from './load-runtime.js';
import { messageOf, type NetworkError, networkError } from './network-error.js';
import { scanOnnx } from './scan-onnx.js';
import { type OpenSession, openSession, type SessionOptions, type Tensors } from './session.js';

export type { NetworkError, NetworkFailure } from './network-error.js';
export type { NetworkTensor, Tensors } from './session.js';

/** Where a network really ran. */
export interface NetworkDevice {
  readonly provider: Provider;
  /** The graphics adapter as the browser names it; null on WebAssembly. */
  readonly adapter: AdapterInfo | null;
  /** Why it is no longer on the device that was asked for; null while it is. */
  readonly fellBack: string | null;
}

export interface NetworkOptions {
  /** One provider; there is no list to fall through. */
  readonly device: Provider;
  /** Takes a WebGPU adapter that is played by software, which is right and slow: for tests. Default false. */
  readonly allowSoftware?: boolean;
  /** On WebGPU: refuse a file of which a part would run on the processor. Default true. */
  readonly wholeOnDevice?: boolean;
  /** Largest file in bytes. Default 64 MiB. */
  readonly maxBytes?: number;
}

export interface Network {
  /** Where it runs now. */
  readonly device: NetworkDevice;
  /** Operators of the file, sorted. */
  readonly operators: readonly string[];
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  /** Runs are queued; one that fails holds up none behind it. Never rejects. */
  run(feeds: Tensors): Promise<Result<{ outputs: Tensors; device: NetworkDevice }, NetworkError>>;
  /** Frees the session and the device, after the runs that wait. */
  dispose(): Promise<void>;
}

const MAX_BYTES = 64 << 20;

class OrtNetwork implements Network {
  readonly operators: readonly string[];
  #now: OpenSession;
  #fellBack: string | null = null;
  #disposed = false;
  #tail: Promise<unknown> = Promise.resolve();
  readonly #reopen: () => Promise<Result<OpenSession, NetworkError>>;

  constructor(
    operators: readonly string[],
    first: OpenSession,
    reopen: () => Promise<Result<OpenSession, NetworkError>>,
  ) {
    this.operators = operators;
    this.#now = first;
    this.#reopen = reopen;
  }
  get device(): NetworkDevice {
    return { provider: this.#now.provider, adapter: this.#now.adapter, fellBack: this.#fellBack };
  }
  get inputNames(): readonly string[] {
    return this.#now.session.inputNames;
  }
  get outputNames(): readonly string[] {
    return this.#now.session.outputNames;
  }
  run(feeds: Tensors): ReturnType<Network['run']> {
    if (this.#disposed) return Promise.resolve(fail(networkError('disposed', 'This network was closed.')));
    const run = this.#tail.then(() => this.#runNow(feeds));
    this.#tail = run.catch(() => {});
    return run;
  }
  async dispose(): Promise<void> {
    if (this.#disposed) return;
    this.#disposed = true;
    await this.#tail;
    await this.#now.close();
  }

  async #runNow(feeds: Tensors): ReturnType<Network['run']> {
    // What does not fit is the caller's and says nothing about the device.
    const wrong = checkFeeds(this.#now.session, feeds);
    if (wrong) return fail(wrong);
    try {
      return ok({ outputs: await this.#now.run(feeds), device: this.device });
    } catch (error) {
      const reason = messageOf(error);
      // There is nothing simpler than WebAssembly to go to, and it is gone to once.
      if (this.#now.provider === 'wasm') return fail(networkError('run', `The network failed: ${reason}`));
      const next = await this.#reopen();
      if (!next.ok) return next;
      const before = this.#now;
      this.#now = next.value;
      this.#fellBack = reason;
      await before.close();
      return this.#runNow(feeds);
    }
  }
}

/**
 * Opens an ONNX file that our own reader does not run, in ONNX Runtime Web, which is fetched by this call. The hash is
 * compared before a byte is parsed; weights outside the file are refused. After a lost device or a failed run on WebGPU
 * it goes on on WebAssembly, once, and says so in `device`. Never rejects.
 * @param sha256 what the bytes were promised to be, lower-case hex.
 * @param load where ONNX Runtime comes from.
 */
export async function openNetwork(
  bytes: Uint8Array,
  sha256: string,
  options: NetworkOptions,
  load: LoadRuntime = loadRuntime,
): Promise<Result<Network, NetworkError>> {
  const { device, allowSoftware = false, wholeOnDevice = true, maxBytes = MAX_BYTES } = options;
  if (bytes.length > maxBytes)
    return fail(networkError('too-large', `The file has ${bytes.length} bytes; ${maxBytes} are allowed.`));
  // A copy: what was hashed is what runs, now and after a fall back.
  const fixed = new Uint8Array(bytes);
  const found = await sha256Hex(fixed).catch((error) => `none (${messageOf(error)})`);
  if (found !== sha256) return fail(networkError('hash', `The file's sha256 is ${found}, not ${sha256}.`));
  const operators = scanOnnx(fixed);
  if (!operators.ok) return operators;
  const how: SessionOptions = { allowSoftware, wholeOnDevice };
  const first = await openSession(fixed, device, how, load);
  if (!first.ok) return first;
  return ok(new OrtNetwork(operators.value, first.value, () => openSession(fixed, 'wasm', how, load)));
}
