import { describe, expect, it } from 'vitest';
import { begin, end } from './calendar.js';
import { makeCompany } from './company.js';
import { contractTruth, type UsageLaw } from './contract-truth.js';

const dayMs = 86_400_000;

const law: UsageLaw = {
  mean: 3,
  startSd: 0.5,
  stepSd: 0.25,
  pull: 0.02,
  mostLogins: 28,
  ticketRate: 0.35,
  lateShare: 0.06,
  settledAge: 24,
  hazard: () => 0.1,
};

describe('the true chance that a contract ends', () => {
  it('is the product of the months where nothing matters', () => {
    const months = [1, 2, 3].map((age) => ({ age, logins: 20, tickets: 0, late: 0 }));
    for (const p of contractTruth(law)(months)) expect(p).toBeCloseTo(1 - 0.9 ** 3, 6);
  });

  it('follows the level of use that the logins tell of, not the last month alone', () => {
    const truth = contractTruth({ ...law, hazard: (_, logins) => (logins > 10 ? 0.02 : 0.3) });
    const of = (...logins: number[]) =>
      truth(logins.map((n, i) => ({ age: i + 1, logins: n, tickets: 0, late: 0 }))).at(-1) ?? Number.NaN;
    expect(of(25, 25, 25)).toBeLessThan(of(11, 11, 11));
    expect(of(25, 25, 8)).toBeLessThan(of(8, 8, 8));
    expect(of(25, 25, 8)).toBeGreaterThan(0.3);
  });

  it('knows of months that nobody recorded that the contract outlived them', () => {
    const truth = contractTruth({ ...law, hazard: (_, logins) => (logins > 10 ? 0.02 : 0.3) });
    const after = (age: number) => truth([{ age, logins: 12, tickets: 0, late: 0 }])[0] ?? Number.NaN;
    expect(after(12)).not.toBeCloseTo(after(1), 3);
  });

  it('is what happens, in each tenth and at each age, at the made-up company', () => {
    const { contracts } = makeCompany(7, {
      companies: 12_000,
      contacts: 10,
      leads: 10,
      deals: 10,
      orders: 10,
    });
    const rows = contracts.flatMap(({ months, endedAt }) =>
      months
        .filter(({ endsAt }) => endsAt + 90 * dayMs <= end)
        .map(({ endsAt, churnProbability: p }, i) => ({
          p,
          first: i === 0,
          old: endsAt - (months[0]?.endsAt ?? begin) > 300 * dayMs,
          y: endedAt !== undefined && endedAt <= endsAt + 90 * dayMs ? 1 : 0,
        })),
    );
    expect(rows.length).toBeGreaterThan(20_000);
    /** Rows of one contract share their end, so the variance is some three times that of rows apart. */
    const off = (some: typeof rows): number =>
      some.reduce((sum, { p, y }) => sum + y - p, 0) /
      Math.sqrt(3 * some.reduce((sum, { p }) => sum + p * (1 - p), 0));
    const sorted = [...rows].sort((a, b) => a.p - b.p);
    const tenth = Math.floor(rows.length / 10);
    for (let i = 0; i < 10; i++)
      expect(Math.abs(off(sorted.slice(i * tenth, (i + 1) * tenth))), `tenth ${i}`).toBeLessThan(3);
    expect(Math.abs(off(rows.filter(({ first }) => first)))).toBeLessThan(3);
    expect(Math.abs(off(rows.filter(({ old }) => old)))).toBeLessThan(3);
  });
});
