import { createRandom } from '@aicrm/learn/random';
import { forecastSales } from '@aicrm/models/forecast/train';
import type { SalesForecastFile } from '@aicrm/schema/analysis';
import type { ForecastModel } from '@aicrm/schema/forecast-model';

const start = 2022;
const month = (n: number): number => Date.UTC(start, n, 1);

/** A model that the trainer made of sales with growth, a season and noise; `months` whole ones, and ten days of the next. */
export function smallForecast(
  label: string,
  { months = 48, size = 1, noise = 0.05, seed = 5 } = {},
): ForecastModel {
  const random = createRandom(seed);
  const rows = Array.from({ length: months * 3 + 1 }, (_, i) => {
    const n = Math.floor(i / 3);
    const level = 4_000 * size * (1 + 0.01 * n) * (1 + 0.3 * Math.sin((Math.PI * n) / 6));
    return {
      at: month(n) + (4 + 9 * (i % 3)) * 86_400_000,
      value: level * Math.exp(noise * random.normal()),
    };
  });
  const made = forecastSales(rows, { asOf: month(months) + 10 * 86_400_000, label });
  if (!made.ok) throw new Error(made.error.detail);
  return made.value;
}

/** A whole file of a total and two regions, with open deals and goals: one that came, one that did not, one to come. */
export function smallForecastFile(): SalesForecastFile {
  const total = smallForecast('Orders in EUR');
  const next = total.first + total.values.length;
  return {
    schema: 1,
    kind: 'sales-forecast',
    computedAt: '2026-01-11T00:00:00.000Z',
    currency: 'EUR',
    series: [
      { path: [], label: 'Total', model: total },
      { path: ['region', 'North'], label: 'North', model: smallForecast('Orders, North', { size: 0.7 }) },
      {
        path: ['region', 'South'],
        label: 'South',
        model: smallForecast('Orders, South', { size: 0.3, seed: 8 }),
      },
    ],
    pipeline: { expected: [3_000, 2_000, 500], low80: [500, 0, 0], high80: [6_000, 5_000, 1_500], deals: 9 },
    targets: [
      { step: next - 2, value: 1 },
      { step: next - 1, value: 1e9 },
      { step: next + 2, value: 20_000 },
    ],
  };
}
