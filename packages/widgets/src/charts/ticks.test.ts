import { describe, expect, it } from 'vitest';
import { stepName, valueFormat } from './format.js';
import { linear } from './scale.js';
import { fitText, textWidth } from './text.js';
import { axisFontSize, timeTicks, valueTicks } from './ticks.js';

const months = (count: number, from = '2024-03-01'): string[] => {
  const start = new Date(from);
  return Array.from({ length: count }, (_, i) =>
    new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + i, 1)).toISOString().slice(0, 10),
  );
};
const days = (count: number, step = 1, from = '2026-01-28'): string[] =>
  Array.from({ length: count }, (_, i) =>
    new Date(Date.parse(from) + i * step * 86_400_000).toISOString().slice(0, 10),
  );

describe('ticks of time', () => {
  it('name every month where there is room, and the year where it begins', () => {
    const ticks = timeTicks(months(12), 'month', 'en', 900);
    expect(ticks.map(({ label }) => label).slice(0, 2)).toEqual(['Mar', 'Apr']);
    expect(ticks.filter(({ below }) => below)).toEqual([
      { at: 0, label: 'Mar', below: '2024' },
      { at: 10, label: 'Jan', below: '2025' },
    ]);
  });

  it('are quarters, then years, where there is less', () => {
    const quarters = timeTicks(months(36), 'month', 'en', 430);
    expect(quarters.map(({ label }) => label)).toContain('Apr');
    expect(quarters.map(({ label }) => label)).not.toContain('Mar');
    const years = timeTicks(months(240), 'month', 'en', 300);
    expect(years.every(({ label }) => /^\d{4}$/.test(label))).toBe(true);
    expect(years.every(({ below }) => below === undefined)).toBe(true);
  });

  it('are evenly spread, whatever weekdays the months begin on', () => {
    for (const count of [13, 18, 30, 48, 61])
      for (let width = 150; width < 1200; width += 50) {
        const at = timeTicks(months(count), 'month', 'en', width).map((tick) => tick.at);
        const gaps = new Set(at.slice(1).map((one, n) => one - (at[n] ?? 0)));
        expect(gaps.size, `${count} ${width} ${at.join()}`).toBeLessThanOrEqual(1);
      }
    const weekly = timeTicks(days(60), 'day', 'en', 500).map(({ at }) => at);
    expect(new Set(weekly.slice(1).map((one, n) => one - (weekly[n] ?? 0)))).toEqual(new Set([7]));
  });

  it.each([
    ['day', days(40)],
    ['day', days(400)],
    ['week', days(104, 7, '2025-01-06')],
    ['month', months(7)],
    ['month', months(61)],
    ['quarter', months(40).filter((_, i) => i % 3 === 1)],
    ['year', months(241).filter((_, i) => i % 12 === 10)],
  ] as const)('of the grain %s never touch, at any width', (grain, dates) => {
    for (const language of ['en', 'de', 'ar'])
      for (const width of [120, 260, 420, 700, 1400]) {
        const ticks = timeTicks(dates, grain, language, width);
        expect(ticks.length).toBeGreaterThan(0);
        const gap = width / (dates.length - 1);
        for (const [n, { at, label }] of ticks.entries()) {
          const before = ticks[n - 1];
          if (!before) continue;
          const room = (at - before.at) * gap;
          expect(room, `${language} ${width} ${label}`).toBeGreaterThan(
            (textWidth(label, axisFontSize) + textWidth(before.label, axisFontSize)) / 2,
          );
        }
      }
  });
});

describe('ticks of values', () => {
  it('are round and read differently from each other', () => {
    const money = valueFormat({ currency: 'EUR' }, 'en');
    const ticks = valueTicks(linear([0, 1_250_000], [200, 0], 5), 5, money);
    expect(ticks.map(({ label }) => label)).toEqual([
      '€0',
      '€200K',
      '€400K',
      '€600K',
      '€800K',
      '€1M',
      '€1.2M',
      '€1.4M',
    ]);
    const narrow = valueTicks(linear([1_000_000, 1_000_400], [200, 0]), 5, money);
    expect(new Set(narrow.map(({ label }) => label)).size).toBe(narrow.length);
  });

  it('take a currency that nobody knows for plain numbers', () => {
    expect(valueFormat({ currency: 'not one' }, 'en').full(1234.4)).toBe('1,234');
    expect(valueFormat({ currency: 'EUR' }, 'de').full(1234.4)).toMatch(/^1\.234\s€$/);
    expect(valueFormat('share', 'en').full(0.1234)).toBe('12.3%');
  });
});

describe('words at an axis', () => {
  it('say a step in full', () => {
    expect(stepName('2026-11-01', 'month', 'en')).toBe('November 2026');
    expect(stepName('2026-10-01', 'quarter', 'de')).toBe('Q4 2026');
    expect(stepName('2026-11-16', 'week', 'de')).toBe('16. November 2026');
    expect(stepName('no date', 'month', 'en')).toBe('no date');
  });

  it('are cut with an ellipsis where they do not fit', () => {
    expect(fitText('North', 100, 11)).toBe('North');
    const cut = fitText('Northern and central regions', 60, 11);
    expect(cut).toMatch(/^Northe?r?n?.*…$/);
    expect(textWidth(cut, 11)).toBeLessThan(66);
  });
});
