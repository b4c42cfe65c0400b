import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.js';
import { decomposeRate, type RatePart } from './decompose-rate.js';

const part = (n0: number, sum0: number, n1: number, sum1: number): RatePart => ({
  before: { n: n0, sum: sum0 },
  after: { n: n1, sum: sum1 },
});

describe('who moved a rate', () => {
  it('gives a pure change of one rate to that group alone', () => {
    const [web, other] = decomposeRate([part(50, 10, 50, 5), part(50, 5, 50, 5)]);
    expect(web?.within).toBeCloseTo(-0.05, 12);
    expect(web?.mix).toBeCloseTo(0, 12);
    expect(other?.within).toBeCloseTo(0, 12);
    expect(other?.mix).toBeCloseTo(0, 12);
  });

  it('gives a pure change of composition no rate effect', () => {
    const effects = decomposeRate([part(50, 20, 20, 8), part(50, 5, 80, 8)]);
    for (const { within } of effects) expect(within).toBeCloseTo(0, 12);
    // .25 before, .16 after.
    expect(effects.reduce((sum, { mix }) => sum + mix, 0)).toBeCloseTo(-0.09, 12);
  });

  it('agrees with the two components worked by hand', () => {
    // Rate effect of a: (.5 + .25) / 2 · (.2 − .4); composition of a: (.25 − .5) · ((.4 + .2) / 2 − (.25 + .125) / 2).
    const [a] = decomposeRate([part(100, 40, 50, 10), part(100, 10, 150, 15)]);
    expect(a?.within).toBeCloseTo(-0.075, 12);
    expect(a?.mix).toBeCloseTo(-0.25 * (0.3 - 0.1875), 12);
  });

  it('always adds up, also with groups that come and go', () => {
    const random = createRandom(5);
    for (let round = 0; round < 300; round++) {
      const draw = (): number => (random.next() < 0.2 ? 0 : random.int(500));
      const parts = Array.from({ length: 2 + random.int(8) }, () => {
        const [n0, n1] = [draw(), draw()];
        return part(n0, n0 && random.int(n0 + 1), n1, n1 && random.int(n1 + 1));
      });
      parts.push(part(10, 3, 10, 4));
      const rate = (side: 'before' | 'after'): number =>
        parts.reduce((sum, one) => sum + one[side].sum, 0) / parts.reduce((sum, one) => sum + one[side].n, 0);
      const total = decomposeRate(parts).reduce((sum, { within, mix }) => sum + within + mix, 0);
      expect(Math.abs(total - (rate('after') - rate('before')))).toBeLessThan(1e-12);
    }
  });

  it('refuses a side without rows', () => {
    expect(() => decomposeRate([part(10, 1, 0, 0)])).toThrow(RangeError);
  });
});
