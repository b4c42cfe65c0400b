import { expect, it } from 'vitest';
import { changeOf, LEAST, shareOf, togetherZ } from './shares.js';

it('gives a share its interval by Wilson, and none where the messages are too few', () => {
  // Newcombe, Statistics in Medicine 17 (1998), 857-872, table I, method 3: 81 of 263.
  const share = shareOf(81, 263);
  expect(share?.low).toBeCloseTo(0.2553, 4);
  expect(share?.high).toBeCloseTo(0.3662, 4);
  expect(shareOf(3, LEAST - 1)).toBeNull();
});

it('gives a change its interval by the hybrid score method', () => {
  // Newcombe, Statistics in Medicine 17 (1998), 873-890, table II, method 10: 56 of 70 and 48 of 80; 9 of 10 and 3 of 10.
  const one = changeOf({ count: 56, of: 70 }, { count: 48, of: 80 });
  expect(one?.low).toBeCloseTo(0.0524, 4);
  expect(one?.high).toBeCloseTo(0.3339, 4);
  expect(one?.sure).toBe(true);
  const two = changeOf({ count: 9, of: 10 }, { count: 3, of: 10 });
  expect(two?.low).toBeCloseTo(0.1705, 4);
  expect(two?.high).toBeCloseTo(0.809, 4);
});

it('calls no change sure that chance makes as well, nor one of too few', () => {
  expect(changeOf({ count: 21, of: 50 }, { count: 17, of: 50 })?.sure).toBe(false);
  expect(changeOf({ count: 9, of: 9 }, { count: 0, of: 50 })).toBeNull();
});

it('asks more of each of several comparisons', () => {
  expect(togetherZ(1)).toBeCloseTo(1.96, 3);
  // Two-sided .05 / 10: the normal quantile of .9975.
  expect(togetherZ(10)).toBeCloseTo(2.807, 3);
  const [now, before] = [
    { count: 30, of: 60 },
    { count: 19, of: 60 },
  ];
  expect(changeOf(now, before)?.sure).toBe(true);
  expect(changeOf(now, before, togetherZ(11))?.sure).toBe(false);
});
