import type { Loaders } from './autoloader.js';

/** Elements that lists are full of: a first paint knows them at once, and no others, so that it doesn't grow with each. */
export const firstElements: Loaders = {
  'aicrm-lead-score-badge': async () => {
    const { later, painted } = await import('@aicrm/widgets/lead-score-badge/define');
    await painted;
    return later;
  },
};
