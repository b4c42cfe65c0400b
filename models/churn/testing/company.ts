import type { SyntheticCompany } from '../../synthetic/company.js';
import type { ChurnHistory } from '../history.js';

const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** The made-up company's contracts as its billing system would export them: days, no hours. */
export const companyContracts = ({ contracts }: SyntheticCompany): ChurnHistory => ({
  connection: 'crm',
  contracts: contracts.map(({ company, startedAt, endedAt, plan, fee }) => ({
    sourceId: company.id,
    customer: company.id,
    startedAt: day(startedAt),
    plan,
    fee: { minor: fee, currency: 'EUR' },
    ...(endedAt === undefined ? {} : { endedAt: day(endedAt) }),
  })),
  usage: contracts.flatMap(({ company, months }) =>
    months.map(({ month, logins, tickets, latePayments }) => ({
      contract: company.id,
      endsAt: month,
      values: { logins, tickets, latePayments },
    })),
  ),
  customers: contracts.map(({ company }) => ({
    sourceId: company.id,
    fields: { industry: company.industry, region: company.region, employees: company.employees },
  })),
});

/** The true chance behind each month, by contract and the day the month was over; never among what a model reads. */
export const companyTruth = ({ contracts }: SyntheticCompany): ReadonlyMap<string, number> =>
  new Map(
    contracts.flatMap(({ company, months }) =>
      months.map(({ month, churnProbability }) => [`${company.id} ${month}`, churnProbability]),
    ),
  );
