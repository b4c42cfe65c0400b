import { live } from 'lit/directives/live.js';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { aspectName, channelName, intentName } from './format.js';
import { toneMark } from './tone-mark.js';
import type { PanelView } from './view.js';

/** Chips beyond these would be a page of their own; the table by channel has them all. */
const CHIPS = 6;

const periods = ['all', '28', '91', '364'] as const;

const chip = (label: string, count: string, pressed: boolean, press: () => void) => html`<button
  type="button"
  class="chip"
  aria-pressed=${pressed ? 'true' : 'false'}
  @click=${press}
>
  <bdi>${label}</bdi>${count ? html` <span class="count">${count}</span>` : nothing}
</button>`;

/** What counts for every part of the panel: channel and time. */
export function scopeFilters(view: PanelView): TemplateResult {
  const { words, formats, filter, figures } = view;
  const { channels } = figures;
  const chips = channels.slice(0, CHIPS);
  const chosen = channels.find(({ id }) => id === filter.channel);
  if (chosen && !chips.includes(chosen)) chips.push(chosen);
  return html`<div class="filters" role="group" aria-label=${words.filters} part="filters">
    ${
      channels.length > 1
        ? html`<div class="chips" role="group" aria-label=${words.channel}>
            ${chip(words.allChannels, '', filter.channel === null, () => view.change({ channel: null }))}
            ${chips.map(({ id, messages }) =>
              chip(channelName(id, words), formats.count(messages), filter.channel === id, () =>
                view.change({ channel: filter.channel === id ? null : id }),
              ),
            )}
          </div>`
        : html`<span></span>`
    }
    <label class="select">
      <span class="sr">${words.period}</span>
      <select
        .value=${live(view.since)}
        @change=${(event: Event) => {
          const { value } = event.currentTarget as HTMLSelectElement;
          const chosenPeriod = periods.find((one) => one === value);
          if (chosenPeriod) view.choosePeriod(chosenPeriod);
        }}
      >
        ${periods.map((one) => html`<option value=${one} ?selected=${one === view.since}>${words.since[one]}</option>`)}
      </select>
    </label>
  </div>`;
}

const toneChoices = ['negative', 'neutral', 'positive'] as const;

/** What counts for the list only (and an aspect for the course of time, too): tone, words, topic, request. */
export function focusFilters(view: PanelView): TemplateResult {
  const { words, filter, taxonomy } = view;
  const chosen: [string, () => void][] = [];
  if (filter.aspect !== null)
    chosen.push([aspectName(filter.aspect, words, taxonomy), () => view.change({ aspect: null })]);
  if (filter.intent !== null)
    chosen.push([intentName(filter.intent, view.intentLabels), () => view.change({ intent: null })]);
  return html`<div class="focus-filters">
    <input
      class="search"
      type="search"
      aria-label=${words.search}
      placeholder=${words.search}
      .value=${live(filter.search)}
      @input=${(event: Event) => view.change({ search: (event.currentTarget as HTMLInputElement).value })}
    />
    <div class="segments" role="group" aria-label=${words.tone}>
      <button
        type="button"
        aria-pressed=${filter.tone === null ? 'true' : 'false'}
        @click=${() => view.change({ tone: null })}
      >
        ${words.allTones}
      </button>
      ${toneChoices.map(
        (tone) => html`<button
          type="button"
          aria-pressed=${filter.tone === tone ? 'true' : 'false'}
          @click=${() => view.change({ tone: filter.tone === tone ? null : tone })}
        >
          ${toneMark(tone)}<span>${words.tones[tone]}</span>
        </button>`,
      )}
    </div>
    ${
      chosen.length > 0
        ? html`<div class="chips">
            ${chosen.map(
              ([name, remove]) => html`<button
                type="button"
                class="chip removable"
                aria-label=${words.remove(name)}
                @click=${remove}
              >
                <bdi>${name}</bdi>
                <svg viewBox="0 0 14 14" aria-hidden="true"><path d="m4 4 6 6m0-6-6 6" /></svg>
              </button>`,
            )}
          </div>`
        : nothing
    }
  </div>`;
}
