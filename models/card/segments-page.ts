import type { ReportCardOf } from '@aicrm/schema/report-card';
import { html, type Markup } from './html.js';
import { amount, course, fact, tile, tilesOf, weight } from './parts.js';
import { asTable, tableOf } from './plot.js';
import { reportAbout } from './report-parts.js';
import { own, section } from './sections.js';
import { count, percent } from './words.js';

type Card = ReportCardOf<'segments'>;
type Segment = Card['detail']['rules'][number];

function tiles({ detail }: Card): Markup {
  const used = detail.rules.filter(({ customers }) => customers > 0);
  const most = [...used].sort((a, b) => b.valueShare - a.valueShare)[0];
  const large = [...used].sort((a, b) => b.customers - a.customers)[0];
  const { clusters } = detail;
  const chosen = clusters?.tried.find(({ k }) => k === clusters.k);
  return tilesOf([
    tile('Customers', count(detail.customers), `in ${count(used.length)} segments`),
    ...(large === undefined
      ? []
      : [tile('Largest segment', large.name, `${percent(large.share)} of the customers`)]),
    ...(most === undefined
      ? []
      : [
          tile(
            'Most of the value',
            most.name,
            `${percent(most.valueShare)} of ${detail.valueOf} from ${percent(most.share)} of the customers`,
          ),
        ]),
    clusters === null
      ? tile('Groups by behaviour', 'not asked for', '--clusters makes them')
      : chosen === undefined
        ? tile('Groups by behaviour', 'none', 'no number of them is steady')
        : tile(
            'Groups by behaviour',
            count(chosen.k),
            `stability ${chosen.stability.toFixed(2)} (shuffled ${chosen.nullStability.toFixed(2)}), silhouette ${chosen.silhouette.toFixed(2)}`,
          ),
  ]);
}

const apartOf = ({ apart }: Segment): Markup =>
  apart.length === 0
    ? html`<span class="says">nothing beyond noise</span>`
    : html`<span class="says">${apart
        .slice(0, 4)
        .map(
          ({ label, difference, error }, i) =>
            html`${i > 0 && ', '}${label} ${difference > 0 ? '+' : '−'}${Math.abs(difference).toFixed(1)}\u00a0±\u00a0${(1.96 * error).toFixed(1)}`,
        )}</span>`;

function sizes(id: string, title: string, text: Markup, segments: readonly Segment[], worth: string): Markup {
  const used = segments.filter(({ customers }) => customers > 0);
  const none = segments.length - used.length;
  const most = Math.max(...used.map(({ share, valueShare }) => Math.max(share, valueShare)), 1e-9);
  return section(
    id,
    title,
    text,
    tableOf(
      `${title}: sizes and shares`,
      [
        { head: 'Segment' },
        { head: 'Customers', num: true },
        { head: 'Share of customers, of value' },
        { head: 'Share', num: true },
        { head: 'Of value', num: true },
        { head: 'What sets it apart (standard deviations)' },
      ],
      used.map((one) => [
        html`<span class="name">${own(one.name)}${one.advice !== undefined && html`<span class="hint">${own(one.advice)}</span>`}</span>`,
        count(one.customers),
        html`${weight(one.share / most, '')}${weight(one.valueShare / most)}`,
        percent(one.share),
        percent(one.valueShare),
        apartOf(one),
      ]),
    ),
    html`<p class="key">Light bar: share of customers · dark bar: share of ${own(worth)}${none > 0 && ` · ${count(none)} segments without customers are not listed`}</p>`,
  );
}

function medians({ detail: { rules, measures, clusters } }: Card): Markup {
  const all = [...rules, ...(clusters?.segments ?? [])].filter(({ customers }) => customers > 0);
  return section(
    'medians',
    'What their customers do',
    html`<p class="muted">Medians: half of the segment’s customers lie above, half below.</p>`,
    tableOf(
      'Medians by segment',
      [{ head: 'Segment' }, ...measures.map(({ label }) => ({ head: label, num: true }))],
      all.map((one) => [
        html`<span class="name">${own(one.name)}</span>`,
        ...measures.map(({ id }) => {
          const value = one.median[id];
          return value === null || value === undefined ? '–' : amount(value);
        }),
      ]),
    ),
  );
}

function stability({ detail: { clusters } }: Card): Markup | undefined {
  if (clusters === null || clusters.tried.length === 0) return undefined;
  const { tried } = clusters;
  const places = tried.map(({ k }) => String(k));
  const marks = true;
  return section(
    'stability',
    'Are the groups real?',
    html`<p class="muted">Stability: the adjusted Rand index between groups made of two resamples; 1 is always the same groups, .75 is asked for. Silhouette: how much nearer customers are to their own group than to the next. Both beside customers whose values were shuffled, which have no groups.</p>`,
    tried.length > 1
      ? html`<div class="plots"><div>${course({
          title: 'Stability by the number of groups',
          places,
          zero: true,
          format: (value) => value.toFixed(2),
          axis: 'groups',
          level: 0.75,
          bands: [],
          traces: [
            { name: 'customers', kind: 'chosen', marks, values: tried.map((one) => one.stability) },
            { name: 'shuffled', kind: 'other', marks, values: tried.map((one) => one.nullStability) },
          ],
        })}</div><div>${course({
          title: 'Silhouette by the number of groups',
          places,
          zero: true,
          format: (value) => value.toFixed(2),
          axis: 'groups',
          bands: [],
          traces: [
            { name: 'customers', kind: 'chosen', marks, values: tried.map((one) => one.silhouette) },
            { name: 'shuffled', kind: 'other', marks, values: tried.map((one) => one.nullSilhouette) },
          ],
        })}</div></div>`
      : undefined,
    (tried.length > 1 ? asTable : tableOf)(
      'Stability and silhouette',
      ['Groups', 'Stability', 'Shuffled', 'Difference', 'Silhouette', 'Shuffled silhouette'].map((head) => ({
        head,
        num: true,
      })),
      tried.map((one) => [
        count(one.k),
        one.stability.toFixed(3),
        one.nullStability.toFixed(3),
        `${(one.stability - one.nullStability).toFixed(3)} ± ${(1.96 * one.error).toFixed(3)}`,
        one.silhouette.toFixed(3),
        one.nullSilhouette.toFixed(3),
      ]),
    ),
  );
}

/** The parts of a card of segments between the verdict and what it reads. */
export const segmentsParts = (card: Card): { tiles: Markup; parts: (Markup | undefined)[]; lead: Markup } => {
  const { detail } = card;
  return {
    lead: html`Who the customers are by what they do: <strong>${count(detail.customers)} customers</strong> by how lately, how often and for how much they buy.`,
    tiles: tiles(card),
    parts: [
      sizes(
        'rules',
        'Segments by the business’s own rules',
        html`<p class="muted">Recency, frequency and money in quantiles of this business; equal customers get equal scores.</p>`,
        detail.rules,
        detail.valueOf,
      ),
      detail.clusters === null || detail.clusters.segments.length === 0
        ? undefined
        : sizes(
            'clusters',
            'Groups by behaviour',
            html`<p class="muted">Found by k-means on standardised logarithms of what customers do.</p>`,
            detail.clusters.segments,
            detail.valueOf,
          ),
      stability(card),
      medians(card),
      reportAbout(card, [fact('Value is', own(detail.valueOf))]),
    ],
  };
};
