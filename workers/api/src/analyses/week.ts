import { type CrmRows, crmMetrics } from '@aicrm/models/insights/crm-metrics';
import { weeklyInsights } from '@aicrm/models/insights/insights';
import { type HistoryRow, minorPerMajor } from '@aicrm/models/lead-score/history';
import type { InsightsFile } from '@aicrm/schema/analysis';
import type { Problem } from '@aicrm/schema/problem';
import type { Money } from '@aicrm/schema/record';
import { ok, type Result } from '@aicrm/schema/result';
import { type Attributes, attributesOfCustomers, customTexts, cut, dimensionsOf } from './attributes.js';
import { refuse } from './refuse.js';
import { commonCurrency, type SalesHistory } from './sales.js';

export interface WeekHistory extends Omit<SalesHistory, 'chances'> {
  readonly leads: readonly HistoryRow<'lead'>[];
  readonly activities: readonly HistoryRow<'activity'>[];
}

/** Dimensions that each metric is cut by: every one more makes a change harder to tell from chance. */
const mostDimensions = 3;
const hourMs = 3_600_000;

/** Rows with the members of their dimensions in place of their attributes. */
function segmented<T extends { readonly attributes: Attributes }>(rows: readonly T[]) {
  const dimensions = dimensionsOf(
    rows.map(({ attributes }) => attributes),
    mostDimensions,
  );
  return rows.map(({ attributes, ...row }) => ({ ...row, segments: cut(attributes, dimensions) }));
}

/** What happened, as rows of the metrics that a sales team watches. The tone of messages is told in pages and is not here. */
export function rowsOfWeek(history: WeekHistory, currency: string): CrmRows {
  const of = attributesOfCustomers(history.contacts, history.companies);
  const perMajor = minorPerMajor(currency);
  const major = (money: Money | undefined): number | undefined =>
    money?.currency === currency ? money.minor / perMajor : undefined;
  const moment = (text: string | undefined): number | undefined => {
    const ms = Date.parse(text ?? '');
    return Number.isFinite(ms) ? ms : undefined;
  };
  const answered = new Map<string, number>();
  for (const { fields } of history.activities) {
    const at = moment(fields.at);
    if (fields.lead === undefined || at === undefined) continue;
    answered.set(fields.lead, Math.min(answered.get(fields.lead) ?? at, at));
  }
  const leads = history.leads.flatMap(({ sourceId, fields }) => {
    const createdAt = moment(fields.createdAt);
    if (createdAt === undefined) return [];
    const first = answered.get(sourceId);
    const hours = first === undefined ? undefined : (first - createdAt) / hourMs;
    return [
      {
        createdAt,
        closedAt: moment(fields.closedAt),
        status: fields.status,
        // Something done before the lead was written down is no answer to it.
        answeredAfterHours: hours !== undefined && hours >= 0 ? hours : undefined,
        attributes: {
          ...of(fields.contact, fields.company),
          ...(fields.source ? { source: fields.source } : {}),
        },
      },
    ];
  });
  const deals = history.deals.flatMap(({ fields }) => {
    const amount = major(fields.amount);
    // Without its amount a deal would count as one of nothing.
    if (amount === undefined) return [];
    return [
      {
        closedAt: moment(fields.closedAt),
        status: fields.status,
        amount,
        fromLead: fields.custom?.lead != null,
        attributes: { ...of(fields.contact, fields.company), ...customTexts(fields) },
      },
    ];
  });
  const orders = history.orders.flatMap(({ fields }) => {
    const [at, total] = [moment(fields.at), major(fields.total)];
    if (at === undefined || total === undefined) return [];
    return [
      { at, total, attributes: { ...of(fields.contact), ...(fields.store ? { store: fields.store } : {}) } },
    ];
  });
  return {
    leads: segmented(leads),
    deals: segmented(deals),
    ended: [],
    orders: segmented(orders),
    messages: [],
  };
}

/** What changed in the last full week and why. */
export function insightsOfWeek(
  history: WeekHistory,
  now: number,
  currency: string | null,
): Result<InsightsFile, Problem> {
  const money = currency ?? commonCurrency(history) ?? 'USD';
  const metrics = crmMetrics(rowsOfWeek(history, money), now);
  const found = weeklyInsights(metrics, { asOf: now, currency: money });
  if (found.state === 'not-enough-history' || found.week === null) return refuse(found.text);
  return ok({
    schema: 1,
    kind: 'insights',
    computedAt: new Date(now).toISOString(),
    week: { from: found.week[0], to: found.week[1] },
    insights: [...found.insights],
    judged: metrics.map(({ spec }) => spec.id).filter((id) => !found.tooShort.includes(id)),
  });
}
