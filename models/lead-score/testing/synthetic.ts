import { createRandom } from '@aicrm/learn/random';
import type { LeadHistory } from '../history.js';

const dayMs = 86_400_000;
const iso = (ms: number): string => new Date(ms).toISOString();
/** The first moment of the generated history. */
export const syntheticStart = Date.parse('2024-01-01T00:00:00Z');
export const syntheticNow = syntheticStart + 400 * dayMs;

/**
 * A shop's history made by a seed: leads that come from a few sources, contacts with orders, some of them frequent
 * buyers. `signal` 1 makes frequent buyers and referrals convert much more often; 0 makes conversion pure chance.
 * `custom` adds fields to a lead by its outcome, to plant leaks.
 */
export function syntheticHistory(options: {
  readonly leads: number;
  readonly seed: number;
  readonly signal: number;
  /** Buyers of two to five orders convert, those of more do not: a line cannot say that, trees can. */
  readonly bent?: boolean;
  readonly custom?: (converted: boolean, random: () => number) => Record<string, string | number | null>;
}): LeadHistory {
  const random = createRandom(options.seed);
  const sources = ['web', 'referral', 'fair', 'partner'];
  const leads: LeadHistory['leads'][number][] = [];
  const contacts: LeadHistory['contacts'][number][] = [];
  const orders: LeadHistory['orders'][number][] = [];
  for (let i = 0; i < options.leads; i++) {
    const createdAt = syntheticStart + (30 + random.next() * 270) * dayMs;
    const frequent = random.next() < 0.4;
    const source = sources[random.int(sources.length)] ?? 'web';
    const town = `town-${random.int(6)}`;
    const n = frequent ? 2 + random.int(8) : random.int(3);
    for (let k = 0; k < n; k++) {
      const at = createdAt - (random.next() * 150 - 20) * dayMs;
      orders.push({
        sourceId: `o${i}-${k}`,
        fields: { contact: `c${i}`, at: iso(at), total: { minor: 500 + random.int(9_000), currency: 'EUR' } },
      });
    }
    const keen = options.bent ? n > 1 && n < 6 : frequent;
    const push = options.signal * ((keen ? 1.6 : -0.6) + (source === 'referral' ? 1.2 : -0.4));
    const converted = random.next() < 1 / (1 + Math.exp(1.2 - push));
    const closedAt = createdAt + (0.5 + random.next() * 50) * dayMs;
    contacts.push({ sourceId: `c${i}`, fields: { custom: { town } } });
    leads.push({
      sourceId: `l${i}`,
      fields: {
        name: `Person ${i}`,
        email: `p${i}@example.org`,
        contact: `c${i}`,
        source,
        status: converted ? 'converted' : 'lost',
        createdAt: iso(createdAt),
        closedAt: iso(closedAt),
        ...(options.custom === undefined ? {} : { custom: options.custom(converted, () => random.next()) }),
      },
    });
  }
  return { connection: 'shop', leads, contacts, campaigns: [], orders };
}
