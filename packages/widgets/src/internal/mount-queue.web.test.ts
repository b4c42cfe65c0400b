import { afterEach, expect, it, vi } from 'vitest';
import { AicrmElement } from './aicrm-element.js';
import { mountsPerTurn } from './mount-queue.js';

let drawn: HTMLElement[] = [];

class Row extends AicrmElement {
  protected override draw(): void {
    drawn.push(this);
    this.renderRoot.textContent = 'drawn';
  }
}
customElements.define('x-row', Row);

/** Every turn that the queue takes, as the number of elements that had been drawn when it ended. */
function countTurns(): number[] {
  const ends: number[] = [];
  const real = scheduler.yield.bind(scheduler);
  vi.spyOn(scheduler, 'yield').mockImplementation(() => {
    // What this turn let go is drawn in microtasks, before the next turn begins.
    return real().then(() => void ends.push(drawn.length));
  });
  return ends;
}

function place(count: number): Row[] {
  const rows = Array.from({ length: count }, () => document.createElement('x-row') as Row);
  document.body.append(...rows);
  return rows;
}

const allDrawn = (rows: readonly Row[]) => Promise.all(rows.map(({ updateComplete }) => updateComplete));
const asTold = (ends: readonly number[]): number =>
  Math.max(...ends.map((end, i) => end - (ends[i - 1] ?? 0)));

afterEach(async () => {
  // The queue is at rest before the next test counts.
  await new Promise((resolve) => setTimeout(resolve, 20));
  vi.restoreAllMocks();
  document.body.replaceChildren();
  drawn = [];
});

it('draws a hundred elements a few in each turn, all of them, each once', async () => {
  const ends = countTurns();
  const rows = place(100);
  await allDrawn(rows);
  await vi.waitFor(() => expect(ends.at(-1)).toBe(100));
  expect(asTold(ends)).toBeLessThanOrEqual(mountsPerTurn);
  expect(ends.length).toBeGreaterThanOrEqual(100 / mountsPerTurn);
  expect(new Set(drawn).size).toBe(100);
  expect(rows.every(({ shadowRoot }) => shadowRoot?.textContent === 'drawn')).toBe(true);
});

it('draws a few without waiting for a turn, and one more has to wait', async () => {
  const ends = countTurns();
  const rows = place(mountsPerTurn + 1);
  // Microtasks alone: no turn of the event loop can end between them.
  for (let i = 0; i < 20; i++) await Promise.resolve();
  expect(ends).toEqual([]);
  expect(drawn).toEqual(rows.slice(0, mountsPerTurn));
  await allDrawn(rows);
  expect(drawn).toEqual(rows);
});

it('lets an element go that left the page before its turn', async () => {
  const rows = place(20);
  for (const row of rows) row.remove();
  await allDrawn(rows);
  const [again] = place(1);
  await again?.updateComplete;
  expect(again?.shadowRoot?.textContent).toBe('drawn');
});
