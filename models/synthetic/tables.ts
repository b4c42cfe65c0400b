import type { RecordType } from '@aicrm/schema/ids';
import type { Scalar } from '@aicrm/schema/view';
import type { SyntheticCompany } from './company.js';
import { winProbability } from './deals.js';
import { dayText, streamOf } from './draw.js';
import { dealLeaks, flawsOf, leadLeaks } from './mess.js';
import type { Message } from './messages.js';
import { holed } from './people.js';

/** Rows of one type as a file holds them: columns are called like the canonical fields. */
export interface SampleTable {
  readonly file: string;
  readonly type: RecordType;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Scalar[])[];
}

/** What is kept aside: the probabilities behind the rows, for tests and for no model. */
export interface TruthTable {
  readonly file: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Scalar[])[];
}

const minute = (ms: number): string => `${new Date(ms).toISOString().slice(0, 16)}:00Z`;
const money = (cents: number): string => (cents / 100).toFixed(2);
const round = (value: number): number => Number(value.toPrecision(9));

/** The rows of a company with all that is missing, late, doubled, contradictory and leaking in them. */
export function tablesOf(made: SyntheticCompany, messages: readonly Message[]): SampleTable[] {
  const random = streamOf(made.seed, 'holes');
  const flaws = flawsOf(made);
  const contractOf = new Map(made.contracts.map((contract) => [contract.company.id, contract]));
  const companies = made.companies.map((one) => {
    const contract = contractOf.get(one.id);
    return [
      one.id,
      one.name,
      one.domain,
      holed(random, one.industry, 0.06),
      holed(random, one.employees, 0.12),
      one.createdAt,
      one.region,
      contract?.plan ?? null,
      contract === undefined ? null : dayText(contract.startedAt),
      contract?.endedAt === undefined ? null : dayText(contract.endedAt),
      contract === undefined ? null : money(contract.fee),
    ];
  });
  const leaks = leadLeaks(made.seed, made.leads);
  const leads = made.leads.flatMap((lead, i) => {
    const leak = leaks[i];
    const closed =
      lead.closedAt === undefined
        ? null
        : flaws.contradictory.has(lead.id)
          ? minute(lead.createdAt - 86_400_000)
          : minute(lead.closedAt);
    const row = (id: string): Scalar[] => [
      id,
      lead.contact.name,
      lead.contact.email,
      lead.contact.id,
      lead.contact.company.id,
      lead.campaign?.id ?? null,
      holed(random, lead.source, 0.05),
      lead.owner.id,
      lead.status,
      minute(lead.createdAt),
      closed,
      lead.visits,
      leak?.next_step ?? null,
      leak?.qualification ?? null,
      leak?.touches ?? null,
    ];
    return flaws.doubled.has(lead.id) ? [row(lead.id), row(`${lead.id}-2`)] : [row(lead.id)];
  });
  const more = dealLeaks(made.seed, made.deals);
  const deals = made.deals.map((deal, i) => {
    const leak = more[i];
    return [
      deal.id,
      `${deal.line} for ${deal.contact.company.name}`,
      deal.contact.id,
      deal.contact.company.id,
      deal.owner.id,
      deal.stage,
      deal.status,
      holed(random, money(deal.amount), 0.03),
      minute(deal.createdAt),
      dayText(deal.closeAt),
      deal.closedAt === undefined ? null : minute(deal.closedAt),
      deal.line,
      deal.lead?.id ?? null,
      deal.lead?.source ?? 'Existing customer',
      deal.competitor,
      deal.decisionMaker,
      leak?.loss_reason ?? null,
      leak?.discount_granted ?? null,
      leak?.days_open ?? null,
    ];
  });
  return [
    {
      file: 'users',
      type: 'user',
      columns: ['id', 'name', 'custom.region', 'custom.capacity'],
      rows: made.reps.map((rep) => [rep.id, rep.name, rep.region, rep.capacity]),
    },
    {
      file: 'companies',
      type: 'company',
      columns: [
        'id',
        'name',
        'domain',
        'industry',
        'employees',
        'createdAt',
        'custom.region',
        'custom.plan',
        'custom.contract_start',
        'custom.contract_end',
        'custom.monthly_fee',
      ],
      rows: companies,
    },
    {
      file: 'contacts',
      type: 'contact',
      columns: ['id', 'name', 'email', 'company', 'createdAt', 'custom.role'],
      rows: made.contacts.map((one) => [
        one.id,
        one.name,
        one.email,
        one.company.id,
        one.createdAt,
        holed(random, one.role, 0.04),
      ]),
    },
    {
      file: 'campaigns',
      type: 'campaign',
      columns: ['id', 'name', 'kind', 'startsAt', 'endsAt'],
      rows: made.campaigns.map((one) => [
        one.id,
        one.name,
        one.kind,
        dayText(one.startsAt),
        dayText(one.endsAt),
      ]),
    },
    {
      file: 'leads',
      type: 'lead',
      columns: [
        'id',
        'name',
        'email',
        'contact',
        'company',
        'campaign',
        'source',
        'owner',
        'status',
        'createdAt',
        'closedAt',
        'custom.visits',
        'custom.next_step',
        'custom.qualification',
        'custom.touches',
      ],
      rows: leads,
    },
    {
      file: 'deals',
      type: 'deal',
      columns: [
        'id',
        'name',
        'contact',
        'company',
        'owner',
        'stage',
        'status',
        'amount',
        'createdAt',
        'closeAt',
        'closedAt',
        'custom.line',
        'custom.lead',
        'custom.origin',
        'custom.competitor',
        'custom.decision_maker',
        'custom.loss_reason',
        'custom.discount_granted',
        'custom.days_open',
      ],
      rows: deals,
    },
    {
      file: 'stage-changes',
      type: 'stage-change',
      columns: ['id', 'deal', 'from', 'to', 'at'],
      rows: made.deals.flatMap((deal) =>
        deal.changes.map((one, i) => [`${deal.id}-${i}`, deal.id, one.from ?? null, one.to, minute(one.at)]),
      ),
    },
    {
      file: 'activities',
      type: 'activity',
      columns: ['id', 'kind', 'at', 'lead', 'contact', 'deal', 'owner', 'custom.days_late'],
      rows: made.activities.map((one) => [
        one.id,
        one.kind,
        one.at,
        one.lead ?? null,
        one.contact,
        one.deal ?? null,
        one.owner,
        flaws.late.get(one.id) ?? null,
      ]),
    },
    {
      file: 'products',
      type: 'product',
      columns: ['id', 'name', 'category'],
      rows: made.products.map((one) => [one.id, one.name, one.category]),
    },
    {
      file: 'orders',
      type: 'order',
      columns: ['id', 'contact', 'at', 'total', 'discount'],
      rows: made.orders.map((one) => [one.id, one.contact.id, one.at, money(one.total), money(one.discount)]),
    },
    {
      file: 'order-lines',
      type: 'order-line',
      columns: ['id', 'order', 'product', 'quantity', 'amount'],
      rows: made.orders.flatMap((one) =>
        one.lines.map((line, i) => [
          `${one.id}-${i + 1}`,
          one.id,
          line.product.id,
          line.quantity,
          money(line.amount),
        ]),
      ),
    },
    {
      file: 'usage',
      type: 'event',
      columns: ['id', 'kind', 'at', 'record', 'custom.logins', 'custom.tickets', 'custom.late_payments'],
      rows: made.contracts.flatMap((one) =>
        one.months.map((month, i) => [
          `${one.company.id}-${i}`,
          'usage of a month',
          month.month,
          one.company.id,
          month.logins,
          month.tickets,
          month.latePayments,
        ]),
      ),
    },
    {
      file: 'messages',
      type: 'message',
      columns: ['id', 'channel', 'at', 'contact', 'text', 'rating'],
      rows: messages.map((one) => [one.id, one.channel, one.at, one.contact.id, one.text, one.rating]),
    },
  ];
}

/** The truth behind each table; deals at the moment they were opened. */
export function truthOf(made: SyntheticCompany, messages: readonly Message[]): TruthTable[] {
  return [
    {
      file: 'leads',
      columns: ['id', 'probability'],
      rows: made.leads.map((one) => [one.id, round(one.probability)]),
    },
    {
      file: 'deals',
      columns: ['id', 'probability'],
      rows: made.deals.map((one) => [one.id, round(winProbability(one, 0, 0))]),
    },
    {
      file: 'contracts',
      columns: ['company', 'month', 'probability'],
      rows: made.contracts.flatMap((one) =>
        one.months.map((month) => [one.company.id, month.month, round(month.churnProbability)]),
      ),
    },
    {
      file: 'buyers',
      columns: ['company', 'rate_per_day', 'stopped_at'],
      rows: made.buyers.map((one) => [one.company.id, round(one.ratePerDay), dayText(one.stoppedAt)]),
    },
    { file: 'messages', columns: ['id', 'tone'], rows: messages.map((one) => [one.id, one.tone]) },
  ];
}
