import { createRandom } from '@aicrm/learn/random';
import { must } from '@aicrm/schema/result';
import { describe, expect, test } from 'vitest';
import { makeCompany } from '../synthetic/company.js';
import { dayMs } from './features.js';
import { readNextProductModel, writeNextProductModel } from './model-file.js';
import { type Bought, nextProducts } from './next-product.js';
import { type PurchaseRow, trainNextProduct } from './train.js';

const now = Date.UTC(2024, 0, 1);

/** Two kinds of customers, each with its own twelve items (A and B), every one bought again and again; nothing else is known. */
function shop(customers: number, mixed: boolean, seed = 1): PurchaseRow[] {
  const random = createRandom(seed);
  return Array.from({ length: customers }, (_, c) =>
    Array.from({ length: 14 }, () => {
      const kind = mixed ? (random.next() < 0.5 ? 'A' : 'B') : c % 2 === 0 ? 'A' : 'B';
      const at = now - random.next() * 300 * dayMs;
      return { customer: `C${c}`, item: `${kind}${Math.floor(12 * random.next() ** 1.5)}`, at };
    }),
  ).flat();
}

const trained = (rows: readonly PurchaseRow[], more = {}) => {
  const result = trainNextProduct(rows, { now, horizonDays: 60, ...more });
  if (!result.ok) throw new Error(result.error.detail);
  return result.value;
};

describe('customers of two kinds', () => {
  const rows = shop(400, false);
  const { model, card } = trained(rows);
  const own: Bought[] = [
    { item: 'A0', at: now - 40 * dayMs },
    { item: 'A3', at: now - 10 * dayMs },
  ];

  test('the model is better than popularity and suggests the own kind', () => {
    expect(card.any.by).toBe('model');
    expect(card.new.by).toBe('model');
    expect(card.any.holdout.difference.low).toBeGreaterThan(0.1);
    const { products, by } = nextProducts(model, own, { at: now, k: 8 });
    expect(by).toBe('model');
    expect(products.every(({ item }) => item.startsWith('A'))).toBe(true);
  });

  test('reasons and base add up to the log-odds', () => {
    for (const { probability, base, reasons } of nextProducts(model, own, { at: now }).products) {
      const p = must(probability, 'probability');
      const sum = reasons.reduce((total, { contribution }) => total + contribution, must(base, 'base'));
      expect(sum).toBeCloseTo(Math.log(p / (1 - p)), 6);
    }
  });

  test('"because" names what was bought, of the own kind, and its parts stay within the two features', () => {
    const [first] = nextProducts(model, own, { at: now, want: 'new' }).products;
    const { because } = must(first, 'a product');
    expect(because.length).toBeGreaterThan(0);
    expect(because.every(({ item }) => item === 'A0' || item === 'A3')).toBe(true);
  });

  test('new ones were never bought; later purchases are not read', () => {
    const items = nextProducts(model, own, { at: now, want: 'new', k: 24 }).products.map(({ item }) => item);
    expect(items).not.toContain('A0');
    expect(items).toHaveLength(22);
    const later = [...own, { item: 'B1', at: now + dayMs }];
    expect(nextProducts(model, later, { at: now })).toEqual(nextProducts(model, own, { at: now }));
    expect(nextProducts(model, [...own].reverse(), { at: now })).toEqual(
      nextProducts(model, own, { at: now }),
    );
  });

  test('probabilities are about what happens to customers in the days that no training saw', () => {
    const cut = now - 50 * dayMs;
    const earlier = trained(rows, { now: cut, horizonDays: 50 }).model;
    const of = new Map<string, Bought[]>();
    for (const row of rows) of.set(row.customer, [...(of.get(row.customer) ?? []), row]);
    let [predicted, happened, shown] = [0, 0, 0];
    for (const bought of of.values())
      for (const { item, probability } of nextProducts(earlier, bought, { at: cut }).products) {
        predicted += must(probability, 'probability');
        happened += Number(bought.some((one) => one.item === item && one.at >= cut));
        shown++;
      }
    expect(Math.abs(predicted - happened) / shown).toBeLessThan(0.06);
  });

  test('a customer without purchases gets the popular; a k of 0 is a mistake', () => {
    expect(nextProducts(model, [], { at: now }).products).toHaveLength(10);
    expect(() => nextProducts(model, own, { at: now, k: 0 })).toThrow(RangeError);
  });

  test('the same rows in another order give the same file, which is read back', () => {
    const text = writeNextProductModel(model);
    expect(writeNextProductModel(trained([...rows].reverse()).model)).toBe(text);
    const read = readNextProductModel(text);
    if (!read.ok) throw new Error(read.error.detail);
    expect(nextProducts(read.value, own, { at: now })).toEqual(nextProducts(model, own, { at: now }));
  });

  test('files that are torn are refused as data', () => {
    const hostile = [
      '',
      'null',
      '{"name":"next-product"}',
      'x'.repeat(5_000_001),
      JSON.stringify({ ...model, popular: [1] }),
      JSON.stringify({ ...model, items: model.items.map((item) => ({ ...item, id: 'A0' })) }),
      JSON.stringify({ ...model, ease: { ...model.ease, start: [0, 99] } }),
      JSON.stringify({ ...model, ease: { ...model.ease, target: model.ease.target.map(() => 900) } }),
      JSON.stringify({ ...model, ease: { ...model.ease, start: model.ease.start.with(1, 90_000) } }),
      JSON.stringify({ ...model, any: { ...model.any, coefficients: [1] } }),
      JSON.stringify({ ...model, tierCuts: [1, 2] }),
    ];
    for (const text of hostile) {
      const read = readNextProductModel(text);
      expect(read.ok ? text.slice(0, 200) : read.error.kind).toBe('bad-data');
    }
  });
});

describe('what cannot be told', () => {
  test('where all customers buy alike, popularity is shown and said so', () => {
    const { model, card } = trained(shop(400, true));
    expect(card.new.by).toBe('popularity');
    const { by, reason, products } = nextProducts(model, [{ item: 'A5', at: now - dayMs }], {
      at: now,
      want: 'new',
    });
    expect(by).toBe('popularity');
    expect(reason).toContain('most popular is shown');
    expect(products[0]).toMatchObject({ probability: null, reasons: [], because: [] });
    const shares = products.map(({ buyers }) => buyers);
    expect(shares).toEqual([...shares].sort((a, b) => b - a));
  });

  test('too little is named with what would be enough', () => {
    const result = trainNextProduct(shop(30, false), { now });
    expect(result.ok ? '' : result.error.kind).toBe('not-enough-data');
    expect(result.ok ? '' : result.error.detail).toContain('There are 30 customers; 200 are needed.');
    expect(trainNextProduct([], { now }).ok).toBe(false);
  });

  test('of very many items the most bought are kept, and the card says the rule', () => {
    const random = createRandom(4);
    const rare = Array.from({ length: 5_000 }, (_, i) => ({
      customer: `C${random.int(400)}`,
      item: `rare ${i}`,
      at: now - random.next() * 300 * dayMs,
    }));
    const { card, model } = trained([...shop(400, false), ...rare]);
    expect(card.items).toMatchObject({ all: 5_024, kept: 24 });
    expect(card.limits.join(' ')).toContain('5000 of 5024 items are left out');
    expect(model.items.some(({ id }) => id.startsWith('rare'))).toBe(false);
  });
});

describe('the made-up company, where pumps are followed by spares and filters and sensors by reagents', () => {
  const company = makeCompany(7, { companies: 1_500, contacts: 2_000, leads: 10, deals: 10, orders: 9_000 });
  const categories = new Map(company.products.map(({ id, category }) => [id, category]));
  const rows = company.orders.flatMap(({ contact, at, lines }) =>
    lines.map(({ product }) => ({ customer: contact.company.id, item: product.id, at: Date.parse(at) })),
  );
  const end = Math.max(...rows.map(({ at }) => at)) + 1;
  const { model } = trained(rows, { now: end, horizonDays: 92, synthetic: true });

  test('what pumps say for spares and filters is more than for what does not follow; so for sensors and reagents', () => {
    const mean = (from: string, to: string): number => {
      let [sum, n] = [0, 0];
      model.items.forEach(({ id }, i) => {
        if (categories.get(id) !== from) return;
        for (let k = model.ease.start[i] ?? 0; k < (model.ease.start[i + 1] ?? 0); k++) {
          const target = model.items[model.ease.target[k] ?? 0];
          if (target !== undefined && categories.get(target.id) === to) sum += model.ease.weight[k] ?? 0;
        }
        n++;
      });
      return sum / n;
    };
    expect(mean('Pumps', 'Spares')).toBeGreaterThan(mean('Pumps', 'Glassware'));
    expect(mean('Pumps', 'Filters')).toBeGreaterThan(mean('Pumps', 'Reagents'));
    expect(mean('Sensors', 'Reagents')).toBeGreaterThan(mean('Sensors', 'Spares'));
  });

  test('a buyer of pumps and sensors is told so', () => {
    const ids = (category: string): string[] =>
      [...categories]
        .filter(([, one]) => one === category)
        .map(([id]) => id)
        .slice(0, 3);
    const bought = [...ids('Pumps'), ...ids('Sensors')].map((item) => ({ item, at: end - 20 * dayMs }));
    const forced = { ...model, new: { ...model.new, by: 'model' as const } };
    const { products } = nextProducts(forced, bought, { at: end, want: 'new', k: 60 });
    const shareFrom = (to: readonly string[], from: string): number => {
      const all = products
        .filter(({ item }) => to.includes(categories.get(item) ?? ''))
        .flatMap(({ because }) => because);
      const part = all
        .filter(({ item }) => categories.get(item) === from)
        .reduce((sum, { contribution }) => sum + contribution, 0);
      return part / all.reduce((sum, { contribution }) => sum + contribution, 0);
    };
    expect(shareFrom(['Spares', 'Filters'], 'Pumps')).toBeGreaterThan(0.5);
    expect(shareFrom(['Reagents'], 'Sensors')).toBeGreaterThan(0.5);
  });
});
