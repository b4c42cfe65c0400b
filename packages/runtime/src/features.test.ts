import type { FeatureSpec } from '@aicrm/schema/model';
import type { RecordView, Scalar } from '@aicrm/schema/view';
import { describe, expect, it } from 'vitest';
import { instantMs, isSupplied, rawValue, readFeature } from './features.js';
import { NOW } from './testing/random-models.js';

const spec = (as: FeatureSpec['as'], from = 'fields.x'): FeatureSpec => ({
  id: 'x',
  label: 'X',
  from,
  as,
  changeable: false,
  sensitive: false,
});
const viewOf = (fields: Record<string, Scalar>, facts: Record<string, Scalar> = {}): RecordView => ({
  id: 'lead:t:1',
  type: 'lead',
  seq: 0,
  viewAt: '2026-01-15',
  fields,
  facts,
});
const read = (as: FeatureSpec['as'], value: Scalar) => readFeature(spec(as), viewOf({ x: value }), NOW);

describe('readFeature', () => {
  it('splits a path at its first dot only', () => {
    const view = viewOf({ 'orders.count': 1 }, { 'orders.count': 2, orders: 3 });
    expect(readFeature(spec('number', 'facts.orders.count'), view, NOW)).toBe(2);
    expect(readFeature(spec('number', 'fields.orders.count'), view, NOW)).toBe(1);
    expect(readFeature(spec('number', 'facts.orders'), view, NOW)).toBe(3);
  });

  it('finds nothing under names that every object has', () => {
    for (const name of ['constructor', 'toString', '__proto__'])
      expect(readFeature(spec('category', `fields.${name}`), viewOf({}), NOW)).toBeNull();
  });

  it.each([
    [3, 3],
    [-0.5, -0.5],
    ['42', 42],
    [' 1.5e3 ', 1500],
    ['-.5', -0.5],
    ['', null],
    ['12 apples', null],
    ['0x10', null],
    ['1,5', null],
    ['Infinity', null],
    ['NaN', null],
    [Number.NaN, null],
    [Number.POSITIVE_INFINITY, null],
    [1e300, null],
    ['1e999', null],
    [true, null],
    [null, null],
  ])('reads %j as the number %j', (raw, value) => {
    expect(read('number', raw)).toBe(value);
  });

  it.each([
    [' Web ', 'Web'],
    [7, '7'],
    [false, 'false'],
    ['  ', null],
    [null, null],
    [Number.NaN, null],
  ])('reads %j as the level %j', (raw, value) => {
    expect(read('category', raw)).toBe(value);
  });

  it.each([
    ['2026-01-14T12:00:00Z', 1],
    ['2026-01-15T00:00:00.000Z', 0.5],
    ['2026-01-15', 0.5],
    ['2026-01-15T01:00:00+01:00', 0.5],
    ['2026-02-01', 0],
    ['2026-01-15T00:00', null],
    ['2026-02-30', null],
    ['2026-13-01', null],
    ['yesterday', null],
    ['1767225600000', null],
    [1767225600000, null],
    [null, null],
  ])('reads %j as %j days', (raw, value) => {
    expect(read('days-since', raw)).toBe(value);
  });

  it('computes a recency of its own day, not of the day of the view', () => {
    const view = viewOf({ x: '2026-01-01' });
    expect(readFeature(spec('days-since'), view, Date.UTC(2026, 0, 11))).toBe(10);
    expect(readFeature(spec('days-since'), view, Date.UTC(2026, 0, 12))).toBe(11);
  });
});

describe('instantMs', () => {
  it('knows leap days', () => {
    expect(instantMs('2024-02-29')).toBe(Date.UTC(2024, 1, 29));
    expect(instantMs('2025-02-29')).toBeNull();
  });
});

describe('isSupplied', () => {
  const supplied = (as: FeatureSpec['as'], fields: Record<string, Scalar>) => {
    const view = viewOf(fields);
    return isSupplied(rawValue('fields.x', view), readFeature(spec(as), view, NOW));
  };
  it('tells an absent key from a known emptiness and from a value that says nothing', () => {
    expect(supplied('number', { x: 1 })).toBe(true);
    expect(supplied('number', { x: null })).toBe(true);
    expect(supplied('number', { x: ' ' })).toBe(true);
    expect(supplied('number', {})).toBe(false);
    expect(supplied('number', { x: 'n/a' })).toBe(false);
    expect(supplied('days-since', { x: 'soon' })).toBe(false);
  });
});
