import { describe, expect, it } from 'vitest';
import { growsWithCalendar } from './calendar-check.js';
import { checkLeaks } from './leak-check.js';
import { allRows } from './table.js';
import { madeTable } from './testing/table.js';

const none = new Set<string>();
const verdicts = (
  more: Parameters<typeof madeTable>[1],
  options: { snapshot?: boolean; chosen?: boolean; insist?: ReadonlySet<string>; signal?: number } = {},
) => {
  const made = madeTable(
    { rows: 1_500, seed: 8, signal: options.signal ?? 1, snapshot: options.snapshot ?? false },
    more,
  );
  const table = { ...made, chosen: options.chosen ?? false };
  return new Map(
    checkLeaks(table, allRows(table), options.insist ?? none).map((found) => [found.column, found]),
  );
};

describe('leak check', () => {
  it('leaves honest columns alone, also in a snapshot', () => {
    for (const snapshot of [false, true])
      for (const finding of verdicts({}, { snapshot, signal: 0.5 }).values())
        expect(finding).toMatchObject({ verdict: 'ok', used: true });
  });

  it('finds a noisy copy of the outcome', () => {
    const found = verdicts({ copy: { as: 'number', value: (row) => row.label + 0.25 * row.random() * 2 } });
    expect(found.get('copy')).toMatchObject({ verdict: 'leak', used: false });
    expect(found.get('copy')?.reason).toMatch(/almost perfectly/);
    expect(found.get('x')?.verdict).toBe('ok');
  });

  it('finds a level that states the outcome', () => {
    const found = verdicts({
      stage: {
        as: 'category',
        value: (row) => (row.label === 1 && row.random() < 0.3 ? 'handover' : 'other'),
      },
    });
    expect(found.get('stage')).toMatchObject({ verdict: 'leak', used: false });
    expect(found.get('stage')?.reason).toMatch(/"handover" means the same outcome in 100 %/);
  });

  it('finds what is filled in mostly after the outcome', () => {
    const contract = {
      as: 'number' as const,
      value: (row: { label: number; random: () => number }) =>
        row.random() < (row.label === 1 ? 0.9 : 0.05) ? row.random() : null,
    };
    expect(verdicts({ contract }).get('contract')).toMatchObject({ verdict: 'leak', used: false });
    const half = {
      ...contract,
      value: (row: { random: () => number }) => (row.random() < 0.5 ? row.random() : null),
    };
    expect(verdicts({ half }).get('half')?.verdict).toBe('ok');
  });

  it('reads names and values that speak of the outcome', () => {
    const found = verdicts({
      lost_reason: { as: 'category', value: (row) => (row.random() < 0.5 ? 'price' : 'time') },
      step: { as: 'category', value: (row) => (row.random() < 0.5 ? 'Closed Won' : 'call') },
      region: { as: 'category', value: (row) => (row.random() < 0.5 ? 'north' : 'south') },
    });
    expect(found.get('lost_reason')?.verdict).toBe('suspect');
    expect(found.get('step')?.verdict).toBe('suspect');
    expect(found.get('region')?.verdict).toBe('ok');
  });

  it('is strict where nobody knows when a column was filled in', () => {
    const lost = {
      lost_reason: {
        as: 'category' as const,
        value: (row: { random: () => number }) => (row.random() < 0.5 ? 'a' : 'b'),
      },
    };
    expect(verdicts(lost, { snapshot: true }).get('lost_reason')).toMatchObject({
      verdict: 'leak',
      used: false,
    });
  });

  it('suspects a grading that may have been corrected afterwards, where it tells much', () => {
    const rating = (power: number) => ({
      lead_rating: {
        as: 'number' as const,
        value: (row: { chance: number; random: () => number }) => power * row.chance + row.random(),
      },
    });
    expect(verdicts(rating(1.2), { snapshot: true }).get('lead_rating')?.reason).toMatch(/"rating"/);
    expect(verdicts(rating(0), { snapshot: true }).get('lead_rating')?.verdict).toBe('ok');
    expect(verdicts(rating(1.2)).get('lead_rating')?.verdict).toBe('ok');
  });

  it('shows what loses its power in the newest part', () => {
    const found = verdicts({
      score: { as: 'number', value: (row, i) => (i < 1_200 ? row.label + row.random() * 1.4 : row.random()) },
    });
    expect(found.get('score')).toMatchObject({ verdict: 'suspect', used: true });
    expect(found.get('score')?.reason).toMatch(/loses its power/);
  });

  // The length of a call: who buys stays on the line, and nobody buys within the first minute.
  const callLength = {
    seconds: {
      as: 'number' as const,
      value: (row: { label: number; random: () => number }) =>
        Math.round(
          -Math.log(1 - row.random()) * 180 * (row.label === 1 ? 2.5 : 1) + (row.label === 1 ? 120 : 0),
        ),
    },
  };

  it('finds a measure of the event itself by the end of its range where the outcome never happens', () => {
    const found = verdicts(callLength, { snapshot: true }).get('seconds');
    expect(found).toMatchObject({ verdict: 'leak', used: false });
    expect(found?.reason).toMatch(/measure the event itself .* or less, [\d.]+ % had the outcome/);
    expect(found).not.toHaveProperty('confirm');
    expect(verdicts(callLength, { snapshot: true, insist: new Set(['seconds']) }).get('seconds')?.used).toBe(
      true,
    );
  });

  it('asks about the same instead of leaving it out, where a person chose the columns', () => {
    const found = verdicts(callLength, { snapshot: true, chosen: true }).get('seconds');
    expect(found).toMatchObject({ verdict: 'suspect', used: true });
    expect(found).not.toHaveProperty('confirm');
  });

  it('takes the same for what it is where its moment is known', () => {
    expect(verdicts(callLength).get('seconds')?.verdict).toBe('ok');
  });

  it('asks for a word about a strong column that leans without a floor, until it is insisted on', () => {
    const strong = {
      strong: {
        as: 'number' as const,
        value: (row: { label: number; random: () => number }) =>
          row.random() + row.random() + row.random() + 0.6 * row.label,
      },
    };
    const asked = verdicts(strong, { snapshot: true }).get('strong');
    expect(asked).toMatchObject({ verdict: 'suspect', used: true, confirm: true });
    const told = verdicts(strong, { snapshot: true, insist: new Set(['strong']) }).get('strong');
    expect(told).toMatchObject({ verdict: 'suspect', used: true });
    expect(told?.reason).toMatch(/because you insist/);
    expect(told).not.toHaveProperty('confirm');
    expect(verdicts(strong).get('strong')).not.toHaveProperty('confirm');
  });

  it('shows what people call a column', () => {
    expect(verdicts({}).get('x')?.label).toBe('x');
  });

  it('uses a leaking column only when it is insisted on by name', () => {
    const copy = { copy: { as: 'number' as const, value: (row: { label: number }) => row.label } };
    expect(verdicts(copy, { insist: new Set(['copy']) }).get('copy')).toMatchObject({
      verdict: 'leak',
      used: true,
    });
    expect(verdicts(copy, { insist: new Set(['x']) }).get('copy')?.used).toBe(false);
  });
});

describe('calendar check', () => {
  it('finds what grows with the calendar and leaves a recency alone', () => {
    const table = madeTable(
      { rows: 1_000, seed: 2, signal: 1 },
      {
        sinceStart: { as: 'days-since', value: (row, i) => i * 0.36 - row.random() * 20 },
        recency: { as: 'days-since', value: (row) => row.random() * 90 },
      },
    );
    expect(growsWithCalendar(table, allRows(table)).map((found) => found.column)).toEqual(['sinceStart']);
  });
});
