/**
 * Makes packages/cli/samples/retail-club from the public data set "The Complete Journey" (CC0), written as CSV:
 * `node packages/cli/dev/make-retail-sample.mjs [source folder] [target folder]`. The same input gives the same bytes.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { people } from './sample-names.mjs';

const source = process.argv[2] ?? join(import.meta.dirname, '../../../../shared/data/retail');
const target = process.argv[3] ?? join(import.meta.dirname, '../samples/retail-club');
const lastDay = '2017-12-31';

/** The source files hold no line breaks inside fields, so lines can be split before quotes are read. */
function read(name) {
  const lines = gunzipSync(readFileSync(join(source, `${name}.csv.gz`)))
    .toString('utf8')
    .split('\n')
    .filter(Boolean);
  const split = (line) =>
    [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((m) =>
      (m[1] ?? m[2] ?? '').replaceAll('""', '"'),
    );
  const header = split(lines[0]);
  return lines.slice(1).map((line) => {
    const cells = split(line);
    if (cells.length !== header.length) throw new Error(`${name}: ${line}`);
    return Object.fromEntries(header.map((column, i) => [column, cells[i]]));
  });
}

const quoted = (cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

function write(name, header, rows) {
  const text = [header, ...rows].map((row) => row.map((cell) => quoted(String(cell))).join(',')).join('\n');
  const bytes = gzipSync(`${text}\n`, { level: 9 });
  // Byte 9 names the system that compressed it; 255 is "unknown", so every machine writes the same file.
  bytes[9] = 255;
  writeFileSync(join(target, `${name}.csv.gz`), bytes);
  counts[name] = rows.length;
  console.log(`${name}: ${rows.length} rows, ${bytes.length} bytes`);
}

/** Dollars as text to whole cents. Amounts have at most two decimals, but for one rounding residue near zero. */
const cents = (text) => Math.round(Number(text) * 100);
const counts = {};
const dollars = (minor) => (minor / 100).toFixed(2);
const byNumber = (a, b) => Number(a) - Number(b);
const days = (from, to) => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
const kept = new Set(['GM', 'TV', 'BBQ', 'DVD', 'GM:']);
const sentence = (text) => {
  const words = text.split(' ').map((word) => (kept.has(word) ? word : word.toLowerCase()));
  const joined = words.join(' ').replaceAll(':', ': ').replace(/\s+/g, ' ').trim();
  return joined.charAt(0).toUpperCase() + joined.slice(1);
};

const purchases = read('transactions_sample');
const sent = read('campaigns');
const campaigns = new Map(read('campaign_descriptions').map((row) => [row.campaign_id, row]));
const demographics = new Map(read('demographics').map((row) => [row.household_id, row]));
const catalogue = new Map(read('products').map((row) => [row.product_id, row]));

const firstRedeemed = new Map();
for (const { campaign_id, household_id, redemption_date } of read('coupon_redemptions')) {
  const lead = `${campaign_id}-${household_id}`;
  const known = firstRedeemed.get(lead);
  if (known === undefined || redemption_date < known) firstRedeemed.set(lead, redemption_date);
}

const orders = new Map();
for (const line of purchases) {
  const at = `${line.transaction_timestamp.replace(' ', 'T')}Z`;
  const order = orders.get(line.basket_id) ?? {
    contact: line.household_id,
    at,
    store: line.store_id,
    total: 0,
    discount: 0,
    coupon: 0,
    lines: [],
  };
  const [amount, discount] = [cents(line.sales_value), cents(line.retail_disc)];
  const coupon = cents(line.coupon_disc) + cents(line.coupon_match_disc);
  order.total += amount;
  order.discount += discount;
  order.coupon += coupon;
  order.lines.push([
    line.basket_id,
    line.product_id,
    line.quantity,
    dollars(amount),
    dollars(discount),
    dollars(coupon),
  ]);
  orders.set(line.basket_id, order);
}
const inTime = [...orders].sort(([a, x], [b, y]) => x.at.localeCompare(y.at) || byNumber(a, b));

const firstSeen = new Map();
const seen = (household, at) => {
  const known = firstSeen.get(household);
  if (known === undefined || at < known) firstSeen.set(household, at);
};
for (const [, order] of inTime) seen(order.contact, order.at);
for (const { campaign_id, household_id } of sent) seen(household_id, campaigns.get(campaign_id).start_date);

const households = [...firstSeen.keys()].sort(byNumber);
const traits = [
  'age',
  'income',
  'home_ownership',
  'marital_status',
  'household_size',
  'household_comp',
  'kids_count',
];
const persons = people(households.length);
write(
  'contacts',
  ['id', 'name', 'email', 'phone', 'created_at', ...traits],
  households.map((id, i) => [
    id,
    persons[i].name,
    persons[i].email,
    persons[i].phone,
    firstSeen.get(id),
    ...traits.map((trait) => demographics.get(id)?.[trait] ?? ''),
  ]),
);

write(
  'campaigns',
  ['id', 'name', 'kind', 'starts_at', 'ends_at', 'length_days'],
  [...campaigns.values()]
    .sort((a, b) => byNumber(a.campaign_id, b.campaign_id))
    .map((row) => [
      row.campaign_id,
      `Campaign ${row.campaign_id} · ${row.campaign_type}`,
      row.campaign_type,
      row.start_date,
      row.end_date,
      days(row.start_date, row.end_date),
    ]),
);

const bought = [...new Set(purchases.map((line) => line.product_id))].sort(byNumber);
write(
  'products',
  ['id', 'name', 'category', 'department', 'brand', 'package_size'],
  bought.map((id) => {
    const row = catalogue.get(id);
    // Five products were bought but are missing in the catalogue: their id is all that is known.
    if (row === undefined) return [id, '', '', '', '', ''];
    return [
      id,
      sentence(row.product_type),
      sentence(row.product_category),
      sentence(row.department),
      row.brand,
      row.package_size.toLowerCase().replace(/\s+/g, ' '),
    ];
  }),
);

write(
  'orders',
  ['id', 'contact', 'at', 'store', 'total', 'discount', 'coupon_discount'],
  inTime.map(([id, order]) => [
    id,
    order.contact,
    order.at,
    order.store,
    dollars(order.total),
    dollars(order.discount),
    dollars(order.coupon),
  ]),
);
write(
  'order-lines',
  ['order', 'product', 'quantity', 'amount', 'discount', 'coupon_discount'],
  inTime.flatMap(([, order]) => order.lines),
);

write(
  'leads',
  ['id', 'contact', 'campaign', 'status', 'created_at', 'closed_at'],
  sent
    .map(({ campaign_id, household_id }) => {
      const id = `${campaign_id}-${household_id}`;
      const { start_date, end_date } = campaigns.get(campaign_id);
      const redeemed = firstRedeemed.get(id);
      const status = redeemed !== undefined ? 'converted' : end_date <= lastDay ? 'lost' : 'open';
      const closed = redeemed ?? (status === 'lost' ? end_date : '');
      return [id, household_id, campaign_id, status, start_date, closed];
    })
    .sort((a, b) => a[4].localeCompare(b[4]) || byNumber(a[2], b[2]) || byNumber(a[1], b[1])),
);

const sameName = (fields) => Object.fromEntries(fields.map((field) => [field, field]));
const file = (type, name, key, map) => ({
  file: `${name}.csv.gz`,
  type,
  rows: counts[name],
  key,
  map,
});
const money = { total: 'total', discount: 'discount', couponDiscount: 'coupon_discount' };
const sample = {
  tenant: 'retail-club',
  connection: 'club',
  name: 'Retail club',
  description:
    'A year of a grocery loyalty club: households with purchases, 27 coupon campaigns, and for every household that received one a lead that converts when a coupon is redeemed. Names, e-mail addresses and phone numbers are invented; all else is as published.',
  currency: 'USD',
  lastDay,
  licence: 'CC0-1.0',
  source: 'The Complete Journey (84.51°), through bradleyboehmke/completejourney',
  /** In the order of import: a record comes after those it points to. */
  files: [
    file('contact', 'contacts', ['id'], {
      ...sameName(['name', 'email', 'phone']),
      createdAt: 'created_at',
      ...Object.fromEntries(traits.map((trait) => [`custom.${trait}`, trait])),
    }),
    file('campaign', 'campaigns', ['id'], {
      ...sameName(['name', 'kind']),
      startsAt: 'starts_at',
      endsAt: 'ends_at',
      'custom.lengthDays': { column: 'length_days', as: 'number' },
    }),
    file('product', 'products', ['id'], {
      ...sameName(['name', 'category', 'department', 'brand']),
      'custom.packageSize': 'package_size',
    }),
    file('order', 'orders', ['id'], { ...sameName(['contact', 'at', 'store']), ...money }),
    file('order-line', 'order-lines', ['order', 'product'], {
      ...sameName(['order', 'product', 'quantity', 'amount', 'discount']),
      couponDiscount: 'coupon_discount',
    }),
    file('lead', 'leads', ['id'], {
      ...sameName(['contact', 'campaign', 'status']),
      createdAt: 'created_at',
      closedAt: 'closed_at',
    }),
  ],
};
// Short lists stay on one line, as the formatter wants them.
const json = JSON.stringify(sample, null, 2).replace(
  /\[\s+([^[\]{}]*?)\s+\]/g,
  (_, inner) => `[${inner.replace(/\s+/g, ' ')}]`,
);
writeFileSync(join(target, 'sample.json'), `${json}\n`);
