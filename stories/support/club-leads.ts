import type { RecordView, Scalar } from '@aicrm/schema/view';

const day = 86_400_000;
const ago = (now: number, days: number): string => new Date(now - days * day).toISOString();

/** A lead of the club, with recency as days before now, because that is how a story wants to say it. */
export interface ClubLead {
  readonly id: string;
  readonly name: string;
  readonly fields: Readonly<Record<string, Scalar>>;
  readonly facts: Readonly<Record<string, Scalar>>;
  readonly lastPurchaseDays: number;
}

const lead = (
  id: string,
  name: string,
  lastPurchaseDays: number,
  fields: ClubLead['fields'],
  facts: ClubLead['facts'],
): ClubLead => ({ id: `lead:club:${id}`, name, lastPurchaseDays, fields, facts });

/** Three leads, one of each band, and one of whom almost nothing is known. */
export const clubLeads: readonly ClubLead[] = [
  lead(
    '18-1029',
    'Household 1029',
    3,
    { campaignKind: 'Type A', offers: 14, household: '3+', age: '45-64', home: 'owner' },
    {
      'leads.converted': 2,
      'leads.count': 6,
      'orders.sum90': 812.4,
      'orders.couponShare': 0.21,
      'orders.count90': 31,
      'orders.mean': 26.2,
      'orders.discountShare': 0.19,
    },
  ),
  lead(
    '18-0417',
    'Household 417',
    9,
    { campaignKind: 'Type B', offers: 14, household: '2' },
    {
      'leads.converted': 1,
      'leads.count': 5,
      'orders.sum90': 455.9,
      'orders.couponShare': 0.12,
      'orders.count90': 24,
      'orders.mean': 19,
    },
  ),
  lead(
    '18-2230',
    'Household 2230',
    41,
    { campaignKind: 'Type B', offers: 6, age: '65+', home: 'renter', household: '1' },
    {
      'leads.converted': 0,
      'leads.count': 3,
      'orders.sum90': 71.3,
      'orders.couponShare': 0,
      'orders.count90': 4,
      'orders.mean': 17.8,
      'orders.discountShare': 0.11,
    },
  ),
];

export function viewOf(client: ClubLead, now: number): Omit<RecordView, 'seq'> {
  return {
    id: client.id,
    type: 'lead',
    viewAt: ago(now, 0.1),
    fields: client.fields,
    facts: {
      ...client.facts,
      'orders.lastAt': ago(now, client.lastPurchaseDays),
      'orders.firstAt': ago(now, 430),
    },
  };
}

/** More leads for a table, varied by their number only, so that every run draws the same. */
export function manyLeads(count: number): ClubLead[] {
  return Array.from({ length: count }, (_, i) => {
    const wave = (step: number) => (Math.sin((i + 1) * step) + 1) / 2;
    return lead(
      `20-${1000 + i}`,
      `Household ${1000 + i}`,
      Math.round(wave(2.3) ** 2 * 60),
      {
        campaignKind: ['Type A', 'Type B', 'Type C'][i % 3] ?? 'Type A',
        offers: Math.round(3 + wave(1.7) * 14),
        household: ['1', '2', '3+'][(i * 7) % 3] ?? '2',
      },
      {
        'leads.converted': Math.round(wave(0.9) ** 3 * 4),
        'leads.count': Math.round(wave(1.3) * 8),
        'orders.sum90': Math.round(wave(3.1) * 1100),
        'orders.couponShare': Math.round(wave(1.1) ** 2 * 40) / 100,
        'orders.count90': Math.round(wave(0.7) * 44),
        'orders.mean': Math.round(12 + wave(2.9) * 40),
      },
    );
  });
}
