import { must } from '@aicrm/schema/result';
import { describe, expect, it } from 'vitest';
import { end } from '../synthetic/calendar.js';
import { makeCompany } from '../synthetic/company.js';
import { makeMessages } from '../synthetic/messages.js';
import { crmMetrics } from './crm-metrics.js';
import { weeklyInsights } from './insights.js';
import { companyRows, plainTexts } from './testing/company-rows.js';

const asOf = end + 1;

describe('the metrics of a CRM', () => {
  const made = makeCompany(7, {
    companies: 600,
    contacts: 1_600,
    leads: 8_000,
    deals: 1_500,
    orders: 16_000,
  });
  const rows = companyRows(made, makeMessages(made, plainTexts, 2_000));

  it('watches nine metrics of the generated company and finds nothing in a week where nothing happened', () => {
    const metrics = crmMetrics(rows, asOf);
    expect(metrics.map(({ spec }) => spec.id)).toHaveLength(9);
    expect(weeklyInsights(metrics, { asOf }).state).toBe('nothing-unusual');
  });

  it('names the region whose orders went missing, once, with the money at stake', () => {
    const from = asOf - 7 * 86_400_000;
    const counts = new Map<string, number>();
    for (const { at, segments } of rows.orders)
      if (at >= from) counts.set(segments.region ?? '', (counts.get(segments.region ?? '') ?? 0) + 1);
    const [region] = must([...counts].sort((a, b) => b[1] - a[1])[0], 'a region');
    const orders = rows.orders.filter(
      (one, i) => one.at < from || one.segments.region !== region || i % 4 === 0,
    );
    const { insights } = weeklyInsights(crmMetrics({ ...rows, orders }, asOf), { asOf });
    expect(insights).toHaveLength(1);
    const [insight] = insights;
    expect(insight?.segment?.value ?? insight?.driver?.value).toBe(region);
    expect(insight?.stake?.amount).toBeGreaterThan(0);
  });

  it('leaves out what is later than now, and states no worth where nothing was won', () => {
    const then = asOf - 28 * 86_400_000;
    for (const { rows: some } of crmMetrics(rows, then))
      expect(some.every(({ at }) => at <= then)).toBe(true);
    const metrics = crmMetrics({ ...rows, deals: [] }, asOf);
    expect(metrics.find(({ spec }) => spec.id === 'new-leads')?.spec.worth).toBeUndefined();
    expect(metrics.find(({ spec }) => spec.id === 'orders')?.spec.worth).toBeGreaterThan(0);
  });
});
