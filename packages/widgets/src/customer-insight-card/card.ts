import { html, nothing, type TemplateResult } from 'lit/html.js';
import { formatPercent } from '../internal/format.js';
import { number } from '../internal/insight-format.js';
import { actionList } from '../next-actions/action-list.js';
import { formatInstant } from '../score-badge/format-value.js';
import type { CardView } from './card-view.js';
import { figures } from './figures.js';
import { healthLine } from './health-line.js';
import { timelineSection } from './timeline.js';
import { toneSection } from './tone-plot.js';

/** The whole card of a customer of whom something is known, or is on its way. */
export function card(view: CardView): TemplateResult {
  const { words } = view;
  return html`${header(view)} ${notes(view)}
    <div class="columns">
      <div class="column">
        ${healthLine(view)} ${figures(view)}
        <section class="next">
          <h3>${words.actions}</h3>
          ${actionList(view.actions)}
        </section>
      </div>
      <div class="column">${toneSection(view)} ${timelineSection(view)}</div>
    </div>
    <slot></slot>
    ${footer(view)}`;
}

function header({ insight, words, language }: CardView): TemplateResult {
  const { segment, name } = insight;
  const ready = segment.state === 'ready' ? segment.value : undefined;
  const score = (value: number) => `${number(value, language)}/${number(ready?.parts ?? 0, language)}`;
  return html`<header part="header">
    <h2>
      ${
        name === null && segment.state === 'loading'
          ? html`<span class="sr">${words.unnamed}</span><span class="bone" aria-hidden="true"></span>`
          : html`<bdi>${name ?? words.unnamed}</bdi>`
      }
    </h2>
    <div class="segment">
      ${
        ready
          ? html`<p>
              <span class="sr">${words.segment}:</span>
              <span class="tag" part="segment"><bdi>${ready.name}</bdi></span>
              <span class="fine"
                >${
                  ready.size
                    ? html`${words.segmentOf(formatPercent(ready.size.share, language), number(ready.size.customers, language))} · `
                    : nothing
                }${words.scores(score(ready.recency), score(ready.frequency), score(ready.money))}</span
              >
            </p>
            <p class="fine"><bdi>${ready.advice}</bdi></p>`
          : segment.state === 'loading'
            ? html`<span class="bone" aria-hidden="true"></span>`
            : html`<p class="fine">
                ${words.segment}:
                ${
                  segment.state === 'missing'
                    ? segment.detail
                      ? html`<bdi>${segment.detail}</bdi>`
                      : words.missing[segment.why]
                    : segment.state === 'permission'
                      ? words.partPermission
                      : words.partError
                }
              </p>`
      }
    </div>
    <slot name="actions"></slot>
  </header>`;
}

function notes({ words, offline, freshness }: CardView): TemplateResult | typeof nothing {
  const age =
    freshness === 'stale' ? words.noteStale : freshness === 'cached' && !offline ? words.noteCached : '';
  if (!offline && !age) return nothing;
  return html`<p class="note" part="note">${offline ? words.noteOffline : nothing} ${age}</p>`;
}

function footer({ insight, words, language, cardHref }: CardView): TemplateResult {
  const href = safeHref(cardHref);
  const { dataAt } = insight;
  return html`<footer part="footer">
    ${
      dataAt === null
        ? nothing
        : html`<span><time datetime=${dataAt}>${words.dataOf(formatInstant(dataAt, language))}</time></span>`
    }
    <span>${words.computed}</span>
    ${href ? html`<a class="link" href=${href} target="_blank" rel="noopener noreferrer">${words.cardLink}</a>` : nothing}
  </footer>`;
}

/** A link of the host's, relative or http(s); anything else (`javascript:`, `data:`) is no link. */
function safeHref(href: unknown): string | undefined {
  if (typeof href !== 'string' || href === '') return undefined;
  try {
    const { protocol } = new URL(href, document.baseURI);
    return protocol === 'https:' || protocol === 'http:' ? href : undefined;
  } catch {
    return undefined;
  }
}
