import type { JobState, ModelSummary } from '@aicrm/schema/wire';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { driftReport } from '../testing/fake-drift.js';
import { card, fakeWorker, job, model, Refusal, testKey, version } from '../testing/fake-worker.js';
import { deepAll, deepText, expectAccessible, openConsole, type, waitForElement } from '../testing/page.js';
import { TrainPanel } from './train-panel.js';

afterEach(() => sessionStorage.clear());

/** Opens the model's page over routes that a test changes as it goes. */
async function openModel(routes: Record<string, (body: unknown) => unknown>, first: ModelSummary) {
  let current = first;
  const worker = fakeWorker({
    'GET /v1/models': () => [current],
    'GET /v1/models/lead-score': () => current,
    'GET /v1/models/lead-score/drift': () => driftReport(),
    ...routes,
  });
  openConsole(worker.send, `#key=${testKey}`);
  location.hash = '#/models/lead-score';
  await waitForElement('train-panel');
  const panel = deepAll(document, 'train-panel')[0];
  if (!(panel instanceof TrainPanel)) throw new Error('no train panel');
  panel.everyMs = 10;
  await panel.updateComplete;
  return {
    worker,
    set(next: ModelSummary) {
      current = next;
    },
  };
}

describe('the page of a model', () => {
  it('shows the card: what it predicts, figures with intervals, leaks, verdict, limits', async () => {
    await openModel({}, model([version('v1', 'published')]));
    await waitForElement('h2', 'Leak check');
    const text = deepText(document);
    for (const said of [
      'converts within 70 days',
      '0.828',
      '0.798 to 0.858',
      'Its name states the outcome.',
      'left out',
      card.verdict.reason,
      'A success later than 70 days counts as none.',
    ])
      expect(text).toContain(said);
    const picture = deepAll(document, 'reliability-diagram')[0]?.shadowRoot;
    expect(picture?.querySelector('svg')?.getAttribute('aria-label')).toContain(
      'predicted 5.0 %, actual 4.0 %',
    );
    // A bin without rows says nothing, neither in the picture nor in the table.
    expect(picture?.querySelectorAll('circle')).toHaveLength(2);
    expect(picture?.querySelectorAll('tbody tr')).toHaveLength(2);
    await expectAccessible();
  });

  it('opens the card as a page and saves it as JSON, both asked for with the key', async () => {
    const { worker } = await openModel(
      { 'GET /v1/models/lead-score/versions/v1/card': () => card },
      model([version('v1', 'published')]),
    );
    const tab = { location: { replace: vi.fn() }, close: vi.fn() };
    const opened = vi.spyOn(window, 'open').mockReturnValue(Object.assign(Object.create(null), tab));
    const saved = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => {});
    (await waitForElement('button', 'Open the card as a page')).click();
    await expect.poll(() => tab.location.replace.mock.calls[0]?.[0]).toMatch(/^blob:/);
    (await waitForElement('button', 'Download it as JSON')).click();
    await expect.poll(() => saved.mock.contexts[0]).toMatchObject({ download: 'lead-score-v1-card.json' });
    const asked = worker.asked.filter(({ route }) => route.endsWith('/card'));
    expect(asked.map(({ accept }) => accept)).toEqual(['text/html', 'application/json']);
    expect(asked.every(({ authorization }) => authorization === `Bearer ${testKey}`)).toBe(true);
    opened.mockRestore();
    saved.mockRestore();
  });

  it('closes the tab again and says why where the card cannot be had', async () => {
    await openModel({}, model([version('v1', 'published')]));
    const tab = { location: { replace: vi.fn() }, close: vi.fn() };
    const opened = vi.spyOn(window, 'open').mockReturnValue(Object.assign(Object.create(null), tab));
    (await waitForElement('button', 'Open the card as a page')).click();
    await expect.poll(() => deepText(document)).toContain('There is no route');
    expect(tab.close).toHaveBeenCalledOnce();
    opened.mockRestore();
  });

  it('calls columns by their names, and asks for a word about one of unknown moment', async () => {
    const doubtful = {
      ...version('v1', 'refused'),
      card: {
        ...card,
        leaks: [
          {
            column: 'custom.lead_q',
            label: 'Lead quality',
            verdict: 'suspect' as const,
            reason: 'Nobody knows when it was filled in.',
            auc: 0.8,
            used: true,
            confirm: true,
          },
          {
            column: 'note',
            label: 'Note',
            verdict: 'ok' as const,
            reason: 'It is a longer text.',
            used: false,
          },
        ],
      },
    };
    const { worker } = await openModel(
      { 'POST /v1/models/lead-score/train': () => job({ status: 'done' }) },
      model([doubtful]),
    );
    const text = deepText(document);
    for (const said of ['Lead quality', 'custom.lead_q', 'needs your word', 'not judged'])
      expect(text).toContain(said);
    const box = deepAll(document, 'input[name="insist"]')[0];
    if (!(box instanceof HTMLInputElement)) throw new Error('no box');
    box.checked = true;
    (await waitForElement('button', 'Train')).click();
    await expect
      .poll(() => worker.asked.find(({ route }) => route.endsWith('/train'))?.body)
      .toMatchObject({ insist: ['custom.lead_q'] });
    await expectAccessible();
  });

  it('says of a version that only failed against the current one that a person may publish it', async () => {
    const reason = 'Too little is known that the current model has not learned from.';
    const check = (name: string) => ({
      publish: false,
      reason: `Not published. ${reason}`,
      checks: [{ name, pass: false, detail: reason }],
    });
    for (const [name, byHand] of [
      ['current-model', true],
      ['base-rate', false],
    ] as const) {
      const result = { model: 'lead-score', version: 'v2', published: false, verdict: check(name) };
      const made = job({ status: 'done', progress: 1, result, finishedAt: '2026-11-20T10:01:00Z' });
      await openModel(
        { 'POST /v1/models/lead-score/train': () => made, 'GET /v1/jobs/job-1': () => made },
        model([version('v1', 'published')]),
      );
      (await waitForElement('button', 'Train')).click();
      const said = await waitForElement('p', 'Version v2 was made');
      expect(said.textContent).toContain(reason);
      expect(said.textContent).not.toContain('Not published.');
      expect(said.textContent?.includes('publish it by hand')).toBe(byHand);
    }
  });

  it('shows of a refused version which check failed, and how it did from origin to origin', async () => {
    const origin = (cut: string, auc: number, baseRate: number) => ({
      cut,
      rows: 900,
      auc,
      logLoss: 0.3,
      baseRate,
    });
    const refused = {
      ...version('v1', 'refused'),
      card: {
        ...card,
        choice: [
          {
            kind: 'trees' as const,
            origins: [origin('2026-05-27', 0.534, 0.046), origin('2026-07-01', 0.326, 0.059)],
          },
          {
            kind: 'logistic' as const,
            origins: [origin('2026-05-27', 0.493, 0.046), origin('2026-07-01', 0.553, 0.059)],
          },
        ],
        verdict: {
          publish: false,
          reason: 'Not published. It does not hold in time.',
          checks: [
            { name: 'base-rate', pass: true, detail: 'It is better than the base rate.' },
            { name: 'in-time', pass: false, detail: 'It does not hold in time.' },
          ],
        },
      },
    };
    await openModel({}, model([refused]));
    await waitForElement('h2', 'Does it hold in time?');
    const marks = deepAll(document, '.checks .pill').map((one) => one.textContent);
    expect(marks).toEqual(['✓ passed', '✗ failed']);
    const time = deepAll(document, 'through-time')[0]?.shadowRoot;
    const labels = [...(time?.querySelectorAll('svg') ?? [])].map((one) => one.getAttribute('aria-label'));
    expect(labels[0]).toContain('Boosted trees 0.534, 0.326, 0.828; Logistic regression 0.493, 0.553');
    expect(labels[1]).toContain('4.6 %, 5.9 %; then 15.8 % happened');
    const rows = [...(time?.querySelectorAll('tbody tr') ?? [])].map((row) =>
      [...row.children].map((cell) => cell.textContent),
    );
    expect(rows[1]).toEqual(['1 Jul 2026', '900', '0.326', '0.553', '5.9 % known before']);
    await expectAccessible();
  });

  it('shows no course of time where parts were drawn at random', async () => {
    await openModel({}, model([version('v1', 'published')]));
    await waitForElement('h2', 'Leak check');
    expect(deepAll(document, 'through-time')).toHaveLength(1);
    expect(deepText(document)).not.toContain('Does it hold in time?');
  });

  it('trains with the chosen options and follows the job to the new version', async () => {
    const states: JobState[] = [
      job({ progress: 0.4, step: 'growing trees' }),
      job({
        status: 'done',
        progress: 1,
        result: { model: 'lead-score', version: 'v2', published: true, verdict: card.verdict },
      }),
    ];
    const seen: string[] = [];
    const { worker, set } = await openModel(
      {
        'POST /v1/models/lead-score/train': () => job({ status: 'queued' }),
        'GET /v1/jobs/job-1': () => {
          seen.push(deepText(document));
          const state = states.shift();
          if (state?.status === 'done') set(model([version('v2', 'published'), version('v1', 'retired')]));
          return state;
        },
      },
      model([version('v1', 'published')]),
    );
    const age = deepAll(document, 'input[name=keep]').find(
      (box) => box.getAttribute('value') === 'contact.age',
    );
    if (age instanceof HTMLElement) age.click();
    type(await waitForElement('input[name=horizonDays]'), '70');
    (await waitForElement('button', 'Train')).click();
    await waitForElement('.note', 'Version v2 was made and published');
    expect(worker.asked.find(({ route }) => route.endsWith('/train'))?.body).toEqual({
      exclude: ['contact.age'],
      horizonDays: 70,
    });
    expect(seen[1]).toContain('growing trees');
    await waitForElement('h2', 'Version v2');
  });

  it('proposes the published horizon, not that of a later candidate', async () => {
    const within = (name: string, status: 'published' | 'candidate', horizonDays: number) => {
      const one = version(name, status);
      return { ...one, card: { ...one.card, meta: { ...one.card.meta, horizonDays } } };
    };
    const { worker } = await openModel(
      {
        'POST /v1/models/lead-score/train': () => job({ status: 'queued' }),
        'GET /v1/jobs/job-1': () => job({}),
      },
      model([within('v2', 'candidate', 30), within('v1', 'published', 70)]),
    );
    const input = await waitForElement('input[name=horizonDays]');
    expect(input).toHaveProperty('value', '70');
    (await waitForElement('button', 'Train')).click();
    await waitForElement('progress');
    expect(worker.asked.find(({ route }) => route.endsWith('/train'))?.body).toEqual({ horizonDays: 70 });
  });

  it('says why a training failed', async () => {
    await openModel(
      {
        'POST /v1/models/lead-score/train': () => job({ status: 'queued' }),
        'GET /v1/jobs/job-1': () =>
          job({
            status: 'failed',
            error: {
              kind: 'not-enough-data',
              title: 'Not enough data',
              status: 422,
              detail: 'There are 12 leads with an outcome; 200 are needed.',
            },
          }),
      },
      model([]),
    );
    (await waitForElement('button', 'Train')).click();
    await waitForElement('[role=alert]', '12 leads with an outcome');
  });

  it('publishes a candidate, and goes back', async () => {
    const before = [version('v2', 'candidate'), version('v1', 'published')];
    const after = [version('v2', 'published'), version('v1', 'retired')];
    const { worker } = await openModel(
      {
        'POST /v1/models/lead-score/publish': () => model(after),
        'POST /v1/models/lead-score/revert': () =>
          model([version('v2', 'retired'), version('v1', 'published')]),
      },
      model(before),
    );
    const revert = await waitForElement('button', 'Revert');
    expect(revert.hasAttribute('disabled')).toBe(true);
    (await waitForElement('button', 'Publish')).click();
    await waitForElement('[role=status]', 'Version v2 is published');
    expect(worker.asked.find(({ route }) => route.endsWith('/publish'))?.body).toEqual({ version: 'v2' });
    expect(revert.hasAttribute('disabled')).toBe(false);
    revert.click();
    await waitForElement('[role=status]', 'Back to version v1');
  });

  it('offers no way to publish what the gate refused, and shows a refusal of the worker', async () => {
    await openModel(
      {
        'POST /v1/models/lead-score/publish': () =>
          new Refusal(409, {
            kind: 'conflict',
            title: 'Not now',
            status: 409,
            detail: 'It changed meanwhile.',
          }),
      },
      model([version('v3', 'refused'), version('v2', 'candidate')]),
    );
    await waitForElement('version-list');
    const buttons = deepAll(document, 'button').filter((one) => one.textContent?.includes('Publish'));
    expect(buttons).toHaveLength(1);
    (await waitForElement('button', 'Publish')).click();
    await waitForElement('[role=alert]', 'It changed meanwhile.');
  });
});
