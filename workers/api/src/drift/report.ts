import { quantile } from '@aicrm/learn/bootstrap';
import { type FeatureValue, readFeature } from '@aicrm/runtime/features';
import { predict } from '@aicrm/runtime/predict';
import type { ModelCard, ModelMeta } from '@aicrm/schema/model';
import { must } from '@aicrm/schema/result';
import type { DriftLevel, DriftReport, InputShift, PopulationShift } from '@aicrm/schema/wire';
import type { TenantScope } from '../db/scope.js';
import { type Dependencies, instantOf } from '../dependencies.js';
import { refuse } from '../http/problem-error.js';
import { currentArtefact } from '../jobs/artefact-cache.js';
import type { CatalogModel } from '../jobs/catalog.js';
import { checkOutcomes } from './outcomes.js';
import { type Judged, judgeShift, leastRecords, levelCells, numberCells, scoreCells } from './population.js';
import { type RecentRow, recentRows } from './recent-rows.js';

/** The newest month shows a shift soonest; where it holds too few records, the newest quarter has to do. */
const windows = [30, 90] as const;
const worst: readonly DriftLevel[] = ['alert', 'watch', 'ok', 'unknown'];

/** Its distribution follows from the ages at which rows are taken, and says nothing of the records. */
const ageField = 'fields.createdAt';
const notCompared = 'Not compared: at what age a record is looked at is decided here and not by the records.';

type Feature = ModelMeta['features'][number];

/** How far inputs, score and calibration of the published version have moved; computed anew, nothing is stored. */
export async function driftReport(
  deps: Dependencies,
  scope: TenantScope,
  model: CatalogModel,
): Promise<DriftReport> {
  const published = await scope.models.current(model.name);
  const artefact = await currentArtefact(deps, scope, model.name);
  if (published === null || artefact === null)
    throw refuse('not-enough-data', 'No model is published', 'Nothing that is shown could have drifted.', {
      action: 'Train a model first.',
    });
  const versions = await scope.models.versions(model.name);
  const { card } = must(
    versions.find((one) => one.version === published.version),
    'the card of the published version',
  );
  const now = deps.now();
  const asOf = instantOf(now);
  const { meta } = artefact;
  const notes: string[] = [];
  let recent = await recentRows(scope, now, windows[0]);
  if (recent.records < leastRecords) {
    recent = await recentRows(scope, now, windows[1]);
    notes.push(
      `The newest ${windows[1]} days were compared, since the newest ${windows[0]} hold too few records.`,
    );
  }
  const { rows, records } = recent;
  const trainingRows = meta.trainingWindow.rows;
  if (meta.trainingWindow.to > instantOf(now - windows[0] * 86_400_000))
    notes.push('Some of the records compared were learned from, so a shift shows less than it will.');

  const inputs = meta.features
    .map((feature) => inputShift(feature, rows, trainingRows, records))
    .sort((a, b) => (b.psi ?? 0) - (a.psi ?? 0));
  const score = scoreShift(
    card,
    rows.flatMap(({ view, asOf: at }) => {
      const prediction = predict(artefact, view, at);
      return prediction.state === 'score' ? [prediction.probability] : [];
    }),
    records,
  );
  const calibration = checkOutcomes(await scope.log.firstWords(model.name, meta.version), asOf);

  const alerts = [
    { about: 'calibration' as const, level: calibration.level, detail: calibration.detail },
    { about: 'score' as const, level: score.level, detail: score.detail },
    ...inputs.map(({ level, label, detail }) => ({
      about: 'input' as const,
      level,
      detail: `${label}: ${detail}`,
    })),
  ].flatMap(({ level, ...rest }) => (level === 'watch' || level === 'alert' ? [{ level, ...rest }] : []));
  alerts.sort((a, b) => worst.indexOf(a.level) - worst.indexOf(b.level));
  const levels = [calibration.level, score.level, ...inputs.map((input) => input.level)];
  return {
    model: model.name,
    version: published.version,
    publishedAt: published.publishedAt,
    asOf,
    level: worst.find((level) => levels.includes(level)) ?? 'unknown',
    alerts,
    records,
    trainingRows,
    notes,
    inputs,
    score,
    calibration,
  };
}

const tooFewRecords = (records: number): string =>
  `Not enough records yet: ${records} of the ${leastRecords} that a comparison needs were open lately.`;

function inputShift(
  { spec, profile }: Feature,
  rows: readonly RecentRow[],
  trainingRows: number,
  records: number,
): InputShift {
  if (spec.from === ageField)
    return { id: spec.id, label: spec.label, psi: null, noise: null, level: 'unknown', detail: notCompared };
  const values = rows.map(({ view, asOf }) => readFeature(spec, view, asOf));
  const cells =
    values.length === 0
      ? []
      : spec.as === 'category'
        ? levelCells(profile, values)
        : numberCells(profile, values);
  const judged = judgeShift(cells, trainingRows, records);
  return {
    id: spec.id,
    label: spec.label,
    psi: judged.psi,
    noise: judged.noise,
    level: judged.level,
    detail: shiftDetail(spec, profile, values, judged, records),
  };
}

const percent = (share: number): string => `${Math.round(100 * share)} %`;
const short = (value: number): string => String(Number(value.toPrecision(3)));

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
  const median = profile.quantiles?.[3];
  const unit = spec.as === 'days-since' ? ' days' : '';
  return median === undefined
    ? `It has values now, and had none in training (${judgement}).`
    : `Half of the newest records are below ${short(quantile(sorted, 0.5))}${unit}; of those trained on, below ${short(median)}${unit} (${judgement}).`;
}

function scoreShift(card: ModelCard, probabilities: readonly number[], records: number): PopulationShift {
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
        : `Scores are spread differently than when it was judged (${means}): ${level === 'alert' ? 'these are other records than it knows' : 'a shift to look at'}.`;
  return { psi, noise, level, detail };
}
