import { runSuites, type Suite } from '../measure/row.js';
import { stopChromium } from './lib/browser.js';
import { stopPython } from './lib/python.js';

/** Riskiest first: what a reader doubts most comes before what takes longest. */
const suites: readonly Suite[] = [
  { name: 'scoring', run: async () => (await import('./suites/scoring.js')).scoring() },
];

export async function bench(): Promise<void> {
  try {
    await runSuites('bench', suites);
  } finally {
    stopPython();
    await stopChromium();
  }
}
