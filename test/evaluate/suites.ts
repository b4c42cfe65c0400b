import { runSuites, type Suite } from '../measure/row.js';

/** Riskiest first: what a reader doubts most comes before what is expected. */
export const suites: readonly Suite[] = [
  { name: 'leaks', run: async () => (await import('./suites/leaks.js')).leaks() },
  { name: 'bank in time', run: async () => (await import('./suites/bank-in-time.js')).bankInTime() },
  { name: 'retail', run: async () => (await import('./suites/retail.js')).retail() },
  { name: 'maven', run: async () => (await import('./suites/maven.js')).mavenDeals() },
  { name: 'telco', run: async () => (await import('./suites/random-folds.js')).telcoFolds() },
  { name: 'x-education', run: async () => (await import('./suites/random-folds.js')).xEducationFolds() },
  {
    name: 'x-education in time',
    run: async () => (await import('./suites/x-education-in-time.js')).xEducationInTime(),
  },
  { name: 'forecast', run: async () => (await import('./suites/forecast.js')).forecast() },
  { name: 'bank', run: async () => (await import('./suites/random-folds.js')).bankFolds() },
  { name: 'intent', run: async () => (await import('./suites/intent.js')).intent() },
  { name: 'sentiment', run: async () => (await import('./suites/text.js')).sentiment() },
  { name: 'churn', run: async () => (await import('./suites/churn.js')).churn() },
  { name: 'value', run: async () => (await import('./suites/value.js')).lifetimeValue() },
  { name: 'segments', run: async () => (await import('./suites/segments.js')).segments() },
  { name: 'deals', run: async () => (await import('./suites/deals.js')).deals() },
  { name: 'uplift', run: async () => (await import('./suites/uplift.js')).uplift() },
  { name: 'next product', run: async () => (await import('./suites/next-product.js')).nextProduct() },
  { name: 'insights', run: async () => (await import('./suites/insights.js')).insights() },
];

export const evaluate = (): Promise<void> => runSuites('evaluate', suites);
