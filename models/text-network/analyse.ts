import { type LoadRuntime, loadRuntime } from '@aicrm/runtime/ort/load-runtime';
import { networkError } from '@aicrm/runtime/ort/network-error';
import {
  type NetworkDevice,
  type NetworkError,
  type NetworkOptions,
  openNetwork,
} from '@aicrm/runtime/ort/open-network';
import { fail, ok, type Result } from '@aicrm/schema/result';
import { encodeText, type ToneClass, toneClasses } from './encode.js';

export type ToneAnswer =
  | {
      readonly state: 'scored';
      readonly label: ToneClass;
      /** Probability of each class, adding up to 1. */
      readonly probabilities: Readonly<Record<ToneClass, number>>;
      /** Where it was computed. */
      readonly device: NetworkDevice;
    }
  | { readonly state: 'not-scored'; readonly reason: 'empty' };

export interface ToneNetwork {
  readonly device: NetworkDevice;
  /** The tone of one English text. Never rejects. */
  analyse(text: string): Promise<Result<ToneAnswer, NetworkError>>;
  dispose(): Promise<void>;
}

const odd = fail(networkError('run', 'The network gave no probabilities.'));

/** Opens the text network (`shipped.ts`) or a retrained one of the same form; fetches ONNX Runtime Web. */
export async function openToneNetwork(
  bytes: Uint8Array,
  sha256: string,
  options: NetworkOptions,
  load: LoadRuntime = loadRuntime,
): Promise<Result<ToneNetwork, NetworkError>> {
  const opened = await openNetwork(bytes, sha256, options, load);
  if (!opened.ok) return opened;
  const network = opened.value;
  return ok({
    get device() {
      return network.device;
    },
    dispose: () => network.dispose(),
    async analyse(text) {
      const data = encodeText(text);
      if (!data) return ok({ state: 'not-scored', reason: 'empty' });
      const ran = await network.run({ words: { type: 'int32', data, dims: [1, data.length] } });
      if (!ran.ok) return ran;
      const p = ran.value.outputs.probabilities?.data;
      if (!(p instanceof Float32Array) || p.length !== toneClasses.length) return odd;
      const [neutral = Number.NaN, negative = Number.NaN, positive = Number.NaN] = p;
      // Also false for NaN: a card that computes nonsense must not be shown as a tone.
      if (!(Math.abs(neutral + negative + positive - 1) < 1e-3)) return odd;
      const probabilities = { neutral, negative, positive };
      const [first] = toneClasses.toSorted((a, b) => probabilities[b] - probabilities[a]);
      return ok({ state: 'scored', label: first ?? 'neutral', probabilities, device: ran.value.device });
    },
  });
}
