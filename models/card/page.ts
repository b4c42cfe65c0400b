import type { ModelCard } from '@aicrm/schema/model';
import { calibrationOf } from './calibration.js';
import { html, Markup } from './html.js';
import { inTimeOf } from './in-time.js';
import {
  aboutOf,
  choiceOf,
  columnsOf,
  figuresOf,
  groupsOf,
  limitsOf,
  own,
  provenanceOf,
  reasonsOf,
  recalibrationOf,
  section,
  statusOf,
  tilesOf,
  verdictOf,
} from './sections.js';
import { cardStyle } from './style.js';
import { cardStyleHash } from './style-hash.js';
import { day, titleOf } from './words.js';

/** The policy of the page: nothing may be fetched or run, and no other style applies. */
export const cardPolicy = `default-src 'none'; style-src '${cardStyleHash}'; base-uri 'none'; form-action 'none'`;

export interface CardPageOptions {
  /** What people call the model: "Lead score". By default its name as words. */
  readonly label?: string;
  /** Direction of the page; the tenant's own words follow their letters in either. */
  readonly dir?: 'ltr' | 'rtl';
}

export interface Frame {
  readonly title: string;
  readonly version: string;
  readonly trainedAt: string;
  readonly synthetic: boolean;
  /** What is predicted, in a sentence. */
  readonly lead: Markup;
  readonly status: Markup;
  readonly parts: readonly (Markup | undefined)[];
  readonly dir: CardPageOptions['dir'];
}

/** The page around the sections of any card. */
export const framed = ({ title, version, trainedAt, synthetic, lead, status, parts, dir }: Frame): string =>
  html`<!doctype html>
<html lang="en" dir="${dir ?? 'ltr'}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Markup(cardPolicy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title} ${version}: model card</title>
<style>${new Markup(cardStyle)}</style>
</head>
<body>
<main>
<header><p class="over">Model card</p><h1>${own(title)}</h1><p class="lead">${lead}</p><div class="row">${status}<span class="pill">version ${own(version)}</span><span class="pill">trained ${day(trainedAt)}</span>${synthetic && html`<span class="pill warn">synthetic data</span>`}</div></header>
${parts.map((part) => html`${part}\n`)}</main>
<footer><p>A model card of AI-CRM. Scores are computed where the record is; this page fetches nothing.</p></footer>
</body>
</html>
`.text;

/**
 * The model card as one HTML page that needs nothing else: no script, no font, no request. Pure: the same card gives
 * the same text. Every text of the card is escaped; the page carries its own policy (`cardPolicy`) and works from a
 * file as well as from a server.
 */
export function renderCard(card: ModelCard, options: CardPageOptions = {}): string {
  const { meta } = card;
  const calibration = card.evaluation && calibrationOf(card.evaluation);
  const inTime = inTimeOf(card);
  return framed({
    title: options.label ?? titleOf(card.name),
    version: card.version,
    trainedAt: meta.trainedAt,
    synthetic: card.synthetic,
    lead: html`The chance that a ${own(meta.recordType)} <strong>${own(meta.outcome)}</strong>.`,
    status: statusOf(card),
    dir: options.dir,
    parts: [
      tilesOf(card),
      verdictOf(card),
      aboutOf(card),
      figuresOf(card),
      calibration &&
        section(
          'calibration',
          'Does it happen as often as it says?',
          html`<p class="muted">Rows it had never seen, grouped by the score they were shown.</p>`,
          calibration,
        ),
      inTime &&
        section(
          'in-time',
          'Does it hold in time?',
          html`<p class="muted">Trained up to a day, tried on what came next; last on the newest part, which decides. What does not hold here would not hold tomorrow.</p>`,
          inTime,
        ),
      groupsOf(card),
      reasonsOf(card),
      columnsOf(card),
      choiceOf(card),
      recalibrationOf(card),
      limitsOf(card),
      provenanceOf(card),
    ],
  });
}
