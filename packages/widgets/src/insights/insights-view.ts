import type { InsightLink, WeekChange, WeekOfInsights } from '@aicrm/client/overview/read-insights';
import { html, nothing, svg, type TemplateResult } from 'lit/html.js';
import { chart } from '../charts/chart.js';
import { dateFormat } from '../charts/format.js';
import { waterfall } from '../charts/waterfall.js';
import { numberFormat } from '../internal/format.js';
import type { InsightsMessages } from '../locales/insights-messages.js';
import { dimensionName, type Said, say, segmentName } from './say.js';

export interface InsightsView {
  readonly file: WeekOfInsights;
  readonly words: InsightsMessages;
  readonly language: string;
  readonly notes: readonly string[];
  /** A person asked for the records of a change. */
  readonly follow: (change: WeekChange, link: InsightLink) => void;
}

const day = (text: string, language: string): string => {
  const at = new Date(text);
  return Number.isNaN(at.getTime())
    ? text
    : dateFormat(language, { day: 'numeric', month: 'long', year: 'numeric' }).format(at);
};

/** The week's changes, the weightiest first, or the honest word that there were none. */
export function insightsView(view: InsightsView): TemplateResult {
  const { file, words, language, notes } = view;
  const { week, changes, judged } = file;
  const count = numberFormat(language, 'insight count', {}).format(judged.length);
  return html`
    <header>
      <div>
        <h3 part="title">${words.name}</h3>
        ${week ? html`<p class="fine">${words.week(day(week[0], language), day(week[1], language))}</p>` : nothing}
      </div>
    </header>
    ${notes.map((note) => html`<p class="note" role="note">${note}</p>`)}
    ${
      changes.length === 0
        ? html`<div class="quiet-week" part="quiet">
            <p class="said">${words.quiet}</p>
            <p class="fine">${words.quietHelp(judged.length, count)}</p>
          </div>`
        : html`<ol part="list">${changes.map((change, i) => item(change, i, view))}</ol>`
    }
    <footer class="fine">
      ${[
        ...(changes.length > 0 && judged.length > 0 ? [words.lookedAt(judged.length, count)] : []),
        ...(changes.length > 0 ? [words.chance] : []),
        ...(file.computedAt === '' ? [] : [words.dataOf(day(file.computedAt, language))]),
      ].join(' ')}
    </footer>
  `;
}

function item(change: WeekChange, index: number, view: InsightsView): TemplateResult {
  const { words, language, follow } = view;
  const said = say(change, words, language);
  const { link, good } = change;
  const more = html`<slot name=${`link-${index + 1}`}>
    ${
      link
        ? html`<button type="button" class="link" @click=${() => follow(change, link)}>
            ${(Object.hasOwn(words.show, link.type) ? words.show[link.type] : undefined) ?? words.show.record}
          </button>`
        : nothing
    }
  </slot>`;
  if (!said)
    return html`<li class="change plain" part="change">
      <p lang="en" dir="auto">${change.text}</p>
      <div class="links">${more}</div>
    </li>`;
  const tone = good === null ? 'even' : good ? 'good' : 'bad';
  return html`<li class="change" part="change">
    <p class="size ${tone}" part="size">
      <span aria-hidden="true">${said.rising ? '▲' : '▼'}</span>
      <bdi>${said.size}</bdi>
      ${good === null ? nothing : html`<span class="turn">${good ? words.better : words.worse}</span>`}
    </p>
    <div class="told">
      <h4>${said.title}</h4>
      <p>${said.sentences.join(' ')}</p>
      ${range(change, said, words)}
      <div class="links">
        ${said.confidence === null ? nothing : html`<span class="sure">${said.confidence}</span>`} ${more}
      </div>
      ${drivers(change, said, view)}
    </div>
  </li>`;
}

/** The week's figure beside what usual weeks are: one line, because the sentence says the numbers. */
function range({ value, expected, usual }: WeekChange, said: Said, words: InsightsMessages): unknown {
  if (value === null || expected === null || usual === null) return nothing;
  const [low, high] = [Math.min(usual[0], value), Math.max(usual[1], value)];
  const air = (high - low || 1) * 0.06;
  const at = (one: number): number => Math.round((1000 * (one - low + air)) / (high - low + 2 * air)) / 10;
  const [from, to] = [at(usual[0]), at(usual[1])];
  return html`<svg
    class="range"
    role="img"
    aria-label=${words.rangeLabel(said.format(value), said.format(usual[0]), said.format(usual[1]))}
    height="16"
  >
    ${svg`<line class="rail" x1="0%" x2="100%" y1="8" y2="8" />
    <rect class="usual" x="${from}%" width="${Math.max(0.5, to - from)}%" y="4" height="8" rx="4" />
    <line class="expected" x1="${at(expected)}%" x2="${at(expected)}%" y1="2" y2="14" />
    <circle class="dot" cx="${at(value)}%" cy="8" r="5" />`}
  </svg>`;
}

/** From what was expected to what came, a bar a part: the bars add up. */
function drivers({ drivers: of, value, expected }: WeekChange, said: Said, view: InsightsView): unknown {
  const { words, language } = view;
  if (of === null || value === null || expected === null) return nothing;
  const title = words.who(dimensionName(words, of.dimension));
  return html`<details class="drivers">
    <summary>${title}</summary>
    ${chart(
      waterfall({
        label: `${said.title}: ${title}`,
        language,
        format: { full: said.format, short: said.format },
        signed: said.signed,
        start: { label: words.expected, value: expected },
        steps: of.parts.map(({ segment, contribution }) => ({
          label: segmentName(words, segment),
          value: contribution,
        })),
        endLabel: words.happened,
        heads: words.heads,
      }),
    )}
  </details>`;
}
