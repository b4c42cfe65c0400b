import { wordsOf } from './catalogue.js';
import { offers as english } from './offers-en.js';

/** Words of `<aicrm-offers>`. */
export const offersWords = wordsOf(english, {
  ar: async () => (await import('./offers-ar.js')).offers,
  de: async () => (await import('./offers-de.js')).offers,
});
