import { wordsOf } from './catalogue.js';
import { deal as english } from './deal-en.js';

/** Words of `<aicrm-deal-score-badge>` that differ from those of every badge. */
export const dealWords = wordsOf(english, {
  ar: async () => (await import('./deal-ar.js')).deal,
  de: async () => (await import('./deal-de.js')).deal,
});
