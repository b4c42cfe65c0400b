import { describe, expect, it } from 'vitest';
import type { Cell } from './raw-table.js';
import { readTarget } from './target.js';

const repeat = (cells: readonly Cell[], times: number): Cell[] =>
  Array.from({ length: times }, () => cells).flat();

describe('a target', () => {
  it.each([
    [['Yes', 'No', 'No'], 'Yes'],
    [['0', '1'], '1'],
    [[true, false], 'true'],
    [['won', 'lost'], 'won'],
    [['A', 'B', 'B'], 'A'],
  ])('of two values %j is a yes or no, and the outcome is %j', (cells, positive) => {
    const target = readTarget('y', cells, 'auto');
    expect(target).toMatchObject({ ok: true, value: { kind: 'yes-no', positive } });
  });

  it('takes the outcome that a person names', () => {
    const target = readTarget('y', ['Yes', 'No', 'No'], 'auto', 'No');
    expect(target).toMatchObject({ ok: true, value: { positive: 'No', labels: Uint8Array.of(0, 1, 1) } });
    expect(readTarget('y', ['a', 'b', 'c'], 'yes-no', 'b')).toMatchObject({
      ok: true,
      value: { labels: Uint8Array.of(0, 1, 0) },
    });
    expect(readTarget('y', ['Yes', 'No'], 'auto', 'Maybe')).toMatchObject({ ok: false });
  });

  it('of numbers that no model can hold is refused for that, not for being many texts', () => {
    const huge = Array.from({ length: 30 }, (_, i) => `${i + 1}e300`);
    const target = readTarget('y', huge, 'auto');
    expect(target.ok ? '' : target.error.detail).toContain('beyond 3.4e38');
    const names = readTarget(
      'y',
      huge.map((text) => `n${text}`),
      'auto',
    );
    expect(names.ok ? '' : names.error.detail).toContain('30 different texts');
  });

  it('leaves rows without a value out', () => {
    expect(readTarget('y', ['Yes', '', 'No', null, 'n/a'], 'auto')).toMatchObject({
      ok: true,
      value: { rows: Int32Array.of(0, 2), labels: Uint8Array.of(1, 0) },
    });
  });

  it('of numbers is a number, and typing errors are left out', () => {
    const target = readTarget('y', [...repeat(['1', '2.5', '3'], 20), 'oops'], 'auto');
    expect(target.ok && target.value).toMatchObject({ kind: 'number' });
    expect(target.ok && target.value.rows.length).toBe(60);
  });

  it('of a few texts is a class', () => {
    expect(readTarget('y', ['b', 'a', 'c', 'a'], 'auto')).toMatchObject({
      ok: true,
      value: { kind: 'classes', classes: ['a', 'b', 'c'], labels: Uint8Array.of(1, 0, 2, 0) },
    });
    // Ratings are numbers unless they are called classes.
    const ratings = repeat(['1', '2', '3'], 20);
    expect(readTarget('y', ratings, 'auto')).toMatchObject({ value: { kind: 'number' } });
    expect(readTarget('y', ratings, 'classes')).toMatchObject({ value: { kind: 'classes' } });
  });

  it.each([
    ['no value', [null, '', 'NA'], 'no value in any row'],
    ['one value', ['x', 'x', null], 'nothing to tell apart'],
    ['5,000 texts', Array.from({ length: 5_000 }, (_, i) => `t${i}`), '5,000 different texts'],
  ])('of %s is refused with a sentence', (_, cells, words) => {
    const target = readTarget('y', cells, 'auto');
    expect(target.ok ? '' : target.error.detail).toContain(words);
    expect(target.ok ? '' : target.error.action).toBeTruthy();
  });

  it('of one value asks for what a number or an outcome lacks', () => {
    const asked = (cell: string): string => {
      const target = readTarget('y', [cell, cell], 'auto');
      return target.ok ? '' : (target.error.action ?? '');
    };
    expect(asked('7')).toMatch(/other values/);
    for (const one of ['yes', '1', '0']) expect(asked(one)).toMatch(/50 of each outcome/);
  });

  it('is refused as a number where most values are none', () => {
    expect(readTarget('y', ['1', 'two', 'three'], 'number')).toMatchObject({ ok: false });
  });
});
