import { Api } from '../../../packages/console/src/api.js';
import { ImportList } from '../../../packages/console/src/imports/import-list.js';
import { ImportResult } from '../../../packages/console/src/imports/import-result.js';
import {
  apiKey,
  fakeWorker,
  importState,
  testKey,
} from '../../../packages/console/src/testing/fake-worker.js';
import { EmbedSnippet } from '../../../packages/console/src/tokens/embed-snippet.js';
import { KeyList } from '../../../packages/console/src/tokens/key-list.js';
import type { Fill } from './hostile-page.js';

/** The console's lists of what people typed and uploaded; the caller removes what it gets. */
export async function consoleLists(fill: Fill): Promise<HTMLElement> {
  const state = importState({
    status: 'done',
    counts: { read: 2, inserted: 1, updated: 0, unchanged: 0, rejected: 1 },
  });
  const worker = fakeWorker({
    'GET /v1/keys': () => [{ ...apiKey, label: fill('key label'), id: fill('key id') }],
    'GET /v1/imports': () => [{ ...state, fileName: fill('file name'), connection: fill('connection') }],
  });
  const api = new Api(testKey, worker.send);
  const keys = new KeyList();
  keys.api = api;
  const imports = new ImportList();
  imports.api = api;
  const result = new ImportResult();
  result.api = api;
  result.sent = {
    state,
    rejected: [{ row: 2, issues: [{ at: fill('issue at'), message: fill('issue message') }] }],
  };
  const snippet = new EmbedSnippet();
  snippet.origin = fill('origin');
  const page = document.createElement('main');
  page.hidden = true;
  page.append(keys, imports, result, snippet);
  document.body.append(page);
  for (let tries = 0; tries < 500; tries++) {
    if (keys.shadowRoot?.querySelector('tbody tr') && imports.shadowRoot?.querySelector('tbody tr')) break;
    await new Promise((done) => setTimeout(done, 1));
  }
  return page;
}
