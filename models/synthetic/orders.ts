import type { Random } from '@aicrm/learn/random';
import { begin, end, season, workday } from './calendar.js';
import { gamma2, hourText, pickWeighted, poisson, streamOf } from './draw.js';
import type { Company, Contact } from './people.js';

const dayMs = 86_400_000;

export interface Product {
  readonly id: string;
  readonly name: string;
  readonly category: string;
  /** Cents. */
  readonly price: number;
}

export interface Order {
  readonly id: string;
  readonly contact: Contact;
  readonly at: string;
  readonly lines: readonly {
    readonly product: Product;
    readonly quantity: number;
    readonly amount: number;
  }[];
  /** Cents. */
  readonly total: number;
  readonly discount: number;
}

/** How a customer buys in truth: purchases a day while alive, and the day it stopped (after the end if it has not). */
export interface Buyer {
  readonly company: Company;
  readonly ratePerDay: number;
  readonly firstAt: number;
  readonly stoppedAt: number;
}

const categories = ['Pumps', 'Filters', 'Sensors', 'Reagents', 'Glassware', 'Spares'] as const;
const sizes = ['S', 'M', 'L', 'XL', 'Kit', 'Refill', 'Pro', 'Eco', 'Plus', 'Basic'] as const;
/** What is bought soon after what: pumps need spares and filters, sensors need reagents. */
const follows: Readonly<Record<string, readonly string[]>> = {
  Pumps: ['Spares', 'Filters'],
  Sensors: ['Reagents'],
  Reagents: ['Glassware', 'Reagents'],
  Filters: ['Filters', 'Spares'],
  Glassware: ['Reagents'],
  Spares: ['Filters'],
};

export function makeProducts(seed: number): Product[] {
  const random = streamOf(seed, 'products');
  return categories.flatMap((category, c) =>
    sizes.map((size, s) => ({
      id: `I${String(c * sizes.length + s + 1).padStart(2, '0')}`,
      name: `${category.replace(/s$/, '')} ${size}`,
      category,
      price: Math.round(
        Math.exp(
          3.4 + (category === 'Pumps' ? 2 : category === 'Sensors' ? 1.4 : 0) + 0.5 * random.normal(),
        ) * 100,
      ),
    })),
  );
}

/** A third of the companies buy; rates differ from one to the next as a gamma does, and after any order some stop. */
export function makeBuyers(seed: number, companies: readonly Company[]): Buyer[] {
  const random = streamOf(seed, 'buyers');
  const buyers: Buyer[] = [];
  for (const company of companies) {
    if (random.next() > 0.42) continue;
    const ratePerDay = 1 / Math.max(6, 900 / (gamma2(random, 1) * 20 + Math.log(company.employees)));
    // Who was there before the history begins is in the middle of buying; a new company takes its time.
    const createdAt = Date.parse(company.createdAt);
    const waits = createdAt < begin ? -Math.log(1 - random.next()) / ratePerDay : gamma2(random, 60);
    const firstAt = Math.max(begin, createdAt) + waits * dayMs;
    if (firstAt > end) continue;
    const lifeDays = -Math.log(1 - random.next()) * 520;
    buyers.push({ company, ratePerDay, firstAt, stoppedAt: firstAt + lifeDays * dayMs });
  }
  return buyers;
}

function basketOf(random: Random, products: readonly Product[], recent: readonly Product[]): Order['lines'] {
  const lines = new Map<Product, number>();
  const wanted = 1 + poisson(random, 1.3);
  for (let i = 0; i < wanted; i++) {
    const last = recent[random.int(Math.max(1, recent.length))];
    const habit = random.next();
    const category =
      last !== undefined && habit < 0.35
        ? last.category
        : last !== undefined && habit < 0.7
          ? (follows[last.category]?.[random.int(2)] ?? last.category)
          : undefined;
    // Popularity falls with the place in the range.
    const range = products.filter((product) => category === undefined || product.category === category);
    const product = pickWeighted(
      random,
      range.map((one, k) => [one, 1 / (1 + (k % 10))] as const),
      range[0] ?? products[0],
    );
    if (product !== undefined) lines.set(product, (lines.get(product) ?? 0) + 1 + poisson(random, 0.6));
  }
  return [...lines].map(([product, quantity]) => ({ product, quantity, amount: quantity * product.price }));
}

/** Orders of all buyers over 24 months, about `count`: rates are scaled so that so many are expected. */
export function makeOrders(
  seed: number,
  count: number,
  buyers: readonly Buyer[],
  contacts: readonly Contact[],
  products: readonly Product[],
): Order[] {
  const random = streamOf(seed, 'orders');
  const byCompany = new Map<string, Contact[]>();
  for (const contact of contacts) {
    const list = byCompany.get(contact.company.id);
    if (list) list.push(contact);
    else byCompany.set(contact.company.id, [contact]);
  }
  const expected = buyers.reduce(
    (sum, buyer) => sum + (buyer.ratePerDay * (Math.min(end, buyer.stoppedAt) - buyer.firstAt)) / dayMs,
    0,
  );
  const scale = count / Math.max(expected, 1);
  const orders: Omit<Order, 'id'>[] = [];
  for (const buyer of buyers) {
    const people = byCompany.get(buyer.company.id);
    const contact = people?.[0];
    if (contact === undefined) continue;
    let recent: Product[] = [];
    for (let ms = buyer.firstAt; ms <= Math.min(end, buyer.stoppedAt); ) {
      const lines = basketOf(random, products, recent);
      recent = [...lines.map(({ product }) => product), ...recent].slice(0, 6);
      const gross = lines.reduce((sum, line) => sum + line.amount, 0);
      const discount = random.next() < 0.2 ? Math.round(gross * 0.1) : 0;
      orders.push({
        contact,
        at: hourText(random, Math.min(workday(ms), end)),
        lines,
        total: gross - discount,
        discount,
      });
      const wait = -Math.log(1 - random.next()) / (buyer.ratePerDay * scale);
      ms += (wait / season(ms)) * dayMs;
    }
  }
  orders.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  return orders.map((order, i) => ({ id: `O${String(i + 1).padStart(5, '0')}`, ...order }));
}
