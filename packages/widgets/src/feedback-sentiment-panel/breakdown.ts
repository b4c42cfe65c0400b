import type { BreakdownRow } from '@aicrm/client/feedback/summary';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { Span } from '../locales/feedback-sentiment-panel-words.js';
import { aspectName, channelName, intentName } from './format.js';
import type { By } from './model.js';
import { shareBar, toneBar } from './tone-mark.js';
import type { PanelView } from './view.js';

/** Rows shown before a person asks for all. */
const ROWS = 6;
const ways: readonly By[] = ['aspect', 'channel', 'intent'];

/** Tables by topic, channel and request: how often, in which tone, and what changed. A row is a filter. */
export function breakdownPart(view: PanelView): TemplateResult {
  const { words, by } = view;
  return html`<section class="about" part="breakdown" aria-labelledby="about-title">
    <div class="section-head">
      <h3 id="about-title">${words.about}</h3>
      <div class="segments" role="group" aria-labelledby="about-title">
        ${ways.map(
          (way) => html`<button
            type="button"
            aria-pressed=${way === by ? 'true' : 'false'}
            @click=${() => view.chooseBy(way)}
          >
            <span>${words.by[way]}</span>
          </button>`,
        )}
      </div>
    </div>
    ${by === 'intent' && view.intents.state !== 'ready' ? intentsWaiting(view) : table(view)}
  </section>`;
}

function intentsWaiting({
  words,
  formats,
  intents,
  intentBytes,
  figures,
  readIntents,
}: PanelView): TemplateResult {
  if (intents.state === 'loading') return html`<p class="fine" role="status">${words.loadingModel}</p>`;
  if (intents.state === 'reading')
    return html`<p class="fine" role="status">
      ${words.readingIntents(formats.count(intents.read), formats.count(figures.scope.length))}
    </p>`;
  return html`<div class="offer">
    ${intents.state === 'failed' ? html`<p role="alert">${words.intentsFailed}</p>` : nothing}
    <button type="button" class="button" @click=${readIntents}>
      ${intents.state === 'failed' ? words.retry : words.readIntents}
    </button>
    <p class="fine">${words.intentsNote(formats.decimal((intentBytes ?? 2e6) / 1e6))}</p>
  </div>`;
}

function table(view: PanelView): TemplateResult {
  const { words, formats, figures, by, allRows } = view;
  const { rows } = figures;
  if (rows.length === 0)
    return html`<p class="fine">${by === 'intent' ? words.noIntents : words.noAspects}</p>`;
  const shown = allRows ? rows : rows.slice(0, ROWS);
  const { windows, current } = figures.headline;
  const most = Math.max(...rows.map(({ share }) => share?.value ?? 0), 0.01);
  return html`<table class="breakdown">
      <thead>
        <tr>
          <th scope="col">${words.by[by]}</th>
          <th scope="col">${by === 'aspect' ? words.heads.mentions : words.heads.share}</th>
          <th scope="col">${words.heads.tone}</th>
          <th scope="col">${words.heads.change}</th>
        </tr>
      </thead>
      <tbody>
        ${shown.map((row) => tableRow(view, row, most))}
      </tbody>
    </table>
    <div class="under">
      ${
        rows.length > ROWS
          ? html`<button type="button" class="link" @click=${view.toggleRows}>
              ${allRows ? words.showFewerRows : words.showAllRows(formats.count(rows.length))}
            </button>`
          : nothing
      }
      ${
        windows && rows.some(({ change }) => change)
          ? html`<p class="fine">
              ${words.changeNote(words.window(String(windows.days) as Span, current))}
            </p>`
          : nothing
      }
    </div>`;
}

function tableRow(view: PanelView, row: BreakdownRow, most: number): TemplateResult {
  const { words, formats, by, filter, taxonomy } = view;
  const { id, share, negative, change, counts, scored } = row;
  const name =
    by === 'aspect'
      ? aspectName(id, words, taxonomy)
      : by === 'channel'
        ? channelName(id, words)
        : intentName(id, view.intentLabels);
  const chosen = filter[by] === id;
  return html`<tr class=${chosen ? 'chosen' : ''}>
    <th scope="row">
      <button
        type="button"
        class="name"
        aria-pressed=${chosen ? 'true' : 'false'}
        @click=${() => view.change({ [by]: chosen ? null : id })}
      >
        <bdi>${name}</bdi>
      </button>
    </th>
    <td class="share-cell">
      <span class="value">${share ? formats.percent(share.value) : formats.count(row.messages)}</span>
      ${share ? shareBar(share.value / most) : nothing}
    </td>
    <td class="tone-cell">
      ${
        negative
          ? html`${toneBar(counts, scored)}<span class="value"
                >${words.negativeShare(formats.percent(negative.value))}</span
              >`
          : html`<span class="fine">${words.tooFew}</span>`
      }
    </td>
    <td class="change-cell">
      ${
        !change
          ? html`<span class="fine" aria-hidden="true">–</span><span class="sr">${words.tooFew}</span>`
          : change.sure
            ? html`<span class="change ${change.value > 0 ? 'worse' : 'better'}">
                <span aria-hidden="true">${change.value > 0 ? '▲' : '▼'} ${formats.points(change.value)}</span>
                <span class="sr"
                  >${
                    change.value > 0
                      ? words.rising(formats.points(change.value))
                      : words.falling(formats.points(change.value))
                  }</span
                >
              </span>`
            : html`<span class="fine" aria-hidden="true">–</span><span class="sr">${words.noChange}</span>`
      }
    </td>
  </tr>`;
}
