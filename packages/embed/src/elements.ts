import type { Loaders } from './autoloader.js';

/** Every tag the script can define, with its chunk. A new element is one entry here. */
export const elements: Loaders = {
  'aicrm-lead-score-badge': async () => {
    const { later, painted } = await import('@aicrm/widgets/lead-score-badge/define');
    await painted;
    return later;
  },
};
