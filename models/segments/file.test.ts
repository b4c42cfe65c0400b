import { createRandom } from '@aicrm/learn/random';
import { SegmentsFile } from '@aicrm/schema/analysis';
import { must } from '@aicrm/schema/result';
import { describe, expect, it } from 'vitest';
import type { Order } from '../value/customers.js';
import { behaviourOf } from './behaviour.js';
import { placeCustomer, segmentsFile, withoutTotals } from './file.js';
import { rfmSegments } from './rfm.js';
import { defaultRules } from './rules.js';

const now = Date.parse('2026-11-20T12:00:00Z');
const dayMs = 86_400_000;

/** Customers of many kinds, most of whom bought once, so that parts are empty and many are equal. */
function orders(customers: number, seed = 3): Order[] {
  const random = createRandom(seed);
  const made: Order[] = [];
  for (let c = 0; c < customers; c++) {
    const times = random.next() < 0.6 ? 1 : 1 + random.int(12);
    for (let k = 0; k < times; k++)
      made.push({
        sourceId: `o${made.length}`,
        fields: {
          contact: `c${c}`,
          at: new Date(now - (1 + random.int(700)) * dayMs).toISOString(),
          total: { minor: 100 * (1 + random.int(300)), currency: 'EUR' },
        },
      });
  }
  return made;
}

const behaviour = behaviourOf(orders(400), now, 'EUR');
const made = rfmSegments(behaviour);
const segmentation = must(made.ok ? made.value : null, 'segments');
const file = segmentsFile(behaviour, segmentation, defaultRules, '2026-11-20T12:00:00Z');
const inputs = (i: number) => ({
  recencyDays: behaviour.columns.recency[i] ?? 0,
  frequency: behaviour.columns.frequency[i] ?? 0,
  money: behaviour.columns.money[i] ?? 0,
});

describe('the segments as a file', () => {
  it('follow the schema, through JSON', () => {
    expect(SegmentsFile.parse(JSON.parse(JSON.stringify(file)))).toEqual(file);
  });

  it('place every customer as the segmentation did, by the file alone', () => {
    const read = SegmentsFile.parse(JSON.parse(JSON.stringify(file)));
    for (const [i, member] of segmentation.members.entries()) {
      const { segment, recency, frequency, money } = must(placeCustomer(read, inputs(i)), 'place');
      expect([segment.id, recency, frequency, money]).toEqual([
        member.segment,
        member.recency,
        member.frequency,
        member.money,
      ]);
    }
    // Many kinds of customers, or the comparison would say little.
    expect(new Set(segmentation.members.map(({ segment }) => segment)).size).toBeGreaterThan(5);
  });

  it('move a customer when it buys', () => {
    const lapsed = must(placeCustomer(file, { recencyDays: 690, frequency: 12, money: 3_000 }), 'place');
    const back = must(placeCustomer(file, { recencyDays: 0, frequency: 13, money: 3_100 }), 'place');
    expect(lapsed.segment.id).toBe('cant-lose');
    expect(back.segment.id).toBe('champions');
  });

  it('place nobody without numbers, or by rules that are none', () => {
    expect(placeCustomer(file, { recencyDays: Number.NaN, frequency: 1, money: 1 })).toBeNull();
    const one = { recencyDays: 1, frequency: 1, money: 1 };
    for (const rules of [null, 7, {}, { parts: 5, segments: [] }, { parts: 5, segments: 'all' }])
      expect(placeCustomer({ ...file, rules }, one)).toBeNull();
  });

  it('without totals still place customers, and hold no figure of the business but the bounds', () => {
    const bare = SegmentsFile.parse(JSON.parse(JSON.stringify(withoutTotals(file))));
    expect(placeCustomer(bare, inputs(7))).toEqual(placeCustomer(file, inputs(7)));
    expect([bare.customers, bare.segments, bare.notes]).toEqual([null, [], []]);
    expect(file.customers).toBe(400);
  });
});
