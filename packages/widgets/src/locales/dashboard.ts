import { wordsOf } from './catalogue.js';
import { dashboard as english } from './dashboard-en.js';

/** Words of `<aicrm-dashboard>`. */
export const dashboardWords = wordsOf(english, {
  ar: async () => (await import('./dashboard-ar.js')).dashboard,
  de: async () => (await import('./dashboard-de.js')).dashboard,
});
