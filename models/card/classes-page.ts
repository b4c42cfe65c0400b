import type { ClassesCard } from '@aicrm/schema/classes-model';
import { html, type Markup } from './html.js';
import { type CardPageOptions, framed } from './page.js';
import { fact, factsOf, tile, tilesOf } from './parts.js';
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
import { count, day, figure, kindWords, percent, range, titleOf } from './words.js';

function tiles({ evaluation, meta }: ClassesCard): Markup {
  const { accuracy, baseAccuracy, macroF1, logLoss, baseLogLoss, ece, rows } = evaluation;
  return tilesOf([
    tile(
      'Right',
      percent(accuracy.value),
      `${percent(accuracy.low)} to ${percent(accuracy.high)}; always saying the most frequent one: ${percent(baseAccuracy)}`,
    ),
    tile('Macro-F1', figure(macroF1), 'every class counts alike'),
    tile('Log loss', figure(logLoss.value), `${range(logLoss)}; saying each share: ${figure(baseLogLoss)}`),
    tile(
      'Learned from',
      `${count(meta.trainingWindow.rows)} rows`,
      `judged on ${count(rows)} it had never seen; calibration error ${figure(ece)}`,
    ),
  ]);
}

const orNone = (value: number | null): string => (value === null ? '–' : figure(value));

const perClass = ({ evaluation, meta }: ClassesCard): Markup =>
  section(
    'classes',
    'How it does on each class',
    tableOf(
      'Figures by class',
      ['Class', 'Share of all', 'Rows judged', 'Precision', 'Recall', 'AUC'].map((head, i) => ({
        head,
        num: i > 0,
      })),
      evaluation.perClass.map((one, k) => [
        own(one.name),
        percent(meta.shares[k] ?? 0),
        count(one.rows),
        orNone(one.precision),
        orNone(one.recall),
        orNone(one.auc),
      ]),
    ),
  );

function about({ meta, synthetic }: ClassesCard): Markup {
  return section(
    'about',
    'What it predicts, from what',
    factsOf([
      fact('Predicts', own(meta.outcome)),
      fact('Kind', `${kindWords[meta.kind]}, one a class`),
      fact('Trained', day(meta.trainedAt)),
      fact('Rows from', `${day(meta.trainingWindow.from)} to ${day(meta.trainingWindow.to)}`),
      fact('Data licence', html`${own(meta.dataLicence)}${synthetic && ' (synthetic data)'}`),
    ]),
  );
}

const choice = ({ choice: tried }: ClassesCard): Markup =>
  section(
    'choice',
    'What was tried',
    html`<p class="muted">Chosen on the older rows by log loss on what came next.</p>`,
    tableOf(
      'Candidates',
      [{ head: 'Kind' }, { head: 'Settings' }, { head: 'Log loss', num: true }],
      tried.map(({ kind, settings, logLoss }) => [kindWords[kind], settings, figure(logLoss)]),
    ),
  );

/** The card of a model of classes as one HTML page, by the same rules as `renderCard`. */
export const renderClassesCard = (card: ClassesCard, options: CardPageOptions = {}): string =>
  framed({
    title: options.label ?? titleOf(card.name),
    version: card.version,
    trainedAt: card.meta.trainedAt,
    synthetic: card.synthetic,
    lead: html`Tells <strong>${own(card.meta.outcome)}</strong>.`,
    status: statusOf(card),
    dir: options.dir,
    parts: [
      tiles(card),
      verdictOf(card),
      about(card),
      perClass(card),
      reasonsOf(card, 'the margins of the classes'),
      columnsOf(card),
      choice(card),
      limitsOf(card),
      provenanceOf(card),
    ],
  });
