import { forecastPipeline, type OpenDeal } from '@aicrm/learn/forecast/pipeline';
import { createRandom } from '@aicrm/learn/random';
import { forecastSales, type SalesForecastOptions } from '@aicrm/models/forecast/train';
import type { SalesForecastFile } from '@aicrm/schema/analysis';
import type { ForecastModel } from '@aicrm/schema/forecast-model';

const day = 86_400_000;
/** The moment that stories are of: a month under way. */
export const storyNow = Date.UTC(2026, 10, 18);
const firstYear = 2022;
const month = (n: number): number => Date.UTC(firstYear, n, 1);
const months = (2026 - firstYear) * 12 + 10;

export interface Sale {
  readonly at: number;
  readonly value: number;
  readonly region: string;
  readonly product: string;
  readonly rep: string;
}

const regions = [
  { name: 'North', size: 1, growth: 0.011 },
  { name: 'South', size: 0.7, growth: 0.004 },
  { name: 'West', size: 0.45, growth: 0.017 },
] as const;
const products = [
  { name: 'Pumps', size: 1, peak: 2 },
  { name: 'Reagents', size: 0.8, peak: 9 },
] as const;
const reps = ['Ines Okafor', 'Jonas Weber', 'Samira Haddad'] as const;

/**
 * Sales of a company that does not exist: a level, growth, a season and noise for each region and product, drawn with a
 * fixed seed. The month under way has what its first days brought.
 */
export function madeUpSales({ noise = 0.16, count = months } = {}): Sale[] {
  const random = createRandom(20_261_118);
  const sales: Sale[] = [];
  for (let n = months - count; n <= months; n++)
    for (const [r, region] of regions.entries())
      for (const product of products)
        for (let k = 0; k < 6; k++) {
          const season = 1 + 0.28 * Math.cos((2 * Math.PI * ((n % 12) - product.peak)) / 12);
          const level = 3_400 * region.size * product.size * (1 + region.growth * n) * season;
          const at = month(n) + (1 + 4.6 * k) * day + r * 3_600_000;
          const value = Math.round(level * Math.exp(noise * random.normal() * 2) * 100) / 100;
          if (at < storyNow)
            sales.push({
              ...{ at, value, region: region.name, product: product.name },
              rep: reps[(r + k) % reps.length] ?? reps[0],
            });
        }
  return sales;
}

export function train(
  sales: readonly Sale[],
  label: string,
  more: Partial<SalesForecastOptions> = {},
): ForecastModel {
  const made = forecastSales(sales, { asOf: storyNow, label, ...more });
  if (!made.ok) throw new Error(made.error.detail);
  return made.value;
}

const levelsOf = ['region', 'product', 'rep'] as const;

/** Open deals, each with an amount and its chances, as a deal score would give them. */
function openDeals(): OpenDeal[] {
  const random = createRandom(11);
  return Array.from({ length: 42 }, () => {
    const start = Math.floor(random.next() * 4);
    return {
      amount: 1_500 + Math.round(14_000 * random.next() ** 2),
      winProbability: 0.15 + 0.6 * random.next(),
      closeMonthProbabilities: Array.from({ length: 6 }, (_, m) =>
        m < start ? 0 : 0.42 * 0.55 ** (m - start),
      ),
    };
  });
}

let made: SalesForecastFile | undefined;

/** A whole file, trained here and now from the made-up sales: total, regions, products and reps. */
export function salesForecast(): SalesForecastFile {
  if (made) return made;
  const sales = madeUpSales();
  const total = train(sales, 'Orders in EUR');
  const parts = levelsOf.flatMap((level) =>
    [...new Set(sales.map((sale) => sale[level]))].map((name) => ({
      path: [level, name],
      label: name,
      model: train(
        sales.filter((sale) => sale[level] === name),
        `Orders in EUR, ${name}`,
      ),
    })),
  );
  const next = total.first + total.values.length;
  const deals = openDeals();
  const pipeline = forecastPipeline(deals, { months: 6 });
  made = {
    schema: 1,
    kind: 'sales-forecast',
    computedAt: new Date(storyNow).toISOString(),
    currency: 'EUR',
    series: [{ path: [], label: 'Total', model: total }, ...parts],
    pipeline: {
      expected: pipeline.map(({ mean }) => mean),
      low80: pipeline.map(({ low80 }) => low80),
      high80: pipeline.map(({ high80 }) => high80),
      deals: deals.length,
    },
    targets: [
      { step: next - 2, value: 120_000 },
      { step: next - 1, value: 140_000 },
      { step: next + 1, value: 145_000 },
      { step: next + 4, value: 160_000 },
      { step: next + 10, value: 125_000 },
    ],
  };
  return made;
}
