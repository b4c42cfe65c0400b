import '../lead-score-badge/define.js';
import { FakeClient, scoreState } from './fake-client.js';

// The test runner rewrites dynamic imports to go through a helper of its own page, which this page does not have.
Object.assign(globalThis, {
  __vitest_browser_runner__: { wrapDynamicImport: (load: () => unknown) => load() },
});

/** What a page under a strict policy runs; the test around it reads what was painted, and what the browser blocked. */
const badge = document.createElement('aicrm-lead-score-badge');
badge.client = new FakeClient(scoreState(0.34, 'medium'));
badge.recordId = 'lead:club:1';
badge.display = 'inline';
badge.open = true;
document.body.append(badge);
