import { afterEach, expect, it } from 'vitest';
import { createVirtualRows } from './public/virtual-rows.js';

const scroller = document.createElement('div');
afterEach(() => scroller.remove());

it('keeps the element of a row, its focus and its pop-over when the list is put in another order', () => {
  const body = document.createElement('div');
  scroller.style.blockSize = '400px';
  scroller.style.overflow = 'auto';
  scroller.append(body);
  document.body.append(scroller);
  const rows = createVirtualRows<string>({
    scroller,
    body,
    makeRow: () => document.createElement('button'),
    fillRow: (row, item) => {
      row.textContent = item;
    },
  });
  rows.set(['a', 'b', 'c'], (item) => item);
  const [first, second] = [...body.children];
  if (!(first instanceof HTMLElement)) throw new Error('no row');
  first.focus();
  rows.set(['c', 'b', 'a'], (item) => item);
  expect([...body.children].map(({ textContent }) => textContent)).toEqual(['c', 'b', 'a']);
  expect(body.children[2]).toBe(first);
  expect(first.style.getPropertyValue('--row-top')).toBe('112px');
  rows.set(['b', 'd'], (item) => item);
  expect([...body.children].map(({ textContent }) => textContent)).toEqual(['b', 'd']);
  expect(body.children[0]).toBe(second);
});
