import { wordsOf } from './catalogue.js';
import { segments as english } from './segments-en.js';

/** Words of `<aicrm-segments>`. */
export const segmentsWords = wordsOf(english, {
  ar: async () => (await import('./segments-ar.js')).segments,
  de: async () => (await import('./segments-de.js')).segments,
});
