import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type BgNbd, bgNbdAlive, bgNbdExpected, bgNbdSilent } from './bg-nbd.js';
import { gammaGammaExpected } from './gamma-gamma.js';
import { type ParetoNbd, paretoNbdAlive, paretoNbdExpected, paretoNbdSilent } from './pareto-nbd.js';

const positive = fc.double({ min: 0.05, max: 12, noNaN: true });
const bg = fc.record({ r: positive, alpha: positive, a: positive, b: positive });
const pareto = fc.record({ r: positive, alpha: positive, s: positive, beta: positive });
/** A customer with at least one repeat purchase, and two moments of the last one. */
const customer = fc
  .record({
    x: fc.integer({ min: 1, max: 40 }),
    T: fc.double({ min: 1, max: 100, noNaN: true }),
    early: fc.double({ min: 0.01, max: 1, noNaN: true }),
    late: fc.double({ min: 0.01, max: 1, noNaN: true }),
  })
  .map(({ x, T, early, late }) => ({
    x,
    T,
    early: Math.min(early, late) * T,
    late: Math.max(early, late) * T,
  }));
const slack = 1e-9;

describe('what theory says of any customer', () => {
  test('a later last purchase never lowers P(alive), nor what is expected', () => {
    fc.assert(
      fc.property(bg, pareto, customer, (one, two, { x, T, early, late }) => {
        const model: BgNbd = { kind: 'bg-nbd', ...one };
        const other: ParetoNbd = { kind: 'pareto-nbd', ...two };
        const [before, after] = [
          { x, tx: early, T },
          { x, tx: late, T },
        ];
        expect(bgNbdAlive(model, after)).toBeGreaterThanOrEqual(bgNbdAlive(model, before) - slack);
        expect(paretoNbdAlive(other, after)).toBeGreaterThanOrEqual(paretoNbdAlive(other, before) - slack);
        const gain = bgNbdExpected(model, after, 26) - bgNbdExpected(model, before, 26);
        expect(gain).toBeGreaterThanOrEqual(-1e-6 * (1 + bgNbdExpected(model, after, 26)));
      }),
      { numRuns: 300 },
    );
  });

  test('a longer horizon brings no fewer purchases, and silence over it is no likelier', () => {
    fc.assert(
      fc.property(bg, pareto, customer, positive, (one, two, { x, T, late }, t) => {
        const history = { x, tx: late, T };
        const model: BgNbd = { kind: 'bg-nbd', ...one };
        const other: ParetoNbd = { kind: 'pareto-nbd', ...two };
        const grows = (shorter: number, longer: number): void =>
          expect(longer).toBeGreaterThanOrEqual(shorter - 1e-7 * (1 + Math.abs(shorter)));
        grows(bgNbdExpected(model, history, t), bgNbdExpected(model, history, 2 * t));
        grows(paretoNbdExpected(other, history, t), paretoNbdExpected(other, history, 2 * t));
        grows(bgNbdSilent(model, history, 2 * t), bgNbdSilent(model, history, t));
        grows(paretoNbdSilent(other, history, 2 * t), paretoNbdSilent(other, history, t));
        // Who is gone stays silent; who buys at least once is expected to buy at least so often.
        grows(1 - bgNbdAlive(model, history), bgNbdSilent(model, history, t));
        grows(1 - bgNbdSilent(model, history, t), bgNbdExpected(model, history, t));
        grows(1 - paretoNbdSilent(other, history, t), paretoNbdExpected(other, history, t));
      }),
      { numRuns: 300 },
    );
  });

  test('more purchases long ago mean a customer who is likelier gone: frequency alone is no good news', () => {
    const model: BgNbd = { kind: 'bg-nbd', r: 0.24, alpha: 4.4, a: 0.79, b: 2.4 };
    expect(bgNbdAlive(model, { x: 20, tx: 10, T: 38 })).toBeLessThan(
      bgNbdAlive(model, { x: 2, tx: 10, T: 38 }),
    );
    expect(bgNbdAlive(model, { x: 0, tx: 0, T: 38 })).toBe(1);
  });

  test('expected spend lies between the own mean and everybody’s, nearer to the own the more is known', () => {
    const model = { kind: 'gamma-gamma', p: 6.25, q: 3.74, v: 15.44 } as const;
    const everybody = gammaGammaExpected(model, 0, 0);
    expect(everybody).toBeCloseTo((6.25 * 15.44) / 2.74, 10);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50 }),
        fc.double({ min: 0.01, max: 1e4, noNaN: true }),
        (x, m) => {
          const [once, twice] = [gammaGammaExpected(model, x, m), gammaGammaExpected(model, 2 * x, m)];
          expect(Math.abs(twice - m)).toBeLessThanOrEqual(Math.abs(once - m) + 1e-9 * m);
          expect(once).toBeGreaterThanOrEqual(Math.min(m, everybody) * (1 - 1e-12));
          expect(once).toBeLessThanOrEqual(Math.max(m, everybody) * (1 + 1e-12));
        },
      ),
    );
    expect(gammaGammaExpected({ ...model, q: 0.9 }, 0, 0)).toBe(Number.POSITIVE_INFINITY);
  });
});
