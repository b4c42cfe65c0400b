import { heaviest } from '@aicrm/client/overview/overview';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { barChart } from '../charts/bar-chart.js';
import { chart } from '../charts/chart.js';
import { valueFormat } from '../charts/format.js';
import { funnel } from '../charts/funnel.js';
import { shareBars } from '../charts/share-bar.js';
import { formatPercent, numberFormat } from '../internal/format.js';
import { byCuts, why } from './figures.js';
import { type DashboardView, type FilterName, notFollowed } from './view.js';

/** Customers shown before a person asks for more, and how many more each time. */
export const firstRows = 8;
export const moreRows = 25;
const mostBars = 8;

/** A card of the dashboard's own. Its room is kept by its class while it loads. */
function part(
  view: DashboardView,
  id: string,
  title: string,
  follows: readonly FilterName[] | undefined,
  body: unknown,
  extra: unknown = nothing,
): TemplateResult {
  const missed = follows ? notFollowed(view, follows) : '';
  return html`<section class="card room-${id}" part=${id} aria-labelledby="title-${id}">
    <div class="content">
      <header>
        <div>
          <h3 id="title-${id}">${title}</h3>
          ${missed ? html`<p class="missed">${missed}</p>` : nothing}
        </div>
        ${extra}
      </header>
      ${body}
    </div>
  </section>`;
}

const bones = (
  view: DashboardView,
  lines: number,
): TemplateResult => html`<div class="bones" aria-hidden="true">
    ${Array.from({ length: lines }, () => html`<i class="bone line"></i>`)}
  </div>
  <p class="sr" role="status">${view.words.loading}</p>`;
const says = (text: string, view?: DashboardView): TemplateResult => html`<p class="says">${text}</p>
  ${view ? html`<button type="button" class="retry" @click=${view.retry}>${view.words.retry}</button>` : nothing}`;

/** Leads and deals by how far they came. */
export function funnelPart(view: DashboardView): TemplateResult {
  const { words, language, overview, done } = view;
  const known = done.has('deal') && done.has('lead');
  const format = valueFormat('number', language);
  const names: Readonly<Record<string, string>> = words.stages;
  const draw = (label: string, stages: readonly { name: string; count: number; amount: number | null }[]) => {
    const currency = overview?.pipeline?.currency;
    const money = currency === undefined ? undefined : valueFormat({ currency }, language);
    return stages.length === 0
      ? nothing
      : html`<h4>${label}</h4>
          ${chart(
            funnel({
              ...{ label, language, format, heads: words.stageHeads },
              stages: stages.map(({ name, count, amount }) => ({
                name: (Object.hasOwn(names, name) ? names[name] : undefined) ?? name,
                count,
                ...(amount !== null && money ? { note: money.short(amount) } : {}),
              })),
            }),
          )}`;
  };
  const body = view.recordsFailed
    ? says(words.failed, view)
    : !overview || !known
      ? bones(view, 5)
      : overview.leads.length === 0 && overview.stages.length === 0
        ? says(words.noFunnel)
        : html`${draw(words.leadFunnel, overview.leads)} ${draw(words.dealFunnel, overview.stages)}
            <p class="fine">${words.funnelHelp}</p>`;
  return part(view, 'funnel', words.funnel, ['since', ...byCuts(view)], body);
}

/** Customers by chance of silence × expected spend, each a way to its record. */
export function churnPart(view: DashboardView): TemplateResult {
  const { words, value: model } = view;
  const body = view.recordsFailed
    ? says(words.failed, view)
    : !view.overview || !view.done.has('contact') || model.state === 'loading'
      ? bones(view, 7)
      : model.state !== 'ready'
        ? says(why(view, model, words.noValue), model.state === 'error' ? view : undefined)
        : view.overview.risk === null
          ? says(words.noCustomers)
          : churnTable(view, model.value.currency);
  return part(view, 'churn', words.churn, ['segment', ...byCuts(view)], body);
}

function churnTable(view: DashboardView, currency: string): TemplateResult {
  const { words, language, overview, rows, segments } = view;
  const list = overview?.risk?.list ?? [];
  const money = valueFormat({ currency }, language);
  const count = numberFormat(language, 'dashboard count', {});
  const names = new Map(
    segments.state === 'ready' ? segments.value.segments.map(({ id, name }) => [id, name]) : [],
  );
  const [customer, segment, chance, expected, weight] = words.churnHeads;
  const left = Math.max(0, list.length - rows);
  return html`<div class="table-room">
      <table class="list">
        <caption class="sr">
          ${words.churn}
        </caption>
        <thead>
          <tr>
            <th scope="col">${customer}</th>
            ${names.size > 0 ? html`<th scope="col" class="wide-only">${segment}</th>` : nothing}
            <th scope="col" class="num">${chance}</th>
            <th scope="col" class="num wide-only">${expected}</th>
            <th scope="col" class="num">${weight}</th>
          </tr>
        </thead>
        <tbody>
          ${heaviest(list, rows).map(({ customer: one, churn, weight: at }) => {
            const name = one.name ?? one.id.slice(one.id.lastIndexOf(':') + 1);
            return html`<tr>
              <th scope="row">
                <button
                  type="button"
                  class="link"
                  aria-label=${words.openRecord(name)}
                  @click=${() => view.select(one.id)}
                >
                  <bdi>${name}</bdi>
                </button>
              </th>
              ${
                names.size > 0
                  ? html`<td class="wide-only"><bdi>${names.get(one.segment ?? '') ?? words.none}</bdi></td>`
                  : nothing
              }
              <td class="num">${formatPercent(churn, language)}</td>
              <td class="num wide-only">${one.worth === null ? words.none : money.full(one.worth)}</td>
              <td class="num strong">${one.worth === null ? words.none : money.full(at)}</td>
            </tr>`;
          })}
        </tbody>
      </table>
    </div>
    <div class="under">
      ${
        left > 0
          ? html`<button type="button" class="retry" @click=${() => view.chooseRows(rows + moreRows)}>
              ${words.more(count.format(Math.min(left, moreRows)))}
            </button>`
          : nothing
      }
      ${
        rows > firstRows
          ? html`<button type="button" class="retry" @click=${() => view.chooseRows(firstRows)}>
              ${words.fewer}
            </button>`
          : nothing
      }
      <p class="fine">${words.churnHelp}</p>
    </div>`;
}

/** What messages speak of, and in which tone. */
export function aspectsPart(view: DashboardView): TemplateResult {
  const { words, language, messages, reading } = view;
  const count = numberFormat(language, 'dashboard count', {});
  const body = (): TemplateResult => {
    if (messages.state === 'loading')
      return html`${bones(view, 6)}
      ${reading ? html`<p class="fine">${words.readingMessages(count.format(reading.read), count.format(reading.total))}</p>` : nothing}`;
    if (messages.state !== 'ready')
      return says(why(view, messages, words.noMessages), messages.state === 'error' ? view : undefined);
    const { aspects, messages: all } = messages.value;
    if (all === 0) return says(words.noMessages);
    const told = aspects.filter(({ scored }) => scored > 0).slice(0, mostBars);
    if (told.length === 0) return says(words.noAspects);
    return html`${chart(
      shareBars({
        ...{ label: words.aspects, language, head: words.aspectHead },
        parts: [
          { name: words.tones.negative, ink: 'bad' },
          { name: words.tones.neutral, ink: 'neutral' },
          { name: words.tones.positive, ink: 'good' },
        ],
        rows: told.map(({ id, counts, scored }) => ({
          label: view.aspectName(id),
          values: [counts.negative, counts.neutral, counts.positive],
          note: words.mentions(count.format(scored)),
        })),
      }),
    )}
      <p class="legend">
        <span class="key ink-bad">${words.tones.negative}</span>
        <span class="key ink-neutral">${words.tones.neutral}</span>
        <span class="key ink-good">${words.tones.positive}</span>
      </p>
      <p class="fine">${words.aspectsHelp}</p>`;
  };
  return part(view, 'aspects', words.aspects, ['since', 'segment', ...byCuts(view)], body());
}

/** Which inputs move a model's scores most, over all its records. */
export function reasonsPart(view: DashboardView): TemplateResult {
  const { words, language, cards, model } = view;
  const card = cards?.find(({ name }) => name === model) ?? cards?.[0];
  const names: Readonly<Record<string, string>> = words.models;
  const nameOf = (name: string): string => (Object.hasOwn(names, name) ? names[name] : undefined) ?? name;
  const pick =
    cards && cards.length > 1
      ? html`<label class="pick"
          ><span class="sr">${words.model}</span>
          <select
            @change=${(event: Event) => view.chooseModel((event.currentTarget as HTMLSelectElement).value)}
          >
            ${cards.map(({ name }) => html`<option value=${name} ?selected=${name === card?.name}>${nameOf(name)}</option>`)}
          </select></label
        >`
      : nothing;
  const body = !cards
    ? bones(view, 6)
    : !card
      ? says(words.noReasons)
      : html`<h4>${nameOf(card.name)}</h4>
          ${chart(
            barChart({
              ...{ label: words.reasons, language, heads: words.reasonHeads },
              format: valueFormat('share', language),
              bars: [...card.features]
                .sort((a, b) => b.importance - a.importance)
                .slice(0, mostBars)
                .map(({ label, importance }) => ({ label, value: importance })),
            }),
          )}
          <p class="fine">${words.reasonsHelp}</p>`;
  return part(view, 'reasons', words.reasons, [], body, pick);
}
