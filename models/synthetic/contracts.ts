import { at, begin, days, end } from './calendar.js';
import { dayText, pickWeighted, poisson, sigmoid, streamOf } from './draw.js';
import type { Company } from './people.js';

const dayMs = 86_400_000;

/** A service contract by the month. What is known of a month is known when the month is over. */
export interface Contract {
  readonly company: Company;
  readonly plan: 'Basic' | 'Plus' | 'Enterprise';
  readonly startedAt: number;
  readonly endedAt: number | undefined;
  /** Cents a month. */
  readonly fee: number;
  readonly months: readonly ContractMonth[];
}

export interface ContractMonth {
  readonly month: string;
  readonly endsAt: number;
  readonly logins: number;
  readonly tickets: number;
  readonly latePayments: number;
  /** The true probability that the contract ends within the three months after this one. */
  readonly churnProbability: number;
}

const byPlan = { Basic: 0.5, Plus: 0, Enterprise: -0.8 } as const;

/** P(ends in the next month), from the last month and the contract's age. */
function hazard(plan: Contract['plan'], age: number, logins: number, tickets: number, late: number): number {
  return sigmoid(
    -3.7 +
      byPlan[plan] -
      0.035 * Math.min(age, 24) -
      0.8 * (Math.log1p(logins) - 3) +
      0.7 * tickets +
      0.6 * late,
  );
}

/** About four in ten companies have a contract; usage wanders, and falls before many ends because the hazard follows it. */
export function makeContracts(seed: number, companies: readonly Company[]): Contract[] {
  const random = streamOf(seed, 'contracts');
  const contracts: Contract[] = [];
  for (const company of companies) {
    if (random.next() > 0.4) continue;
    const plan = pickWeighted<Contract['plan']>(
      random,
      [
        ['Basic', 5],
        ['Plus', 3],
        ['Enterprise', company.employees > 300 ? 4 : 0.5],
      ],
      'Basic',
    );
    const startedAt = Math.max(Date.parse(company.createdAt), at(random.next() * (days - 60) - 400));
    if (startedAt > end - 60 * dayMs) continue;
    let level = 3 + 0.5 * random.normal();
    const months: ContractMonth[] = [];
    let endedAt: number | undefined;
    for (let age = 1; startedAt + age * 30 * dayMs <= end; age++) {
      level += 0.25 * random.normal() - 0.02 * (level - 3);
      const logins = poisson(random, Math.min(28, Math.exp(level)));
      const tickets = poisson(random, 0.35);
      const latePayments = random.next() < 0.06 ? 1 : 0;
      const risk = hazard(plan, age, logins, tickets, latePayments);
      const endsAt = startedAt + age * 30 * dayMs;
      // Later months are taken at their usual course, so the truth is that of the first month and of an average after it.
      const later = hazard(plan, age + 1, Math.exp(level), 0.35, 0.06);
      months.push({
        month: dayText(endsAt),
        endsAt,
        logins,
        tickets,
        latePayments,
        churnProbability: 1 - (1 - risk) * (1 - later) ** 2,
      });
      if (random.next() < risk) {
        endedAt = endsAt + 15 * dayMs;
        break;
      }
    }
    const kept = months.filter((month) => month.endsAt >= begin);
    if (kept.length === 0) continue;
    contracts.push({
      company,
      plan,
      startedAt,
      endedAt: endedAt !== undefined && endedAt <= end ? endedAt : undefined,
      fee: { Basic: 9_900, Plus: 24_900, Enterprise: 99_000 }[plan],
      months: kept,
    });
  }
  return contracts;
}
