import { wordsOf } from './catalogue.js';
import { insights as english } from './insights-en.js';

/** Words of `<aicrm-insights>`. */
export const insightsWords = wordsOf(english, {
  ar: async () => (await import('./insights-ar.js')).insights,
  de: async () => (await import('./insights-de.js')).insights,
});
