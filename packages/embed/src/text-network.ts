import type { ToneNetwork } from '@aicrm/client/text-network';

type Open = typeof import('@aicrm/client/text-network').openShippedTone;

export type { ToneNetwork };

/**
 * A page's own way to the text network: `import { openTone } from '<origin>/embed/v1/text-network.js'`. It is a file of
 * its own, because no element needs it and ONNX Runtime is 2.7 to 3.1 MB compressed; nothing is fetched before the call.
 */
export const openTone = async (...args: Parameters<Open>): ReturnType<Open> =>
  (await import('@aicrm/client/text-network')).openShippedTone(...args);
