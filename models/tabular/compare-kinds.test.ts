import { describe, expect, it } from 'vitest';
import { candidatesPerOrigin, compareKinds, periodsOf } from './compare-kinds.js';
import { logisticPenalties } from './fit.js';
import { origins } from './splits.js';
import { allRows } from './table.js';
import { madeTable } from './testing/table.js';

const compared = async (rows: number, noise: number, signal = 1) => {
  const more = Object.fromEntries(
    Array.from({ length: noise }, (_, i) => [
      `n${i}`,
      { as: 'number' as const, value: (row: { random: () => number }) => row.random() },
    ]),
  );
  const table = madeTable({ rows, seed: 31, signal }, more);
  const { splits } = origins(table, allRows(table), 0, 1);
  let steps = 0;
  const result = await compareKinds(table, splits, 1, async () => {
    steps++;
  });
  return { ...result, steps, splits };
};

describe('comparing kinds', () => {
  it('chooses a strong penalty where inputs are mostly noise, and a weak one where they tell much', async () => {
    const strong = await compared(220, 60);
    expect([Math.max(...logisticPenalties), 'evidence']).toContain(strong.tried[1]?.settings.logisticL2);
    const weak = await compared(400, 0, 4);
    expect([Math.min(...logisticPenalties), 'evidence']).toContain(weak.tried[1]?.settings.logisticL2);
  });

  it('names the best of each kind, takes the better one, and tells each step', async () => {
    const { best, tried, steps, splits } = await compared(1_200, 1);
    expect(tried.map(({ kind }) => kind)).toEqual(['trees', 'logistic']);
    expect(best.meanLogLoss).toBe(Math.min(...tried.map(({ meanLogLoss }) => meanLogLoss)));
    expect(steps).toBe(candidatesPerOrigin * splits.length);
  });

  it('gives each period its interval: above chance where there is something to learn', async () => {
    const { best } = await compared(1_200, 0);
    const periods = periodsOf(best, 1);
    expect(periods).toHaveLength(best.blocks.length);
    for (const { auc, happened, from } of periods) {
      expect(auc.low).toBeGreaterThan(0.6);
      expect(auc.low).toBeLessThan(auc.value);
      expect(happened).toBeGreaterThan(0.1);
      expect(Date.parse(from)).toBeGreaterThan(0);
    }
    const turned = { ...best, blocks: best.blocks.map((b) => ({ ...b, margins: b.margins.map((m) => -m) })) };
    for (const { auc } of periodsOf(turned, 1)) expect(auc.high).toBeLessThan(0.4);
  });
});
