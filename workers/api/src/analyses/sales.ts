import { regularSeries } from '@aicrm/learn/forecast/calendar';
import { forecastPipeline, type OpenDeal } from '@aicrm/learn/forecast/pipeline';
import { forecastSales } from '@aicrm/models/forecast/train';
import { forecastLevels, type LevelForecast, type LevelRow } from '@aicrm/models/forecast/train-levels';
import { type HistoryRow, minorPerMajor } from '@aicrm/models/lead-score/history';
import type { SalesForecastFile } from '@aicrm/schema/analysis';
import type { Problem } from '@aicrm/schema/problem';
import type { Money } from '@aicrm/schema/record';
import { ok, type Result } from '@aicrm/schema/result';
import { type Attributes, attributesOfCustomers, customTexts, dimensionsOf } from './attributes.js';
import { refuse } from './refuse.js';

export interface SalesHistory {
  readonly orders: readonly HistoryRow<'order'>[];
  readonly deals: readonly HistoryRow<'deal'>[];
  readonly contacts: readonly HistoryRow<'contact'>[];
  readonly companies: readonly HistoryRow<'company'>[];
  /** Of open deals by id: the chance to be won, where a model says one. */
  readonly chances: ReadonlyMap<string, number>;
}

/** Below, a trend cannot be told from chance; a year more tells seasons. */
const leastMonths = 12;
const season = 12;
/** Parts of the business besides the total: each has a forecast of its own to be fitted. */
const mostParts = 8;
/** Won deals whose days to the close tell when open ones close. */
const leastWon = 30;
const monthMs = (365.25 / 12) * 86_400_000;

const otherMember = 'Other';
const sourceLevel = 'kind';

interface Sale {
  readonly at: number;
  readonly value: number;
  readonly kind: 'Orders' | 'Won deals';
  readonly attributes: Attributes;
}

/** Orders and won deals in one currency. */
function salesOf(history: SalesHistory, currency: string): { sales: Sale[]; otherCurrency: number } {
  const perMajor = minorPerMajor(currency);
  const of = attributesOfCustomers(history.contacts, history.companies);
  const sales: Sale[] = [];
  let otherCurrency = 0;
  const add = (at: string | undefined, money: Money | undefined, more: Omit<Sale, 'at' | 'value'>): void => {
    const time = Date.parse(at ?? '');
    if (money === undefined || !Number.isFinite(time)) return;
    if (money.currency === currency) sales.push({ at: time, value: money.minor / perMajor, ...more });
    else otherCurrency++;
  };
  for (const { fields } of history.orders) {
    const { store } = fields;
    const attributes = { ...of(fields.contact), ...(store ? { store } : {}), ...customTexts(fields) };
    add(fields.at, fields.total, { kind: 'Orders', attributes });
  }
  for (const { fields } of history.deals)
    if (fields.status === 'won')
      add(fields.closedAt, fields.amount, {
        kind: 'Won deals',
        attributes: { ...of(fields.contact, fields.company), ...customTexts(fields) },
      });
  return { sales, otherCurrency };
}

/** The currency of most amounts; of equals the first by its letters. */
export function commonCurrency(history: Pick<SalesHistory, 'orders' | 'deals'>): string | null {
  const counts = new Map<string, number>();
  const amounts = [
    ...history.orders.map(({ fields }) => fields.total),
    ...history.deals.map(({ fields }) => fields.amount),
  ];
  for (const money of amounts)
    if (money !== undefined) counts.set(money.currency, (counts.get(money.currency) ?? 0) + 1);
  const [first] = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return first?.[0] ?? null;
}

/** Each sale's place in the levels: what kind it is where there are both, and one dimension, its small members joined. */
function levelsOf(sales: readonly Sale[]): { rows: LevelRow[]; names: string[] } {
  const kinds = new Set(sales.map(({ kind }) => kind)).size > 1;
  const [dimension] = dimensionsOf(
    sales.map(({ attributes }) => attributes),
    1,
  );
  const sums = new Map<string, number>();
  const memberOf = ({ attributes }: Sale): string => attributes[dimension ?? ''] ?? '(none)';
  for (const sale of sales) sums.set(memberOf(sale), (sums.get(memberOf(sale)) ?? 0) + sale.value);
  const room = mostParts - (kinds ? 2 : 0);
  const largest = [...sums].sort(([, a], [, b]) => b - a).map(([member]) => member);
  const kept = new Set(largest.length > room ? largest.slice(0, room - 1) : largest);
  const names = [...(kinds ? [sourceLevel] : []), ...(dimension === undefined ? [] : [dimension])];
  const rows = sales.map((sale): LevelRow => {
    const member = memberOf(sale);
    return {
      at: sale.at,
      value: sale.value,
      levels: {
        ...(kinds ? { [sourceLevel]: sale.kind } : {}),
        ...(dimension === undefined ? {} : { [dimension]: kept.has(member) ? member : otherMember }),
      },
    };
  });
  return { rows, names };
}

/**
 * Sales of the months to come, in all and by part, and what the open deals add.
 *
 * Refuses below twelve finished months; below twenty-four it forecasts without a season and says so.
 */
export function salesForecast(
  history: SalesHistory,
  now: number,
  currency: string | null,
): Result<SalesForecastFile, Problem> {
  const money = currency ?? commonCurrency(history);
  const { sales, otherCurrency } = money === null ? { sales: [], otherCurrency: 0 } : salesOf(history, money);
  const months =
    regularSeries(sales, { grain: 'month', zone: 'UTC', asOf: now, absent: 'zero' })?.values.length ?? 0;
  if (months < leastMonths)
    return refuse(
      `Too little history: ${months} of ${leastMonths} finished months with sales; with ${2 * season} the forecast knows seasons.`,
    );
  const seasonal = months >= 2 * season;
  const period = seasonal ? season : 1;
  const horizon = seasonal ? 18 : 6;
  const fit = (rows: readonly LevelRow[], label: string) => {
    const made = forecastSales(rows, { asOf: now, period, horizon, label });
    // A part that began later than the whole has no season of its own yet.
    return made.ok || !seasonal ? made : forecastSales(rows, { asOf: now, period: 1, horizon, label });
  };
  const { rows, names } = levelsOf(sales);
  const total = fit(rows, 'All sales');
  if (!total.ok) return total;
  const levels = names.length === 0 ? null : forecastLevels(rows, { asOf: now, period, horizon });
  const notes = [
    `Sales are ${[...new Set(sales.map(({ kind }) => kind.toLowerCase()))].sort().join(' and ')}, by the month in which they came.`,
    ...(seasonal
      ? []
      : [`There are ${months} finished months; a season needs ${2 * season}, so the forecast knows none.`]),
    ...(otherCurrency > 0 ? [`${otherCurrency} sales in another currency than ${money} are left out.`] : []),
  ];
  const aheadOf = (level: string, member: string) => {
    const found =
      levels?.ok === true
        ? levels.value.forecasts.find((one) => one.level === level && one.member === member)
        : undefined;
    return found === undefined ? {} : { ahead: aheadIn(found) };
  };
  // With one level its members are the combinations themselves.
  const nameOf = (level: string): string => (names.length === 1 ? 'bottom' : level);
  const parts = names.flatMap((level) =>
    [...new Set(rows.map((row) => row.levels[level] ?? ''))].sort().flatMap((member) => {
      const own = fit(
        rows.filter((row) => row.levels[level] === member),
        member,
      );
      if (own.ok)
        return [
          { path: [level, member], label: member, model: own.value, ...aheadOf(nameOf(level), member) },
        ];
      notes.push(`${member} is in the total alone: ${own.error.detail}`);
      return [];
    }),
  );
  return ok({
    schema: 1,
    kind: 'sales-forecast',
    computedAt: new Date(now).toISOString(),
    currency: money,
    series: [{ path: [], label: 'All sales', model: total.value, ...aheadOf('total', 'total') }, ...parts],
    pipeline: money === null ? null : pipelineOf(history, now, money, horizon),
    targets: [],
    notes,
  });
}

const aheadIn = ({ mean, low80, high80, low95, high95 }: LevelForecast) => ({
  mean: [...mean],
  low80: [...low80],
  high80: [...high80],
  low95: [...low95],
  high95: [...high95],
});

/** The month of a moment, counted from year 0. */
const monthOf = (ms: number): number => {
  const date = new Date(ms);
  return 12 * date.getUTCFullYear() + date.getUTCMonth();
};

/**
 * What the open deals bring in the months after the history's end, the month under way first: amount × chance to be won ×
 * chance to close in that month. When a deal closes is told by how long won deals took, given that this one has been open as
 * long as it has; a planned day of closing is a wish and is not read. Null below 30 won deals, or without a scored open one.
 */
export function pipelineOf(
  { deals, chances }: Pick<SalesHistory, 'deals' | 'chances'>,
  now: number,
  currency: string,
  months: number,
): SalesForecastFile['pipeline'] {
  const took = deals
    .filter(({ fields }) => fields.status === 'won' && fields.closedAt !== undefined)
    .map(({ fields }) => Date.parse(fields.closedAt ?? '') - Date.parse(fields.createdAt))
    .filter((ms) => ms >= 0)
    .sort((a, b) => a - b);
  if (took.length < leastWon) return null;
  const perMajor = minorPerMajor(currency);
  const open = deals.flatMap(({ sourceId, fields }): OpenDeal[] => {
    const chance = chances.get(sourceId);
    const created = Date.parse(fields.createdAt);
    if (fields.status !== 'open' || chance === undefined || fields.amount?.currency !== currency) return [];
    if (!Number.isFinite(created)) return [];
    const longer = took.filter((ms) => created + ms > now);
    const closeMonthProbabilities = new Array<number>(months).fill(0);
    // Of a deal that is open for longer than any that was won nothing is known but that it is late: next month or never.
    const ends = longer.length > 0 ? longer.map((ms) => created + ms) : [now + monthMs];
    for (const end of ends) {
      const month = monthOf(end) - monthOf(now);
      if (month < months)
        closeMonthProbabilities[month] = (closeMonthProbabilities[month] ?? 0) + 1 / ends.length;
    }
    return [{ amount: fields.amount.minor / perMajor, winProbability: chance, closeMonthProbabilities }];
  });
  if (open.length === 0) return null;
  const forecast = forecastPipeline(open, { months });
  return {
    expected: forecast.map(({ mean }) => mean),
    low80: forecast.map(({ low80 }) => low80),
    high80: forecast.map(({ high80 }) => high80),
    deals: open.length,
  };
}
