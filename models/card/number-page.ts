import type { NumberCard } from '@aicrm/schema/number-model';
import { html, type Markup } from './html.js';
import { type CardPageOptions, framed } from './page.js';
import { amount, fact, factsOf, scatter, short, tile, tilesOf } from './parts.js';
import { tableOf } from './plot.js';
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

function tiles({ evaluation, meta }: NumberCard): Markup {
  const { rmse, baseRmse, r2, covered, rows } = evaluation;
  return tilesOf([
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
  ]);
}

/** Mean predicted against mean observed in ten groups of equally many rows. */
const reliability = ({ evaluation }: NumberCard): Markup =>
  html`<div class="plots">${scatter(
    evaluation.reliability.map(({ predicted, observed, rows }, i) => ({
      name: String(i + 1),
      predicted,
      actual: observed,
      rows,
    })),
    {
      title: 'Predicted and what happened',
      point: 'a tenth of the rows, by prediction',
      rows: 'Rows',
      first: 'Tenth',
      format: short,
    },
  )}</div>`;

const kinds = { trees: 'Boosted decision trees', linear: 'Ridge regression' } as const;

function about({ meta, synthetic }: NumberCard): Markup {
  return section(
    'about',
    'What it predicts, from what',
    factsOf([
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
    ]),
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
