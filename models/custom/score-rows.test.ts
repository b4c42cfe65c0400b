import { rawValue } from '@aicrm/runtime/features';
import { describe, expect, it } from 'vitest';
import { viewOf } from './score-rows.js';

describe('a row as a record view', () => {
  it('keeps every column, also those that are called like parts of an object', () => {
    const names = ['__proto__', 'constructor', 'a.b', 'n'];
    const view = viewOf(names, ['7', 'x', 'y', 'NULL'], 'row-0');
    expect(names.map((name) => rawValue(`fields.${name}`, view))).toEqual(['7', 'x', 'y', null]);
  });

  it('supplies no column that the table lacks', () => {
    const view = viewOf(['n'], ['1'], 'row-0');
    for (const name of ['__proto__', 'constructor', 'toString'])
      expect(rawValue(`fields.${name}`, view)).toBeUndefined();
  });
});
