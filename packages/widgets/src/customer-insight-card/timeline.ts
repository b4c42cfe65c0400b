import type { ReadMessage, ValueInsight } from '@aicrm/client/insight/types';
import type { TimelineItem } from '@aicrm/schema/timeline';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { formatPercent } from '../internal/format.js';
import { day, number, paid } from '../internal/insight-format.js';
import { skeleton } from '../internal/part-state.js';
import { directionOf } from '../locales/locale.js';
import type { CardView, Kind } from './card-view.js';

/** What comes with each press on "more", and what stands there at first. */
export const pageSize = 6;
/** The most that a page keeps of a record. */
const most = 200;
/** Longer texts are cut; who wants all of one has the CRM's own page. */
const excerpt = 180;

export type Tones = ReadonlyMap<string, NonNullable<ReadMessage['tone']>['label']>;

export function timelineSection(view: CardView): TemplateResult {
  const { words, timeline, insight } = view;
  const course = insight.value.state === 'ready' ? insight.value.value.course : [];
  return html`<section class="timeline" part="timeline">
    <h3>${words.timeline}</h3>
    ${course.length > 2 ? coursePlot(view, course) : nothing} ${content(view)}
  </section>`;

  function content(view: CardView): TemplateResult {
    if (timeline === undefined) return html`<p class="absent">${words.missing['not-given']}</p>`;
    switch (timeline.state) {
      case 'loading':
        return skeleton(6);
      case 'ready':
        return entries(view, timeline.value);
      case 'insufficient-data':
        return html`<p class="absent"><bdi>${timeline.detail}</bdi></p>`;
      case 'permission':
        return html`<p class="absent">${words.partPermission}</p>`;
      default:
        return html`<div class="absent">
          <p>${words.partError}</p>
          <button class="button" type="button" @click=${view.retry}>${words.retry}</button>
        </div>`;
    }
  }
}

const kinds: readonly Kind[] = ['order', 'message', 'activity', 'deal', 'stage-change', 'lead'];

function entries(view: CardView, items: readonly TimelineItem[]): TemplateResult {
  const { words, language, kind, shown, chooseKind, showMore } = view;
  if (items.length === 0) return html`<p class="absent">${words.noEntries}</p>`;
  const present = kinds.filter((one) => items.some((item) => item.kind === one));
  const chosen = kind !== undefined && present.includes(kind) ? kind : undefined;
  const all = chosen === undefined ? items : items.filter((item) => item.kind === chosen);
  const tones: Tones = new Map(
    view.insight.tone.state === 'ready'
      ? view.insight.tone.value.points.map(({ id, tone }) => [id, tone])
      : [],
  );
  const chip = (one: Kind | undefined, label: string) => html`<button
    class="chip"
    type="button"
    aria-pressed=${chosen === one ? 'true' : 'false'}
    @click=${() => chooseKind(one)}
  >
    ${label}
  </button>`;
  const left = all.length - shown;
  return html`${
    present.length > 1
      ? html`<div class="chips" role="group" aria-label=${words.show}>
            ${chip(undefined, words.all)} ${present.map((one) => chip(one, words.filters[one]))}
          </div>`
      : nothing
  }
    <ul class="entries">
      ${all.slice(0, shown).map((item) => entry(view, item, tones))}
    </ul>
    <p class="fine more">
      ${
        left > 0
          ? html`<button class="button" type="button" @click=${showMore}>
              ${words.more(number(Math.min(pageSize * 2, left), language))}
            </button>`
          : nothing
      }
      <span>${words.shown(number(Math.min(shown, all.length), language), number(all.length, language))}</span>
      ${items.length >= most ? html`<span>${words.older}</span>` : nothing}
    </p>`;
}

function entry(view: CardView, item: TimelineItem, tones: Tones): TemplateResult {
  const { words, language, now } = view;
  const at = Date.parse(item.at);
  const { text, aside } = factOf(view, item, tones);
  return html`<li class="entry ${item.kind}">
    <time datetime=${item.at}>${Number.isNaN(at) ? item.at : day(at, language, now)}</time>
    <span class="body"><b>${words.entries[item.kind]}</b> ${text}</span>
    ${aside === '' ? nothing : html`<span class="aside num">${aside}</span>`}
  </li>`;
}

const cut = (text: string): string =>
  text.length <= excerpt ? text : `${text.slice(0, excerpt).replace(/\s\S*$/, '')}…`;

function factOf(
  { words, language }: CardView,
  item: TimelineItem,
  tones: Tones,
): { readonly text: unknown; readonly aside: string } {
  const own = (text: string | null) => (text ? html`<bdi>${cut(text)}</bdi>` : nothing);
  switch (item.kind) {
    case 'order':
      return {
        text: own(item.products.join(', ')),
        aside: item.total === null ? '' : paid(item.total.minor, item.total.currency, language),
      };
    case 'message': {
      const tone = tones.get(item.id);
      return { text: own(item.text), aside: tone ? words.tones[tone] : '' };
    }
    case 'activity':
      return { text: own([item.activity, item.subject].filter(Boolean).join(': ')), aside: '' };
    case 'stage-change':
      return {
        text: html`<bdi>${item.from === null ? item.to : words.moved(item.from, item.to)}</bdi>`,
        aside: '',
      };
    case 'deal':
      return {
        text: html`${own(item.name)} <span class="fine">${words.states[item.status]}</span>`,
        aside: item.amount === null ? '' : paid(item.amount.minor, item.amount.currency, language),
      };
    default:
      return { text: own(item.name), aside: words.states[item.status] };
  }
}

const [wide, high] = [300, 44];

/** The chance of being a customer still, at each half month: it falls in silence, and each purchase lifts it. */
function coursePlot({ words, language, now }: CardView, course: ValueInsight['course']): TemplateResult {
  const [first, last] = [course[0], course.at(-1)];
  if (!first || !last) return html``;
  const mirrored = directionOf(language) === 'rtl';
  const x = (at: number): number => {
    const share = (at - first.at) / Math.max(1, last.at - first.at);
    return wide * (mirrored ? 1 - share : share);
  };
  const y = (alive: number): number => 2 + (1 - alive) * (high - 4);
  const line = course
    .map(({ at, alive }, i) => `${i === 0 ? 'M' : 'L'}${x(at).toFixed(1)} ${y(alive).toFixed(1)}`)
    .join('');
  const label = `${words.course}: ${words.courseOf(formatPercent(first.alive, language), formatPercent(last.alive, language))}`;
  return html`<figure class="course">
    <figcaption class="fine">
      ${words.course}
      <b class="num">${formatPercent(last.alive, language)}</b>
    </figcaption>
    <svg viewBox="0 0 ${wide} ${high}" preserveAspectRatio="none" role="img" aria-label=${label}>
      <path class="area" d="${line}V${high}H${x(first.at).toFixed(1)}Z" />
      <path class="grid" d="M0 ${y(0.5)}H${wide}" />
      <path class="line" d=${line} />
    </svg>
    <p class="fine ends" aria-hidden="true">
      <span>${day(first.at, language, now)}</span><span>${day(last.at, language, now)}</span>
    </p>
    <table class="sr">
      <caption>${words.course}</caption>
      <tbody>
        ${course.map(({ at, alive }) => courseRow(day(at, language, now), formatPercent(alive, language)))}
      </tbody>
    </table>
  </figure>`;
}

const courseRow = (when: string, value: string): TemplateResult => html`<tr>
  <th scope="row">${when}</th>
  <td>${value}</td>
</tr>`;
