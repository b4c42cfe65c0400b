import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.js';
import { benjaminiHochberg } from './false-discovery.js';

// The example of Benjamini & Hochberg 1995, section 3.2 (thrombolysis): four of 15 at 5 %.
const published = [
  0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528,
  0.759, 1,
];

describe('the false discovery rate', () => {
  it('keeps four of the published fifteen at 5 %, and nine at 10 %', () => {
    expect(benjaminiHochberg(published, 0.05).kept.filter(Boolean)).toHaveLength(4);
    expect(benjaminiHochberg(published, 0.05).threshold).toBe(0.0095);
    expect(benjaminiHochberg(published, 0.1).kept.filter(Boolean)).toHaveLength(9);
  });

  it('keeps nothing where nothing is small, and takes no tests at all', () => {
    expect(benjaminiHochberg([0.5, 0.9, 0.11], 0.1).kept).toEqual([false, false, false]);
    expect(benjaminiHochberg([], 0.1)).toEqual({ kept: [], threshold: 0 });
  });

  it('finds anything in at most a tenth of the cases without anything', () => {
    const random = createRandom(3);
    let any = 0;
    for (let round = 0; round < 2000; round++)
      any += Number(
        benjaminiHochberg(
          Array.from({ length: 30 }, () => random.next()),
          0.1,
        ).kept.some(Boolean),
      );
    // 10 % with a standard error of .7 %.
    expect(any / 2000).toBeGreaterThan(0.07);
    expect(any / 2000).toBeLessThan(0.13);
  });

  it('refuses what is no probability', () => {
    expect(() => benjaminiHochberg([0.1, 2], 0.1)).toThrow(RangeError);
    expect(() => benjaminiHochberg([0.1], 0)).toThrow(RangeError);
  });
});
