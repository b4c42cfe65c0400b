import type { ReportCardOf } from '@aicrm/schema/report-card';
import { html, type Markup } from './html.js';
import { amount, course, fact, scatter, tile, tilesOf } from './parts.js';
import { asTable, tableOf } from './plot.js';
import { reportAbout } from './report-parts.js';
import { own, section } from './sections.js';
import { count, percent } from './words.js';

type Card = ReportCardOf<'uplift'>;

/** Outcomes more in a hundred customers. */
const points = (value: number): string => `${value < 0 ? '−' : ''}${(100 * Math.abs(value)).toFixed(2)}`;
const propensities = {
  known: 'probabilities were given with the rows',
  even: 'drawn by lot, as the fields show',
  estimated: 'not by lot: probabilities were estimated',
} as const;

function tiles({ detail, rows }: Card): Markup {
  const { average, qini } = detail;
  return tilesOf([
    tile(
      'On average, in 100 customers',
      points(average.value),
      `${points(average.low)} to ${points(average.high)} more with the outcome`,
    ),
    tile(
      'Order beyond chance',
      `${qini.z.toFixed(1)} sd`,
      'of shuffled orders; 3.29 is asked for, which chance passes once in two thousand times',
    ),
    tile(
      'Qini a treated customer',
      qini.value.toPrecision(3),
      `95 % interval ${qini.low.toPrecision(3)} to ${qini.high.toPrecision(3)}; chance ± ${qini.nullSd.toPrecision(2)}`,
    ),
    tile(
      'Learned from',
      `${count((rows[0]?.count ?? 0) + (rows[1]?.count ?? 0))} customers`,
      `${count(rows[0]?.count ?? 0)} got the offer, ${count(rows[1]?.count ?? 0)} did not`,
    ),
  ]);
}

function curve({ detail }: Card): Markup {
  const of = (pick: (point: Card['detail']['curve'][number]) => number) =>
    detail.curve.map((point) => 1_000 * pick(point));
  const whole = (detail.curve.at(-1)?.gain ?? 0) * 1_000;
  return section(
    'qini',
    'Whom to offer it first',
    html`<p class="muted">Extra outcomes among 1,000 customers when only the most promising share gets the offer. Each customer was ranked by a model that had not seen them. Inside the grey band an order is as good as a lot.</p>`,
    html`<div class="plots"><div>${course({
      title: 'Qini curve with its noise',
      places: detail.curve.map(({ share }) => percent(share, 0)),
      format: amount,
      axis: 'share of customers who get the offer',
      level: 0,
      bands: [
        { name: '95 % interval', kind: 'wide', low: of(({ low }) => low), high: of(({ high }) => high) },
        {
          name: 'orders drawn by lot (95 %)',
          kind: 'chance',
          low: of(({ chanceLow }) => chanceLow),
          high: of(({ chanceHigh }) => chanceHigh),
        },
      ],
      traces: [
        { name: 'by this model', kind: 'chosen', values: of(({ gain }) => gain) },
        { name: 'by lot', kind: 'other', values: detail.curve.map(({ share }) => share * whole) },
      ],
    })}${asTable(
      'Qini curve',
      ['Share', 'Extra in 1,000', '95 % interval', 'By lot (95 %)'].map((head, i) => ({ head, num: i > 0 })),
      detail.curve.map((point) => [
        percent(point.share, 0),
        amount(1_000 * point.gain),
        `${amount(1_000 * point.low)} to ${amount(1_000 * point.high)}`,
        `${amount(1_000 * point.chanceLow)} to ${amount(1_000 * point.chanceHigh)}`,
      ]),
    )}</div>${scatter(
      detail.deciles.map((one, i) => ({
        name: String(i + 1),
        predicted: one.predicted,
        actual: one.actual,
        low: one.low,
        high: one.high,
        rows: one.treated + one.untreated,
      })),
      {
        title: 'Predicted effect and what happened, in 100 customers',
        point: 'a tenth of the customers',
        rows: 'Customers',
        first: 'Tenth',
        format: (value) => amount(Math.round(10_000 * value) / 100),
      },
    )}</div>`,
    tableOf(
      'What treating only the most promising would have brought',
      ['Offered to the best', 'Extra in 1,000', '95 % interval', 'As many by lot'].map((head, i) => ({
        head,
        num: i > 0,
      })),
      detail.targets.map((one) => [
        percent(one.share, 0),
        amount(one.extraPer1000),
        `${amount(one.low)} to ${amount(one.high)}`,
        amount(one.byLotPer1000),
      ]),
    ),
  );
}

const learners = ({ detail }: Card): Markup =>
  section(
    'learners',
    'What was tried',
    html`<p class="muted">Cross-validated Qini within the training folds. The model is the mean of those that cannot be told from the best.</p>`,
    tableOf(
      'Learners',
      [{ head: 'Learner' }, { head: 'Qini', num: true }, { head: '' }],
      [...detail.compared]
        .sort((a, b) => b.qini - a.qini)
        .map(({ learner, qini }) => [
          own(learner),
          qini.toPrecision(3),
          detail.learners.includes(learner) ? html`<span class="pill good">part of the mean</span>` : '',
        ]),
    ),
  );

/** The parts of a card of an offer's effect between the verdict and what it reads. */
export const upliftParts = (card: Card): { tiles: Markup; parts: (Markup | undefined)[]; lead: Markup } => ({
  lead: html`Whom <strong>${own(card.detail.treatment)}</strong> changes, as to <strong>${own(card.detail.outcome)}</strong>.`,
  tiles: tiles(card),
  parts: [
    curve(card),
    reportAbout(card, [
      fact('Offer', own(card.detail.treatment)),
      fact('Outcome', own(card.detail.outcome)),
      fact('Who got it', propensities[card.detail.assignment.propensity]),
      fact('Alike before?', own(card.detail.assignment.sentence)),
      card.detail.persuadable !== null &&
        fact(
          'Predicted to gain, to lose',
          `${percent(card.detail.persuadable.gain, 0)}, ${percent(card.detail.persuadable.harm, 0)}`,
        ),
    ]),
    learners(card),
  ],
});
