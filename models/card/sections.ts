import type { LeakFinding, ModelCard } from '@aicrm/schema/model';
import { html, type Markup } from './html.js';
import { fact, factsOf, tile, tilesOf as tilesRow, weight } from './parts.js';
import { tableOf } from './plot.js';
import { count, day, figure, kindWords, percent, questionOf, range } from './words.js';

/** A part of the page with its heading. */
export const section = (
  id: string,
  title: string,
  ...parts: readonly (Markup | undefined | false)[]
): Markup => html`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>${parts}</section>`;

const pill = (text: string, tone = ''): Markup => html`<span class="pill ${tone}">${text}</span>`;
/** A text of the tenant's own, in the direction of its own letters. */
export const own = (text: string): Markup => html`<bdi>${text}</bdi>`;

export const statusOf = ({ verdict }: Pick<ModelCard, 'verdict'>): Markup =>
  verdict.publish ? pill('✓ passed every check', 'good') : pill('✗ not to be published', 'bad');

/** What a reader wants first, as large figures. */
export function tilesOf({ evaluation, meta }: ModelCard): Markup | undefined {
  if (evaluation === undefined) return undefined;
  const { auc, logLoss, baseLogLoss, predictedMean, observedMean, rows } = evaluation;
  const gain = baseLogLoss > 0 ? 1 - logLoss.value / baseLogLoss : 0;
  return tilesRow([
    tile('Pairs in the right order (AUC)', figure(auc.value), `95 % interval ${range(auc)}; chance is 0.5`),
    tile(
      'Log loss',
      figure(logLoss.value),
      `${range(logLoss)}; ${percent(Math.abs(gain))} ${gain >= 0 ? 'less' : 'more'} than always saying the average (${figure(baseLogLoss)})`,
    ),
    tile(
      'Predicted and what happened',
      `${percent(predictedMean)} → ${percent(observedMean)}`,
      `on average, over ${count(rows)} newer rows it had never seen`,
    ),
    tile(
      'Learned from',
      `${count(meta.trainingWindow.rows)} rows`,
      `${count(meta.trainingWindow.positives)} with the outcome, ${day(meta.trainingWindow.from)} to ${day(meta.trainingWindow.to)}`,
    ),
  ]);
}

export const verdictOf = (card: Pick<ModelCard, 'verdict'>): Markup =>
  section(
    'verdict',
    'May it be shown?',
    html`<p class="note ${card.verdict.publish ? 'good' : 'bad'}">${own(card.verdict.reason)}</p>`,
    html`<ul class="checks">${card.verdict.checks.map(
      ({ name, pass, detail }) =>
        html`<li>${pill(pass ? '✓ yes' : '✗ no', pass ? 'good' : 'bad')}<strong>${questionOf(name)}</strong><p>${own(detail)}</p></li>`,
    )}</ul>`,
  );

export function aboutOf(card: ModelCard): Markup {
  const { meta } = card;
  return section(
    'about',
    'What it predicts, from what',
    factsOf([
      fact('Predicts', html`the chance that a ${own(meta.recordType)} ${own(meta.outcome)}`),
      meta.horizonDays !== undefined && fact('Horizon', `${count(meta.horizonDays)} days`),
      fact('Kind', kindWords[meta.kind]),
      fact('Trained', day(meta.trainedAt)),
      fact('Records from', `${day(meta.trainingWindow.from)} to ${day(meta.trainingWindow.to)}`),
      fact('Share with the outcome', `${percent(meta.baseRate)} in the newest tenth`),
      fact('Called high', `from ${percent(meta.bands.high)}`),
      fact('Called medium', `from ${percent(meta.bands.medium)}`),
      fact('Data licence', html`${own(meta.dataLicence)}${card.synthetic && ' (synthetic data)'}`),
    ]),
  );
}

/** Each figure on rows the model never saw, with its interval and what it means. */
export function figuresOf({ evaluation }: ModelCard): Markup | undefined {
  if (evaluation === undefined) return undefined;
  const { auc, prAuc, logLoss, baseLogLoss, brier, ece, liftTop10 } = evaluation;
  return section(
    'figures',
    'How good it is',
    html`<p class="muted">Judged on ${count(evaluation.rows)} later rows it had never seen (${count(evaluation.positives)} with the outcome), ${day(evaluation.from)} to ${day(evaluation.to)}. Intervals: 95 %, bootstrap.</p>`,
    tableOf(
      'Figures on rows it had never seen',
      [
        { head: 'Figure' },
        { head: 'Value', num: true },
        { head: 'Interval', num: true },
        { head: 'What it says' },
      ],
      [
        [
          'AUC',
          figure(auc.value),
          range(auc),
          'Share of pairs that it puts in the right order; 0.5 is chance.',
        ],
        [
          'Precision-recall AUC',
          figure(prAuc.value),
          range(prAuc),
          `Chance is ${figure(evaluation.observedMean)} here.`,
        ],
        [
          'Log loss',
          figure(logLoss.value),
          range(logLoss),
          `Always saying the average has ${figure(baseLogLoss)}; less is better.`,
        ],
        ['Brier score', figure(brier), '–', 'Mean squared error of the probability; less is better.'],
        [
          'Calibration error',
          figure(ece),
          '–',
          'How far groups lie from what happened, on average (ten bins).',
        ],
        ['Lift of the best tenth', liftTop10.toFixed(1), '–', 'How many times the average their rate was.'],
      ].map((cells) => cells.map((cell, i) => (i === 3 ? html`<span class="says">${cell}</span>` : cell))),
    ),
  );
}

/** Error and score by a column that was named, for who asks whether it treats groups alike. */
export function groupsOf({ evaluation }: ModelCard): Markup | undefined {
  const groups = evaluation?.groups;
  if (groups === undefined || groups.figures.length === 0) return undefined;
  const orNone = (value: number | null): string => (value === null ? '–' : figure(value));
  return section(
    'groups',
    'Does it treat groups alike?',
    html`<p class="muted">The same rows by ${own(groups.by)}. Groups differ in how often the outcome happened, so a different mean score is no proof of a wrong one; predicted far from happened is. No figure where fewer than ten rows had the outcome, or fewer than ten had not.</p>`,
    tableOf(
      `Figures by ${groups.by}`,
      ['Group', 'Rows', 'With the outcome', 'Predicted', 'Happened', 'AUC', 'Calibration error'].map(
        (head, i) => ({ head, num: i > 0 }),
      ),
      groups.figures.map((one) => [
        own(one.group),
        count(one.rows),
        count(one.positives),
        percent(one.predicted),
        percent(one.observed),
        orNone(one.auc),
        orNone(one.calibrationError),
      ]),
    ),
  );
}

/** What the model looks at: each input's share of all reasons, as bars in a table. */
export function reasonsOf(
  { features }: Pick<ModelCard, 'features'>,
  of = 'the score’s log-odds',
): Markup | undefined {
  if (features.length === 0) return undefined;
  const sorted = [...features].sort((a, b) => b.importance - a.importance);
  const most = Math.max(sorted[0]?.importance ?? 0, 1e-9);
  const row = ({ id, label, importance, present, sensitive, changeable }: (typeof sorted)[number]) => [
    html`<span class="name">${own(label)}${label !== id && html`<span class="id">${own(id)}</span>`}</span>`,
    weight(importance / most),
    percent(importance),
    percent(present, 0),
    html`${sensitive && pill('sensitive', 'warn')} ${changeable && pill('can be changed')}`,
  ];
  return section(
    'reasons',
    'What it looks at',
    html`<p class="muted">An input’s share of all reasons: its mean absolute contribution to ${of}, over the rows the model learned from. It tells what the model uses, not what causes the outcome.</p>`,
    tableOf(
      'Inputs by their share of all reasons',
      [
        { head: 'Input' },
        { head: 'Share of reasons' },
        { head: '', num: true },
        { head: 'Known for', num: true },
        { head: 'Note' },
      ].map((column, i) => (i === 2 ? { ...column, head: 'Share' } : column)),
      sorted.map(row),
    ),
  );
}

const tones: Record<LeakFinding['verdict'], string> = { ok: 'good', suspect: 'warn', leak: 'bad' };
const order: Record<LeakFinding['verdict'], number> = { leak: 0, suspect: 1, ok: 2 };
/** A column without a figure was never judged by the outcome: it was left out before. */
const judged = ({ verdict, auc }: LeakFinding): boolean => verdict !== 'ok' || auc !== undefined;
const findingWord = (found: LeakFinding): Markup =>
  judged(found) ? pill(found.verdict, tones[found.verdict]) : pill('not judged');

/** Every column that was looked at and what was found; those refused or in doubt first. */
export function columnsOf({ leaks }: Pick<ModelCard, 'leaks'>): Markup | undefined {
  if (leaks.length === 0) return undefined;
  const sorted = [...leaks].sort(
    (a, b) => order[a.verdict] - order[b.verdict] || Number(a.used) - Number(b.used),
  );
  const noted = sorted.filter((found) => found.verdict !== 'ok' || !found.used);
  const clean = sorted.filter((found) => !noted.includes(found));
  const flagged = leaks.filter(({ verdict }) => verdict !== 'ok').length;
  const table = (caption: string, rows: readonly LeakFinding[]): Markup =>
    tableOf(
      caption,
      [
        { head: 'Column' },
        { head: 'Finding' },
        { head: 'Use' },
        { head: 'AUC alone', num: true },
        { head: 'Why' },
      ],
      rows.map((found) => {
        const { column, label, auc, used, confirm, reason } = found;
        return [
          html`<span class="name">${own(label ?? column)}${label !== undefined && label !== column && html`<span class="id">${own(column)}</span>`}</span>`,
          findingWord(found),
          html`${used ? 'used' : 'left out'}${confirm && html` ${pill('needs your word', 'warn')}`}`,
          auc === undefined ? '–' : figure(auc),
          html`<span class="says">${own(reason)}</span>`,
        ];
      }),
    );
  return section(
    'columns',
    'Columns refused or in doubt',
    html`<p class="muted">Each of ${count(leaks.length)} columns was looked at alone, before training, for what it could not have known. ${flagged === 0 ? 'None seems to know the outcome.' : `${count(flagged)} may know the outcome.`}</p>`,
    noted.length > 0 && table('Columns refused, in doubt or left out', noted),
    clean.length > 0 &&
      html`<details><summary>${clean.length === 1 ? 'One column' : `${count(clean.length)} columns`} with nothing suspicious</summary>${table('Columns with nothing suspicious', clean)}</details>`,
  );
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(values.length, 1);

/** Why this kind of model: the loss of each on the same earlier cuts. */
export function choiceOf({ choice, meta }: ModelCard): Markup | undefined {
  const cuts = choice[0]?.origins ?? [];
  if (cuts.length === 0) return undefined;
  return section(
    'choice',
    'Why this kind',
    html`<p class="muted">Log loss of each kind when trained on the earlier part and tried on what followed; the smaller mean was taken.</p>`,
    tableOf(
      'Log loss of each kind',
      [
        { head: 'Kind' },
        ...cuts.map(({ cut }) => ({ head: day(cut), num: true })),
        { head: 'Mean', num: true },
      ],
      choice.map(({ kind, origins }) => [
        html`${kindWords[kind]} ${kind === meta.kind && pill('chosen', 'good')}`,
        ...cuts.map((_, i) => (origins[i] === undefined ? '–' : figure(origins[i].logLoss))),
        figure(mean(origins.map(({ logLoss }) => logLoss))),
      ]),
    ),
  );
}

export function recalibrationOf({ recalibration }: ModelCard): Markup | undefined {
  if (recalibration === undefined) return undefined;
  const { from, at: when, outcomes, positives, before, after, gain } = recalibration;
  const curve = ({ a, b }: { a: number; b: number }): string => `${figure(a)} · margin + ${figure(b)}`;
  return section(
    'recalibration',
    'Recalibrated',
    html`<p>On ${day(when)} the calibration alone was fitted anew to ${count(outcomes)} outcomes known since version ${own(from)} was published (${count(positives)} successes). Log loss fell by ${figure(gain.value)} a record, cross-validated (${range(gain)}). Log-odds shown: before, ${curve(before)}; now, ${curve(after)}. All else is that version’s.</p>`,
  );
}

export const limitsOf = ({ limits }: Pick<ModelCard, 'limits'>): Markup | undefined =>
  limits.length === 0
    ? undefined
    : section(
        'limits',
        'Limits',
        html`<ul class="limits">${limits.map((limit) => html`<li>${own(limit)}</li>`)}</ul>`,
      );

export const provenanceOf = ({
  sha256,
  seed,
  name,
  version,
  meta,
}: Pick<ModelCard, 'sha256' | 'seed' | 'name' | 'version'> & {
  readonly meta: { readonly schemaVersion: number };
}): Markup =>
  section(
    'provenance',
    'Provenance',
    html`<dl class="facts"><div><dt>Model</dt><dd>${own(name)}</dd></div><div><dt>Version</dt><dd>${own(version)}</dd></div><div><dt>Seed of all chance</dt><dd>${count(seed)}</dd></div><div><dt>File format</dt><dd>schema ${meta.schemaVersion}</dd></div></dl>`,
    sha256 !== undefined &&
      html`<p class="muted">Fingerprint of the file (SHA-256)<br><span class="mono">${sha256}</span></p>`,
  );
