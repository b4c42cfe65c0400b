import type { Loaders } from './autoloader.js';

/** All tags but those of `first-elements.ts`, each with its chunk. A new element is one entry here; the entry of the script fetches this file. */
export const otherElements: Loaders = {
  'aicrm-customer-insight-card': async () =>
    (await import('@aicrm/widgets/customer-insight-card/define')).later,
  'aicrm-deal-score-badge': async () => (await import('@aicrm/widgets/deal-score-badge/define')).later,
  'aicrm-feedback-sentiment-panel': async () =>
    (await import('@aicrm/widgets/feedback-sentiment-panel/define')).later,
  'aicrm-forecast-chart': async () => (await import('@aicrm/widgets/forecast-chart/define')).later,
  'aicrm-next-actions': async () => (await import('@aicrm/widgets/next-actions/define')).later,
  'aicrm-offers': async () => (await import('@aicrm/widgets/offers/define')).later,
  'aicrm-record-list': async () => {
    await import('@aicrm/widgets/record-list/define');
  },
  'aicrm-what-if': async () => {
    await import('@aicrm/widgets/what-if/define');
  },
  'aicrm-segments': async () => {
    await import('@aicrm/widgets/segments/define');
    return undefined;
  },
  'aicrm-insights': async () => {
    await import('@aicrm/widgets/insights/define');
  },
  'aicrm-dashboard': async () => {
    await import('@aicrm/widgets/dashboard/define');
  },
};
