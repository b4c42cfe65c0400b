import type { OfferCatalogue } from '@aicrm/schema/offer';
import { must } from '@aicrm/schema/result';
import { expect, it } from 'vitest';
import { offersFor } from './offers.js';
import type { OffersInput } from './types.js';

const at = Date.parse('2026-03-04T09:00:00Z');
const catalogue: OfferCatalogue = {
  schema: 1,
  kind: 'offers',
  zone: 'UTC',
  offers: [
    { id: 'coffee', title: 'Coffee', when: { op: '>=', signal: 'bought:c', value: 1 }, cap: { perDay: 1 } },
    { id: 'north', title: 'North', when: { op: '=', signal: 'region', value: 'north' } },
  ],
  fallback: { id: 'all', title: 'Delivery' },
  caps: {},
  dismissedDays: 30,
};
const customer = {
  id: 'contact:shop:1',
  fields: { region: 'north', nested: { not: 'read' } },
  purchases: [{ product: 'c', label: 'Coffee', at: '2026-03-01' }],
};
const input: OffersInput = {
  ...{ catalogue, customer, at },
  history: undefined,
  consent: 'given',
  recordId: undefined,
  own: [],
  hidden: new Map(),
  showing: [],
  most: 3,
};
const read = (more: Partial<OffersInput> = {}) => {
  const result = offersFor({ ...input, ...more });
  if (!result.ok) throw new Error(result.error.detail);
  return result.value;
};
const ids = (more: Partial<OffersInput> = {}) => read(more).choice.chosen.map(({ offer }) => offer.id);
const problem = (more: Partial<OffersInput>) => {
  const result = offersFor({ ...input, ...more });
  return result.ok ? undefined : result.error;
};

it('reads a customer, a record view, or a plain record', () => {
  expect(ids()).toEqual(['coffee', 'north']);
  const view = { id: 'contact:shop:1', fields: {}, facts: { region: 'north' }, seq: 1 };
  expect(ids({ customer: view })).toEqual(['north']);
  expect(ids({ customer: { region: 'north' } })).toEqual(['north']);
  expect(read().recordId).toBe('contact:shop:1');
  expect(read({ recordId: 'contact:shop:2' }).recordId).toBe('contact:shop:2');
});

it('reads neither customer nor history without consent', () => {
  const trap = new Proxy(
    {},
    {
      get: () => {
        throw new Error('it was read');
      },
    },
  );
  for (const consent of ['asked', 'refused'] as const) {
    const { choice, recordId } = read({ consent, customer: trap, history: trap, recordId: 'contact:shop:1' });
    expect(choice.chosen.map(({ offer }) => offer.id)).toEqual(['all']);
    expect(recordId).toBeUndefined();
  }
  expect(problem({ customer: trap })?.detail).toContain('it was read');
  expect(problem({ history: trap })?.title).toBe('not-a-history');
});

it('names the data that each offer rests on', () => {
  const { choice, used } = read();
  expect(choice.chosen.map((one) => used.get(one))).toEqual([
    ['purchases', 'history'],
    ['profile', 'history'],
  ]);
  const general = read({ consent: 'refused' });
  expect(general.used.get(must(general.choice.chosen[0], 'the fallback'))).toEqual([]);
});

it('counts what the page saw once, also where the host hands it back', () => {
  const two = { ...catalogue, offers: catalogue.offers.map((one) => ({ ...one, cap: { perDay: 2 } })) };
  const own = [{ offer: 'coffee', what: 'impression' as const, at: at - 1_000 }];
  const history = [{ offer: 'coffee', what: 'impression', at: new Date(at - 1_000).toISOString() }];
  expect(ids({ catalogue: two, own, history })).toContain('coffee');
  expect(ids({ catalogue: two, own, history: [{ ...history[0], at: at - 2_000 }] })).not.toContain('coffee');
  expect(ids({ own })).not.toContain('coffee');
  expect(ids({ own, showing: ['coffee'] })).toContain('coffee');
});

it('leaves in its place what a person hid just now and may take back', () => {
  const history = [{ offer: 'coffee', what: 'dismissed', at }];
  expect(ids({ history })).toEqual(['north']);
  expect(ids({ history, hidden: new Map([['coffee', at]]) })).toEqual(['coffee', 'north']);
  expect(ids({ history, hidden: new Map([['coffee', at + 1]]) })).toEqual(['north']);
});

it.each([
  [{ catalogue: 7 }, 'not-a-catalogue'],
  [{ customer: 'Ada' }, 'not-a-customer'],
  [{ customer: { purchases: [{ product: 'c', at: 'yesterday' }] } }, 'not-a-customer'],
  [{ customer: { chances: [{ product: 'c', probability: 2 }] } }, 'not-a-customer'],
  [{ history: [{ offer: 'x', what: 'seen', at }] }, 'not-a-history'],
] as const)('says what it cannot read: %j', (more, title) => {
  expect(problem(more as Partial<OffersInput>)).toMatchObject({ kind: 'bad-data', title });
});
