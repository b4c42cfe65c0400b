import { stageNorms, stalledSignal } from '@aicrm/models/deal-score/deal-score';
import { indexDeals } from '@aicrm/models/deal-score/history-index';
import { dealHistoryOf, smallCompany } from '@aicrm/models/deal-score/testing/synthetic';
import { dealViewAt } from '@aicrm/models/deal-score/view';
import { verifyArtefact } from '@aicrm/runtime/artefact';
import { predict } from '@aicrm/runtime/predict';
import type { RecordView } from '@aicrm/schema/view';
import { type GoldenModel, goldenDeals } from './published-model.js';

const day = 86_400_000;

export interface StoryDeals {
  readonly golden: GoldenModel;
  /** Open deals of a made-up company at the model's moment, the likeliest first. */
  readonly views: readonly RecordView[];
  /** The likeliest, one in the middle, the least likely; one that has stood still, one whose stage few won deals passed. */
  readonly ids: { high: string; medium: string; low: string; stalled: string; thin: string };
}

let made: Promise<StoryDeals> | undefined;

/** Deals and the model that was trained of them; made once a page. */
export function storyDeals(): Promise<StoryDeals> {
  made ??= make();
  return made;
}

async function make(): Promise<StoryDeals> {
  const golden = await goldenDeals();
  const { asOf, model } = golden;
  const artefact = await verifyArtefact(model.bytes, model.sha256);
  if (!artefact.ok) throw new Error(artefact.error.detail);
  const index = indexDeals(dealHistoryOf(smallCompany()));
  const norms = stageNorms(index, asOf);
  const scored = [...index.deals.values()]
    .filter(({ createdAt, closedAt }) => createdAt < asOf && !(closedAt <= asOf))
    .map((deal, i) => {
      const view = { ...dealViewAt(index, deal.sourceId, asOf, norms), seq: i + 1 };
      const prediction = predict(artefact.value, view, asOf);
      return { view, probability: prediction.state === 'score' ? prediction.probability : -1 };
    })
    .filter(({ probability }) => probability >= 0)
    .sort((a, b) => b.probability - a.probability);
  const views = scored.map(({ view }) => view);
  const { bands } = artefact.value.meta;
  const firstBelow = (limit: number) => scored.find(({ probability }) => probability < limit)?.view;
  const idOf = (view: RecordView | undefined, what: string): string => {
    if (!view) throw new Error(`no deal that is ${what}`);
    return view.id;
  };
  // A stage that is new has too few won deals to compare with, as in a pipeline that was changed last week.
  const thin = views.at(5);
  if (thin) {
    const { 'stage.usualDays': _, 'stage.longDays': __, ...facts } = thin.facts;
    views[5] = { ...thin, facts: { ...facts, 'stage.wonDeals': 7, 'stage.enteredAt': iso(asOf - 9 * day) } };
  }
  return {
    golden,
    views,
    ids: {
      high: idOf(views[0], 'likely'),
      medium: idOf(firstBelow(bands.high), 'in the middle'),
      low: idOf(firstBelow(bands.medium), 'unlikely'),
      stalled: idOf(
        views.find((view) => stalledSignal(view, asOf).state === 'stalled'),
        'stalled',
      ),
      thin: idOf(thin, 'in a new stage'),
    },
  };
}

const iso = (ms: number): string => new Date(ms).toISOString();
