import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { shifted } from '../../crm/server/crm-data.mjs';
import { readCsv } from '../../crm/server/csv.mjs';

/** A regular with children, a couple, somebody who comes now and then, and somebody who came once. */
const shownMembers = ['1453', '1179', '266', '2362'];
const regularOrders = 30;

/** How the shop calls a shelf: "Frzn meat/meat dinners" is its till's word, and the till's words are in the data. */
const shelfNames = {
  'Frzn meat/meat dinners': 'Frozen dinners',
  'Fluid milk products': 'Milk',
  'Baked bread/buns/rolls': 'Bread and rolls',
  'Crackers/misc bkd fd': 'Crackers',
  'Water - carbonated/flvrd drink': 'Sparkling water',
  'Refrgratd juices/drnks': 'Chilled juices',
  'Ice cream/milk/sherbts': 'Ice cream',
  'Candy - packaged': 'Candy',
  'Candy - checklane': 'Candy',
  'Vegetables - shelf stable': 'Canned vegetables',
  'Convenient brkfst/whlsm snacks': 'Breakfast bars',
  'Dry noodles/pasta': 'Pasta',
  'Value added vegetables': 'Prepared vegetables',
  'Chicken/poultry': 'Chicken',
};
export const shelfOf = (category) => shelfNames[category] ?? category;
/** A shelf's id, as the offers' rules name it. */
export const slugOf = (shelf) =>
  shelf
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

const isShelf = (category) => category !== undefined && !/coupon|misc items/i.test(category);

/**
 * The portal's customers with their orders, from the shop's own database.
 * @returns {Promise<{ first: object, names: readonly object[], get: (id?: string) => object | undefined }>}
 */
export async function loadMembers(sampleDir, weeks, ids = shownMembers) {
  const sample = JSON.parse(await readFile(join(sampleDir, 'sample.json'), 'utf8'));
  const tables = await Promise.all(
    sample.files.map(async ({ file, type }) => [type, await readCsv(join(sampleDir, file))]),
  );
  const { contact, product, order, 'order-line': line } = Object.fromEntries(tables);
  const products = new Map(product.map((row) => [row.id, row]));
  const mine = new Map(
    order.filter((row) => ids.includes(row.contact)).map((row) => [row.id, { ...row, lines: [] }]),
  );
  for (const row of line) mine.get(row.order)?.lines.push(row);

  const asOrder = ({ id, at, store, total, lines }) => ({
    id,
    at: shifted(at, weeks),
    store,
    total: Number(total),
    lines: lines.map(({ product: of, quantity, amount }) => {
      const shelf = shelfOf(products.get(of)?.category);
      return {
        name: products.get(of)?.name ?? `Product ${of}`,
        quantity: Number(quantity),
        amount: Number(amount),
        ...(isShelf(shelf) ? { shelf: slugOf(shelf), shelfName: shelf } : {}),
      };
    }),
  });

  const asMember = (row) => {
    const orders = [...mine.values()]
      .filter(({ contact: of }) => of === row.id)
      .map(asOrder)
      .sort((a, b) => (a.at < b.at ? 1 : -1));
    const visits = new Map();
    for (const { store } of orders) visits.set(store, (visits.get(store) ?? 0) + 1);
    const [home] = [...visits].sort((a, b) => b[1] - a[1]);
    return {
      id: row.id,
      record: `contact:${sample.connection}:${row.id}`,
      name: row.name,
      since: shifted(row.created_at, weeks),
      currency: sample.currency,
      // What this shop calls its customers, by its own rule.
      group: orders.length >= regularOrders ? 'Regulars' : orders.length > 1 ? 'Members' : 'New here',
      ...(home ? { store: home[0] } : {}),
      ...(row.kids_count === undefined ? {} : { kids: Number(row.kids_count) || 0 }),
      orders,
    };
  };

  const members = new Map(contact.filter(({ id }) => ids.includes(id)).map((row) => [row.id, asMember(row)]));
  const sorted = ids.flatMap((id) => members.get(id) ?? []);
  if (sorted.length === 0) throw new Error('none of the portal’s members is in the sample');
  return {
    first: sorted[0],
    names: sorted.map(({ id, name, group }) => ({ id, name, group })),
    get: (id) => members.get(id),
  };
}
