import { describe, expect, it } from 'vitest';
import { columnsBy, nearest } from './columns.js';

describe('the column that was meant', () => {
  const names = ['customer_id', 'Order Date', 'total', 'region'];
  it.each([
    ['customerid', 'customer_id'],
    ['order_date', 'Order Date'],
    ['totl', 'total'],
    ['toatl', 'total'],
    ['customer', 'customer_id'],
    ['Region', 'region'],
  ])('of %j is %j', (name, found) => {
    expect(nearest(name, names)).toBe(found);
  });
  it.each(['x', 'price', 'zzzzzzzz'])('of %j is none', (name) => {
    expect(nearest(name, names)).toBeUndefined();
  });

  it('is named with the option it was asked for', () => {
    const raw = { names, rows: 0, columns: names.map(() => []) };
    const found = columnsBy(raw, 'T', { time: { flag: '--time', name: 'orderdate' } });
    expect(found.ok ? '' : `${found.error.detail} ${found.error.action}`).toMatch(
      /no column "orderdate" for --time\. Did you mean "Order Date"\? Its columns are "customer_id"/,
    );
    expect(
      columnsBy(raw, 'T', { a: { flag: '--a', name: 'total' }, b: { flag: '--b', name: undefined } }),
    ).toEqual({
      ok: true,
      value: { a: [] },
    });
  });
});
