import type { RecordView } from '@aicrm/schema/view';
import { describe, expect, it } from 'vitest';
import { viewFromHost } from './host-record.js';
import { metaOf, NOW } from './testing/random-models.js';

const meta = metaOf('trees');
const stored: RecordView = {
  id: 'lead:t:7',
  type: 'lead',
  seq: 12,
  viewAt: '2026-01-10',
  fields: { age: 30, source: 'ads', status: 'open' },
  facts: { 'orders.count': 1 },
};

describe('viewFromHost', () => {
  it('takes mapped names, paths and bare names, and leaves the rest in the page', () => {
    const view = viewFromHost(
      meta,
      {
        Age: 41,
        'fields.region': 'south',
        'orders.sum90': '12.5',
        order_count: 3,
        secret: 'stays',
        'fields.secret': 1,
      },
      undefined,
      NOW,
    );
    expect(view).toEqual({
      id: '',
      type: 'lead',
      seq: 0,
      viewAt: '2026-01-15T12:00:00.000Z',
      fields: { age: 41, region: 'south' },
      facts: { 'orders.count': 3, 'orders.sum90': '12.5' },
    });
  });

  it('lays the page over a stored view and keeps what the page does not say', () => {
    const view = viewFromHost(meta, { id: 'other', Age: 31, LeadSource: null }, stored);
    expect(view).toEqual({ ...stored, fields: { age: 31, source: null, status: 'open' } });
    expect(stored.fields.age).toBe(30);
  });

  it('prefers the path to a mapped name and that to a bare one', () => {
    expect(viewFromHost(meta, { age: 1, Age: 2, 'fields.age': 3 }).fields.age).toBe(3);
    expect(viewFromHost(meta, { age: 1, Age: 2 }).fields.age).toBe(2);
    expect(viewFromHost(meta, { age: 1, Age: undefined }).fields.age).toBe(1);
  });

  it('tells a known emptiness from nothing', () => {
    const { fields } = viewFromHost(meta, { age: null, region: undefined });
    expect(fields).toEqual({ age: null });
  });

  it('ignores what is no value, and a getter that throws', () => {
    const record = {
      age: { valueOf: () => 5 },
      source: () => 'web',
      region: Symbol('north'),
      'orders.count': [1],
      'orders.sum90': Number.NaN,
      get 'orders.lastAt'(): string {
        throw new Error('locked');
      },
    };
    expect(viewFromHost(meta, record)).toMatchObject({ fields: {}, facts: {} });
    const proxy = new Proxy(
      {},
      {
        get: () => {
          throw new Error('revoked');
        },
      },
    );
    expect(viewFromHost(meta, proxy, stored)).toEqual(stored);
    const none: Record<string, unknown>[] = JSON.parse('[null, "text", 5]');
    for (const odd of none) expect(viewFromHost(meta, odd, stored)).toEqual(stored);
  });

  it('turns dates into instants, big integers into numbers and cuts long texts', () => {
    const view = viewFromHost(meta, {
      'orders.lastAt': new Date(NOW),
      'orders.count': 12n,
      source: 'x'.repeat(1_000_000),
      age: new Date(Number.NaN),
      id: 17,
    });
    expect(view.facts).toEqual({ 'orders.lastAt': '2026-01-15T12:00:00.000Z', 'orders.count': 12 });
    expect(String(view.fields.source)).toHaveLength(2000);
    expect(view.fields).not.toHaveProperty('age');
    expect(view.id).toBe('17');
  });
});
