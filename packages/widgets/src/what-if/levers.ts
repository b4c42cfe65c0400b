import type { Edits, Lever, Tried } from '@aicrm/client/what-if/what-if';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { PanelMessages } from '../locales/messages.js';
import type { WhatIfMessages } from '../locales/what-if-messages.js';
import { formatValue } from '../score-badge/format-value.js';

export interface LeversView {
  readonly levers: readonly Lever[];
  readonly edits: Edits;
  readonly language: string;
  readonly words: WhatIfMessages;
  readonly panel: PanelMessages;
  /** A value as it is being chosen, and when the hand lets go. */
  readonly change: (lever: Lever, value: Tried, done: boolean) => void;
}

/** One changeable input a row: its name, what it is now, and the means to try another value. */
export function leverList(view: LeversView): TemplateResult {
  return html`<ul class="levers" part="inputs">
    ${view.levers.map((lever, i) => row(lever, i, view))}
  </ul>`;
}

function row(lever: Lever, i: number, view: LeversView): TemplateResult {
  const { edits, words, panel, language } = view;
  const changed = edits.has(lever.feature);
  const value = changed ? (edits.get(lever.feature) ?? null) : lever.now;
  const id = `input-${i}`;
  const shown = (some: Tried) => formatValue(some, lever.unit, language, panel);
  return html`<li class=${changed ? 'lever changed' : 'lever'}>
    <div class="line">
      <label for=${id}><bdi>${lever.label}</bdi></label>
      ${changed ? html`<span class="fine">${words.isNow(shown(lever.now))}</span>` : nothing}
      ${lever.kind === 'number' && lever.range ? html`<bdi class="value">${shown(value)}</bdi>` : nothing}
    </div>
    ${control(lever, id, value, shown(value), view)}
  </li>`;
}

function control(lever: Lever, id: string, value: Tried, shown: string, view: LeversView): TemplateResult {
  if (lever.kind === 'choice') return choice(lever, id, value, view);
  if (lever.kind === 'text') {
    const say = (done: boolean) => (event: Event) =>
      view.change(lever, (event.target as HTMLInputElement).value, done);
    return html`<input
      class="field wide"
      id=${id}
      type="text"
      autocomplete="off"
      .value=${value === null ? '' : String(value)}
      @input=${say(false)}
      @change=${say(true)}
    />`;
  }
  return lever.range
    ? slider(lever, lever.range, id, value, shown, view)
    : number(lever, id, value, undefined, view);
}

const unknown = '\u0000';

function choice(
  lever: Extract<Lever, { kind: 'choice' }>,
  id: string,
  value: Tried,
  { words, panel, change }: LeversView,
): TemplateResult {
  const said = (level: string) => (level === 'true' ? panel.yes : level === 'false' ? panel.no : level);
  const pick = (event: Event) => {
    const { value: picked } = event.target as HTMLSelectElement;
    change(lever, picked === unknown ? null : picked, true);
  };
  return html`<select class="field wide" id=${id} @change=${pick}>
    <option value=${unknown} .selected=${value === null}>${words.notKnown}</option>
    ${lever.choices.map(
      (level) => html`<option value=${level} .selected=${value === level}>${said(level)}</option>`,
    )}
  </select>`;
}

type NumberLever = Extract<Lever, { kind: 'number' }>;

function slider(
  lever: NumberLever,
  range: NonNullable<NumberLever['range']>,
  id: string,
  value: Tried,
  shown: string,
  view: LeversView,
): TemplateResult {
  const { min, max, step } = range;
  const at = typeof value === 'number' ? value : (min + max) / 2;
  const place = (some: number) => `--at:${((some - min) / (max - min)).toFixed(4)}`;
  const say = (done: boolean) => (event: Event) => {
    const { valueAsNumber } = event.target as HTMLInputElement;
    // The slider has round places; the record's own value may lie between two of them.
    const near = typeof lever.now === 'number' && Math.abs(valueAsNumber - lever.now) < step / 2;
    view.change(lever, near ? lever.now : tidy(valueAsNumber), done);
  };
  return html`<div class="control">
    <span class=${value === null ? 'slide none' : 'slide'}>
      ${
        typeof lever.now === 'number'
          ? html`<span class="own" .style=${place(lever.now)} aria-hidden="true"></span>`
          : nothing
      }
      <input
        id=${id}
        type="range"
        min=${min}
        max=${max}
        step="any"
        .value=${String(at)}
        .style=${place(at)}
        aria-valuetext=${shown}
        @input=${say(false)}
        @change=${say(true)}
        @keydown=${(event: KeyboardEvent) => byKey(event, lever, range, at, view)}
      />
    </span>
    ${number(lever, `${id}-exact`, value, view.words.exact(lever.label), view)}
  </div>`;
}

/** With `step="any"` a browser moves by its own steps; ours are round, and ten of them for a page key. */
function byKey(
  event: KeyboardEvent,
  lever: NumberLever,
  { min, max, step }: NonNullable<NumberLever['range']>,
  at: number,
  { change }: LeversView,
): void {
  const rtl = (event.target as HTMLElement).matches(':dir(rtl)');
  const moves: Record<string, number> = {
    ArrowUp: step,
    ArrowDown: -step,
    ArrowRight: rtl ? -step : step,
    ArrowLeft: rtl ? step : -step,
    PageUp: 10 * step,
    PageDown: -10 * step,
    Home: min - at,
    End: max - at,
  };
  const by = moves[event.key];
  if (by === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const next = Math.round((at + by) / step) * step;
  change(lever, tidy(Math.max(min, Math.min(max, next))), true);
}

/** Without the last digits that floating point adds. */
const tidy = (value: number): number => Number(value.toPrecision(6));

function number(
  lever: NumberLever,
  id: string,
  value: Tried,
  label: string | undefined,
  { change, words }: LeversView,
): TemplateResult {
  // Shares are shown, and typed, in per cent.
  const times = lever.unit === 'share' ? 100 : 1;
  const say = (event: Event) => {
    const { value: text, valueAsNumber } = event.target as HTMLInputElement;
    change(lever, text === '' || Number.isNaN(valueAsNumber) ? null : valueAsNumber / times, true);
  };
  const digits = lever.unit === 'days' ? 1 : 100;
  const written = typeof value === 'number' ? String(Math.round(value * times * digits) / digits) : '';
  const unit = lever.unit === 'share' ? '%' : lever.unit === 'days' ? words.days : (lever.unit ?? '');
  return html`<span class="typed">
    <input
      class="field"
      id=${id}
      type="number"
      step="any"
      inputmode="decimal"
      aria-label=${label ?? nothing}
      .value=${written}
      @change=${say}
    />
    <span class="fine" aria-hidden="true">${unit}</span>
  </span>`;
}
