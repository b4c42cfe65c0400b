import { wordsOf } from './catalogue.js';
import { whatIf as english } from './what-if-en.js';

/** Words of `<aicrm-what-if>`. */
export const whatIfWords = wordsOf(english, {
  ar: async () => (await import('./what-if-ar.js')).whatIf,
  de: async () => (await import('./what-if-de.js')).whatIf,
});
