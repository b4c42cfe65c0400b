import { contributions, expectedMargin } from '@aicrm/learn/model/attribution';
import { sigmoid } from '@aicrm/learn/model/calibrate';
import type { Counterfactual, Explanation, Reason } from '@aicrm/schema/prediction';
import type { RecordView } from '@aicrm/schema/view';
import type { Artefact } from './artefact.js';
import { columnsOf, encodeRow } from './encode.js';
import type { FeatureValue } from './features.js';
import { logitOf, readInputs } from './predict.js';

/** Smaller changes of probability are not worth a person's effort. */
const WORTH_SHOWING = 0.005;

/**
 * Exact reasons of one score, in logits of the *shown* probability: a feature's contribution is the sum over its
 * encoded columns times the calibration's slope. `base` plus all contributions equals the logit within 1e-6.
 * The largest |contribution| first; equal ones in the order of the features.
 */
export function explain(artefact: Artefact, view: RecordView, asOf: Date | number): Explanation {
  const { meta, model } = artefact;
  const { a, b } = meta.calibration;
  const { values } = readInputs(meta, view, asOf);
  const row = new Float32Array(model.columns);
  encodeRow(meta.features, values, row);
  const shares = contributions(model, row);
  let column = 0;
  const reasons = meta.features.map(({ spec, encoder }, i): Reason => {
    const end = column + columnsOf(encoder);
    let sum = 0;
    for (; column < end; column++) sum += shares[column] ?? 0;
    return {
      feature: spec.id,
      label: spec.label,
      value: values[i] ?? null,
      ...(spec.unit === undefined ? {} : { unit: spec.unit }),
      contribution: a * sum,
    };
  });
  reasons.sort((one, other) => Math.abs(other.contribution) - Math.abs(one.contribution));
  return { base: a * expectedMargin(model) + b, reasons };
}

/** How far a candidate lies from what is there now, to prefer the smallest change among equal effects. */
const distance = (from: FeatureValue, to: FeatureValue): number =>
  typeof from === 'number' && typeof to === 'number' ? Math.abs(to - from) : 0;

/**
 * The values a changeable feature could take, from the training rows' quantiles and levels (commonest first).
 * A recency can only become 0, by acting now: nobody can have called a customer twelve days ago.
 */
function candidates({ spec, profile }: Artefact['meta']['features'][number]): FeatureValue[] {
  if (spec.as === 'days-since') return [0];
  if (spec.as === 'number') return profile.quantiles ?? [];
  return Object.entries(profile.levels ?? {})
    .sort(([, one], [, other]) => other - one)
    .map(([level]) => level);
}

/**
 * Which single change of a changeable input would raise the probability most, all else equal: the best candidate of
 * each such input, the largest rise first, only rises of at least half a percentage point. What the model saw, no
 * promise of a cause. Inputs that the record does not supply are left out, for nobody knows what would change.
 *
 * @param limit At most this many (default 3).
 */
export function counterfactuals(
  artefact: Artefact,
  view: RecordView,
  asOf: Date | number,
  limit = 3,
): Counterfactual[] {
  const { meta } = artefact;
  const { values, supplied } = readInputs(meta, view, asOf);
  const now = sigmoid(logitOf(artefact, values));
  const found: Counterfactual[] = [];
  meta.features.forEach((feature, i) => {
    const { spec } = feature;
    const from = values[i] ?? null;
    if (!spec.changeable || !supplied[i]) return;
    let best: Counterfactual | undefined;
    for (const to of candidates(feature)) {
      if (to === from) continue;
      const probability = sigmoid(logitOf(artefact, values.with(i, to)));
      const better =
        !best ||
        probability > best.probability ||
        (probability === best.probability && distance(from, to) < distance(from, best.to as FeatureValue));
      if (probability - now >= WORTH_SHOWING && better)
        best = {
          feature: spec.id,
          label: spec.label,
          ...(spec.unit === undefined ? {} : { unit: spec.unit }),
          from,
          to,
          probability,
        };
    }
    if (best) found.push(best);
  });
  return found.sort((one, other) => other.probability - one.probability).slice(0, limit);
}
