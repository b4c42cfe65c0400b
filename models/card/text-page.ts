import type { TextCard, TextEvaluation } from '@aicrm/schema/text-card';
import { calibrationOf } from './calibration.js';
import { html, type Markup } from './html.js';
import { type CardPageOptions, framed } from './page.js';
import { tableOf } from './plot.js';
import { limitsOf, own, section } from './sections.js';
import { count, day, figure, percent, range, titleOf } from './words.js';

const tile = (name: string, value: string, note: string): Markup =>
  html`<div><dt>${name}</dt><dd><b>${value}</b>${note}</dd></div>`;
const fact = (name: string, value: string | Markup): Markup =>
  html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
const kilobytes = (bytes: number): string => `${count(bytes / 1000)}\u00a0kB`;
const learnedFrom = ({ sources }: TextCard): number => sources.reduce((sum, { rows }) => sum + rows, 0);
/** So many classes can be read in a line; 150 intents cannot. */
const FEW = 12;

const tiles = (card: TextCard, first: TextEvaluation): Markup =>
  html`<dl class="tiles">${[
    tile(
      'Right',
      percent(first.accuracy.value),
      `${percent(first.accuracy.low)} to ${percent(first.accuracy.high)} of ${count(first.rows)} texts it had never seen`,
    ),
    tile('Macro-F1', figure(first.macroF1.value), `${range(first.macroF1)}; every class counts alike`),
    tile(
      'Calibration error',
      figure(first.ece),
      'how far its confidence lies from the share that is right, on average',
    ),
    tile('Learned from', `${count(learnedFrom(card))} texts`, 'public ones, none of them yours'),
  ]}</dl>`;

const about = (card: TextCard): Markup =>
  section(
    'about',
    'What it says, from what',
    html`<dl class="facts">${[
      fact('Tells', own(card.outcome)),
      fact(
        'Classes',
        card.classes.length <= FEW
          ? own(card.classes.join(', '))
          : html`${count(card.classes.length)}<details><summary>All of them</summary>${own(card.classes.join(', '))}</details>`,
      ),
      fact('Languages', own(card.languages.join(', '))),
      fact('Method', own(card.recipe)),
      fact('Size', `${kilobytes(card.bytes)}, ${count(card.features)} n-grams`),
      fact('Trained', day(card.trainedAt)),
    ]}</dl>`,
  );

const judged = ({ evaluations }: TextCard): Markup =>
  section(
    'figures',
    'How well it does',
    html`<p class="muted">On texts it had never seen; 95 % intervals by bootstrap. Where a source is said to be left out, the same recipe was trained without it.</p>`,
    tableOf(
      'Figures by what it was judged on',
      ['Judged on', 'Texts', 'Right', 'Interval', 'Macro-F1', 'Interval', 'Calibration error'].map(
        (head, i) => ({ head, num: i > 0 }),
      ),
      evaluations.map((one) => [
        own(one.on),
        count(one.rows),
        percent(one.accuracy.value),
        `${percent(one.accuracy.low)} to ${percent(one.accuracy.high)}`,
        figure(one.macroF1.value),
        range(one.macroF1),
        figure(one.ece),
      ]),
    ),
  );

function calibration({ calibration: { on } }: TextCard, first: TextEvaluation): Markup | undefined {
  const drawn = calibrationOf({ reliability: first.reliability });
  return (
    drawn &&
    section(
      'calibration',
      'Is it right as often as it says?',
      html`<p class="muted">Texts of ${own(first.on)}, grouped by the confidence they were shown. Confidence was fitted on ${own(on)}.</p>`,
      drawn,
    )
  );
}

const sources = (card: TextCard): Markup =>
  section(
    'sources',
    'What it learned from',
    html`<p>It was trained on the public texts below and comes with the program. It has not seen a message of yours; retraining on your labels adds to it, and most of what it knows still comes from here.</p>`,
    tableOf(
      'Sources with their licences',
      [{ head: 'Source' }, { head: 'Texts', num: true }, { head: 'Licence' }, { head: 'Cite' }],
      card.sources.map(({ name, rows, licence, cite }) => [
        own(name),
        rows > 0 ? count(rows) : '–',
        own(licence),
        html`<span class="says">${own(cite)}</span>`,
      ]),
    ),
  );

const provenance = ({ name, version, seed, sha256 }: TextCard): Markup =>
  section(
    'provenance',
    'Provenance',
    html`<dl class="facts">${[
      fact('Model', own(name)),
      fact('Version', own(version)),
      fact('Seed of all chance', count(seed)),
    ]}</dl>`,
    html`<p class="muted">Fingerprint of the file (SHA-256)<br><span class="mono">${sha256}</span></p>`,
  );

/** The card of a text model as one HTML page, by the same rules as `renderCard`. */
export function renderTextCard(card: TextCard, options: CardPageOptions = {}): string {
  const [first] = card.evaluations;
  return framed({
    title: options.label ?? titleOf(card.name),
    version: card.version,
    trainedAt: card.trainedAt,
    synthetic: card.synthetic,
    lead: html`Tells <strong>${own(card.outcome)}</strong>.`,
    status: html`<span class="pill">learned from public texts</span>`,
    dir: options.dir,
    parts: [
      first && tiles(card, first),
      about(card),
      judged(card),
      first && calibration(card, first),
      sources(card),
      limitsOf(card),
      provenance(card),
    ],
  });
}
