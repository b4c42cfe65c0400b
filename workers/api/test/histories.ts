import { createRandom } from '@aicrm/learn/random';

const dayMs = 86_400_000;
const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

export interface MadeHistory {
  readonly leads: string[][];
  readonly leadHeader: string[];
}

/**
 * Leads over three years whose outcome depends on their source and size (`signal` 1), or on nothing (`signal` 0).
 * Made data: it proves that the pipeline finds what is there and refuses what is not.
 */
export function makeLeads(count: number, signal: 0 | 1, now: number, seed = 7): MadeHistory {
  const random = createRandom(seed);
  const sources = ['referral', 'web', 'fair', 'cold call'];
  const leads = Array.from({ length: count }, (_, i) => {
    const created = now - Math.round((1_000 * (count - i)) / count) * dayMs - 5 * dayMs;
    const source = random.int(sources.length);
    const size = 1 + random.int(100);
    const chance = 0.3 + signal * ([0.35, 0.05, -0.1, -0.25][source] ?? 0) + signal * 0.002 * (size - 50);
    const won = random.next() < chance;
    const closed = Math.min(created + (3 + random.int(40)) * dayMs, now - dayMs);
    return [
      `L${i}`,
      '',
      won ? 'converted' : 'lost',
      day(created),
      day(closed),
      sources[source] ?? '',
      String(size),
    ];
  });
  return { leads, leadHeader: ['id', 'contact', 'status', 'createdAt', 'closedAt', 'source', 'size'] };
}
