import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom } from '@aicrm/learn/random';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run } from '../main.js';
import { type TestIo, testIo } from '../testing/test-io.js';

let folder: string;
let io: TestIo;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aicrm-forecast-'));
  io = testIo(folder);
});
afterEach(() => rm(folder, { recursive: true }));

const two = (n: number): string => String(n).padStart(2, '0');
const value = (t: number): number =>
  Math.round(1000 * (1 + t / 60) * (1 + 0.4 * Math.sin((Math.PI * t) / 6)));
const month = (t: number): string => `${2020 + Math.floor(t / 12)}-${two((t % 12) + 1)}`;
const table = (n: number, time: (t: number) => string, name = 'a'): string =>
  Array.from({ length: n }, (_, t) => `${name},${time(t)},${value(t)}\n`).join('');
const forecast = (csv: string, ...more: string[]): Promise<number> =>
  writeFile(join(folder, 't.csv'), `id,t,v\n${csv}`).then(() =>
    run(
      [
        'forecast',
        '--table',
        't.csv',
        '--series',
        'id',
        '--time',
        't',
        '--value',
        'v',
        '--horizon',
        '6',
        '--out',
        'f.csv',
        ...more,
      ],
      io,
    ),
  );
const rows = async (): Promise<Record<string, string>[]> => {
  const [header = '', ...lines] = (await readFile(join(folder, 'f.csv'), 'utf8')).trim().split('\r\n');
  return lines.map((line) => {
    const cells = line.split(',');
    return Object.fromEntries(header.split(',').map((name, i) => [name, cells[i] ?? '']));
  });
};

describe('forecast', () => {
  it('writes the rows of each series in the order and the dates of the table', async () => {
    expect(await forecast(table(60, month, 'b') + table(48, month, 'a'))).toBe(0);
    const found = await rows();
    expect(Object.keys(found[0] ?? {})).toEqual(['series', 'time', 'mean', 'lo80', 'hi80', 'lo95', 'hi95']);
    expect(found.map(({ series }) => series).join('')).toBe('bbbbbbaaaaaa');
    expect(found.map(({ time }) => time)).toEqual([
      ...['2025-01', '2025-02', '2025-03', '2025-04', '2025-05', '2025-06'],
      ...['2024-01', '2024-02', '2024-03', '2024-04', '2024-05', '2024-06'],
    ]);
    for (const [h, row] of found.entries()) {
      const [lo95, lo80, mean, hi80, hi95] = ['lo95', 'lo80', 'mean', 'hi80', 'hi95'].map((key) =>
        Number(row[key]),
      );
      expect(lo95).toBeLessThan(lo80 ?? 0);
      expect(lo80).toBeLessThan(mean ?? 0);
      expect(mean).toBeLessThan(hi80 ?? 0);
      expect(hi80).toBeLessThan(hi95 ?? 0);
      expect(Math.abs((mean ?? 0) / value((h < 6 ? 60 : 48) + (h % 6)) - 1)).toBeLessThan(0.1);
    }
    expect(io.printed.out).toContain('2 series, 12 rows in f.csv');
  });

  it('steps, days and months give the same numbers, and times as they came', async () => {
    const means = async () => (await rows()).map(({ mean }) => mean);
    await forecast(table(60, (t) => `${month(t)}-01`));
    const byDate = await means();
    expect((await rows())[0]?.time).toBe('2025-01-01');
    await forecast(table(60, (t) => String(t + 1)));
    expect(await means()).toEqual(byDate);
    expect((await rows()).map(({ time }) => time)).toEqual(['61', '62', '63', '64', '65', '66']);
    expect(io.printed.err).toContain('a season of 12 steps is assumed');
    await forecast(table(60, (t) => month(t).replace('-', '')));
    expect(await means()).toEqual(byDate);
    expect((await rows())[0]?.time).toBe('202501');
  });

  it('month ends stay month ends, and Sundays Sundays', async () => {
    const end = (t: number): string => new Date(Date.UTC(2020, t + 1, 0)).toISOString().slice(0, 10);
    expect(await forecast(table(62, end))).toBe(0);
    expect((await rows()).map(({ time }) => time).slice(0, 3)).toEqual([
      '2025-03-31',
      '2025-04-30',
      '2025-05-31',
    ]);
    const sunday = (t: number): string => new Date(Date.UTC(2024, 0, 7 + 7 * t)).toISOString().slice(0, 10);
    expect(await forecast(table(40, sunday), '--period', '1')).toBe(0);
    expect((await rows())[0]?.time).toBe(sunday(40));
  });

  it('tells a program the summary, with what was done to the rows', async () => {
    const gap = table(60, month)
      .split('\n')
      .filter((_, t) => t !== 20)
      .join('\n');
    expect(await forecast(`${gap}a,2024-12,5\n`, '--json')).toBe(0);
    const { ok, result } = JSON.parse(io.printed.out) as { ok: boolean; result: { notes: string[] } };
    expect(ok).toBe(true);
    expect(result).toMatchObject({ series: 1, rows: 6, horizon: 6, period: 12, grain: 'month', leftOut: [] });
    expect(result.notes).toEqual([
      '1 row of a series and step that had one already: summed',
      '1 step without a row filled from their neighbours; --absent zero takes them as 0',
    ]);
  });

  it('sums dated sales by month where it is told to', async () => {
    const sales = Array.from({ length: 48 }, (_, t) =>
      [3, 11, 27].map((day) => `a,${month(t)}-${two(day)},${value(t)}\n`).join(''),
    ).join('');
    expect(await forecast(sales, '--grain', 'month')).toBe(0);
    const found = await rows();
    expect(found[0]?.time).toBe('2024-01-01');
    expect(Math.abs(Number(found[0]?.mean) / (3 * value(48)) - 1)).toBeLessThan(0.1);
  });

  it.each([
    [
      'too little history',
      table(20, month),
      [],
      'Too little history',
      '"a" has 20 of 24 months: two seasons of 12 are needed',
    ],
    [
      'a word for a number',
      `${table(30, month)}a,2030-01,many\n`,
      [],
      'cannot be made',
      '"many" in row 31 of "v" is no number',
    ],
    [
      'a time that can be two',
      table(30, (t) => `0${(t % 9) + 1}/02/2024`),
      [],
      'cannot be made',
      'is no time that can be read for sure',
    ],
    ['no values', 'a,2024-01,\n', [], 'cannot be made', 'No row of "v" has a value'],
    [
      'a wrong date',
      `${table(30, (t) => `${month(t)}-01`)}a,9999-01-01,3\n`,
      ['--grain', 'day'],
      'cannot be made',
      'span',
    ],
    ['mostly gaps', table(30, (t) => String(t * 5)), [], 'cannot be made', 'has values for 30 of 146 steps'],
    ['no steps', table(60, month), ['--horizon', '0'], 'cannot be made', '--horizon is 0'],
  ])('refuses %s in words, with status 1 and no file', async (_, csv, more, title, detail) => {
    expect(await forecast(csv, ...more)).toBe(1);
    expect(io.printed.err).toContain(title);
    expect(io.printed.err).toContain(detail);
    expect(existsSync(join(folder, 'f.csv'))).toBe(false);
  });

  it('says whether it is better than last year, with a card of one series', async () => {
    expect(await forecast(table(84, month), '--card', 'c.json', '--json')).toBe(0);
    const { result } = JSON.parse(io.printed.out) as { result: { verdicts: { state: string }[] } };
    expect(result.verdicts).toMatchObject([
      { series: 'a', state: 'better', reason: expect.stringMatching(/^Better than last year's numbers/) },
    ]);
    expect(await run(['card', '--card', 'c.json', '--out', 'c.html'], testIo(folder))).toBe(0);
    const page = await readFile(join(folder, 'c.html'), 'utf8');
    expect(page).toContain('✓ better than last year');
    expect(page).toContain('2020-01 to 2026-12');
    const both = table(84, month) + table(84, month, 'b');
    expect(await forecast(both, '--card', 'd.json')).toBe(1);
    expect(io.printed.err).toContain('A card is of one series; the table has 2.');
    expect(existsSync(join(folder, 'd.json'))).toBe(false);
  });

  it('says where it is no better, where nothing shows it, and nothing where it was not asked', async () => {
    // Each month is that of the year before and a step of its own: nothing foretells it better than last year does.
    const random = createRandom(3);
    const walk: number[] = [];
    for (let t = 0; t < 96; t++)
      walk.push((walk[t - 12] ?? 500 + 100 * random.normal()) + (t < 12 ? 0 : 40 * random.normal()));
    expect(await forecast(walk.map((v, t) => `a,${month(t)},${v.toFixed(1)}\n`).join(''))).toBe(0);
    expect(io.printed.out).toMatch(/^No better than last year's numbers, as far as the history shows/);
    io.printed.out = '';
    expect(await forecast(table(30, month))).toBe(0);
    expect(io.printed.out).toMatch(/too short to look back often enough/);
    io.printed.out = '';
    expect(await forecast(table(84, month), '--no-backtest', '--json')).toBe(0);
    expect(io.printed.out).not.toContain('verdicts');
  });

  it('names the columns there are where one is not', async () => {
    expect(await forecast(table(60, month), '--value', 'sales')).toBe(1);
    expect(io.printed.err).toContain('The table has no column "sales" for --value');
    expect(io.printed.err).toContain('"id", "t", "v"');
  });

  it('says what can be forecast but should be looked at', async () => {
    const flat = Array.from({ length: 30 }, (_, t) => `flat,${month(t)},7\n`).join('');
    expect(await forecast(flat)).toBe(0);
    expect(io.printed.err).toContain('all values are equal in 1 series, such as "flat"');
    expect(io.printed.err).not.toContain('future');
    expect((await rows()).map(({ mean }) => mean)).toEqual(['7', '7', '7', '7', '7', '7']);
    // The clock of these tests stands in January 2026.
    expect(await forecast(table(80, month))).toBe(0);
    expect(io.printed.err).toContain('1 series end in the future, such as "a"');
  });

  it('leaves short series out only when asked', async () => {
    const csv = table(60, month, 'long') + table(10, month, 'short');
    expect(await forecast(csv)).toBe(1);
    expect(await forecast(csv, '--skip-short')).toBe(0);
    expect(new Set((await rows()).map(({ series }) => series))).toEqual(new Set(['long']));
    expect(io.printed.err).toContain('1 series left out as too short');
    expect(await forecast(table(10, month, 'short'), '--skip-short')).toBe(1);
  });
});
