import { openToneNetwork, type ToneNetwork } from '@aicrm/models/text-network/analyse';
import { toneNetwork } from '@aicrm/models/text-network/shipped';
import { networkError } from '@aicrm/runtime/ort/network-error';
import type { NetworkError, NetworkOptions } from '@aicrm/runtime/ort/open-network';
import { fail, type Result } from '@aicrm/schema/result';

export type { ToneAnswer, ToneNetwork } from '@aicrm/models/text-network/analyse';

/** Fetches the shipped text network from beside this script and opens it on the device asked for. Never rejects. */
export async function openShippedTone(options: NetworkOptions): Promise<Result<ToneNetwork, NetworkError>> {
  const { url, sha256 } = toneNetwork;
  try {
    const answer = await fetch(url, { credentials: 'omit', referrerPolicy: 'no-referrer' });
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    return await openToneNetwork(new Uint8Array(await answer.arrayBuffer()), sha256, options);
  } catch (error) {
    return fail(networkError('load', `The text network could not be fetched: ${error}`, 'Try again later.'));
  }
}
