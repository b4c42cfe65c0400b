import type { ModelCard } from '@aicrm/schema/model';
import { css, html, nothing, svg } from 'lit';
import { ConsoleElement, define } from '../ui/element.js';
import { formatDay, formatFigure, formatNumber, formatShare } from '../ui/format.js';

const width = 360;
const height = 210;
const margin = { left: 40, right: 14, top: 12, bottom: 40 };
const kindWords = { trees: 'Boosted trees', logistic: 'Logistic regression' };
const shortDay = new Intl.DateTimeFormat('en-GB', { month: 'short', year: '2-digit', timeZone: 'UTC' });

interface Scale {
  readonly x: (i: number) => number;
  readonly y: (value: number) => number;
}

/** Places for `n` moments, and for values between `low` and `high`. */
function scaleOf(n: number, low: number, high: number): Scale {
  const step = (width - margin.left - margin.right) / Math.max(n, 1);
  const inner = height - margin.top - margin.bottom;
  return {
    x: (i) => margin.left + step * (i + 0.5),
    y: (value) => margin.top + inner * (1 - (value - low) / (high - low)),
  };
}

const tenths = (low: number, high: number): number[] =>
  Array.from({ length: Math.round((high - low) * 10) + 1 }, (_, i) => low + i / 10);

const gridLines = (ticks: readonly number[], { y }: Scale, format: (tick: number) => string) =>
  ticks.map(
    (tick) => svg`
      <line x1=${margin.left} x2=${width - margin.right} y1=${y(tick)} y2=${y(tick)} stroke="var(--line)"></line>
      <text x=${margin.left - 6} y=${y(tick) + 4} text-anchor="end">${format(tick)}</text>`,
  );

const moments = (days: readonly string[], judged: boolean, { x }: Scale) =>
  days.map(
    (day, i) => svg`
      <text x=${x(i)} y=${height - 22} text-anchor="middle">${shortDay.format(new Date(day))}</text>
      ${judged && i === days.length - 1 ? svg`<text x=${x(i)} y=${height - 6} text-anchor="middle" class="strong">newest</text>` : nothing}`,
  );

const lineOf = (values: readonly number[], { x, y }: Scale): string =>
  values.map((value, i) => `${x(i)},${y(value)}`).join(' ');

/**
 * What a model trained up to a day made of the time after it: its order (AUC) and the share of successes, origin by
 * origin and last on the part it was judged on, as two pictures and a table.
 */
export class ThroughTime extends ConsoleElement {
  static override styles = [
    ...ConsoleElement.styles,
    css`
      .pictures {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(18rem, 100%), 1fr));
        gap: 1rem 2rem;
        margin-block: 0.75rem;
      }
      figure {
        max-inline-size: 30rem;
      }
      figcaption {
        font-size: 0.875rem;
        font-weight: 600;
      }
      svg {
        inline-size: 100%;
        block-size: auto;
        direction: ltr;
      }
      text {
        fill: var(--muted);
        font-size: 11px;
      }
      .strong {
        font-weight: 600;
      }
    `,
  ];

  static override properties = { card: { attribute: false } };

  declare card: ModelCard;

  private get days(): string[] {
    const { choice, evaluation } = this.card;
    const cuts = (choice[0]?.origins ?? []).map(({ cut }) => cut);
    return evaluation ? [...cuts, evaluation.from] : cuts;
  }

  private renderOrder() {
    const { choice, evaluation, meta } = this.card;
    const series = choice.map(({ kind, origins }) => {
      const chosen = kind === meta.kind;
      const past = origins.map(({ auc }) => auc);
      const intervals = [
        ...origins.map(({ aucInterval }) => aucInterval),
        ...(chosen ? [evaluation?.auc] : []),
      ];
      return {
        kind,
        chosen,
        intervals,
        values: chosen && evaluation ? [...past, evaluation.auc.value] : past,
      };
    });
    const ends = series.flatMap(({ intervals }) =>
      intervals.flatMap((one) => (one ? [one.low, one.high] : [])),
    );
    const all = [...series.flatMap(({ values }) => values), ...ends, 0.5];
    const low = Math.max(0, Math.floor(Math.min(...all) * 10) / 10);
    const high = Math.min(1, Math.max(0.8, Math.ceil(Math.max(...all) * 10) / 10));
    const scale = scaleOf(this.days.length, low, high);
    const { x, y } = scale;
    const label = `AUC by the day of training: ${series.map(({ kind, values }) => `${kindWords[kind]} ${values.map(formatFigure).join(', ')}`).join('; ')}. Chance is 0.5.`;
    return html`<figure>
      <figcaption>Order of what came next (AUC)</figcaption>
      <svg viewBox=${`0 0 ${width} ${height}`} role="img" aria-label=${label}>
        ${gridLines(tenths(low, high), scale, (tick) => tick.toFixed(1))}
        ${svg`<line x1=${margin.left} x2=${width - margin.right} y1=${y(0.5)} y2=${y(0.5)} stroke="var(--line-strong)" stroke-width="1.5" stroke-dasharray="5 4"></line>`}
        ${series.map(({ chosen, values, intervals }) => {
          const colour = chosen ? 'var(--accent)' : 'var(--warn)';
          return svg`${intervals.map((one, i) =>
            one
              ? svg`<line x1=${x(i)} x2=${x(i)} y1=${y(one.low)} y2=${y(one.high)} stroke=${colour} stroke-width=${chosen ? 3 : 2} stroke-linecap="round" opacity=".5"></line>`
              : nothing,
          )}<polyline points=${lineOf(values, scale)} fill="none" stroke=${colour} stroke-width="2" stroke-dasharray=${chosen ? 'none' : '3 3'}></polyline>
            ${values.map((value, i) =>
              chosen
                ? svg`<circle cx=${x(i)} cy=${y(value)} r="4" fill=${colour}></circle>`
                : svg`<rect x=${x(i) - 3.5} y=${y(value) - 3.5} width="7" height="7" fill="var(--card)" stroke=${colour} stroke-width="2"></rect>`,
            )}`;
        })}
        ${moments(this.days, evaluation !== undefined, scale)}
      </svg>
      <p class="muted">
        ${series.map(({ kind, chosen }, i) => `${i > 0 ? ' · ' : ''}${chosen ? '●' : '□'} ${kindWords[kind]}${chosen ? ' (chosen)' : ''}`)}.
        Lines: 95 % intervals. Dashed: chance.
      </p>
    </figure>`;
  }

  private renderShares() {
    const { choice, evaluation, meta } = this.card;
    const origins = (choice.find(({ kind }) => kind === meta.kind) ?? choice[0])?.origins ?? [];
    const known = origins.map(({ baseRate }) => baseRate);
    const values = evaluation ? [...known, evaluation.observedMean] : known;
    const high = Math.min(1, Math.max(0.1, Math.ceil(Math.max(...values) * 10) / 10));
    const scale = scaleOf(values.length, 0, high);
    const { x, y } = scale;
    const label = `Share of successes: known before each day ${known.map((share) => formatShare(share)).join(', ')}${evaluation ? `; then ${formatShare(evaluation.observedMean)} happened` : ''}.`;
    return html`<figure>
      <figcaption>Share of successes</figcaption>
      <svg viewBox=${`0 0 ${width} ${height}`} role="img" aria-label=${label}>
        ${gridLines([0, high / 2, high], scale, (tick) => formatShare(tick, 0))}
        ${values.map((value, i) => {
          const happened = evaluation !== undefined && i === values.length - 1;
          return svg`<rect x=${x(i) - 14} y=${y(value)} width="28" height=${Math.max(y(0) - y(value), 1)} rx="3" fill=${happened ? 'var(--accent)' : 'var(--line-strong)'}></rect>
            <text x=${x(i)} y=${y(value) - 4} text-anchor="middle" class="strong">${formatShare(value, 0)}</text>`;
        })}
        ${moments(this.days, evaluation !== undefined, scale)}
      </svg>
      <p class="muted">Grey: known before that day. Colour: what then happened on the newest part.</p>
    </figure>`;
  }

  private renderTable() {
    const { choice, evaluation, meta } = this.card;
    const origins = choice[0]?.origins ?? [];
    return html`<div class="scroll" tabindex="0" role="group" aria-labelledby="title">
      <table>
        <thead>
          <tr>
            <th scope="col">Trained up to</th>
            <th scope="col" class="num">Rows tried</th>
            ${choice.map(({ kind }) => html`<th scope="col" class="num">AUC, ${kindWords[kind].toLowerCase()}</th>`)}
            <th scope="col" class="num">Successes</th>
          </tr>
        </thead>
        <tbody>
          ${origins.map(
            ({ cut, rows, baseRate }, i) => html`<tr>
              <th scope="row">${formatDay(cut)}</th>
              <td class="num">${formatNumber(rows)}</td>
              ${choice.map((one) => {
                const origin = one.origins[i];
                return html`<td class="num">${origin ? formatFigure(origin.auc) : '–'}</td>`;
              })}
              <td class="num">${formatShare(baseRate)} known before</td>
            </tr>`,
          )}
          ${
            evaluation
              ? html`<tr>
                <th scope="row">newest part, from ${formatDay(evaluation.from)}</th>
                <td class="num">${formatNumber(evaluation.rows)}</td>
                ${choice.map(
                  ({ kind }) =>
                    html`<td class="num">${kind === meta.kind ? formatFigure(evaluation.auc.value) : '–'}</td>`,
                )}
                <td class="num">${formatShare(evaluation.observedMean)} happened</td>
              </tr>`
              : nothing
          }
        </tbody>
      </table>
    </div>`;
  }

  override render() {
    // Where the history knows no time, kinds were compared on random parts, which have no day.
    const cuts = new Set(this.card.choice.flatMap(({ origins }) => origins.map(({ cut }) => cut)));
    if (cuts.size < 2) return nothing;
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">Does it hold in time?</h2>
      <p class="muted">
        Trained up to a day, tried on what came next; last on the newest part, which decides. What does not hold
        here would not hold tomorrow.
      </p>
      <div class="pictures">${this.renderOrder()} ${this.renderShares()}</div>
      ${this.renderTable()}
    </section>`;
  }
}
define('through-time', ThroughTime);
