import type { ReportCardOf } from '@aicrm/schema/report-card';
import { html, type Markup } from './html.js';
import { fact, tile, tilesOf, weight } from './parts.js';
import { tableOf } from './plot.js';
import { reportAbout } from './report-parts.js';
import { own, section } from './sections.js';
import { count, day, figure, percent } from './words.js';

type Card = ReportCardOf<'next-product'>;
type Ranking = Card['detail']['any'];

const words = {
  any: { name: 'Anything they may buy', short: 'any item' },
  new: { name: 'What they never bought', short: 'a new item' },
} as const;

function tiles({ detail, rows }: Card): Markup {
  const recall = (ranking: Ranking, of: string): Markup =>
    tile(
      `Recall@10, ${of}`,
      percent(ranking.recall),
      `popularity ${percent(ranking.popularityRecall)}; difference ${percent(ranking.difference.low)} to ${percent(ranking.difference.high)}`,
    );
  return tilesOf([
    recall(detail.any, words.any.short),
    recall(detail.new, words.new.short),
    tile('NDCG@10, any item', figure(detail.any.ndcg), `popularity ${figure(detail.any.popularityNdcg)}`),
    tile(
      'Learned from',
      `${count(rows[1]?.count ?? 0)} purchases`,
      `of ${count(rows[0]?.count ?? 0)} customers`,
    ),
  ]);
}

/** @param said whether the card's verdict has said the reason already. */
function ranking(id: 'any' | 'new', one: Ranking, said: boolean): Markup {
  const most = Math.max(one.recall, one.popularityRecall, one.ndcg, one.popularityNdcg, 1e-9);
  const row = (name: string, who: string, value: number, format: string, ours: boolean) => [
    html`<span class="name">${name}</span>`,
    who,
    weight(value / most, ours ? 'strong' : ''),
    format,
  ];
  const model = 'this model';
  const popular = 'the ten most popular';
  return section(
    id,
    words[id].name,
    said ? undefined : html`<p class="note ${one.by === 'model' ? 'good' : 'warn'}">${own(one.reason)}</p>`,
    tableOf(
      `Ten suggestions beside the ten most popular: ${words[id].name}`,
      [{ head: 'Figure' }, { head: 'Of' }, { head: 'In proportion' }, { head: 'Value', num: true }],
      [
        row('Recall@10', model, one.recall, percent(one.recall), true),
        row('Recall@10', popular, one.popularityRecall, percent(one.popularityRecall), false),
        row('NDCG@10', model, one.ndcg, figure(one.ndcg), true),
        row('NDCG@10', popular, one.popularityNdcg, figure(one.popularityNdcg), false),
      ],
    ),
    html`<p class="muted">Recall@10: of what customers then bought, the share among ten suggestions (mean over ${count(one.customers)} customers who came back). Difference from popularity ${percent(one.difference.value)} (95 % interval ${percent(one.difference.low)} to ${percent(one.difference.high)}, paired bootstrap over customers). NDCG@10 counts early places more. ${
      one.by === 'model'
        ? `Of suggestions ${percent(one.happened)} were bought where ${percent(one.predicted)} was predicted; probabilities are corrected by that since.`
        : 'Popularity ranks, so no probability is shown.'
    }</p>`,
  );
}

/** The parts of a card of next products between the verdict and what it reads. */
export const nextProductParts = (
  card: Card,
): { tiles: Markup; parts: (Markup | undefined)[]; lead: Markup } => ({
  lead: html`What a customer is likely to buy next, within <strong>${count(card.detail.horizonDays)} days</strong>.`,
  tiles: tiles(card),
  parts: [
    ranking('any', card.detail.any, card.detail.any.reason === card.verdict.reason),
    ranking('new', card.detail.new, false),
    reportAbout(card, [
      fact('Horizon', `${count(card.detail.horizonDays)} days`),
      fact('Judged on what came after', day(card.detail.judgedFrom)),
      fact('Items', `${count(card.detail.items.kept)} of ${count(card.detail.items.all)}`),
      fact('Which items', own(card.detail.items.rule)),
    ]),
  ],
});
