import { quantile } from '@aicrm/learn/bootstrap';
import type { FeatureValue } from '@aicrm/runtime/features';
import type { InputShift, PopulationShift } from '@aicrm/schema/drift';
import type { FeatureProfile, FeatureSpec, ModelCard } from '@aicrm/schema/model';
import {
  type Cell,
  type Judged,
  judgeShift,
  leastRecords,
  levelCells,
  numberCells,
  scoreCells,
  short,
} from './population.js';

const tooFewRecords = (records: number): string =>
  `Not enough records yet: ${records} of the ${leastRecords} that a comparison needs.`;

/** Of words only whether there are any is compared: a profile lists none, since they are the customers' own. */
const presenceCells = (profile: FeatureProfile, values: readonly FeatureValue[]): Cell[] => {
  const empty = values.filter((value) => value === null).length / values.length;
  return [
    { name: 'filled in', expected: profile.present, actual: 1 - empty },
    { name: 'empty', expected: 1 - profile.present, actual: empty },
  ];
};

/**
 * How far one input has moved from the rows trained on, with a sentence.
 * @param values one a row; @param of.records how many records are behind them, which chance goes by, and `weight` the
 * input's share of what the model judges by, 0..1.
 */
export function featureShift(
  { spec, profile }: { readonly spec: FeatureSpec; readonly profile: FeatureProfile },
  values: readonly FeatureValue[],
  of: { readonly trainingRows: number; readonly records: number; readonly weight: number },
): InputShift {
  const cells =
    values.length === 0
      ? []
      : spec.as === 'category'
        ? levelCells(profile, values)
        : spec.as === 'text'
          ? presenceCells(profile, values)
          : numberCells(profile, values);
  const judged = judgeShift(cells, of.trainingRows, of.records);
  return {
    id: spec.id,
    label: spec.label,
    weight: of.weight,
    psi: judged.psi,
    noise: judged.noise,
    level: judged.level,
    detail: shiftDetail(spec, profile, values, judged, of.records),
  };
}

const percent = (share: number): string => `${Math.round(100 * share)} %`;

function shiftDetail(
  spec: FeatureSpec,
  profile: FeatureProfile,
  values: readonly FeatureValue[],
  { psi, level, top }: Judged,
  records: number,
): string {
  if (psi === null) return tooFewRecords(records);
  if (level === 'ok' && spec.as === 'text')
    return 'It is filled in as often as in training; its words are not compared.';
  if (level === 'ok' || level === 'unknown' || top === null)
    return 'No more of a difference from the records trained on than chance makes.';
  const judgement = level === 'alert' ? 'another population' : 'a shift to look at';
  if (top.name === 'empty' || top.name === 'filled in' || spec.as === 'category') {
    return `It is ${top.name} for ${percent(top.actual)} of the newest records and was for ${percent(top.expected)} of those trained on (${judgement}).`;
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
  { evaluation }: Pick<ModelCard, 'evaluation'>,
  probabilities: readonly number[],
  records: number,
): PopulationShift {
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
