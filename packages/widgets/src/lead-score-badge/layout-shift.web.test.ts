import { afterEach, expect, it } from 'vitest';
import { FakeClient, scoreState } from '../testing/fake-client.js';
import './define.js';
import { reserve } from './reserve.js';

/** A page counts a shift when it draws: two frames and a message later it has been told. */
const drawn = (): Promise<void> =>
  new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 50))));

/** All that moved while `work` was done and drawn, as the browser counts it. */
async function shiftOf(work: () => void): Promise<number> {
  await drawn();
  let sum = 0;
  const count = (list: readonly PerformanceEntry[]): void => {
    for (const entry of list) if ('value' in entry) sum += Number(entry.value);
  };
  const observer = new PerformanceObserver((list) => count(list.getEntries()));
  observer.observe({ type: 'layout-shift' });
  work();
  await drawn();
  count(observer.takeRecords());
  observer.disconnect();
  return sum;
}

function list(): { rows: HTMLElement[]; client: FakeClient } {
  const style = document.createElement('style');
  style.textContent = reserve;
  const table = document.createElement('div');
  const client = new FakeClient({ state: 'loading' });
  const rows = Array.from({ length: 100 }, (_, i) => {
    const row = document.createElement('p');
    const badge = document.createElement('aicrm-lead-score-badge');
    badge.client = client;
    badge.recordId = `lead:club:${i}`;
    row.append(`Person ${i} `, badge, ' and what follows');
    return row;
  });
  table.append(...rows);
  document.body.replaceChildren(style, table);
  return { rows, client };
}

afterEach(() => document.body.replaceChildren());

it('nothing in a list of 100 moves when its badges go from loading to their scores', async () => {
  const { client, rows } = list();
  const shift = await shiftOf(() => client.tell(scoreState(0.79, 'high')));
  expect(rows.at(-1)?.querySelector('aicrm-lead-score-badge')?.state).toBe('score');
  expect(shift).toBe(0);
});

it('an element of the same list that takes more room is counted', async () => {
  const { rows } = list();
  const shift = await shiftOf(() => {
    const first = rows[0]?.querySelector('aicrm-lead-score-badge');
    if (first) first.style.blockSize = '6rem';
  });
  expect(shift).toBeGreaterThan(0);
});
