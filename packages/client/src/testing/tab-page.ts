import { createClient } from '../client.js';
import type { Client, PredictionState } from '../types.js';

export interface TabPage {
  readonly client: Client;
  /** All that the watcher of the record was told. */
  readonly told: PredictionState[];
  /** What the host's window saw of our mistakes; must stay empty. */
  readonly errors: string[];
}

declare global {
  interface Window {
    tab: TabPage;
  }
}

/** A host page for tests in real browsers; its name, record and cache come from the address. */
const query = new URLSearchParams(location.search);
const errors: string[] = [];
addEventListener('error', ({ message }) => errors.push(message));
addEventListener('unhandledrejection', ({ reason }) => errors.push(String(reason)));
for (const level of ['warn', 'error'] as const)
  console[level] = (...words: unknown[]) => void errors.push(words.join(' '));

const client = createClient({
  api: query.get('api') ?? location.origin,
  cache: query.get('cache') === 'session' ? 'session' : 'persistent',
  // The token names the tab, so that the worker's log tells who asked.
  getToken: async () => `token-${query.get('name')}`,
});
const told: PredictionState[] = [];
window.tab = { client, told, errors };
client.watch({ model: 'lead-score', recordId: 'lead:club:7' }, (state) => told.push(state));
