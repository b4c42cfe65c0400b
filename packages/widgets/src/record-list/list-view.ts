import type { PredictionState } from '@aicrm/client/client';
import type { Band } from '@aicrm/schema/prediction';
import type { Problem } from '@aicrm/schema/problem';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { formatPercent, numberFormat } from '../internal/format.js';
import { directionOf, wordsIn } from '../locales/locale.js';
import type { BadgeMessages, PanelMessages } from '../locales/messages.js';
import type { RecordListMessages } from '../locales/record-list-messages.js';
import { formatValue } from '../score-badge/format-value.js';
import type { ListState } from './record-list.js';
import type { Column, Row, SortBy } from './rows.js';

/** All that the list shows, and what its controls do. */
export interface ListView {
  readonly language: string;
  readonly words: RecordListMessages | undefined;
  readonly panel: PanelMessages;
  readonly badge: BadgeMessages;
  readonly state: ListState;
  /** The rows of the chosen band, and all. */
  readonly rows: readonly Row[];
  readonly all: readonly Row[];
  readonly loading: boolean;
  readonly problem: Problem | undefined;
  readonly prediction: PredictionState;
  readonly offline: boolean;
  readonly columns: readonly Column[];
  readonly range: { readonly from: number; readonly to: number };
  readonly rowHeight: number;
  readonly active: number;
  readonly selected: string | undefined;
  readonly band: Band | undefined;
  readonly sort: SortBy;
  readonly reverse: boolean;
  readonly density: string;
  readonly onKey: (event: KeyboardEvent) => void;
  readonly sortBy: (by: SortBy) => void;
  readonly filter: (band: Band | undefined) => void;
  readonly select: (index: number) => void;
  readonly retry: () => void;
}

const bands: readonly Band[] = ['high', 'medium', 'low'];

export function listView(view: ListView): TemplateResult {
  const { language, words } = view;
  return html`<article
    class=${view.density === 'compact' ? 'card compact' : 'card'}
    part="card"
    lang=${wordsIn(language)}
    dir=${directionOf(language)}
    aria-label=${words?.name ?? nothing}
    aria-busy=${String(view.loading)}
  >
    ${words ? body(view, words) : bones}
  </article>`;
}

function body(view: ListView, words: RecordListMessages): TemplateResult {
  const { panel, problem, state } = view;
  if (state === 'loading') return html`<p class="pad sr" role="status">${words.loading}</p>${bones}`;
  if (state === 'empty')
    return html`<div class="pad"><p class="lead">${words.empty}</p><p class="fine">${words.emptyHelp}</p></div>`;
  if (state === 'permission')
    return html`<div class="pad">
      <p class="lead">${panel.permissionTitle}</p>
      <p class="fine">${problem?.action ? html`<bdi>${problem.action}</bdi>` : panel.permissionHelp}</p>
    </div>`;
  if (state === 'error') {
    const own = problem?.title === 'no-client' ? panel.noClient : '';
    return html`<div class="pad">
      <p class="lead">${panel.errorTitle}</p>
      <p class="fine">${own || (problem?.detail ? html`<bdi>${problem.detail}</bdi>` : panel.errorHelp)}</p>
      ${own ? nothing : html`<button class="button" type="button" @click=${view.retry}>${panel.retry}</button>`}
    </div>`;
  }
  return html`${bar(view, words)} ${notes(view)} ${grid(view, words)}`;
}

const count = (n: number, language: string): string =>
  numberFormat(language, 'number', { maximumFractionDigits: 2 }).format(n);

/** How many there are, and the bands to choose from with their numbers. */
function bar(view: ListView, words: RecordListMessages): TemplateResult {
  const { all, band, badge, language, loading } = view;
  const of = { high: 0, medium: 0, low: 0 };
  for (const row of all) if (row.band) of[row.band]++;
  const scored = of.high + of.medium + of.low;
  const chip = (value: Band | undefined, name: string, n: number) => html`<button
    class=${value ? `chip ${value}` : 'chip'}
    type="button"
    aria-pressed=${String(band === value)}
    @click=${() => view.filter(value)}
  >
    ${value ? meter(value) : nothing}${name} <span class="n">${count(n, language)}</span>
  </button>`;
  return html`<div class="bar">
    <p class="fine" role=${loading ? nothing : 'status'}>
      ${
        loading
          ? words.soFar(count(all.length, language))
          : words.count(count(all.length, language), count(scored, language))
      }
    </p>
    <div class="chips" role="group" aria-label=${words.byBand}>
      ${chip(undefined, words.all, all.length)} ${bands.map((one) => chip(one, badge.bands[one], of[one]))}
    </div>
  </div>`;
}

function notes({ prediction, panel, offline }: ListView): TemplateResult | typeof nothing {
  const texts = [
    offline ? panel.noteOffline : '',
    'freshness' in prediction && prediction.freshness === 'stale' ? panel.noteStale : '',
    prediction.state === 'insufficient-data' && prediction.refusal.why !== 'inputs'
      ? panel.whyNoScore[prediction.refusal.why]
      : '',
  ].filter(Boolean);
  return texts.length === 0 ? nothing : html`<p class="note">${texts.join(' ')}</p>`;
}

/** Only rows near what is seen are drawn; their numbers in the list are told, so that a reader knows how long it is. */
function grid(view: ListView, words: RecordListMessages): TemplateResult {
  const { rows, columns, range, rowHeight, active, badge, band } = view;
  const { from, to } = range;
  // Figures are compared by their last digits; a column is one of figures where one of its first rows holds one.
  const figures = columns.map((_, i) => rows.slice(0, 50).some(({ cells }) => typeof cells[i] === 'number'));
  const css = (i: number) => (figures[i] ? 'cell number' : 'cell');
  const near = Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
  // What a reader's cursor is on must be there.
  const drawn = active >= from && active < to ? near : [...near, active];
  const sortable = (by: SortBy, name: string, place: string) => html`<div
    role="columnheader"
    class=${place}
    aria-sort=${view.sort === by ? (view.reverse === (by === 'score') ? 'ascending' : 'descending') : 'none'}
  >
    <button type="button" class=${view.sort === by ? 'sort on' : 'sort'} @click=${() => view.sortBy(by)}>
      ${name}<svg viewBox="0 0 14 14" aria-hidden="true"><path d=${view.reverse ? 'M7 11V3m-3 3 3-3 3 3' : 'M7 3v8m-3-3 3 3 3-3'} /></svg>
    </button>
  </div>`;
  return html`<div
    class="grid"
    part="grid"
    role="grid"
    tabindex="0"
    aria-label=${words.name}
    aria-description=${words.keys}
    aria-rowcount=${rows.length + 1}
    aria-colcount=${columns.length + 2}
    aria-activedescendant=${rows.length > 0 ? `row-${active}` : nothing}
    .style=${`--columns:${columns.length}`}
    @keydown=${view.onKey}
  >
    <div class="head" role="row" aria-rowindex="1">
      ${sortable('name', words.record, 'name')}
      ${columns.map(({ label }, i) => html`<div role="columnheader" class=${css(i)}><bdi>${label}</bdi></div>`)}
      ${sortable('score', words.score, 'score')}
    </div>
    ${
      rows.length === 0
        ? html`<div role="row" class="none"><div role="gridcell" class="fine">${band ? words.noneInBand(badge.bands[band]) : words.empty}</div></div>`
        : html`<div class="rows" role="rowgroup" .style=${`block-size:${rows.length * rowHeight}px`}>
          ${drawn.map((index) => rowOf(index, view, words, css))}
        </div>`
    }
  </div>`;
}

function rowOf(
  index: number,
  view: ListView,
  words: RecordListMessages,
  css: (column: number) => string,
): TemplateResult | typeof nothing {
  const { rows, columns, language, panel, active, selected, rowHeight, badge } = view;
  const row = rows[index];
  if (!row) return nothing;
  const cell = (i: number) => formatValue(row.cells[i] ?? null, columns[i]?.unit, language, panel);
  const known = columns.flatMap(({ label }, i) => (row.cells[i] == null ? [] : [`${label}: ${cell(i)}`]));
  return html`<div
    class=${`row${index === active ? ' active' : ''}${row.id === selected ? ' selected' : ''}`}
    part="row"
    role="row"
    id=${`row-${index}`}
    aria-rowindex=${index + 2}
    aria-selected=${String(row.id === selected)}
    .style=${`inset-block-start:${index * rowHeight}px`}
    @click=${() => view.select(index)}
  >
    <div role="gridcell" class="name">
      <bdi class="title">${row.name}</bdi>
      ${known.length > 0 ? html`<bdi class="under fine" aria-hidden="true">${known.join(' · ')}</bdi>` : nothing}
    </div>
    ${columns.map(
      (_, i) => html`<div role="gridcell" class=${css(i)}>
        <bdi>${row.cells[i] == null ? '–' : cell(i)}</bdi>
      </div>`,
    )}
    <div role="gridcell" class="score">
      ${
        row.probability === null || row.band === null
          ? html`<span class="fine">${words.noScore}</span>`
          : html`<span class="pill ${row.band}">${meter(row.band)}<b>${formatPercent(row.probability, language)}</b><span class="word">${badge.bands[row.band]}</span></span>`
      }
    </div>
  </div>`;
}

/** The band by the number of filled bars: a shape that tells it without colour. */
const meter = (
  band: Band,
): TemplateResult => html`<svg class="meter ${band}" viewBox="0 0 14 14" aria-hidden="true">
  <path d="M2.5 13V9" /><path d="M7 13V5.5" /><path d="M11.5 13V1" />
</svg>`;

const bones = html`<div class="bones" aria-hidden="true">
  ${Array.from({ length: 8 }, () => html`<span></span>`)}
</div>`;
