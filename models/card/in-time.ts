import type { ModelCard } from '@aicrm/schema/model';
import { html, type Markup } from './html.js';
import { asTable, at, endOf, fieldOf, figureOf, grid, label, line, place, swatch, upward } from './plot.js';
import { count, day, figure, kindWords, monthOf, percent, range } from './words.js';

type Origin = ModelCard['choice'][number]['origins'][number];

/** A moment up to which a kind was trained, and what became of the time after it. */
interface Point {
  readonly value: number;
  readonly low?: number | undefined;
  readonly high?: number | undefined;
}

const pointOf = ({ auc, aucInterval }: Origin): Point => ({ value: auc, ...aucInterval });

/** AUC of each kind by the day it was trained up to; last, of the chosen one on the newest part. */
function order({ choice, evaluation, meta }: ModelCard, days: readonly string[]): Markup {
  const field = fieldOf(360, 250);
  const x = place(field, days.length);
  const series = choice.map(({ kind, origins }) => {
    const chosen = kind === meta.kind;
    const past = origins.map(pointOf);
    return { kind, chosen, points: chosen && evaluation ? [...past, evaluation.auc] : past };
  });
  const all = series.flatMap(({ points }) =>
    points.flatMap(({ value, low, high }) => [value, low ?? value, high ?? value]),
  );
  const low = Math.max(0, Math.floor(Math.min(...all, 0.5) * 10) / 10);
  const high = Math.min(1, Math.ceil(Math.max(...all, 0.8) * 10) / 10);
  const y = upward(field, low, high);
  const ticks = Array.from({ length: Math.round((high - low) * 10) + 1 }, (_, i) => low + i / 10);
  const words = `AUC by the day of training. ${series.map(({ kind, points }) => `${kindWords[kind]}: ${points.map(({ value }) => figure(value)).join(', ')}`).join('; ')}. Chance is 0.5.`;
  const drawn = series.flatMap(({ chosen, points }, s) => {
    const shift = (s - (series.length - 1) / 2) * 9;
    const kind = chosen ? 'chosen' : 'other';
    return [
      html`<polyline class="trace ${kind}" points="${points.map(({ value }, i) => `${at(x(i) + shift)},${at(y(value))}`).join(' ')}"/>`,
      ...points.map((point, i) => {
        const [cx, cy] = [x(i) + shift, y(point.value)];
        return html`${point.low !== undefined && point.high !== undefined && line(cx, y(point.low), cx, y(point.high), `whisker ${kind}`)}${
          chosen
            ? html`<circle class="mark" cx="${at(cx)}" cy="${at(cy)}" r="4.5"/>`
            : html`<rect class="mark other" x="${at(cx - 3.5)}" y="${at(cy - 3.5)}" width="7" height="7"/>`
        }`;
      }),
    ];
  });
  return figureOf(
    field,
    'Order of what came next (AUC)',
    words,
    [
      ...grid(field, y, ticks, (tick) => tick.toFixed(1)),
      line(field.left, y(0.5), field.width - field.right, y(0.5), 'ideal'),
      ...drawn,
      ...moments(days, x, field.height, evaluation !== undefined),
    ],
    html`${series.map(({ kind, chosen }) => html`${swatch(chosen ? 'dot' : 'box')} ${kindWords[kind]}${chosen ? ' (chosen)' : ''} · `)}lines: 95 % intervals · dashed: chance`,
  );
}

const moments = (
  days: readonly string[],
  x: (i: number) => number,
  height: number,
  judged: boolean,
): Markup[] =>
  days.map(
    (one, i) =>
      html`${label(x(i), height - 22, monthOf(one))}${judged && i === days.length - 1 && label(x(i), height - 6, 'newest', 'strong')}`,
  );

/** What was known of the share of successes at each cut, and what then happened. */
function shares({ choice, evaluation, meta }: ModelCard, days: readonly string[]): Markup {
  const field = fieldOf(360, 250);
  const x = place(field, days.length);
  const origins = (choice.find(({ kind }) => kind === meta.kind) ?? choice[0])?.origins ?? [];
  const pairs = [
    ...origins.map(({ baseRate, happened }) => ({ known: baseRate, happened })),
    ...(evaluation ? [{ known: undefined, happened: evaluation.observedMean }] : []),
  ];
  const most = Math.max(...pairs.flatMap(({ known, happened }) => [known ?? 0, happened ?? 0]));
  const end = endOf(most * 1.12, [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1]);
  const y = upward(field, 0, end);
  const words = `Share of successes. ${pairs.map(({ known, happened }, i) => `${monthOf(days[i] ?? '')}: ${known === undefined ? '' : `known ${percent(known)}, `}${happened === undefined ? '' : `happened ${percent(happened)}`}`).join('; ')}.`;
  const bar = (value: number, cx: number, kind: string): Markup =>
    html`<rect class="${kind}" x="${at(cx - 9)}" y="${at(y(value))}" width="18" height="${at(Math.max(1, y(0) - y(value)))}"/>${label(cx, y(value) - 4, percent(value, 0), 'small')}`;
  return figureOf(
    field,
    'Share of successes',
    words,
    [
      ...grid(field, y, [0, end / 2, end], (tick) => percent(tick, 0)),
      ...pairs.flatMap(({ known, happened }, i) => {
        const both = known !== undefined && happened !== undefined;
        return [
          ...(known === undefined ? [] : [bar(known, x(i) - (both ? 13 : 0), 'bar')]),
          ...(happened === undefined ? [] : [bar(happened, x(i) + (both ? 13 : 0), 'bar strong')]),
        ];
      }),
      ...moments(days, x, field.height, evaluation !== undefined),
    ],
    html`${swatch('light')} known when trained · ${swatch('dark')} what then happened`,
  );
}

/**
 * How the model held through time: what each kind, trained up to a day, made of what came next. Undefined where kinds
 * were compared on random parts, which have no day.
 */
export function inTimeOf(card: ModelCard): Markup | undefined {
  const { choice, evaluation, meta } = card;
  const cuts = (choice[0]?.origins ?? []).map(({ cut }) => cut);
  if (new Set(cuts).size < 2) return undefined;
  const days = evaluation ? [...cuts, evaluation.from] : cuts;
  const rows = [
    ...(choice[0]?.origins ?? []).map((origin, i) => [
      day(origin.cut),
      count(origin.rows),
      ...choice.map(({ origins }) => {
        const one = origins[i];
        if (one === undefined) return '–';
        return one.aucInterval ? `${figure(one.auc)} (${range(one.aucInterval)})` : figure(one.auc);
      }),
      percent(origin.baseRate),
      origin.happened === undefined ? '–' : percent(origin.happened),
    ]),
    ...(evaluation
      ? [
          [
            `newest part, from ${day(evaluation.from)}`,
            count(evaluation.rows),
            ...choice.map(({ kind }) =>
              kind === meta.kind ? `${figure(evaluation.auc.value)} (${range(evaluation.auc)})` : '–',
            ),
            '–',
            percent(evaluation.observedMean),
          ],
        ]
      : []),
  ];
  return html`<div class="plots">${order(card, days)}${shares(card, days)}</div>${asTable(
    'AUC and share of successes by the day of training',
    [
      { head: 'Trained up to' },
      { head: 'Rows tried', num: true },
      ...choice.map(({ kind }) => ({ head: `AUC, ${kindWords[kind].toLowerCase()}`, num: true })),
      { head: 'Known then', num: true },
      { head: 'Happened', num: true },
    ],
    rows,
  )}`;
}
