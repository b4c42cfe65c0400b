import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { bgNbdAlive, bgNbdExpected, bgNbdLogLikelihood } from './bg-nbd.js';
import { paretoNbdAlive, paretoNbdExpected, paretoNbdLogLikelihood } from './pareto-nbd.js';
import { hyp2f1, logAddExp, logBeta, logGamma } from './special.js';

type Four = [number, number, number, number];
type Case = [Four, [number, number, number], number, [number, number, number]];

// Made by golden/make-value-golden.py with mpmath at 40 digits; the expectations by an integral that the code does not use.
const golden: {
  logGamma: [number, number][];
  hyp2f1: [number, number, number, number, number][];
  bgNbd: Case[];
  paretoNbd: Case[];
} = JSON.parse(readFileSync(new URL('../../golden/value-mpmath.json', import.meta.url), 'utf8'));

const closeTo = (ours: number, theirs: number, relative: number): void =>
  expect(Math.abs(ours - theirs)).toBeLessThanOrEqual(relative * Math.max(1, Math.abs(theirs)));

describe('special functions against mpmath', () => {
  test.each(golden.logGamma)('ln gamma of %d', (x, value) => closeTo(logGamma(x), value, 1e-14));
  test.each(golden.hyp2f1)('2F1(%d, %d; %d; %d)', (a, b, c, z, value) =>
    closeTo(hyp2f1(a, b, c, z) / value, 1, 1e-11),
  );

  test('outside their domain the answer is NaN, never a number', () => {
    expect(logGamma(0)).toBeNaN();
    expect(logGamma(-1.5)).toBeNaN();
    expect(hyp2f1(1, 1, 2, 1)).toBeNaN();
    expect(hyp2f1(1, 1, -2, 0.5)).toBeNaN();
    expect(logBeta(2, 3)).toBeCloseTo(Math.log(1 / 12), 13);
    expect(logAddExp(Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY)).toBe(Number.NEGATIVE_INFINITY);
    expect(logAddExp(1_000, 1_000)).toBeCloseTo(1_000 + Math.LN2, 10);
  });
});

describe('one customer against mpmath', () => {
  test.each(golden.bgNbd)(
    'BG/NBD %j %j over %d',
    ([r, alpha, a, b], [x, tx, T], t, [log, alive, expected]) => {
      const model = { kind: 'bg-nbd', r, alpha, a, b } as const;
      closeTo(bgNbdLogLikelihood(model, { x, tx, T }), log, 1e-12);
      closeTo(bgNbdAlive(model, { x, tx, T }), alive, 1e-12);
      // a = 1 and a + b + x = 1 are stepped around, which costs digits.
      closeTo(bgNbdExpected(model, { x, tx, T }, t), expected, a === 1 || a + b + x === 1 ? 1e-7 : 1e-9);
    },
  );

  test.each(golden.paretoNbd)('Pareto/NBD %j %j over %d', (p, [x, tx, T], t, [log, alive, expected]) => {
    const [r, alpha, s, beta] = p;
    const model = { kind: 'pareto-nbd', r, alpha, s, beta } as const;
    closeTo(paretoNbdLogLikelihood(model, { x, tx, T }), log, 1e-9);
    closeTo(paretoNbdAlive(model, { x, tx, T }), alive, 1e-9);
    closeTo(paretoNbdExpected(model, { x, tx, T }, t), expected, 1e-9);
  });
});
