import type { Health, HealthPart, HealthWord } from '@aicrm/client/insight/types';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { formatPercent } from '../internal/format.js';
import { days, number } from '../internal/insight-format.js';
import { partOf } from '../internal/part-state.js';
import type { CardView } from './card-view.js';

export function healthLine(view: CardView): TemplateResult {
  const { words, insight, retry } = view;
  const { state } = insight.health;
  return html`<section class="health" part="health" aria-label=${words.health}>
    ${state === 'ready' || state === 'loading' ? nothing : html`<h3>${words.health}</h3>`}
    ${partOf(insight.health, words, retry, (health) => ready(view, health), 2)}
  </section>`;
}

function ready(view: CardView, health: Health): TemplateResult {
  const { words, language } = view;
  const decided = health.parts.filter(({ part }) => part === health.decidedBy);
  const others = health.parts.filter(({ part }) => part !== health.decidedBy);
  return html`<p class="verdict ${health.word}">
      ${mark(health.word)}<b>${words.healthWords[health.word]}</b>
      ${decided.map((part) => html`<span>${words.healthParts[part.part]}: ${sentence(view, part)}</span>`)}
    </p>
    <ul class="signs">
      ${others.map(
        (part) => html`<li>
          ${mark(part.word)}
          <span
            ><b>${words.healthParts[part.part]}</b>
            ${part.word === 'unknown' ? nothing : html`<span class="sr">${words.healthWords[part.word]}.</span>`}
            <span class="fine">${sentence(view, part)}</span></span
          >
        </li>`,
      )}
    </ul>
    <p class="fine how">
      ${words.judgedBy(number(health.known, language), number(health.parts.length, language))} ${words.howHealth}
    </p>`;
}

function sentence({ words, language }: CardView, part: HealthPart): string {
  switch (part.part) {
    case 'buying':
      return part.alive === null || part.gapDays === null
        ? words.unknown
        : words.stillCustomer(formatPercent(part.alive, language), days(part.gapDays, language));
    case 'tone':
      if (part.messages === null) return words.unknown;
      return part.word === 'unknown'
        ? words.noMessagesLately
        : words.toneCount(number(part.negative, language), number(part.messages, language));
    default:
      return part.word === 'unknown'
        ? words.unknown
        : part.waitingDays === null
          ? words.answered
          : words.waiting(days(part.waitingDays, language));
  }
}

/** Each word has a shape of its own, so that colour is not all that tells them apart. */
const shapes: Readonly<Record<HealthWord | 'unknown', string>> = {
  good: 'M2.5 7.5 5.5 10.5 11.5 3.5',
  watch: 'M7 2 12.5 11.5H1.5ZM7 5.5V8M7 9.6V9.8',
  risk: 'M4.5 1.5h5l3 3v5l-3 3h-5l-3-3v-5ZM7 4V7.5M7 9.6V9.8',
  unknown: 'M4 7H10',
};

const mark = (word: HealthWord | 'unknown'): TemplateResult => html`<svg
  class="mark ${word}"
  viewBox="0 0 14 14"
  aria-hidden="true"
>
  <path d=${shapes[word]} />
</svg>`;
