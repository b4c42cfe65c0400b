import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minorDigits, parseBoolean, parseMoney, parseNumber } from './values.js';

const value = <T>(result: { ok: true; value: T } | { ok: false; error: string }): T | string =>
  result.ok ? result.value : `error: ${result.error}`;

describe('numbers', () => {
  it.each([
    ['0', 0],
    ['12', 12],
    ['-3.5', -3.5],
    ['−3', -3],
    ['(4)', -4],
    ['+7', 7],
    ['.5', 0.5],
    ['007', 7],
    ['1.234', 1.234],
    ['1,5', 1.5],
    ['1,234.50', 1234.5],
    ['1.234,50', 1234.5],
    ['1,234,567', 1_234_567],
    ['1.234.567', 1_234_567],
    ['1 234,5', 1234.5],
    ['1\u202f234', 1234],
    ['12’345.6', 12_345.6],
    ['1e3', 1000],
    ['1.5E-2', 0.015],
  ])('reads %s', (text, expected) => {
    expect(value(parseNumber(text))).toBe(expected);
  });

  it.each(['', '-', '.', 'abc', '1.2.3', '1,23,456', '12 34', 'NaN', 'Infinity', '1e999', '0x10', '١٢'])(
    'refuses %j with a sentence',
    (text) => {
      expect(value(parseNumber(text))).toMatch(/^error: .+\.$/);
    },
  );

  it('refuses to guess between thousands and decimals', () => {
    expect(value(parseNumber('1,234'))).toMatch(/thousands or decimals/);
  });
});

describe('money', () => {
  const read = (text: string, currency = 'EUR') => {
    const result = parseMoney(text, currency);
    return result.ok ? result.value.minor : `error: ${result.error}`;
  };

  it.each([
    ['0.29', 'EUR', 29],
    ['1.15', 'EUR', 115],
    ['4.35', 'EUR', 435],
    ['1005.015', 'EUR', 100_502],
    ['12', 'EUR', 1200],
    ['-0.01', 'EUR', -1],
    ['-0.001', 'EUR', 0],
    ['€ 1.234,56', 'EUR', 123_456],
    ['1,234.56 €', 'EUR', 123_456],
    ['EUR 3', 'EUR', 300],
    ['3.50 EUR', 'EUR', 350],
    ['($12.50)', 'USD', -1250],
    ['$5', 'AUD', 500],
    ['500', 'JPY', 500],
    ['¥500', 'JPY', 500],
    ['1.2345', 'KWD', 1235],
  ])('reads %s in %s', (text, currency, minor) => {
    expect(read(text, currency)).toBe(minor);
  });

  it('is exact for every amount of cents, which a float times a hundred is not', () => {
    expect(Math.trunc(Number('4.35') * 100)).not.toBe(435);
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), (minor) => {
        const text = `${minor < 0 ? '-' : ''}${Math.floor(Math.abs(minor) / 100)}.${String(Math.abs(minor) % 100).padStart(2, '0')}`;
        expect(read(text)).toBe(minor + 0);
      }),
    );
  });

  it.each([
    ['USD 3', 'EUR'],
    ['$3', 'EUR'],
    ['£3', 'EUR'],
    ['free', 'EUR'],
    ['99999999999999999999', 'EUR'],
    ['1,234', 'EUR'],
  ])('refuses %s in %s', (text, currency) => {
    expect(read(text, currency)).toMatch(/^error: /);
  });

  it('knows currencies without cents and with thousandths', () => {
    expect([minorDigits('EUR'), minorDigits('JPY'), minorDigits('KWD')]).toEqual([2, 0, 3]);
  });
});

describe('booleans', () => {
  it('reads the usual words and no others', () => {
    expect(['true', 'Yes', '1', 'FALSE', 'n', 'off'].map((text) => value(parseBoolean(text)))).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
    expect(value(parseBoolean('maybe'))).toMatch(/^error: /);
  });
});
