import type { Evaluation } from '@aicrm/schema/model';
import { html, type Markup } from './html.js';
import {
  across,
  asTable,
  at,
  endOf,
  fieldOf,
  figureOf,
  grid,
  label,
  line,
  place,
  swatch,
  upward,
} from './plot.js';
import { wilson } from './wilson.js';
import { count, percent } from './words.js';

const quarters = [0, 0.25, 0.5, 0.75, 1];
const ends = [0.1, 0.2, 0.4, 0.6, 0.8, 1];

interface Group {
  readonly predicted: number;
  readonly observed: number;
  readonly rows: number;
  readonly low: number;
  readonly high: number;
}

const inside = ({ predicted, low, high }: Group): boolean => predicted >= low && predicted <= high;

/** Predicted against observed, each group with the interval of its rate, and how many rows are in it. */
function reliability(groups: readonly Group[]): Markup {
  const field = fieldOf(360, 420, { bottom: 132 });
  const most = Math.max(...groups.flatMap(({ predicted, observed }) => [predicted, observed]));
  const end = endOf(most * 1.05, ends);
  const ticks = quarters.map((part) => part * end);
  const [x, y] = [across(field, 0, end), upward(field, 0, end)];
  const digits = end < 0.4 ? 1 : 0;
  const floor = field.height - 26;
  const tallest = Math.max(...groups.map(({ rows }) => rows), 1);
  const words = `Reliability diagram. ${groups.map(({ predicted, observed, rows }) => `Predicted ${percent(predicted)}, happened ${percent(observed)}, ${count(rows)} rows`).join('; ')}.`;
  const marks = groups.map((group) => {
    const [cx, cy] = [x(group.predicted), y(group.observed)];
    const kind = inside(group) ? 'mark' : 'mark off';
    return html`${line(cx, y(Math.min(group.low, end)), cx, y(Math.min(group.high, end)), inside(group) ? 'whisker' : 'whisker off')}${
      inside(group)
        ? html`<circle class="${kind}" cx="${at(cx)}" cy="${at(cy)}" r="4.5"/>`
        : html`<path class="${kind}" d="M${at(cx)} ${at(cy - 6)} l6 6 l-6 6 l-6 -6 z"/>`
    }`;
  });
  const bars = groups.map(({ predicted, rows }) => {
    const height = Math.max(1, (52 * rows) / tallest);
    return html`<rect class="bar" x="${at(x(predicted) - 8)}" y="${at(floor - height)}" width="16" height="${at(height)}"/>${label(x(predicted), floor - height - 4, rows >= 10_000 ? `${Math.round(rows / 1_000)}k` : count(rows), 'small')}`;
  });
  return figureOf(
    field,
    'Predicted and what happened',
    words,
    [
      ...grid(field, y, ticks, (tick) => percent(tick, digits)),
      ...ticks.map((tick) => label(x(tick), field.height - field.bottom + 16, percent(tick, digits))),
      line(x(0), y(0), x(end), y(end), 'ideal'),
      ...marks,
      line(x(0), floor, x(end), floor, 'axis'),
      ...bars,
      label((x(0) + x(end)) / 2, field.height - 8, 'predicted (bars: rows in each group)'),
    ],
    html`${swatch('dot')} group with its 95 % interval · ${swatch('diamond')} outside it, as one in 20 is by chance · dashed: what is said is what happens`,
  );
}

/** How the shown scores are spread, and how many of each bin had the outcome. */
function spread(scores: NonNullable<Evaluation['scores']>): Markup {
  const field = fieldOf(360, 250);
  const tallest = Math.max(...scores.map(({ rows }) => rows), 1);
  const y = upward(field, 0, tallest);
  const x = across(field, 0, scores.length);
  const middle = place(field, scores.length);
  const width = Math.max(1, (field.width - field.left - field.right) / scores.length - 2);
  const width2 = at(width);
  const ticks = [0, tallest / 2, tallest];
  const words = `Score distribution. ${scores
    .map(({ rows, positives }, i) =>
      rows > 0
        ? `${percent(i / scores.length, 0)} to ${percent((i + 1) / scores.length, 0)}: ${count(rows)} rows, ${count(positives)} with the outcome`
        : '',
    )
    .filter((text) => text !== '')
    .join('; ')}.`;
  return figureOf(
    field,
    'How the scores are spread',
    words,
    [
      ...grid(field, y, ticks, (tick) => count(Math.round(tick))),
      ...scores.map(
        ({ rows, positives }, i) =>
          html`<rect class="bar" x="${at(middle(i) - width / 2)}" y="${at(y(rows))}" width="${width2}" height="${at(y(0) - y(rows))}"/><rect class="bar strong" x="${at(middle(i) - width / 2)}" y="${at(y(positives))}" width="${width2}" height="${at(y(0) - y(positives))}"/>`,
      ),
      line(x(0), y(0), x(scores.length), y(0), 'axis'),
      ...quarters.map((share) => label(x(share * scores.length), field.height - 22, percent(share, 0))),
      label((x(0) + x(scores.length)) / 2, field.height - 6, 'shown score'),
    ],
    html`${swatch('light')} rows · ${swatch('dark')} of these, with the outcome`,
  );
}

/** The calibration section's drawings and tables. */
export function calibrationOf({
  reliability: bins,
  scores,
}: Pick<Evaluation, 'reliability' | 'scores'>): Markup | undefined {
  const groups = bins
    .filter(({ rows }) => rows > 0)
    .map((bin): Group => ({ ...bin, ...wilson(Math.round(bin.observed * bin.rows), bin.rows) }));
  if (groups.length === 0) return undefined;
  const table = asTable(
    'Predicted and observed shares',
    ['Predicted', 'Happened', '95 % interval', 'Rows', 'Fits'].map((head) => ({
      head,
      num: head !== 'Fits',
    })),
    groups.map((group) => [
      percent(group.predicted),
      percent(group.observed),
      `${percent(group.low)} to ${percent(group.high)}`,
      count(group.rows),
      inside(group) ? 'yes' : 'no',
    ]),
  );
  const binned = (scores ?? []).map((bin, i) => ({ ...bin, i })).filter(({ rows }) => rows > 0);
  const all = scores?.length ?? 1;
  return html`<div class="plots"><div>${reliability(groups)}${table}</div>${
    scores !== undefined &&
    binned.length > 0 &&
    html`<div>${spread(scores)}${asTable(
      'Score distribution',
      [{ head: 'Score' }, { head: 'Rows', num: true }, { head: 'With the outcome', num: true }],
      binned.map(({ rows, positives, i }) => [
        `${percent(i / all, 0)} to ${percent((i + 1) / all, 0)}`,
        count(rows),
        count(positives),
      ]),
    )}</div>`
  }</div>`;
}
