import type { SegmentsFile } from '@aicrm/schema/analysis';
import { html, type TemplateResult } from 'lit/html.js';
import { dateFormat } from '../charts/format.js';
import { numberFormat } from '../internal/format.js';
import type { SegmentsMessages } from '../locales/segments-messages.js';

type Segment = SegmentsFile['segments'][number];

export interface SegmentsView {
  readonly file: SegmentsFile;
  readonly words: SegmentsMessages;
  readonly language: string;
  readonly notes: readonly string[];
  /** Id of the segment that is open. */
  readonly open: string | undefined;
  /** A person pressed a segment. */
  readonly press: (segment: string) => void;
}

const rounded = (value: number): number => Math.round(1_000 * Math.max(0, Math.min(1, value))) / 10;

/** All segments, the most valuable first: how many customers each has beside what they are worth. */
export function segmentsView(view: SegmentsView): TemplateResult {
  const { file, words, language, notes } = view;
  const count = (value: number): string => numberFormat(language, 'segment count', {}).format(value);
  const segments = [...file.segments].sort((a, b) => b.valueShare - a.valueShare);
  const most = Math.max(0.01, ...segments.flatMap(({ share, valueShare }) => [share, valueShare]));
  const at = new Date(file.computedAt);
  return html`
    <header>
      <div>
        <h3 part="title">${words.name}</h3>
        <p class="fine">${file.customers === null ? '' : `${words.customers(count(file.customers))} · `} ${words.inSegments(count(segments.length))}</p>
      </div>
    </header>
    ${notes.map((note) => html`<p class="note" role="note">${note}</p>`)}
    <div class="list" part="list">${segments.map((segment) => row(segment, most, view))}</div>
    <footer class="fine">
      ${[
        words.valueIs,
        ...file.notes,
        ...(Number.isNaN(at.getTime())
          ? []
          : [
              `${words.dataOf(dateFormat(language, { day: 'numeric', month: 'long', year: 'numeric' }).format(at))}.`,
            ]),
      ].join(' ')}
    </footer>
  `;
}

/** The row says its numbers as text, so it is its own alternative; bars share one scale, the largest share of all. */
function row(segment: Segment, most: number, { words, language, open, press }: SegmentsView): TemplateResult {
  const { id, name, advice, customers, share, valueShare, apart } = segment;
  const percent = (value: number): string =>
    numberFormat(language, 'segment share', { style: 'percent', maximumFractionDigits: 1 }).format(value);
  const bar = (label: string, value: number, ink: string): TemplateResult => html`
    <i>${label}</i>
    <svg class="bar ink-${ink}" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
      <rect class="solid-fill" width=${rounded(value / most)} height="10" />
    </svg>
    <em>${percent(value)}</em>
  `;
  const toggle = (event: Event): void => {
    // The property decides what is open; the browser would open a second one beside it.
    event.preventDefault();
    press(id);
  };
  return html`<details class="segment" ?open=${open === id}>
    <summary @click=${toggle}>
      <span class="name"><b dir="auto">${name}</b><span>${words.customers(
        numberFormat(language, 'segment count', {}).format(customers),
      )}</span></span>
      <span class="bars">
        ${bar(words.shareOfCustomers, share, 'quiet')} ${bar(words.shareOfValue, valueShare, 'main')}
      </span>
    </summary>
    <div class="more">
      <section>
        <h4>${words.apart}</h4>
        ${
          apart.length > 0
            ? html`<ul>
                ${apart.map(({ sentence }) => html`<li dir="auto">${sentence}</li>`)}
              </ul>`
            : html`<p>${words.nothingApart}</p>`
        }
      </section>
      <section>
        <h4>${words.advice}</h4>
        <p dir="auto">${advice}</p>
      </section>
    </div>
  </details>`;
}
