import type { RecordTrend } from '@aicrm/schema/drift';
import { afterEach, describe, expect, it } from 'vitest';
import { fakeWorker, Refusal, testKey } from '../testing/fake-worker.js';
import { deepAll, deepText, expectAccessible, openConsole, type, waitForElement } from '../testing/page.js';

afterEach(() => sessionStorage.clear());

type Point = RecordTrend['points'][number];
const point = (day: number, probability: number, more: Partial<Point> = {}): Point => ({
  asOf: `2026-10-${String(day).padStart(2, '0')}T10:00:00Z`,
  version: 'v1',
  probability,
  band: 'low',
  cause: 'week',
  outcome: null,
  ...more,
});
const record = 'lead:odoo:4/2';
const route = `GET /v1/records/${encodeURIComponent(record)}/trend`;

/** Opens the page, types the record's id and sends the form. */
async function lookUp(answer: (body: unknown) => unknown) {
  const worker = fakeWorker({ 'GET /v1/models': () => [], [route]: answer });
  openConsole(worker.send, `#key=${testKey}`);
  location.hash = '#/predictions';
  type(await waitForElement('#record'), record);
  (await waitForElement('button', 'Show its predictions')).click();
  return worker;
}
const trend = (points: readonly Point[]): RecordTrend => ({
  record,
  model: 'lead-score',
  points: [...points],
});
const shown = () => deepAll(document, 'trend-view')[0]?.shadowRoot;

describe('the predictions of a record', () => {
  it('are a line that breaks where the model changed, with what came true, and the same as a table', async () => {
    await lookUp(() =>
      trend([
        point(1, 0.12, { cause: 'first', outcome: false }),
        point(8, 0.18, { outcome: true }),
        point(15, 0.41, { version: 'v2', cause: 'first', band: 'high' }),
        point(22, 0.44, { version: 'v2', band: 'high' }),
      ]),
    );
    await waitForElement('h2', record);
    expect(location.hash).toBe(`#/predictions/${encodeURIComponent(record)}`);
    const root = shown();
    const picture = root?.querySelector('svg');
    expect(picture?.getAttribute('aria-label')).toContain('version v2, 15 Oct 2026 41.0 %');
    expect(picture?.querySelectorAll('polyline')).toHaveLength(2);
    expect(picture?.querySelectorAll('.change')).toHaveLength(1);
    expect(picture?.querySelectorAll('circle')).toHaveLength(3);
    expect(picture?.querySelectorAll('rect')).toHaveLength(1);
    const rows = [...(root?.querySelectorAll('tbody tr') ?? [])].map((row) =>
      (row.textContent ?? '').replace(/\s+/g, ' '),
    );
    expect(rows).toHaveLength(4);
    expect(rows[0]).toMatch(/12\.0 %.*did not come true.*v1/);
    expect(rows[1]).toMatch(/18\.0 % .*came true/);
    expect(rows.map((row) => row.includes('model changed'))).toEqual([false, false, true, false]);
    expect(deepText(document)).toMatch(/Predicted 12\.0 % at first, 44\.0 % \(high\) at last\./);
    expect(deepText(document)).toMatch(/Actual: what was said on 8 Oct 2026.* came true/);
    await expectAccessible();
  });

  it('are no line where there is one, and words where there is none', async () => {
    let points = [point(1, 0.12, { cause: 'first' })];
    await lookUp(() => trend(points));
    await waitForElement('p', 'One prediction is no trend');
    expect(shown()?.querySelector('svg')).toBeNull();
    expect(shown()?.querySelectorAll('tbody tr')).toHaveLength(1);
    expect(deepText(document)).toContain('Actual: not known yet.');
    points = [];
    (await waitForElement('button', 'Show its predictions')).click();
    await waitForElement('p', 'Nothing has been predicted of it yet');
    expect(shown()?.querySelector('table')).toBeNull();
    await expectAccessible();
  });

  it('are refused in the worker’s words, and what was shown before goes', async () => {
    let known = true;
    await lookUp(() =>
      known
        ? trend([point(1, 0.12)])
        : new Refusal(404, {
            kind: 'not-found',
            title: 'Not found',
            status: 404,
            detail: 'There is no such record.',
          }),
    );
    await waitForElement('h2', record);
    known = false;
    (await waitForElement('button', 'Show its predictions')).click();
    await waitForElement('p', 'There is no such record.');
    expect(shown()).toBeUndefined();
    await expectAccessible();
  });
});
