import { quantile } from '@aicrm/learn/bootstrap';
import { type FeatureValue, readFeature } from '@aicrm/runtime/features';
import type { InputShift, PopulationShift } from '@aicrm/schema/drift';
import type { ModelCard, ModelMeta } from '@aicrm/schema/model';
import {
  type Judged,
  judgeShift,
  leastRecords,
  levelCells,
  numberCells,
  scoreCells,
  short,
} from './population.js';
import type { RecentRows } from './recent-rows.js';

type Feature = ModelMeta['features'][number];

/** Its distribution follows from the ages at which rows are taken, and says nothing of the records. */
const ageField = 'fields.createdAt';
const notCompared = 'Not compared: at what age a record is looked at is decided here and not by the records.';

const tooFewCampaigns = (campaigns: number): string =>
  `Not compared: all records of a campaign say the same, and the newest come from ${campaigns} campaigns; ${leastRecords} would be needed.`;

const tooFewRecords = (records: number): string =>
  `Not enough records yet: ${records} of the ${leastRecords} that a comparison needs were open lately.`;

/** How far one input of the model has moved, with a sentence. `weight` is its share of what the model judges by. */
export function inputShift(
  { spec, profile }: Feature,
  { rows, records, campaigns }: RecentRows,
  trainingRows: number,
  weight: number,
): InputShift {
  const named = { id: spec.id, label: spec.label, weight };
  const silent = { ...named, psi: null, noise: null, level: 'unknown' as const };
  if (spec.from === ageField) return { ...silent, detail: notCompared };
  if (spec.from.startsWith('fields.campaign.') && campaigns < leastRecords)
    return { ...silent, detail: tooFewCampaigns(campaigns) };
  const values = rows.map(({ view, asOf }) => readFeature(spec, view, asOf));
  const cells =
    values.length === 0
      ? []
      : spec.as === 'category'
        ? levelCells(profile, values)
        : numberCells(profile, values);
  const judged = judgeShift(cells, trainingRows, records);
  return {
    ...named,
    psi: judged.psi,
    noise: judged.noise,
    level: judged.level,
    detail: shiftDetail(spec, profile, values, judged, records),
  };
}

const percent = (share: number): string => `${Math.round(100 * share)} %`;

function shiftDetail(
  spec: Feature['spec'],
  profile: Feature['profile'],
  values: readonly FeatureValue[],
  { psi, level, top }: Judged,
  records: number,
): string {
  if (psi === null) return tooFewRecords(records);
  if (level === 'ok' || level === 'unknown' || top === null)
    return 'No more of a difference from the records trained on than chance makes.';
  const judgement = level === 'alert' ? 'another population' : 'a shift to look at';
  if (top.name === 'empty' || spec.as === 'category') {
    const what = top.name === 'empty' ? 'It is empty' : `It is ${top.name}`;
    return `${what} for ${percent(top.actual)} of the newest records and was for ${percent(top.expected)} of those trained on (${judgement}).`;
  }
  const sorted = Float64Array.from(values.filter((value) => typeof value === 'number')).sort();
  const trained = profile.quantiles?.[3];
  if (trained === undefined) return `It has values now, and had none in training (${judgement}).`;
  const [newest, before] = [short(quantile(sorted, 0.5)), short(trained)];
  const unit = spec.as === 'days-since' ? ' days' : '';
  return newest === before
    ? `${percent(top.actual)} of the newest records are ${top.name}${unit}; of those trained on, ${percent(top.expected)} (${judgement}).`
    : `Half of the newest records are below ${newest}${unit}; of those trained on, below ${before}${unit} (${judgement}).`;
}

/** How far the scores have moved from those of the card's evaluation. */
export function scoreShift(
  card: ModelCard,
  probabilities: readonly number[],
  records: number,
): PopulationShift {
  const { evaluation } = card;
  if (evaluation === undefined || probabilities.length === 0)
    return { psi: null, noise: null, level: 'unknown', detail: tooFewRecords(records) };
  const { psi, noise, level } = judgeShift(
    scoreCells(evaluation, probabilities),
    evaluation.rows,
    Math.min(records, probabilities.length),
  );
  const mean = probabilities.reduce((sum, p) => sum + p, 0) / probabilities.length;
  const means = `${(100 * mean).toFixed(1)} % on average, ${(100 * evaluation.predictedMean).toFixed(1)} % when it was judged`;
  const detail =
    psi === null
      ? tooFewRecords(records)
      : level === 'ok'
        ? `Scores are spread as they were when it was judged (${means}).`
        : `Scores are spread differently than when it was judged (${means}): ${level === 'alert' ? 'these are other records than it was judged on' : 'a shift to look at'}.`;
  return { psi, noise, level, detail };
}
