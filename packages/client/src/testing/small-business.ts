import { createRandom } from '@aicrm/learn/random';
import type { RecordView, Scalar } from '@aicrm/schema/view';

const day = 86_400_000;
const regions = ['North', 'South', 'West'] as const;
const owners = ['A. Lindqvist', 'M. Okafor', 'S. Rossi'] as const;
const stages = ['Qualified', 'Needs known', 'Offer made', 'Negotiation'] as const;
const firsts = ['Ada', 'Bo', 'Cleo', 'Dan', 'Eva', 'Finn', 'Gia', 'Hal', 'Ida', 'Jon'] as const;
const lasts = ['Marsh', 'Okoye', 'Pike', 'Quist', 'Reyes', 'Stone', 'Tran', 'Urban', 'Vega', 'West'] as const;

export interface SmallBusiness {
  readonly lead: readonly RecordView[];
  readonly deal: readonly RecordView[];
  readonly contact: readonly RecordView[];
}

/** Record views of a company that does not exist, drawn by a seed: as the worker writes them, of the moment `now`. */
export function smallBusiness({
  leads = 400,
  deals = 160,
  contacts = 300,
  now = Date.UTC(2026, 10, 22, 10),
  seed = 4,
} = {}): SmallBusiness {
  const random = createRandom(seed);
  const pick = <T>(of: readonly [T, ...T[]]): T => of[Math.floor(random.next() * of.length)] ?? of[0];
  const at = (daysAgo: number): string => new Date(now - daysAgo * day).toISOString();
  const dayAt = (daysAgo: number): string => at(daysAgo).slice(0, 10);
  const view = (
    type: keyof SmallBusiness,
    i: number,
    fields: Record<string, Scalar>,
    facts: Record<string, Scalar> = {},
  ): RecordView => ({
    ...{ id: `${type}:crm:${i + 1}`, type, seq: i + 1, viewAt: at(0), facts },
    fields: { ...fields, region: pick(regions) },
  });
  const cents = (value: number): number => Math.round(100 * value) / 100;
  return {
    lead: Array.from({ length: leads }, (_, i) => {
      const drawn = random.next();
      const status = drawn < 0.4 ? 'open' : drawn < 0.62 ? 'converted' : 'lost';
      return view('lead', i, { status, createdAt: at(540 * random.next()), owner: pick(owners) });
    }),
    deal: Array.from({ length: deals }, (_, i) => {
      const passed = Math.floor(4 * random.next() ** 1.4);
      const drawn = random.next();
      const won = drawn < 0.18 + 0.05 * passed;
      return view(
        'deal',
        i,
        {
          status: won ? 'won' : drawn < 0.55 ? 'lost' : 'open',
          createdAt: at(400 * random.next()),
          stage: stages[won ? 3 : passed] ?? stages[0],
          amount: cents(1_500 * Math.exp(1.1 * random.normal())),
          currency: 'EUR',
          owner: pick(owners),
        },
        { 'stage.passed': won ? 3 : passed },
      );
    }),
    contact: Array.from({ length: contacts }, (_, i) => {
      const first = 30 + 700 * random.next();
      const gap = first * random.next() ** 2;
      const days = 1 + Math.floor(12 * random.next() ** 2);
      const spend = 35 * Math.exp(0.8 * random.normal());
      return view(
        'contact',
        i,
        { name: `${pick(firsts)} ${pick(lasts)}` },
        {
          'purchases.days': days,
          'purchases.firstDay': dayAt(first),
          'purchases.lastDay': dayAt(days === 1 ? first : gap),
          'purchases.spend': cents(days * spend),
          'purchases.repeatSpend': cents((days - 1) * spend),
          'purchases.repeatSpends': days - 1,
          'purchases.currency': 'EUR',
        },
      );
    }),
  };
}
