import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { LeadHistory } from '../history.js';

/** The public data set that judges lead scoring; it lies beside the project and may be absent. */
export const retailFolder = join(import.meta.dirname, '../../../../shared/data/retail');
export const hasRetail = existsSync(join(retailFolder, 'campaigns.csv.gz'));

/** One day after the last purchase and redemption of the set. */
export const retailNow = Date.parse('2018-01-01');

type Line = Readonly<Record<string, string>>;

/** Reads a CSV without line breaks inside fields, which this set has none of. */
function read(name: string): Line[] {
  const text = gunzipSync(readFileSync(join(retailFolder, `${name}.csv.gz`))).toString('utf8');
  const cells = (line: string): string[] =>
    [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((found) => found[1] ?? found[2] ?? '');
  const [header = '', ...lines] = text.split('\n').filter((line) => line !== '');
  const columns = cells(header);
  return lines.map((line) => {
    const values = cells(line);
    return Object.fromEntries(columns.map((column, i) => [column, values[i] ?? '']));
  });
}

const cents = (text: string | undefined): number => Math.round(Number(text ?? 0) * 100);
const usd = (minor: number) => ({ minor, currency: 'USD' });

/** A household that received a campaign is a lead; redeeming any coupon of that campaign is its conversion. */
export function retailHistory(): LeadHistory {
  const campaigns = new Map(read('campaign_descriptions').map((row) => [row.campaign_id ?? '', row]));
  const redeemed = new Map<string, string>();
  for (const { campaign_id, household_id, redemption_date = '' } of read('coupon_redemptions')) {
    const id = `${campaign_id}-${household_id}`;
    const known = redeemed.get(id);
    if (known === undefined || redemption_date < known) redeemed.set(id, redemption_date);
  }
  const baskets = new Map<string, { contact: string; at: string; sums: [number, number, number] }>();
  for (const line of read('transactions_sample')) {
    const id = line.basket_id ?? '';
    const basket = baskets.get(id) ?? {
      contact: line.household_id ?? '',
      at: `${(line.transaction_timestamp ?? '').replace(' ', 'T')}Z`,
      sums: [0, 0, 0],
    };
    basket.sums[0] += cents(line.sales_value);
    basket.sums[1] += cents(line.retail_disc);
    basket.sums[2] += cents(line.coupon_disc) + cents(line.coupon_match_disc);
    baskets.set(id, basket);
  }
  const demographics = new Map(read('demographics').map((row) => [row.household_id ?? '', row]));
  const sent = read('campaigns');
  const households = new Set([
    ...sent.map((row) => row.household_id ?? ''),
    ...[...baskets.values()].map((b) => b.contact),
  ]);
  return {
    connection: 'club',
    contacts: [...households].map((sourceId) => {
      const { household_id: _, ...traits } = demographics.get(sourceId) ?? {};
      const known = Object.entries(traits).filter(([, value]) => value !== '');
      return { sourceId, fields: { custom: Object.fromEntries(known) } };
    }),
    campaigns: [...campaigns].map(([sourceId, row]) => ({
      sourceId,
      fields: { kind: row.campaign_type ?? '', startsAt: row.start_date ?? '', endsAt: row.end_date ?? '' },
    })),
    orders: [...baskets].map(([sourceId, { contact, at, sums }]) => ({
      sourceId,
      fields: { contact, at, total: usd(sums[0]), discount: usd(sums[1]), couponDiscount: usd(sums[2]) },
    })),
    leads: sent.map(({ campaign_id = '', household_id = '' }) => {
      const sourceId = `${campaign_id}-${household_id}`;
      const campaign = campaigns.get(campaign_id);
      const start = campaign?.start_date ?? '';
      const end = campaign?.end_date ?? '';
      const at = redeemed.get(sourceId);
      const status = at !== undefined ? 'converted' : end < '2018-01-01' ? 'lost' : 'open';
      const closedAt = at ?? (status === 'lost' ? end : undefined);
      return {
        sourceId,
        fields: {
          contact: household_id,
          campaign: campaign_id,
          status,
          createdAt: start,
          ...(closedAt === undefined ? {} : { closedAt }),
        },
      };
    }),
  };
}
