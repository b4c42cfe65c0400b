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

/** Orders of customers who buy at rates of their own and stop some day, over so many days before `now`. Made data. */
export function makeOrders(customers: number, days: number, now: number, seed = 7): string[][] {
  const random = createRandom(seed);
  const rows: string[][] = [];
  for (let c = 0; c < customers; c++) {
    const draw = () => -Math.log(1 - random.next());
    const wait = 30 / (0.1 + draw());
    const spend = 10 + random.int(90);
    const stops = 400 * draw() * (0.2 + draw());
    const first = random.int(Math.max(1, Math.floor(days * 0.7)));
    for (let at = first; at < days && at < first + stops; at += 1 + wait * draw())
      rows.push([
        `O${rows.length}`,
        `P${c}`,
        day(now - (days - at) * dayMs),
        String(spend + random.int(20)),
        ['North', 'South', 'West'][c % 3] ?? '',
      ]);
  }
  return rows;
}
export const orderHeader = ['id', 'contact', 'at', 'total', 'store'];

export interface MadeDeals {
  readonly deals: string[][];
  readonly dealHeader: string[];
  readonly moves: string[][];
  readonly moveHeader: string[];
}

/** Deals over three years in two stages, won by their line and amount; the last fifty are open. Made data. */
export function makeDeals(count: number, now: number, seed = 7): MadeDeals {
  const random = createRandom(seed);
  const lines = ['service', 'machines', 'software'];
  const deals: string[][] = [];
  const moves: string[][] = [];
  for (let i = 0; i < count; i++) {
    const id = `D${i}`;
    const created = now - Math.round((1_000 * (count - i)) / count) * dayMs - 5 * dayMs;
    const line = random.int(lines.length);
    const amount = 1_000 + random.int(9_000);
    const won = random.next() < ([0.9, 0.15, 0.5][line] ?? 0) - 0.00002 * (amount - 5_000);
    const moved = Math.min(created + (1 + random.int(10)) * dayMs, now - 2 * dayMs);
    const closed = moved + (1 + random.int(20)) * dayMs;
    const open = i >= count - 50;
    const end = won ? 'Won' : 'Lost';
    moves.push([`${id}-0`, id, '', 'Talks', day(created)], [`${id}-1`, id, 'Talks', 'Offer', day(moved)]);
    if (!open) moves.push([`${id}-2`, id, 'Offer', end, day(closed)]);
    deals.push([
      id,
      open ? 'Offer' : end,
      open ? 'open' : end.toLowerCase(),
      day(created),
      open ? '' : day(closed),
      String(amount),
      lines[line] ?? '',
    ]);
  }
  return {
    deals,
    dealHeader: ['id', 'stage', 'status', 'createdAt', 'closedAt', 'amount', 'line'],
    moves,
    moveHeader: ['id', 'deal', 'from', 'to', 'at'],
  };
}
