import { wordsOf } from './catalogue.js';
import { forecast as english } from './forecast-en.js';

/** Words of `<aicrm-forecast-chart>`. */
export const forecastWords = wordsOf(english, {
  ar: async () => (await import('./forecast-ar.js')).forecast,
  de: async () => (await import('./forecast-de.js')).forecast,
});
