import { runSuites, type Suite } from '../measure/row.js';
import { stopChromium } from './lib/browser.js';
import { stopPython } from './lib/python.js';
import { stopWorker } from './lib/worker.js';

/** Riskiest first: what a reader doubts most comes before what takes longest. */
const suites: readonly Suite[] = [
  { name: 'scoring', run: async () => (await import('./suites/scoring.js')).scoring() },
  { name: 'reasons', run: async () => (await import('./suites/reasons.js')).reasons() },
  { name: 'training', run: async () => (await import('./suites/training.js')).training() },
  { name: 'kmeans', run: async () => (await import('./suites/kmeans.js')).kmeans() },
  { name: 'text', run: async () => (await import('./suites/text.js')).text() },
  { name: 'readiness', run: async () => (await import('./suites/readiness.js')).readiness() },
  { name: 'workerd', run: async () => (await import('./suites/workerd.js')).workerd() },
  {
    name: 'worker-models',
    run: async () => (await import('./suites/worker-models.js')).workerModels(),
  },
  { name: 'ingest', run: async () => (await import('./suites/ingest.js')).ingest() },
  { name: 'upserts', run: async () => (await import('./suites/upserts.js')).upserts() },
  { name: 'elements', run: async () => (await import('./suites/elements.js')).elements() },
  { name: 'feedback', run: async () => (await import('./suites/feedback.js')).feedback() },
  { name: 'dashboard', run: async () => (await import('./suites/dashboard.js')).dashboard() },
  { name: 'page', run: async () => (await import('./suites/page.js')).page() },
  { name: 'lighthouse', run: async () => (await import('./suites/lighthouse.js')).lighthouseRows() },
];

export async function bench(): Promise<void> {
  try {
    await runSuites('bench', suites);
  } finally {
    stopPython();
    await stopWorker();
    await stopChromium();
  }
}
