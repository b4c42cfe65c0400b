import type { DriftReport } from '@aicrm/schema/drift';
import { afterEach, describe, expect, it } from 'vitest';
import { confirmed, contradicted, driftReport, freshAlert, input } from '../testing/fake-drift.js';
import { card, fakeWorker, model, Refusal, testKey, version } from '../testing/fake-worker.js';
import { deepAll, deepText, expectAccessible, openConsole, waitForElement } from '../testing/page.js';

afterEach(() => sessionStorage.clear());

const published = model([version('v1', 'published')]);
const driftRoute = 'GET /v1/models/lead-score/drift';

/** Opens the model's page and brings the section into view; the report is what `drift` answers once `gate` is open. */
async function openDrift(
  drift: () => DriftReport | Refusal,
  routes: Record<string, () => unknown> = {},
  gate: () => Promise<void> = async () => {},
) {
  const worker = fakeWorker({
    'GET /v1/models': () => [published],
    'GET /v1/models/lead-score': () => published,
    [driftRoute]: drift,
    ...routes,
  });
  const send: typeof fetch = async (input, init) => {
    if (String(input).endsWith('/drift')) await gate();
    return worker.send(input, init);
  };
  openConsole(send, `#key=${testKey}`);
  location.hash = '#/models/lead-score';
  const panel = await waitForElement('drift-panel');
  panel.scrollIntoView();
  return { worker, panel, text: () => deepText(panel.shadowRoot ?? panel) };
}

const button = (text: string) => waitForElement('button', text);
const isDisabled = (one: Element): boolean => one.hasAttribute('disabled');
const askedFor = (worker: { asked: { route: string }[] }, route: string): number =>
  worker.asked.filter((one) => one.route === route).length;

describe('whether a model still holds', () => {
  it('says that nothing moved and that it comes true, with bins as picture and table', async () => {
    const { panel, text } = await openDrift(() => driftReport());
    await waitForElement('strong', 'Nothing moved further than chance makes.');
    await waitForElement('summary', '2 inputs without a finding: 1 steady, 1 not');
    expect(text()).toContain('no more of a difference than chance makes');
    expect(text()).not.toContain('right after training');
    const check = deepAll(panel.shadowRoot ?? panel, 'outcome-check')[0]?.shadowRoot;
    expect(check?.querySelector('svg')?.getAttribute('aria-label')).toContain(
      'predicted 32.0 %, actual 32.9 %',
    );
    expect(
      [...(check?.querySelectorAll('tbody tr:last-child td') ?? [])].map((one) => one.textContent),
    ).toEqual(['32.0 %', '32.9 %', '23 % to 45 %', '70', 'yes']);
    expect(check?.querySelectorAll('svg path')).toHaveLength(0);
    await expectAccessible();
  });

  it('reads as honest where a fresh model is alerted and no outcome can tell yet', async () => {
    const { panel, text } = await openDrift(() => freshAlert);
    await waitForElement('.note', 'This can be so right after training, and is no fault of it');
    expect(text()).toContain('the newest campaigns differ from those before');
    expect(text()).toContain('Not enough outcomes yet: 12 of 50 are known');
    const rows = deepAll(panel.shadowRoot ?? panel, 'shift-table')[0]?.shadowRoot?.querySelectorAll(
      'tbody tr',
    );
    const moved = [...(rows?.[1]?.children ?? [])].map((cell) => cell.textContent?.trim());
    expect(moved).toEqual([
      'Days since last order✗ alert',
      'Half of the newest records are below 4 days; of those trained on, below 19 days (another population).',
      '0.81',
      '',
      '30 %',
    ]);
    // What moved without an alert of the worker's is folded away, and not missing.
    expect(rows).toHaveLength(4);
    await waitForElement('summary', '1 input moved and weighs too little');
    // Beyond the end of the scale the bar ends in an arrow; the score's own does not.
    expect(rows?.[1]?.querySelectorAll('svg path')).toHaveLength(1);
    expect(rows?.[0]?.querySelectorAll('svg path')).toHaveLength(0);
    expect(
      deepAll(panel.shadowRoot ?? panel, '[aria-label^="Known outcomes"]')[0]?.getAttribute('value'),
    ).toBe('12');
    await expectAccessible();
  });

  it('tells a shift to look at from an alert, by word and sign, and says that outcomes confirm the model', async () => {
    const detail = 'More of them are above 40 than of those trained on (a shift to look at).';
    const { panel } = await openDrift(() =>
      driftReport({
        level: 'watch',
        alerts: [{ level: 'watch', about: 'input', input: 'contact.age', detail: `Age: ${detail}` }],
        inputs: [input({ psi: 0.14, level: 'watch', detail })],
      }),
    );
    await waitForElement('strong', 'Something moved. Keep an eye on it.');
    await waitForElement('.note', 'what it says still comes true as often as said');
    const rows = deepAll(panel.shadowRoot ?? panel, 'shift-table')[0]?.shadowRoot?.querySelectorAll(
      'tbody tr',
    );
    expect(rows?.[1]?.querySelector('th')?.textContent).toContain('▲ look at it');
    expect(deepText(panel.shadowRoot ?? panel)).not.toContain('✗ alert');
    await expectAccessible();
  });

  it('does not offer to recalibrate on too few outcomes, or on one kind only, and says why', async () => {
    let report = freshAlert;
    await openDrift(() => report);
    await waitForElement('#why', 'Recalibrating needs 100 known outcomes; there are 12 so far.');
    expect(isDisabled(await button('Recalibrate'))).toBe(true);
    report = driftReport({ calibration: { ...confirmed, positives: 3 } });
    (await button('Check again')).click();
    await waitForElement(
      '#why',
      'needs 20 successes and 20 failures; there are 3 successes and 137 failures',
    );
    expect(isDisabled(await button('Recalibrate'))).toBe(true);
    report = driftReport();
    (await button('Check again')).click();
    await expect.poll(() => deepAll(document, '#why').length).toBe(0);
    expect(isDisabled(await button('Recalibrate'))).toBe(false);
  });

  it('recalibrates, says what came of it, and reports on the new version', async () => {
    let report = driftReport({
      level: 'alert',
      alerts: [{ level: 'alert', about: 'calibration', detail: contradicted.detail }],
      calibration: contradicted,
    });
    const after = model([version('v2', 'published'), version('v1', 'retired')]);
    const { worker, panel } = await openDrift(() => report, {
      'POST /v1/models/lead-score/recalibrate': () => {
        report = { ...freshAlert, version: 'v2' };
        const reason = 'Recalibrated from v1 on 140 outcomes.';
        return { version: 'v2', verdict: { ...card.verdict, reason }, model: after };
      },
    });
    await waitForElement('strong', 'What it says is no longer what happens.');
    // The group outside its interval is told by its shape, not by colour alone.
    expect(deepAll(panel.shadowRoot ?? panel, 'figure svg path')).toHaveLength(1);
    (await button('Recalibrate')).click();
    await waitForElement('.note', 'Version v2 was made and published. Recalibrated from v1 on 140 outcomes.');
    await waitForElement('#why', 'there are 12 so far');
    await waitForElement('h2', 'Version v2');
    expect(askedFor(worker, driftRoute)).toBe(2);
    expect(deepText(document)).toContain('Version v2 was made and published.');
  });

  for (const [status, kind, detail] of [
    [409, 'conflict', 'A new calibration would not be better than the current one by more than noise.'],
    [422, 'not-enough-data', 'The outcomes of 99 records are known; 100 are needed.'],
  ] as const)
    it(`shows a refusal (${status}) in the worker's words and keeps the report`, async () => {
      const { worker, text } = await openDrift(() => driftReport(), {
        'POST /v1/models/lead-score/recalibrate': () =>
          new Refusal(status, {
            kind,
            title: 'Not recalibrated',
            status,
            detail,
            action: 'Leave it as it is.',
          }),
      });
      (await button('Recalibrate')).click();
      await waitForElement('[role=alert]', `${detail} Leave it as it is.`);
      expect(text()).not.toContain('was made and published');
      expect(isDisabled(await button('Recalibrate'))).toBe(false);
      expect(askedFor(worker, driftRoute)).toBe(1);
      await expectAccessible();
    });

  it('shows that it is at work, and asks again after a failure only when told to', async () => {
    let answer: DriftReport | Refusal = new Refusal(503, {
      kind: 'temporary',
      title: 'Try again later',
      status: 503,
      detail: 'The database does not answer.',
    });
    const gate = Promise.withResolvers<void>();
    const { worker } = await openDrift(
      () => answer,
      {},
      () => gate.promise,
    );
    await waitForElement('[role=status]', 'this takes a few seconds');
    expect(deepAll(document, 'progress[aria-label=Comparing]')).toHaveLength(1);
    expect(isDisabled(await button('Check now'))).toBe(true);
    await expectAccessible();
    gate.resolve();
    await waitForElement('[role=alert]', 'The database does not answer.');
    expect(deepAll(document, '[aria-label=Comparing]')).toHaveLength(0);
    expect(askedFor(worker, driftRoute)).toBe(1);
    answer = driftReport();
    (await button('Check again')).click();
    await waitForElement('strong', 'Nothing moved');
    expect(deepAll(document, '[role=alert]')).toHaveLength(0);
  });

  it('refuses a report that is not of the agreed shape', async () => {
    const { score: _, ...broken } = driftReport();
    await openDrift(() => new Refusal(200, broken));
    await waitForElement('[role=alert]', 'The answer cannot be read');
  });

  it('asks for nothing before it comes into view, or where nothing is published', async () => {
    const worker = fakeWorker({
      'GET /v1/models/lead-score': () => published,
      [driftRoute]: () => driftReport(),
    });
    const app = openConsole(worker.send, `#key=${testKey}`);
    const space = document.createElement('div');
    space.style.blockSize = '5000px';
    app.before(space);
    location.hash = '#/models/lead-score';
    const panel = await waitForElement('drift-panel');
    // Two frames are enough for an observer to have spoken.
    for (let i = 0; i < 3; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
    expect(askedFor(worker, driftRoute)).toBe(0);
    expect(deepText(panel.shadowRoot ?? panel)).toContain('Check now');
    panel.scrollIntoView();
    await waitForElement('strong', 'Nothing moved');
    expect(askedFor(worker, driftRoute)).toBe(1);
    document.body.replaceChildren();

    const none = model([version('v1', 'candidate')]);
    openConsole(fakeWorker({ 'GET /v1/models/lead-score': () => none }).send, `#key=${testKey}`);
    location.hash = '#/models/lead-score';
    await waitForElement('version-list');
    expect(deepAll(document, 'drift-panel')).toHaveLength(0);
  });
});
