import { html, nothing, type TemplateResult } from 'lit/html.js';
import { numberFormat } from '../internal/format.js';
import { figureTiles } from './figures.js';
import { aspectsPart, churnPart, funnelPart, reasonsPart } from './parts.js';
import { type DashboardView, type FilterName, notFollowed } from './view.js';

/** The elements of the board that stand by themselves. */
export interface Nested {
  readonly forecast: TemplateResult;
  readonly forecastFollows: readonly FilterName[];
  readonly insights: TemplateResult;
  readonly segments: TemplateResult;
}

const day = 86_400_000;
const spans = ['365', '90', '30'] as const;

/** A whole number of days before now, so that the choice stays chosen while time goes on. */
const sinceOf = (now: number, days: string): number => Math.floor(now / day) * day - Number(days) * day;

/** The whole board: head, filters, figures, then two columns of parts, of which each arrives and fails alone. */
export function frame(view: DashboardView, nested: Nested, notes: readonly string[]): TemplateResult {
  const { words, language, overview } = view;
  const records = numberFormat(language, 'dashboard count', {}).format(overview?.records ?? 0);
  const whole = view.done.size === 3;
  return html`
    <header class="top">
      <div>
        <h2 part="title">${words.name}</h2>
        <p class="fine">${words.records(records)}${whole || view.recordsFailed ? '' : ` · ${words.reading}`}</p>
      </div>
      <div class="actions">
        <button type="button" class="retry" @click=${view.exportCsv}>
          ${view.canDownload ? words.export : words.copy}
        </button>
        <button type="button" class="retry" @click=${view.print}>${words.print}</button>
      </div>
      <p class="sr" role="status">${view.said}</p>
    </header>
    ${notes.map((note) => html`<p class="note" role="note">${note}</p>`)} ${filters(view)} ${figureTiles(view)}
    <div class="columns">
      <div class="column">
        ${beside(view, nested.forecastFollows, nested.forecast, 'room-forecast')} ${churnPart(view)}
        ${beside(view, [], nested.segments, 'room-segments')}
      </div>
      <div class="column">
        ${beside(view, [], nested.insights, 'room-insights')} ${funnelPart(view)} ${aspectsPart(view)}
        ${reasonsPart(view)}
      </div>
    </div>
  `;
}

/** An element of its own with what it cannot follow said above it, because inside it nobody knows of our filters. */
function beside(
  view: DashboardView,
  follows: readonly FilterName[],
  element: TemplateResult,
  room: string,
): TemplateResult {
  const missed = notFollowed(view, follows);
  return html`<div class="room ${room}">
    ${missed ? html`<p class="missed">${missed}</p>` : nothing} ${element}
  </div>`;
}

function filters(view: DashboardView): TemplateResult {
  const { words, filter, overview, segments, now, change } = view;
  const set = Object.values(filter).some((one) => one !== null);
  const choices = (name: 'region' | 'owner'): readonly (readonly [string, string])[] =>
    (overview?.choices[name] ?? []).map((one) => [one, one]);
  const spanChosen = spans.find((days) => filter.since === sinceOf(now, days));
  return html`<form class="filters" part="filters" aria-label=${words.filters} @submit=${(event: Event) => event.preventDefault()}>
    ${select(
      view,
      'since',
      spans.map((days) => [days, words.spans[days]]),
      spanChosen ?? null,
      (days) => change({ since: days === null ? null : sinceOf(now, days) }),
    )}
    ${select(
      view,
      'segment',
      segments.state === 'ready' ? segments.value.segments.map(({ id, name }) => [id, name]) : [],
      filter.segment,
      (segment) => change({ segment }),
    )}
    ${select(view, 'region', choices('region'), filter.region, (region) => change({ region }))}
    ${select(view, 'owner', choices('owner'), filter.owner, (owner) => change({ owner }))}
    ${
      set
        ? html`<button
            type="button"
            class="clear"
            @click=${() => change({ since: null, segment: null, region: null, owner: null })}
          >
            ${words.clear}
          </button>`
        : nothing
    }
  </form>`;
}

/** A filter with nothing to choose from is not there: no record holds it. */
function select(
  { words }: DashboardView,
  name: FilterName,
  options: readonly (readonly [string, string])[],
  chosen: string | null,
  choose: (value: string | null) => void,
): TemplateResult | typeof nothing {
  if (options.length === 0) return nothing;
  return html`<label>
    <span>${words.filter[name]}</span>
    <select
      data-filter=${name}
      .value=${chosen ?? ''}
      @change=${(event: Event) => {
        const { value } = event.currentTarget as HTMLSelectElement;
        choose(value === '' ? null : value);
      }}
    >
      <option value="" ?selected=${chosen === null}>${words.all[name]}</option>
      ${options.map(([value, label]) => html`<option value=${value} ?selected=${value === chosen}>${label}</option>`)}
    </select>
  </label>`;
}
