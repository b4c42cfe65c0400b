import { describe, expect, it } from 'vitest';
import { dayOrderOf, readCell } from './cells.js';

const english = { decimalComma: false, dayOrder: undefined };
const german = { decimalComma: true, dayOrder: 'dmy' } as const;

describe('a cell', () => {
  it.each([
    ['12', '12'],
    ['1,234', '1234'],
    ['1,234,567.5', '1234567.5'],
    ['$1,200.50', '1200.50'],
    ['-€30', '-30'],
    ['12.5%', '12.5'],
    ['12,5', '12,5'],
    ['2024-03-01 10:30:00', '2024-03-01T10:30:00Z'],
    ['2024-03-01 10:30:00+02:00', '2024-03-01T10:30:00+02:00'],
    ['2024/3/1', '2024-03-01'],
    ['03/04/2024', '03/04/2024'],
    ['  Fiber optic ', 'Fiber optic'],
    ['', null],
    ['192.168.0.1', '192.168.0.1'],
    ['1-800', '1-800'],
  ])('%j is read as %j where the point parts decimals', (text, value) => {
    expect(readCell(text, english)).toBe(value);
  });

  it.each([
    ['12,5', '12.5'],
    ['1.234,5', '1234.5'],
    ['1.234', '1234'],
    ['30 €', '30'],
    ['03/04/2024', '2024-04-03'],
    ['3.4.2024 08:15', '2024-04-03T08:15Z'],
    ['1,2,3', '1,2,3'],
  ])('%j is read as %j where the semicolon parts cells', (text, value) => {
    expect(readCell(text, german)).toBe(value);
  });

  it('leaves alone what a Parquet file has typed already', () => {
    expect(readCell(12.5, german)).toBe(12.5);
    expect(readCell(true, german)).toBe(true);
    expect(readCell(null, german)).toBe(null);
  });
});

describe('the order of day and month', () => {
  it('is told by any day above twelve', () => {
    expect(dayOrderOf(['x', '01/02/2024', '13/02/2024'])).toBe('dmy');
    expect(dayOrderOf(['01/02/2024', '02/13/2024'])).toBe('mdy');
  });

  it('is not guessed', () => {
    expect(dayOrderOf(['01/02/2024', '11/12/2024'])).toBeUndefined();
  });
});
