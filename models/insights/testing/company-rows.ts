import type { SyntheticCompany } from '../../synthetic/company.js';
import type { Message } from '../../synthetic/messages.js';
import type { CrmRows } from '../crm-metrics.js';

const toneOf = { positive: 1, negative: -1 } as const;

/** What the generated company's records say, as rows; the tone is the source's own where a message has one. */
export function companyRows(made: SyntheticCompany, messages: readonly Message[]): CrmRows {
  return {
    leads: made.leads.map(({ createdAt, closedAt, status, answeredAfterHours, source, contact }) => ({
      createdAt,
      closedAt,
      status,
      answeredAfterHours,
      segments: { source, region: contact.company.region, industry: contact.company.industry },
    })),
    deals: made.deals.map(({ closedAt, status, amount, lead, line, contact, owner }) => ({
      closedAt,
      status,
      amount: amount / 100,
      fromLead: lead !== undefined,
      segments: { line, region: contact.company.region, owner: owner.name },
    })),
    ended: made.contracts.flatMap(({ endedAt, fee, plan, company }) =>
      endedAt === undefined
        ? []
        : [{ at: endedAt, yearly: (12 * fee) / 100, segments: { plan, region: company.region } }],
    ),
    orders: made.orders.map(({ at, total, contact }) => ({
      at: Date.parse(at),
      total: total / 100,
      segments: { region: contact.company.region, industry: contact.company.industry },
    })),
    messages: messages.flatMap(({ at, tone, channel, contact }) =>
      tone === null
        ? []
        : [{ at: Date.parse(at), tone: toneOf[tone], segments: { channel, region: contact.company.region } }],
    ),
  };
}

/** Texts made up for tests, where only their tone matters. */
export const plainTexts = [
  { text: 'Quick delivery, all as ordered.', tone: 'positive' },
  { text: 'The pump leaks again.', tone: 'negative' },
  { text: 'When do you open?', tone: null },
] as const;
