import { wordsOf } from './catalogue.js';
import { recordList as english } from './record-list-en.js';

/** Words of `<aicrm-record-list>`. */
export const recordListWords = wordsOf(english, {
  ar: async () => (await import('./record-list-ar.js')).recordList,
  de: async () => (await import('./record-list-de.js')).recordList,
});
