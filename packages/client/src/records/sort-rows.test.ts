import { describe, expect, it } from 'vitest';
import { merge, sortRows } from './sort-rows.js';

interface Row {
  readonly key: number;
  readonly place: number;
}
const rows = (n: number): Row[] =>
  Array.from({ length: n }, (_, place) => ({
    key: Math.floor(Math.abs(Math.sin(place * 12.9898) * 400)),
    place,
  }));
const byKey = (one: Row, other: Row) => one.key - other.key;

describe('sorting in turns', () => {
  it.each([0, 1, 2, 255, 256, 257, 1_000, 10_000])('equals a stable sort of %i rows', async (n) => {
    const given = rows(n);
    const before = [...given];
    expect(await sortRows(given, byKey)).toEqual([...given].sort(byKey));
    expect(given).toEqual(before);
  });

  it('gives way to the page, and ends when it is no longer wanted', async () => {
    let pauses = 0;
    const pause = () => {
      pauses++;
      return Promise.resolve();
    };
    await sortRows(rows(10_000), byKey, () => true, pause);
    expect(pauses).toBeGreaterThan(30);
    expect(await sortRows(rows(10_000), byKey, () => false, pause)).toBeNull();
  });
});

it('merges with the first list first where both are equal', () => {
  const [a, b] = [
    [
      { key: 1, place: 0 },
      { key: 2, place: 1 },
    ],
    [
      { key: 1, place: 2 },
      { key: 3, place: 3 },
    ],
  ];
  expect(merge(a ?? [], b ?? [], byKey).map(({ place }) => place)).toEqual([0, 2, 1, 3]);
});
