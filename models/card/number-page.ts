import type { NumberCard } from '@aicrm/schema/number-model';
import { html, type Markup } from './html.js';
import { type CardPageOptions, framed } from './page.js';
import {
  across,
  asTable,
  at,
  fieldOf,
  figureOf,
  grid,
  label,
  line,
  swatch,
  tableOf,
  upward,
} from './plot.js';
import {
  columnsOf,
  limitsOf,
  own,
  provenanceOf,
  reasonsOf,
  section,
  statusOf,
  verdictOf,
} from './sections.js';
import { count, day, figure, percent, titleOf } from './words.js';

/** Numbers of any size, as people write them: four digits that count. */
const amount = (value: number): string =>
  new Intl.NumberFormat('en-GB', { maximumSignificantDigits: 4 }).format(value);

const tile = (name: string, value: string, note: string): Markup =>
  html`<div><dt>${name}</dt><dd><b>${value}</b>${note}</dd></div>`;

function tiles({ evaluation, meta }: NumberCard): Markup {
  const { rmse, baseRmse, r2, covered, rows } = evaluation;
  return html`<dl class="tiles">${[
    tile(
      'Typical error (RMSE)',
      amount(rmse.value),
      `${amount(rmse.low)} to ${amount(rmse.high)}; always saying the mean has ${amount(baseRmse)}`,
    ),
    tile(
      'Variance explained (R²)',
      figure(r2.value),
      `${figure(r2.low)} to ${figure(r2.high)}; 0 is as good as the mean`,
    ),
    meta.interval === null || covered === null
      ? tile('Interval', 'none', 'too few rows for an honest one')
      : tile('Inside the interval', percent(covered), `${percent(meta.interval.coverage, 0)} was promised`),
    tile(
      'Learned from',
      `${count(meta.trainingWindow.rows)} rows`,
      `judged on ${count(rows)} it had never seen`,
    ),
  ]}</dl>`;
}

/** Mean predicted against mean observed in ten groups of equally many rows. */
function reliability({ evaluation }: NumberCard): Markup {
  const { reliability: bins } = evaluation;
  const values = bins.flatMap(({ predicted, observed }) => [predicted, observed]);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = (high - low || 1) * 0.06;
  const field = fieldOf(420, 360, { left: 76 });
  const [from, to] = [low - room, high + room];
  const [x, y] = [across(field, from, to), upward(field, from, to)];
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((part) => from + part * (to - from));
  const words = `Predicted and what happened. ${bins.map(({ predicted, observed }) => `Predicted ${amount(predicted)}, happened ${amount(observed)}`).join('; ')}.`;
  const drawing = figureOf(
    field,
    'Predicted and what happened',
    words,
    [
      ...grid(field, y, ticks, amount),
      ...[0, 2, 4].map((i) =>
        label(
          x(ticks[i] ?? 0),
          field.height - field.bottom + 16,
          amount(ticks[i] ?? 0),
          '',
          i === 4 ? 'end' : 'middle',
        ),
      ),
      line(x(from), y(from), x(to), y(to), 'ideal'),
      ...bins.map(
        ({ predicted, observed }) =>
          html`<circle class="mark" cx="${at(x(predicted))}" cy="${at(y(observed))}" r="4.5"/>`,
      ),
      label((x(from) + x(to)) / 2, field.height - 6, 'predicted'),
    ],
    html`${swatch('dot')} a tenth of the rows, by prediction · dashed: what is said is what happens`,
  );
  const table = asTable(
    'Predicted and what happened, by tenths',
    ['Predicted', 'Happened', 'Rows'].map((head) => ({ head, num: true })),
    bins.map((bin) => [amount(bin.predicted), amount(bin.observed), count(bin.rows)]),
  );
  return html`<div class="plots"><div>${drawing}${table}</div></div>`;
}

const kinds = { trees: 'Boosted decision trees', linear: 'Ridge regression' } as const;

function about({ meta, synthetic }: NumberCard): Markup {
  const fact = (name: string, value: string | Markup): Markup =>
    html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
  return section(
    'about',
    'What it predicts, from what',
    html`<dl class="facts">${[
      fact('Predicts', own(meta.outcome)),
      fact('Kind', kinds[meta.kind]),
      fact('Trained', day(meta.trainedAt)),
      fact('Rows from', `${day(meta.trainingWindow.from)} to ${day(meta.trainingWindow.to)}`),
      fact(
        'Shown with each number',
        meta.interval === null
          ? 'no interval'
          : `${amount(meta.interval.low)} to +${amount(meta.interval.high)}, which holds ${percent(meta.interval.coverage, 0)} of new rows`,
      ),
      fact('Data licence', html`${own(meta.dataLicence)}${synthetic && ' (synthetic data)'}`),
    ]}</dl>`,
  );
}

const choice = ({ choice: tried }: NumberCard): Markup =>
  section(
    'choice',
    'What was tried',
    html`<p class="muted">Chosen on the older rows by the typical error on what came next.</p>`,
    tableOf(
      'Candidates',
      [{ head: 'Kind' }, { head: 'Settings' }, { head: 'RMSE', num: true }],
      tried.map(({ kind, settings, rmse }) => [kinds[kind], settings, amount(rmse)]),
    ),
  );

/** The card of a model of a number as one HTML page, by the same rules as `renderCard`. */
export const renderNumberCard = (card: NumberCard, options: CardPageOptions = {}): string =>
  framed({
    title: options.label ?? titleOf(card.name),
    version: card.version,
    trainedAt: card.meta.trainedAt,
    synthetic: card.synthetic,
    lead: html`Predicts <strong>${own(card.meta.outcome)}</strong>.`,
    status: statusOf(card),
    dir: options.dir,
    parts: [
      tiles(card),
      verdictOf(card),
      about(card),
      section(
        'calibration',
        'Does it come true?',
        html`<p class="muted">Rows it had never seen, ${card.evaluation.inTime ? 'the newest fifth' : 'a random fifth'}.</p>`,
        reliability(card),
      ),
      reasonsOf(card, 'the number'),
      columnsOf(card),
      choice(card),
      limitsOf(card),
      provenanceOf(card),
    ],
  });
