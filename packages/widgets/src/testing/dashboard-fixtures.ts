import type { Ranked } from '@aicrm/client/client';
import { smallBusiness } from '@aicrm/client/testing/small-business';
import { smallForecast } from '@aicrm/client/testing/small-forecast';
import { smallInsights } from '@aicrm/client/testing/small-insights';
import { smallSegments } from '@aicrm/client/testing/small-segments';
import type { SalesForecastFile } from '@aicrm/schema/analysis';
import { card } from './fake-client.js';
import { FakeData, FakeDataClient, ready, type Script } from './fake-data.js';
import { analyses } from './insight-fixtures.js';
import { madeUpFeedback } from './made-up-feedback.js';

/** The moment that all of it is of. */
export const asOf = '2026-11-22T10:00:00Z';

export function forecastFile(): SalesForecastFile {
  // Whole months to October 2026, and ten days of November.
  const months = 58;
  return {
    ...{ schema: 1, kind: 'sales-forecast', computedAt: asOf, currency: 'EUR', targets: [] },
    series: [
      { path: [], label: 'Total', model: smallForecast('Orders in EUR', { months }) },
      { path: ['region', 'North'], label: 'North', model: smallForecast('North', { months, size: 0.6 }) },
    ],
    pipeline: { expected: [9_000, 6_000], low80: [3_000, 1_000], high80: [16_000, 12_000], deals: 40 },
  };
}

/** A whole business that does not exist: what a page's store and a tenant's files would hold. */
export const business = (): Script => ({
  analyses: {
    'customer-value': ready(analyses['customer-value']),
    segments: ready(smallSegments()),
    'sales-forecast': ready(forecastFile()),
    insights: ready(smallInsights()),
  },
  messages: ready(
    madeUpFeedback({ count: 240 }).map((one, i) => ({ ...one, contact: `contact:crm:${(i % 300) + 1}` })),
  ),
  stored: { ...smallBusiness() },
});

/** A client whose deals have chances, as a model of the tenant's would give them. */
export class BusinessClient extends FakeDataClient {
  constructor(script: Script = business()) {
    super(new FakeData(script));
    this.cardAnswer = card;
    const deals = script.stored?.deal ?? [];
    this.chances = deals.map(({ id }, i) => ({
      ...{ recordId: id, probability: 0.1 + ((i * 37) % 70) / 100, band: 'medium' as const },
    }));
  }

  private readonly chances: Ranked[];
  override rank = (): Promise<never[]> => Promise.resolve(this.chances as never[]);
}
