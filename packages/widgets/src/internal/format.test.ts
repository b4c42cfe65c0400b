import { describe, expect, it } from 'vitest';
import { formatContribution, formatInstant, formatValue } from '../score-badge/format-value.js';
import { en, words } from '../testing/words.js';
import { formatPercent } from './format.js';

describe('a probability', () => {
  it.each([
    [0.5, '50%'],
    [0.1249, '12%'],
    [0.0996, '10%'],
    [0.0994, '9.9%'],
    [0.034, '3.4%'],
    [0.0004, '<\u20090.1%'],
    [0, '<\u20090.1%'],
    [0.995, '>\u200999%'],
    [1, '>\u200999%'],
  ])('%s is %s', (probability, shown) => expect(formatPercent(probability, 'en')).toBe(shown));

  it('follows the language', () => expect(formatPercent(0.034, 'de')).toBe('3,4\u00a0%'));
});

describe('a value', () => {
  it.each([
    [null, undefined, 'not known'],
    ['', undefined, 'not known'],
    [Number.NaN, undefined, 'not known'],
    [true, undefined, 'yes'],
    ['Type A', undefined, 'Type A'],
    [3, undefined, '3'],
    [12.7, 'days', '12 days'],
    [1, 'days', '1 day'],
    [0.125, 'share', '12.5%'],
    [19, 'USD', '$19.00'],
    [1240.6, 'USD', '$1,241'],
    [4, 'kg', '4 kg'],
  ])('%s in %s is %s', (value, unit, shown) => expect(formatValue(value, unit, en, words)).toBe(shown));

  it('has a sign that can be seen, in every language', () => {
    expect(formatContribution(-0.42, 'en')).toBe('\u22120.42');
    expect(formatContribution(0.3, 'de')).toBe('+0,30');
    expect(formatContribution(0, 'en')).toBe('0.00');
  });

  it('of a bare day stays that day in every zone; what is no date is shown as it is', () => {
    expect(formatInstant('2026-11-22', 'en')).toBe('Nov 22, 2026');
    expect(formatInstant('nonsense', 'en')).toBe('nonsense');
  });
});

it('writes English per cent by hand as Intl does, to the last tie', () => {
  const intl = (share: number, digits: number) =>
    new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: digits }).format(share);
  // Every thousandth and every tie between two shown values, in the whole range that is shown as it is.
  for (let i = 20; i <= 19_800; i++) {
    const share = i / 20_000;
    const shown = intl(share, share < 0.0995 ? 1 : 0);
    expect(formatPercent(share, 'en-GB'), `${share}`).toBe(shown);
  }
  expect(formatPercent(0.34, 'en-ZA')).toBe(
    new Intl.NumberFormat('en-ZA', { style: 'percent', maximumFractionDigits: 0 }).format(0.34),
  );
});
