import { bootstrapInterval } from '@aicrm/learn/bootstrap';
import { brier, ece10, lift, logLoss, mean, prAuc, reliabilityBins, rocAuc } from '@aicrm/learn/metrics';
import { sha256Hex } from '@aicrm/runtime/artefact';
import { writeArtefact } from '@aicrm/runtime/write-artefact';
import type { Evaluation, ModelCard, ModelMeta, Verdict } from '@aicrm/schema/model';
import { must } from '@aicrm/schema/result';
import { isUniqueViolation } from '../db/database.js';
import type { TenantScope } from '../db/scope.js';
import { type Dependencies, instantOf } from '../dependencies.js';
import { type ProblemError, refuse } from '../http/problem-error.js';
import { currentArtefact } from '../jobs/artefact-cache.js';
import type { CatalogModel } from '../jobs/catalog.js';
import { requestScoring } from '../jobs/requests.js';
import { type Outcomes, outcomesOf } from './outcomes.js';
import {
  type Fit,
  type FitRefusal,
  type Interval,
  leastOutcomes,
  leastPerClass,
  refitCalibration,
  seed,
} from './refit.js';

const rounds = 400;

/**
 * Fits the published version's calibration to what has come of its predictions, and publishes the result as a version
 * of its own: same weights, same inputs, another a and b, and the base rate and bands of the outcomes. Refuses with
 * what is missing, or where nothing would be gained; nothing is written then.
 */
export async function recalibrate(
  deps: Dependencies,
  scope: TenantScope,
  model: CatalogModel,
): Promise<{ version: string; verdict: Verdict }> {
  const published = await scope.models.current(model.name);
  const artefact = await currentArtefact(deps, scope, model.name);
  if (published === null || artefact === null)
    throw refuse('not-enough-data', 'No model is published', 'There is nothing to recalibrate.', {
      action: 'Train a model first.',
    });
  const now = instantOf(deps.now());
  await scope.log.settle(model.name, model.recordType, model.success, now);
  const { meta } = artefact;
  const outcomes = outcomesOf(await scope.log.firstWords(model.name, meta.version));
  const fit = refitCalibration(outcomes, meta.calibration);
  if (!fit.ok) throw refusalOf(fit.error);

  const versions = await scope.models.versions(model.name);
  const source = must(
    versions.find((one) => one.version === published.version),
    'the card of the published version',
  );
  const version = `v${versions.length + 1}`;
  const next = recalibrated(meta, version, outcomes, fit.value);
  const bytes = writeArtefact(artefact.model, next);
  const sha256 = await sha256Hex(bytes);
  const card = cardOf(source.card, next, sha256, outcomes, fit.value, now);
  await deps.artefacts.put(scope.tenant, sha256, bytes);
  try {
    await scope.models.add(
      {
        model: model.name,
        version,
        sha256,
        bytes: bytes.length,
        card,
        status: 'published',
        jobId: `recalibrate-${model.name}-${version}`,
        horizonDays: published.horizonDays ?? model.horizonDays,
      },
      now,
    );
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw refuse(
      'conflict',
      'The model changed meanwhile',
      'Another version was registered at the same time.',
    );
  }
  await requestScoring(deps, scope, model.name);
  return { version, verdict: card.verdict };
}

const digits = (value: number): string => value.toFixed(4);

function refusalOf(error: FitRefusal): ProblemError {
  if (error.kind === 'too-few')
    return refuse(
      'not-enough-data',
      'Not enough outcomes yet',
      `The outcomes of ${error.outcomes} records that this version scored are known, ${error.positives} of them successes; ${leastOutcomes} are needed, at least ${leastPerClass} of either kind.`,
      {
        issues: [{ at: 'outcomes', message: `${error.outcomes} of ${leastOutcomes} are known.` }],
        action: 'Import what became of the records, and come back when their horizon has passed.',
      },
    );
  if (error.kind === 'not-increasing')
    return refuse(
      'conflict',
      'Recalibration would not help',
      'Among the records whose outcome is known, higher scores did not mean more successes: it is the order that is wrong, and recalibration keeps the order.',
      { action: 'Train a new model on the newest history.' },
    );
  const { gain } = error;
  return refuse(
    'conflict',
    'Nothing to gain',
    `A new calibration would not be better than the current one by more than noise (log loss lower by ${digits(gain.low)} to ${digits(gain.high)}).`,
    { action: 'Leave the model as it is.' },
  );
}

/** Thresholds as multiples of the base rate: the rule by which training sets them. */
export const bandsOf = (base: number): ModelMeta['bands'] => ({
  high: Math.min(2 * base, (1 + base) / 2),
  medium: base,
});

function recalibrated(meta: ModelMeta, version: string, { labels }: Outcomes, { after }: Fit): ModelMeta {
  const baseRate = mean(labels);
  // Weights of inputs are in logits as shown, which the new slope stretches.
  const stretch = after.a / meta.calibration.a;
  return {
    ...meta,
    version,
    calibration: after,
    baseRate,
    bands: bandsOf(baseRate),
    features: meta.features.map((feature) => ({
      ...feature,
      profile: { ...feature.profile, meanAbs: feature.profile.meanAbs * stretch },
    })),
  };
}

function cardOf(
  source: ModelCard,
  { features: _, ...meta }: ModelMeta,
  sha256: string,
  outcomes: Outcomes,
  fit: Fit,
  now: string,
): ModelCard {
  const positives = outcomes.labels.reduce((sum, y) => sum + y, 0);
  const told = `Recalibrated from ${source.version} on ${outcomes.labels.length} outcomes.`;
  const reason = `${told} Its log loss on them is lower by ${digits(fit.gain.low)} to ${digits(fit.gain.high)} per record, cross-validated; the order of scores is that of ${source.version}.`;
  const { a, b } = source.meta.calibration;
  return {
    ...source,
    version: meta.version,
    sha256,
    meta,
    evaluation: evaluationOf(outcomes, fit.p, source.meta.baseRate),
    verdict: {
      publish: true,
      reason,
      checks: [{ name: 'recalibration', pass: true, detail: reason }],
    },
    limits: [told, ...source.limits.filter((limit) => !limit.startsWith('Recalibrated from '))],
    recalibration: {
      from: source.version,
      at: now,
      outcomes: outcomes.labels.length,
      positives,
      before: { a, b },
      after: fit.after,
      gain: fit.gain,
    },
  };
}

/** The card's figures on the outcomes themselves, each by a calibration that was fitted without it. */
function evaluationOf({ labels, times }: Outcomes, p: Float64Array, knownBase: number): Evaluation {
  const n = labels.length;
  const interval = (metric: (p: Float64Array, y: Uint8Array) => number): Interval =>
    bootstrapInterval(
      n,
      (rows) =>
        metric(
          Float64Array.from(rows, (i) => p[i] ?? 0),
          Uint8Array.from(rows, (i) => labels[i] ?? 0),
        ),
      { rounds, seed },
    );
  return {
    rows: n,
    positives: labels.reduce((sum, y) => sum + y, 0),
    from: must(times[0], 'the first outcome'),
    to: must(times.at(-1), 'the last outcome'),
    auc: interval(rocAuc),
    prAuc: interval(prAuc),
    logLoss: interval(logLoss),
    baseLogLoss: logLoss(new Float64Array(n).fill(knownBase), labels),
    brier: brier(p, labels),
    ece: ece10(p, labels),
    liftTop10: lift(p, labels, 0.1),
    reliability: reliabilityBins(p, labels).filter((bin) => bin.rows > 0),
    predictedMean: mean(p),
    observedMean: mean(labels),
  };
}
