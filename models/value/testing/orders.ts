import { createRandom } from '@aicrm/learn/random';
import { betaDraw, exponentialDraw, gammaDraw } from '@aicrm/learn/value/draws';
import { dayMs, type Order } from '../customers.js';

export const ordersNow = Date.parse('2026-01-01T00:00:00Z');

/** Made orders of a shop whose customers behave as BG/NBD and Gamma-Gamma say, over `days` days until `ordersNow`. */
export function madeOrders(customers: number, days = 400, seed = 1, currency = 'EUR'): Order[] {
  const random = createRandom(seed);
  const orders: Order[] = [];
  for (let i = 0; i < customers; i++) {
    const rate = gammaDraw(random, 0.6) / 6;
    const leaves = betaDraw(random, 0.8, 3);
    const scale = gammaDraw(random, 4) / 60;
    let at = (random.next() * days) / 2;
    while (at < days) {
      const moment = new Date(ordersNow - (days - at) * dayMs);
      orders.push({
        sourceId: `o${orders.length}`,
        fields: {
          contact: `c${i}`,
          at: moment.toISOString(),
          total: { minor: 1 + Math.round((100 * gammaDraw(random, 6)) / scale / 6), currency },
        },
      });
      at += 7 * exponentialDraw(random, rate);
      if (random.next() < leaves) break;
    }
  }
  return orders;
}
