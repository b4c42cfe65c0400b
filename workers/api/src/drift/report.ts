import { leastRecords } from '@aicrm/models/tabular/population';
import { scoreShift } from '@aicrm/models/tabular/shift';
import { predict } from '@aicrm/runtime/predict';
import type { DriftLevel, DriftReport } from '@aicrm/schema/drift';
import { must } from '@aicrm/schema/result';
import type { TenantScope } from '../db/scope.js';
import { type Dependencies, instantOf } from '../dependencies.js';
import { refuse } from '../http/problem-error.js';
import { currentArtefact } from '../jobs/artefact-cache.js';
import type { CatalogModel } from '../jobs/catalog.js';
import { inputShift } from './input-shift.js';
import { checkOutcomes } from './outcomes.js';
import { recentRows } from './recent-rows.js';
import { leastOutcomes, leastPerClass } from './refit.js';

/** The newest month shows a shift soonest; where it holds too few records, the newest quarter has to do. */
const windows = [30, 90] as const;
const worst: readonly DriftLevel[] = ['alert', 'watch', 'ok', 'unknown'];

/** A lighter input is listed with its shift, and raises no alert. */
const leastWeight = 0.02;
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
  let recent = await recentRows(scope, model, now, windows[0]);
  if (recent.records < leastRecords) {
    recent = await recentRows(scope, model, now, windows[1]);
    notes.push(
      `The newest ${windows[1]} days were compared, since the newest ${windows[0]} hold too few records.`,
    );
  }
  const { rows, records } = recent;
  const weights = meta.features.reduce((sum, { profile }) => sum + profile.meanAbs, 0);
  const trainingRows = meta.trainingWindow.rows;
  if (meta.trainingWindow.to > instantOf(now - windows[0] * 86_400_000))
    notes.push('Some of the records compared were learned from, so a shift shows less than it will.');

  const inputs = meta.features
    .map((feature) => inputShift(feature, recent, trainingRows, feature.profile.meanAbs / (weights || 1)))
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

  const weighty = inputs.filter((input) => input.weight >= leastWeight);
  const alerts = [
    { about: 'calibration' as const, level: calibration.level, detail: calibration.detail },
    { about: 'score' as const, level: score.level, detail: score.detail },
    ...weighty
      .toSorted((a, b) => b.weight - a.weight)
      .map(({ id, level, label, detail }) => ({
        about: 'input' as const,
        input: id,
        level,
        detail: `${label}: ${detail}`,
      })),
  ].flatMap(({ level, ...rest }) => (level === 'watch' || level === 'alert' ? [{ level, ...rest }] : []));
  alerts.sort((a, b) => worst.indexOf(a.level) - worst.indexOf(b.level));
  const levels = [calibration.level, score.level, ...weighty.map((input) => input.level)];
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
    recalibration: { outcomes: leastOutcomes, ofEitherKind: leastPerClass },
  };
}
