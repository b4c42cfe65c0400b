import { Api } from '../../../packages/console/src/api.js';
import { ImportList } from '../../../packages/console/src/imports/import-list.js';
import { ImportResult } from '../../../packages/console/src/imports/import-result.js';
import { DriftPanel } from '../../../packages/console/src/models/drift-panel.js';
import { OutcomeCheckView } from '../../../packages/console/src/models/outcome-check.js';
import { ShiftTable } from '../../../packages/console/src/models/shift-table.js';
import { TrendView } from '../../../packages/console/src/predictions/trend-view.js';
import { contradicted, freshAlert } from '../../../packages/console/src/testing/fake-drift.js';
import {
  apiKey,
  fakeWorker,
  importState,
  testKey,
} from '../../../packages/console/src/testing/fake-worker.js';
import { EmbedSnippet } from '../../../packages/console/src/tokens/embed-snippet.js';
import { KeyList } from '../../../packages/console/src/tokens/key-list.js';
import type { Fill } from './hostile-page.js';

/** What the console says of a model's inputs, outcomes and predictions: labels, levels and sentences of a tenant's data. */
function drifted(fill: Fill) {
  const version = fill('drift version');
  const panel = new DriftPanel();
  panel.version = version;
  panel.said = { version, words: fill('recalibration') };
  const shifts = new ShiftTable();
  shifts.report = {
    ...freshAlert,
    notes: [fill('drift note')],
    inputs: freshAlert.inputs.map((input) => ({
      ...input,
      label: fill('drift label'),
      detail: fill('drift detail'),
    })),
    score: { ...freshAlert.score, detail: fill('score detail') },
  };
  const outcomes = new OutcomeCheckView();
  outcomes.check = { ...contradicted, detail: fill('outcome detail') };
  const trend = new TrendView();
  const point = { probability: 0.4, band: 'low', cause: 'week', outcome: null } as const;
  trend.trend = {
    record: fill('trend record'),
    model: 'lead-score',
    points: ['2026-10-01T10:00:00Z', '2026-10-08T10:00:00Z'].map((asOf) => ({
      ...point,
      asOf,
      version: fill('trend version'),
    })),
  };
  return [panel, shifts, outcomes, trend];
}

/** The console's lists of what people typed and uploaded, and what became of a model; the caller removes what it gets. */
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
  const others = drifted(fill);
  page.append(keys, imports, result, snippet, ...others);
  document.body.append(page);
  for (let tries = 0; tries < 500; tries++) {
    if (keys.shadowRoot?.querySelector('tbody tr') && imports.shadowRoot?.querySelector('tbody tr')) break;
    await new Promise((done) => setTimeout(done, 1));
  }
  await Promise.all(others.map((element) => element.updateComplete));
  return page;
}
