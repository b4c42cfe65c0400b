import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readCsv } from './csv.mjs';

const weekMs = 7 * 86_400_000;

/** Moves a day or an instant by whole weeks, so that weekdays stay. */
export function shifted(text, weeks) {
  if (!text || weeks === 0) return text;
  const moved = new Date(Date.parse(text) + weeks * weekMs).toISOString();
  return text.length === 10 ? moved.slice(0, 10) : moved.replace('.000Z', 'Z');
}

const number = (value) => (value === undefined ? undefined : Number(value));

function groupBy(rows, key) {
  const groups = new Map();
  for (const row of rows) {
    const group = groups.get(row[key]);
    if (group) group.push(row);
    else groups.set(row[key], [row]);
  }
  return groups;
}

const byId = (rows) => new Map(rows.map((row) => [row.id, row]));

const asCampaign = (row, weeks) => ({
  id: row.id,
  name: row.name,
  kind: row.kind,
  startsAt: shifted(row.starts_at, weeks),
  endsAt: shifted(row.ends_at, weeks),
  lengthDays: number(row.length_days),
});

const asContact = (row, weeks) => ({
  id: row.id,
  name: row.name,
  email: row.email,
  phone: row.phone,
  createdAt: shifted(row.created_at, weeks),
  age: row.age,
  income: row.income,
  homeOwnership: row.home_ownership,
  maritalStatus: row.marital_status,
  householdSize: row.household_size,
  householdComposition: row.household_comp,
  kids: row.kids_count,
});

const asLine = (row, products) => {
  const product = products.get(row.product);
  return {
    product: product?.name ?? `Product ${row.product}`,
    category: product?.category,
    quantity: number(row.quantity),
    amount: number(row.amount),
  };
};

const asOrder = (row, lines, products, weeks) => ({
  id: row.id,
  at: shifted(row.at, weeks),
  store: row.store,
  total: number(row.total),
  discount: number(row.discount),
  couponDiscount: number(row.coupon_discount),
  lines: (lines.get(row.id) ?? []).map((line) => asLine(line, products)),
});

/**
 * The CRM's own database, held in memory: this is the customer's copy, which AI-CRM imports like any other.
 * @returns {Promise<{ list: () => object, lead: (id: string) => object | undefined }>}
 */
export async function loadCrm(sampleDir, weeks) {
  const sample = JSON.parse(await readFile(join(sampleDir, 'sample.json'), 'utf8'));
  const tables = await Promise.all(
    sample.files.map(async ({ file, type }) => [type, await readCsv(join(sampleDir, file))]),
  );
  const { contact, campaign, product, order, 'order-line': line, lead } = Object.fromEntries(tables);
  const contacts = byId(contact);
  const products = byId(product);
  const orders = groupBy(order, 'contact');
  const lines = groupBy(line, 'order');
  const leads = byId(lead);
  const campaignList = campaign.map((row) => asCampaign(row, weeks));
  const campaigns = byId(campaignList);
  const about = { shiftWeeks: weeks, currency: sample.currency, connection: sample.connection };
  const summary = (row) => ({
    id: row.id,
    name: contacts.get(row.contact)?.name ?? `Household ${row.contact}`,
    contact: row.contact,
    campaign: row.campaign,
    status: row.status,
    createdAt: shifted(row.created_at, weeks),
  });

  return {
    list: () => ({ about, campaigns: campaignList, leads: lead.map(summary) }),
    lead(id) {
      const row = leads.get(id);
      if (!row) return undefined;
      const person = contacts.get(row.contact);
      return {
        about,
        lead: { ...summary(row), closedAt: shifted(row.closed_at, weeks) },
        contact: person && asContact(person, weeks),
        campaign: campaigns.get(row.campaign),
        orders: (orders.get(row.contact) ?? [])
          .map((entry) => asOrder(entry, lines, products, weeks))
          .sort((a, b) => (a.at < b.at ? 1 : -1)),
      };
    },
  };
}
