import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DayOrder, parseInstant } from './instants.js';

const read = (text: string, order?: DayOrder, weeks?: number): string => {
  const result = parseInstant(text, order, weeks);
  return result.ok ? result.value : `error: ${result.error}`;
};

describe('instants', () => {
  it.each<[string, DayOrder | undefined, string]>([
    ['2017-03-04', undefined, '2017-03-04'],
    ['2017/3/4', undefined, '2017-03-04'],
    ['20170304', undefined, '2017-03-04'],
    ['2017-03-04T05:06:07Z', undefined, '2017-03-04T05:06:07Z'],
    ['2017-03-04 05:06:07', undefined, '2017-03-04T05:06:07Z'],
    ['2017-03-04 05:06', undefined, '2017-03-04T05:06:00Z'],
    ['2017-03-04T05:06:07.123456+02:00', undefined, '2017-03-04T03:06:07.123Z'],
    ['2017-03-04 23:30:00-0300', undefined, '2017-03-05T02:30:00Z'],
    ['04.03.2017', undefined, '2017-03-04'],
    ['4.3.2017 17:05', undefined, '2017-03-04T17:05:00Z'],
    ['04/03/2017', 'dmy', '2017-03-04'],
    ['04/03/2017', 'mdy', '2017-04-03'],
    ['13/03/2017', undefined, '2017-03-13'],
    ['03/13/2017', undefined, '2017-03-13'],
    ['4/4/2017', undefined, '2017-04-04'],
    ['3/4/2017 12:15 AM', 'mdy', '2017-03-04T00:15:00Z'],
    ['3/4/2017 1:15 p.m.', 'mdy', '2017-03-04T13:15:00Z'],
    ['2016-02-29', undefined, '2016-02-29'],
  ])('reads %s (%s)', (text, order, expected) => {
    expect(read(text, order)).toBe(expected);
  });

  it.each<[string, DayOrder | undefined]>([
    ['04/03/2017', undefined],
    ['13/03/2017', 'mdy'],
    ['2017-02-29', undefined],
    ['2017-13-01', undefined],
    ['0004-01-01', undefined],
    ['4/3/17', 'dmy'],
    ['yesterday', undefined],
    ['2017-03-04 25:00', undefined],
    ['2017-03-04 13:00 pm', undefined],
    ['2017-03-04 noon', undefined],
    ['1488585600', undefined],
    ['', undefined],
  ])('refuses %j (%s) with a sentence', (text, order) => {
    expect(read(text, order)).toMatch(/^error: .+\.$/);
  });

  it('says what to do about a day that fits both orders', () => {
    expect(read('04/03/2017')).toMatch(/dmy or mdy/);
  });

  it('moves by whole weeks and keeps the weekday and the shape', () => {
    expect(read('2017-12-31', undefined, 464)).toBe('2026-11-22');
    expect(read('2017-03-04 05:06:07', undefined, -1)).toBe('2017-02-25T05:06:07Z');
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1950-01-01'), max: new Date('2050-01-01'), noInvalidDate: true }),
        fc.integer({ min: -500, max: 500 }),
        (date, weeks) => {
          const text = date.toISOString();
          const moved = new Date(read(text, undefined, weeks));
          expect(moved.getTime() - date.getTime()).toBe(weeks * 7 * 86_400_000);
        },
      ),
    );
  });
});
