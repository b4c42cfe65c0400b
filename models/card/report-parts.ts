import type { ReportCard } from '@aicrm/schema/report-card';
import { html, type Markup } from './html.js';
import { fact, factsOf } from './parts.js';
import { tableOf } from './plot.js';
import { own, section } from './sections.js';
import { count, day } from './words.js';

const pill = (text: string, tone = ''): Markup => html`<span class="pill ${tone}">${text}</span>`;

export interface VerdictWords {
  readonly good: string;
  readonly bad: string;
  readonly open: string;
}

/** The pill beside the title: in words and with a sign, not by colour alone. */
export function reportStatus({ verdict: { good } }: ReportCard, words: VerdictWords): Markup {
  if (good === null) return pill(words.open);
  return good ? pill(`✓ ${words.good}`, 'good') : pill(`✗ ${words.bad}`, 'warn');
}

export const reportVerdict = ({ verdict: { good, reason } }: ReportCard, title: string): Markup =>
  section(
    'verdict',
    title,
    html`<p class="note ${good === null ? '' : good ? 'good' : 'warn'}">${own(reason)}</p>`,
  );

/** Steps of a forecast stand as its table writes them: a step may be a month, or a plain number. */
function windowOf({ kind, window }: ReportCard): string {
  if (window === null) return 'not dated';
  const shown = kind === 'forecast' ? String : day;
  return `${shown(window.from)} to ${shown(window.to)}`;
}

/** What it was made from: window, rows, licence, and what the model's own card adds. */
export const reportAbout = (card: ReportCard, more: readonly (Markup | false)[]): Markup =>
  section(
    'about',
    'What it says, from what',
    factsOf([
      ...more,
      fact('Made', day(card.trainedAt)),
      fact('Data from', windowOf(card)),
      ...card.rows.map((one) => fact(one.of.charAt(0).toUpperCase() + one.of.slice(1), count(one.count))),
      fact('Data licence', html`${own(card.dataLicence)}${card.synthetic && ' (synthetic data)'}`),
    ]),
  );

/** What it reads, and the columns that were refused with the reason. */
export function reportInputs({ inputs, refused }: ReportCard): Markup {
  const noted = inputs.some(({ note }) => note !== undefined);
  return section(
    'inputs',
    'What it reads, and what was left out',
    tableOf(
      'What it reads',
      [{ head: 'Input' }, ...(noted ? [{ head: 'Note' }] : [])],
      inputs.map(({ id, label, note }) => [
        html`<span class="name">${own(label)}${label !== id && html`<span class="id">${own(id)}</span>`}</span>`,
        ...(noted ? [note ?? ''] : []),
      ]),
    ),
    refused.length === 0
      ? html`<p class="muted">No other column was offered to it, so none was refused.</p>`
      : tableOf(
          'Columns left out',
          [{ head: 'Column' }, { head: 'Why it was left out' }],
          refused.map(({ column, reason }) => [
            html`<span class="name">${own(column)}</span>`,
            html`<span class="says">${own(reason)}</span>`,
          ]),
        ),
  );
}

export const reportProvenance = ({ name, version, schemaVersion }: ReportCard): Markup =>
  section(
    'provenance',
    'Provenance',
    factsOf([
      fact('Model', own(name)),
      fact('Version', own(version)),
      fact('File format', `schema ${schemaVersion}`),
    ]),
  );
