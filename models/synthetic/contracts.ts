import { at, begin, days, end } from './calendar.js';
import { contractTruth, type UsageLaw } from './contract-truth.js';
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
  /** The true probability that the contract ends within the three months after this one, given its months so far. */
  readonly churnProbability: number;
}

const byPlan = { Basic: 0.5, Plus: 0, Enterprise: -0.8 } as const;

const law = {
  mean: 3,
  startSd: 0.5,
  stepSd: 0.25,
  pull: 0.02,
  mostLogins: 28,
  ticketRate: 0.35,
  lateShare: 0.06,
  settledAge: 24,
} as const satisfies Omit<UsageLaw, 'hazard'>;

/** P(ends in the next month), from the last month and the contract's age. */
function hazard(plan: Contract['plan'], age: number, logins: number, tickets: number, late: number): number {
  return sigmoid(
    -3.7 +
      byPlan[plan] -
      0.035 * Math.min(age, law.settledAge) -
      0.8 * (Math.log1p(logins) - 3) +
      0.7 * tickets +
      0.6 * late,
  );
}

/** About four in ten companies have a contract; usage wanders, and falls before many ends because the hazard follows it. */
export function makeContracts(seed: number, companies: readonly Company[]): Contract[] {
  const random = streamOf(seed, 'contracts');
  const contracts: Contract[] = [];
  const truthOf = (plan: Contract['plan']) =>
    contractTruth({ ...law, hazard: (...facts) => hazard(plan, ...facts) });
  const truths = { Basic: truthOf('Basic'), Plus: truthOf('Plus'), Enterprise: truthOf('Enterprise') };
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
    let level = law.mean + law.startSd * random.normal();
    const months: (Omit<ContractMonth, 'churnProbability'> & { readonly age: number })[] = [];
    let endedAt: number | undefined;
    for (let age = 1; startedAt + age * 30 * dayMs <= end; age++) {
      level += law.stepSd * random.normal() - law.pull * (level - law.mean);
      const logins = poisson(random, Math.min(law.mostLogins, Math.exp(level)));
      const tickets = poisson(random, law.ticketRate);
      const latePayments = random.next() < law.lateShare ? 1 : 0;
      const risk = hazard(plan, age, logins, tickets, latePayments);
      const endsAt = startedAt + age * 30 * dayMs;
      months.push({ age, month: dayText(endsAt), endsAt, logins, tickets, latePayments });
      if (random.next() < risk) {
        endedAt = endsAt + 15 * dayMs;
        break;
      }
    }
    const kept = months.filter((month) => month.endsAt >= begin);
    if (kept.length === 0) continue;
    const truth = truths[plan](kept.map((month) => ({ ...month, late: month.latePayments })));
    contracts.push({
      company,
      plan,
      startedAt,
      endedAt: endedAt !== undefined && endedAt <= end ? endedAt : undefined,
      fee: { Basic: 9_900, Plus: 24_900, Enterprise: 99_000 }[plan],
      months: kept.map(({ age: _, ...month }, i) => ({ ...month, churnProbability: truth[i] ?? Number.NaN })),
    });
  }
  return contracts;
}
