import type { AnalysisPointer, SegmentsFile } from '@aicrm/schema/analysis';
import { afterEach, describe, expect, it } from 'vitest';
import { fakeWorker, job, Refusal, testKey } from '../testing/fake-worker.js';
import { deepAll, deepText, expectAccessible, openConsole, waitForElement } from '../testing/page.js';
import { AnalysisCard } from './analysis-card.js';

afterEach(() => sessionStorage.clear());

const when = '2026-11-20T10:00:00Z';
const made = (name: string, sha256 = 'a'.repeat(64)): AnalysisPointer => ({
  name,
  current: { sha256, bytes: 12_300, computedAt: when },
  refusal: null,
});
const tooFew = 'There are 30 customers; 50 are needed.';
const refused = (name: string): AnalysisPointer => ({ name, current: null, refusal: tooFew });

const segments = (name: string): SegmentsFile => ({
  schema: 1,
  kind: 'segments',
  computedAt: when,
  currency: 'EUR',
  customers: 120,
  recencyDays: [90, 30, 0],
  frequency: [1, 3, 9],
  money: [1_000, 5_000, 90_000],
  rules: [],
  segments: [
    {
      id: 'best',
      name,
      advice: 'Ask them for a review.',
      customers: 120,
      share: 1,
      valueShare: 1,
      median: { recencyDays: 10 },
      apart: [],
    },
  ],
  notes: [],
});

async function openAnalyses(routes: Record<string, (body: unknown) => unknown>) {
  const worker = fakeWorker({ 'GET /v1/models': () => [], ...routes });
  openConsole(worker.send, `#key=${testKey}`);
  location.hash = '#/analyses';
  await waitForElement('h1', 'Analyses');
  return worker;
}

async function quickCard(label: string): Promise<AnalysisCard> {
  await waitForElement('h2', label);
  const card = deepAll(document, 'analysis-card').find((one) =>
    one.shadowRoot?.querySelector('h2')?.textContent?.includes(label),
  );
  if (!(card instanceof AnalysisCard)) throw new Error(`no card ${label}`);
  card.everyMs = 10;
  return card;
}
const press = (card: AnalysisCard, label: string) => {
  const button = [...(card.shadowRoot?.querySelectorAll('button') ?? [])].find((one) =>
    one.textContent?.includes(label),
  );
  if (!button) throw new Error(`no button ${label}`);
  button.click();
};

describe('the analyses page', () => {
  it('says of each of the five when it was computed, or why not', async () => {
    await openAnalyses({
      'GET /v1/analyses': () => ({ analyses: [made('segments'), refused('customer-value')] }),
    });
    await waitForElement('h2', 'Rules of next actions');
    const states = deepAll(document, 'analysis-card').map(
      (one) => one.shadowRoot?.querySelector('.pill')?.textContent,
    );
    expect(states).toEqual(['refused', 'computed', 'none yet', 'none yet', 'none yet']);
    const text = deepText(document);
    for (const said of [tooFew, '12.3 kB', 'aaaaaaaaaaaa', 'Not computed yet.']) expect(text).toContain(said);
    await expectAccessible();
  });

  it('shows what the worker says where the list cannot be had, and no cards', async () => {
    const refusal = {
      kind: 'permission',
      title: 'Not allowed',
      status: 403,
      detail: 'This needs the scope models:read.',
    };
    await openAnalyses({ 'GET /v1/analyses': () => new Refusal(403, refusal) });
    await waitForElement('[role=alert]', 'needs the scope models:read');
    expect(deepAll(document, 'analysis-card')).toHaveLength(0);
  });

  it('computes one with its progress, and shows the new file in place of the old', async () => {
    const [first, second] = ['a'.repeat(64), 'b'.repeat(64)];
    let current = first;
    const seen: string[] = [];
    const states = [
      job({ kind: 'analyse', progress: 0.5, step: 'placing customers' }),
      job({ kind: 'analyse', status: 'done', progress: 1 }),
    ];
    const { asked } = await openAnalyses({
      'GET /v1/analyses': () => ({ analyses: [made('segments', current)] }),
      'POST /v1/analyses/segments': () => job({ kind: 'analyse', status: 'queued' }),
      'GET /v1/jobs/job-1': () => {
        seen.push(deepText(document));
        const state = states.shift();
        if (state?.status === 'done') current = second;
        return state;
      },
      [`GET /v1/artefacts/${first}`]: () => segments('Champions'),
      [`GET /v1/artefacts/${second}`]: () => segments('Newcomers'),
    });
    const card = await quickCard('Customer segments');
    press(card, 'Preview');
    const shown = await waitForElement('aicrm-segments');
    await expect.poll(() => shown.shadowRoot?.textContent).toContain('Champions');
    press(card, 'Compute now');
    await waitForElement('p', 'Done.');
    expect(seen.at(-1)).toContain('50 % · placing customers');
    await expect
      .poll(() => deepAll(document, 'aicrm-segments')[0]?.shadowRoot?.textContent)
      .toContain('Newcomers');
    expect(asked.filter(({ route }) => route.startsWith('POST'))).toHaveLength(1);
    await expectAccessible();
  });

  it('says of one that was refused again that it was, and of a failed run why', async () => {
    let error: unknown = null;
    await openAnalyses({
      'GET /v1/analyses': () => ({ analyses: [refused('insights')] }),
      'POST /v1/analyses/insights': () =>
        job({
          kind: 'analyse',
          status: error === null ? 'done' : 'failed',
          progress: 1,
          error: Object(error).kind ? Object(error) : null,
        }),
    });
    const card = await quickCard('What changed this week');
    press(card, 'Compute now');
    await waitForElement('p', 'is refused as above');
    error = { kind: 'temporary', title: 'Interrupted', status: 503, detail: 'The worker was restarted.' };
    press(card, 'Compute now');
    await waitForElement('[role=alert]', 'The worker was restarted.');
  });

  it('says so where a file cannot be had', async () => {
    await openAnalyses({ 'GET /v1/analyses': () => ({ analyses: [made('sales-forecast')] }) });
    const card = await quickCard('Sales forecast');
    press(card, 'Preview');
    await waitForElement('[role=alert]', 'There is no route');
    expect(deepAll(document, 'aicrm-forecast-chart')).toHaveLength(0);
  });
});
