import { outlookOf } from '@aicrm/client/outlook/outlook';
import type { Outlook } from '@aicrm/client/outlook/types';
import type { SalesForecastFile } from '@aicrm/schema/analysis';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { timeIsMirrored } from '../charts/direction.js';
import { stepName, valueFormat } from '../charts/format.js';
import { sparkline } from '../charts/sparkline.js';
import { seriesFor } from '../forecast-chart/series.js';
import { numberFormat } from '../internal/format.js';
import { type DashboardView, type FilterName, notFollowed } from './view.js';

/** A key figure as it is drawn and as it is exported. */
export interface Figure {
  readonly id: 'revenue' | 'pipeline' | 'risk' | 'tone';
  readonly label: string;
  /** Null while it is on its way. */
  readonly shown: string | null;
  readonly value: number | null;
  readonly unit: string;
  readonly lines: readonly string[];
  readonly trend: { readonly label: string; readonly values: ArrayLike<number> } | null;
  readonly missed: string;
}

type Told = Omit<Figure, 'id' | 'missed'>;

const waiting = (label: string): Told => ({
  ...{ label, shown: null, value: null, unit: '', lines: [], trend: null },
});
const absent = (label: string, why: string, none: string): Told => ({
  ...{ label, shown: none, value: null, unit: '', lines: [why], trend: null },
});

/** The level of the forecast that follows the region, where the file has one. */
export function levelFor(file: SalesForecastFile, region: string | null): string {
  const has = file.series.some(({ path }) => path.length === 2 && path[0] === 'region' && path[1] === region);
  return has ? `region/${region ?? ''}` : 'total';
}

const outlooks = new WeakMap<object, Outlook>();
function outlookFor(model: Parameters<typeof outlookOf>[0]): Outlook {
  const known = outlooks.get(model) ?? outlookOf(model, { horizon: 1 });
  outlooks.set(model, known);
  return known;
}

function revenue(view: DashboardView): Told & { readonly follows: readonly FilterName[] } {
  const { forecast, words, language, filter } = view;
  const name = words.revenue(words.none);
  if (forecast.state === 'loading') return { ...waiting(words.revenueTrend), follows: [] };
  if (forecast.state !== 'ready')
    return { ...absent(words.revenueTrend, why(view, forecast, words.noForecast), words.none), follows: [] };
  const { value: file } = forecast;
  const level = levelFor(file, filter.region);
  const series = seriesFor(file, level);
  if (!series) return { ...absent(name, words.noForecast, words.none), follows: [] };
  const { currency } = file;
  const format = valueFormat(currency === null ? 'number' : { currency }, language);
  const outlook = outlookFor(series.model);
  const { now, unfinished, dates, grain, actual } = outlook;
  const at = unfinished?.at ?? now;
  const step = stepName(dates[at] ?? '', grain, language);
  const mean = outlook.mean[at] ?? Number.NaN;
  const share = numberFormat(language, 'dashboard share', { style: 'percent', maximumFractionDigits: 0 });
  const range = words.range80(format.short(outlook.low80[at] ?? 0), format.short(outlook.high80[at] ?? 0));
  const trend = { label: words.revenueTrend, values: actual.slice(Math.max(0, now - 12), now) };
  const known = Number.isFinite(mean);
  return {
    label: unfinished ? words.revenueSoFar(step) : words.revenue(step),
    shown: unfinished ? format.short(unfinished.sum) : known ? format.short(mean) : words.none,
    value: unfinished?.sum ?? (known ? mean : null),
    unit: currency ?? '',
    lines: [
      ...(unfinished && known && mean > 0
        ? [words.ofExpected(format.short(mean), share.format(unfinished.sum / mean))]
        : []),
      ...(known ? [range] : []),
    ],
    trend,
    follows: level === 'total' ? [] : ['region'],
  };
}

/** Why a part is not there, in words for people. */
export function why(
  { words }: Pick<DashboardView, 'words'>,
  state: { readonly state: string; readonly detail?: string; readonly problem?: { readonly title: string } },
  empty: string,
): string {
  if (state.state === 'insufficient-data') return state.detail ?? empty;
  if (state.state === 'permission') return words.permission;
  if (state.state !== 'error') return empty;
  return state.problem?.title === 'no-client' ? words.noClient : words.failed;
}

const recordsGone = (view: DashboardView, label: string): Told =>
  absent(label, view.words.failed, view.words.none);

function pipeline(view: DashboardView): Told {
  const { words, language, overview, done } = view;
  const label = words.pipeline;
  if (view.recordsFailed) return recordsGone(view, label);
  if (!overview || !done.has('deal')) return waiting(label);
  const { pipeline: found } = overview;
  if (!found) return absent(label, words.noDeals, words.none);
  const count = numberFormat(language, 'dashboard count', {});
  const format = valueFormat({ currency: found.currency }, language);
  const value = found.expected ?? found.amount;
  const left = found.open - found.weighed;
  return {
    label,
    shown: format.short(value),
    value,
    unit: found.currency,
    lines: [
      words.openDeals(count.format(found.open), format.short(found.amount)),
      ...(found.expected === null
        ? [words.noChances]
        : left > 0
          ? [words.notWeighed(count.format(left))]
          : []),
    ],
    trend: { label: words.created, values: found.created },
  };
}

function risk(view: DashboardView): Told {
  const { words, language, overview, done, value: model } = view;
  const label = words.risk;
  if (view.recordsFailed) return recordsGone(view, label);
  if (!overview || !done.has('contact') || model.state === 'loading') return waiting(label);
  if (model.state !== 'ready') return absent(label, why(view, model, words.noValue), words.none);
  const { risk: found } = overview;
  if (!found) return absent(label, words.noCustomers, words.none);
  const count = numberFormat(language, 'dashboard count', {});
  const format = valueFormat({ currency: model.value.currency }, language);
  return {
    label: found.value === null ? words.riskCount : label,
    shown: found.value === null ? count.format(found.customers) : format.short(found.value),
    value: found.value ?? found.customers,
    unit: found.value === null ? '' : model.value.currency,
    lines: [
      words.riskCustomers(count.format(found.customers), count.format(found.known)),
      ...(found.value === null ? [] : [words.riskIs(count.format(model.value.horizonDays))]),
    ],
    trend: null,
  };
}

function tone(view: DashboardView): Told {
  const { words, language, messages } = view;
  const label = words.tone;
  if (messages.state === 'loading') return waiting(label);
  if (messages.state !== 'ready') return absent(label, why(view, messages, words.noMessages), words.none);
  const { headline, course, messages: all } = messages.value;
  const count = numberFormat(language, 'dashboard count', {});
  const { negative, scored } = headline.tone;
  if (all === 0) return absent(label, words.noMessages, words.none);
  if (!negative) return absent(label, words.tooFewMessages(count.format(scored)), words.none);
  const points = numberFormat(language, 'dashboard points', { maximumFractionDigits: 1 });
  const { change } = headline;
  const moved = (value: number): string => {
    const by = points.format(Math.abs(100 * value));
    return value > 0 ? words.toneUp(by) : words.toneDown(by);
  };
  return {
    label,
    shown: numberFormat(language, 'dashboard share', {
      style: 'percent',
      maximumFractionDigits: 0,
    }).format(negative.value),
    value: negative.value,
    unit: '',
    lines: [
      words.toneOf(count.format(scored)),
      ...(change ? [change.sure ? moved(change.value) : words.toneSame] : []),
    ],
    trend: course
      ? {
          label: words.toneTrend,
          values: course.periods.slice(-14).map((period) => period.negative?.value ?? Number.NaN),
        }
      : null,
  };
}

/** Which filters stored deals and leads, customers, and messages can follow. */
export const byCuts = (view: DashboardView): FilterName[] =>
  (['region', 'owner'] as const).filter((cut) => (view.overview?.choices[cut].length ?? 0) > 0);

/** The key figures, in their order. */
export function figuresOf(view: DashboardView): Figure[] {
  const cut = byCuts(view);
  const sold = revenue(view);
  return [
    { id: 'revenue', ...sold, missed: notFollowed(view, sold.follows) },
    { id: 'pipeline', ...pipeline(view), missed: notFollowed(view, ['since', ...cut]) },
    { id: 'risk', ...risk(view), missed: notFollowed(view, ['segment', ...cut]) },
    { id: 'tone', ...tone(view), missed: notFollowed(view, ['since', 'segment', ...cut]) },
  ];
}

/** Four tiles: the figure, what it means, and how it went. */
export function figureTiles(view: DashboardView): TemplateResult {
  const { words, language } = view;
  return html`<dl class="tiles" part="figures" aria-label=${words.figures}>
    ${figuresOf(view).map(
      ({ id, label, shown, lines, trend, missed }) => html`<div class="tile" part="figure" data-figure=${id}>
        <dt>${label}</dt>
        <dd class="big">
          ${
            shown === null
              ? html`<i class="bone figure" aria-hidden="true"></i><span class="sr">${words.loading}</span>`
              : html`<bdi>${shown}</bdi>`
          }
        </dd>
        <dd class="spark-cell">
          ${
            trend && shown !== null && Array.from(trend.values).some(Number.isFinite)
              ? sparkline({
                  ...{ label: trend.label, values: trend.values, width: 120, height: 28 },
                  ...{ ink: id === 'tone' ? 'bad' : 'main', mirrored: timeIsMirrored(language) },
                })
              : nothing
          }
        </dd>
        ${lines.map((line) => html`<dd class="fine">${line}</dd>`)}
        ${missed ? html`<dd class="missed">${missed}</dd>` : nothing}
      </div>`,
    )}
  </dl>`;
}
