import { end } from './calendar.js';
import type { SyntheticCompany } from './company.js';
import type { Deal } from './deals.js';
import { pick, pickWeighted, poisson, streamOf } from './draw.js';
import type { Lead } from './leads.js';

const dayMs = 86_400_000;

/** Columns that a CRM fills in when it is over, or by counting what came later: a leak check has to find them. */
export const plantedLeaks = {
  lead: ['custom.next_step', 'custom.qualification', 'custom.touches'],
  deal: ['custom.loss_reason', 'custom.discount_granted', 'custom.days_open'],
} as const;

export interface LeadLeaks {
  readonly next_step: string | null;
  readonly qualification: string | null;
  readonly touches: number;
}

/** Filled in by people once a lead's fate is clear: texts that name it, a grade that follows it, a count over its whole life. */
export function leadLeaks(seed: number, leads: readonly Lead[]): LeadLeaks[] {
  const random = streamOf(seed, 'lead leaks');
  return leads.map(({ status }) => {
    const converted = status === 'converted';
    const over = status !== 'open';
    return {
      next_step: !over
        ? pick(random, ['call', 'mail', null])
        : converted
          ? pickWeighted(
              random,
              [
                ['prepare quotation', 8],
                ['call', 1],
              ],
              'call',
            )
          : pickWeighted(
              random,
              [
                ['archive', 6],
                ['call', 2],
                ['mail', 2],
              ],
              'archive',
            ),
      qualification: !over
        ? null
        : pickWeighted(
            random,
            [
              ['A', converted ? 9 : 1],
              ['C', converted ? 1 : 9],
            ],
            'B',
          ),
      touches: converted ? 4 + poisson(random, 4) : poisson(random, 2),
    };
  });
}

export interface DealLeaks {
  readonly loss_reason: string | null;
  readonly discount_granted: number | null;
  readonly days_open: number;
}

export function dealLeaks(seed: number, deals: readonly Deal[]): DealLeaks[] {
  const random = streamOf(seed, 'deal leaks');
  return deals.map(({ status, createdAt, closedAt }) => ({
    loss_reason:
      status === 'lost' && random.next() < 0.85 ? pick(random, ['price', 'timing', 'competitor']) : null,
    discount_granted: status === 'won' && random.next() < 0.8 ? 5 * random.int(5) : null,
    days_open: Math.round(((closedAt ?? end) - createdAt) / dayMs),
  }));
}

/** What is wrong in the rows as it is wrong in every CRM; by row, so that tables are written in one pass. */
export interface Flaws {
  /** Leads whose end is written before their beginning. */
  readonly contradictory: ReadonlySet<string>;
  /** Leads that were entered twice. */
  readonly doubled: ReadonlySet<string>;
  /** Activities entered days after they happened, by the number of days. */
  readonly late: ReadonlyMap<string, number>;
}

export function flawsOf({ seed, leads, activities }: SyntheticCompany): Flaws {
  const random = streamOf(seed, 'flaws');
  const some = <T extends { readonly id: string }>(rows: readonly T[], share: number): string[] =>
    rows.filter(() => random.next() < share).map(({ id }) => id);
  return {
    contradictory: new Set(
      some(
        leads.filter(({ closedAt }) => closedAt !== undefined),
        0.004,
      ),
    ),
    doubled: new Set(some(leads, 0.015)),
    late: new Map(some(activities, 0.05).map((id) => [id, 2 + random.int(20)])),
  };
}
