import type { Reasons, ValueInsight } from '@aicrm/client/insight/types';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { formatPercent } from '../internal/format.js';
import { days, money, number, signed } from '../internal/insight-format.js';
import { partOf, skeleton } from '../internal/part-state.js';
import { roundToSum } from '../score-badge/round-to-sum.js';
import type { CardView, Figure } from './card-view.js';

/** What a tile shows; without reasons it cannot be opened. */
interface Tile {
  readonly figure: Figure;
  readonly label: string;
  readonly value: string;
  readonly of: string;
  readonly range?: string;
  readonly reasons?: Reasons;
}

export function figures(view: CardView): TemplateResult {
  const { words, insight, retry } = view;
  const loading = insight.value.state === 'loading';
  return html`<section class="figures" part="figures" aria-label=${words.figures}>
    ${loading || insight.value.state === 'ready' ? nothing : html`<h3>${words.figures}</h3>`}
    ${
      loading
        ? html`<div class="tiles">${[0, 1, 2].map(() => html`<div class="tile">${skeleton(3)}</div>`)}</div>`
        : partOf(insight.value, words, retry, (value) => ready(view, value))
    }
  </section>`;
}

function ready(view: CardView, value: ValueInsight): TemplateResult {
  const { words, opened } = view;
  const tiles = tilesOf(view, value);
  const open = tiles.find(({ figure }) => figure === opened);
  return html`<div class="tiles">
      ${tiles.map((tile) =>
        // Behind its tile, so that it follows it in one column too; in several the others fill the row before it.
        tile === open && tile.reasons
          ? html`${tileOf(view, tile)}${reasonsOf(view, tile, tile.reasons, value)}`
          : tileOf(view, tile),
      )}
    </div>
    ${value.purchases.from === 'counts' ? html`<p class="fine">${words.counted}</p>` : nothing}`;
}

function tilesOf({ words, language }: CardView, value: ValueInsight): readonly Tile[] {
  const { churn, lifetime, expected } = value;
  const range = (low: string, high: string) => words.range(low, high);
  const worth = lifetime.state === 'ready' ? lifetime.value : undefined;
  const inMoney = (amount: number) => money(amount, worth?.currency, language);
  return [
    {
      figure: 'churn',
      label: words.churn,
      value: formatPercent(churn.probability, language),
      of: words.churnOf(days(churn.days, language)),
      reasons: churn.reasons,
    },
    worth
      ? {
          figure: 'lifetime',
          label: words.lifetime,
          value: inMoney(worth.value),
          of: words.overDays(days(worth.days, language)),
          range: range(inMoney(worth.low), inMoney(worth.high)),
          reasons: worth.reasons,
        }
      : {
          figure: 'lifetime',
          label: words.lifetime,
          value: '–',
          of: lifetime.state === 'missing' ? words.missing[lifetime.why] : '',
        },
    {
      figure: 'expected',
      label: words.expected,
      value: number(expected.value, language, 1),
      of: words.overDays(days(expected.days, language)),
      range: range(number(expected.low, language, 0), number(expected.high, language, 0)),
      reasons: expected.reasons,
    },
  ];
}

function tileOf({ opened, openFigure }: CardView, tile: Tile): TemplateResult {
  const { figure, label, value, of, range, reasons } = tile;
  const content = html`<span class="label">${label}</span>
    <b class="value">${value}</b>
    ${range ? html`<span class="range">${range}</span>` : nothing}
    <span class="fine">${of}</span>`;
  if (!reasons) return html`<div class="tile">${content}</div>`;
  return html`<button
    class="tile"
    type="button"
    aria-expanded=${opened === figure ? 'true' : 'false'}
    data-figure=${figure}
    @click=${() => openFigure(figure)}
  >
    ${content}
  </button>`;
}

const sigmoid = (logit: number): number => 1 / (1 + Math.exp(-logit));

/** The first row is the typical repeat customer, the last this one: what stands between adds up, as shown too. */
function reasonsOf(view: CardView, tile: Tile, reasons: Reasons, value: ValueInsight): TemplateResult {
  const { words, language } = view;
  const { scale, currency, base } = reasons;
  const largest = Math.max(...reasons.reasons.map(({ contribution }) => Math.abs(contribution)));
  const digits = scale === 'money' && Math.max(Math.abs(base), largest) >= 100 ? 0 : 2;
  const [start = 0, ...shown] = roundToSum([base, ...reasons.reasons.map((one) => one.contribution)], digits);
  const sum = shown.reduce((total, one) => total + one, start);
  const least = { logit: 0.5, money: 0, count: 0 }[scale];
  const full = Math.max(least, largest);
  const aside = (logit: number) => (scale === 'logit' ? formatPercent(sigmoid(logit), language) : '');
  const total = (name: string, exact: number, rounded: number) => html`<tr class="total">
    <th scope="row">${name}</th>
    <td class="detail">${aside(exact)}</td>
    <td class="share"><span class="number">${plain(rounded, language, digits, currency)}</span></td>
  </tr>`;
  return html`<div class="reasons" part="reasons">
    <table>
      <caption>${words.reasonsFor(tile.label)}</caption>
      <thead class="sr">
        <tr>
          <th scope="col">${words.input}</th>
          <th scope="col">${words.inputValue}</th>
          <th scope="col">${words.effect}</th>
        </tr>
      </thead>
      <tbody>
        ${total(words.start, base, start)}
        ${reasons.reasons.map(({ feature, value: input, contribution }, i) => {
          // More churn is worse; more of the others is better.
          const good = contribution > 0 !== (scale === 'logit');
          const size = full > 0 ? Math.min(1, Math.abs(contribution) / full) : 0;
          return html`<tr>
            <th scope="row">${words.features[feature]}</th>
            <td class="detail num">${inputValue(view, feature, input, value)}</td>
            <td class="share">
              <span class="track" aria-hidden="true"
                ><span
                  class="bar ${contribution < 0 ? 'down' : 'up'} ${good ? 'better' : 'worse'}"
                  .style=${`--size:${size.toFixed(4)}`}
                ></span></span
              ><span class="number">${signed(shown[i] ?? 0, language, digits, currency)}</span>
            </td>
          </tr>`;
        })}
        ${total(words.sum, reasons.sum, sum)}
      </tbody>
    </table>
    <p class="fine">${words.scales[scale]} ${scale === 'logit' ? nothing : words.rangeMeans}</p>
  </div>`;
}

const plain = (value: number, language: string, digits: number, currency?: string): string =>
  currency === undefined
    ? signed(value, language, digits).replace('+', '')
    : signed(value, language, digits, currency).replace('+', '');

function inputValue(
  { words, language }: CardView,
  feature: Reasons['reasons'][number]['feature'],
  value: number | null,
  { lifetime }: ValueInsight,
): string {
  if (value === null) return words.unknown;
  if (feature === 'gapDays' || feature === 'ageDays') return days(value, language);
  if (feature === 'repeats') return number(value, language);
  return money(value, lifetime.state === 'ready' ? lifetime.value.currency : undefined, language);
}
