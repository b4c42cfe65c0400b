import { margin } from '@aicrm/learn/model/evaluate';
import type { ModelMeta } from '@aicrm/schema/model';
import type { Band, Prediction, Refusal } from '@aicrm/schema/prediction';
import type { RecordView } from '@aicrm/schema/view';
import type { Artefact } from './artefact.js';
import { encodeRow } from './encode.js';
import { type FeatureValue, isSupplied, readFeature } from './features.js';

/** Below this share of the summed mean |reason| of the inputs supplied, a score would be mostly the base rate. */
export const ENOUGH_INPUTS = 0.6;

/** One record as the model sees it. */
export interface Inputs {
  /** In the order of `meta.features`. */
  readonly values: readonly FeatureValue[];
  /** Whether the record says anything about the feature (see `isSupplied`). */
  readonly supplied: readonly boolean[];
  readonly asOf: number;
}

/** Reads all features of a record at a moment. */
export function readInputs(meta: ModelMeta, view: RecordView, asOf: Date | number): Inputs {
  const at = Number(asOf);
  const values = meta.features.map(({ spec }) => readFeature(spec, view, at));
  const supplied = meta.features.map(({ spec }, i) => isSupplied(spec, view, values[i] ?? null));
  return { values, supplied, asOf: at };
}

/** The shown logit of encoded inputs: a · margin + b. */
export function logitOf({ meta, model }: Artefact, values: readonly FeatureValue[]): number {
  const row = new Float32Array(model.columns);
  encodeRow(meta.features, values, row);
  return meta.calibration.a * margin(model, row) + meta.calibration.b;
}

/** 1 / (1 + e^-t). */
export const probabilityOf = (logit: number): number => 1 / (1 + Math.exp(-logit));

export function bandOf(bands: ModelMeta['bands'], probability: number): Band {
  if (probability >= bands.high) return 'high';
  return probability >= bands.medium ? 'medium' : 'low';
}

/** The refusal of a record that supplies too little, or `undefined`. */
function refusal(meta: ModelMeta, view: RecordView, inputs: Inputs): Refusal | undefined {
  let total = 0;
  let carried = 0;
  const missing: { label: string; weight: number }[] = [];
  meta.features.forEach(({ spec, profile }, i) => {
    total += profile.meanAbs;
    if (inputs.supplied[i]) carried += profile.meanAbs;
    else missing.push({ label: spec.label, weight: profile.meanAbs });
  });
  // Sums of the same numbers in another order may differ in the last digit.
  if (carried >= ENOUGH_INPUTS * total - 1e-12) return undefined;
  missing.sort((one, other) => other.weight - one.weight);
  return {
    state: 'insufficient-data',
    recordId: view.id,
    why: 'inputs',
    missing: missing.map(({ label }) => label),
    detail: `The inputs supplied carry ${Math.floor((100 * carried) / total)} % of what this model judges by; ${100 * ENOUGH_INPUTS} % are needed.`,
  };
}

/** The prediction for inputs whose logit is computed already (a batch) or computed when it is needed. */
export function judge(artefact: Artefact, view: RecordView, inputs: Inputs, logit: () => number): Prediction {
  const { meta, sha256 } = artefact;
  const refused = refusal(meta, view, inputs);
  if (refused) return refused;
  const shown = logit();
  const probability = probabilityOf(shown);
  return {
    state: 'score',
    recordId: view.id,
    model: { name: meta.name, version: meta.version, sha256 },
    asOf: new Date(inputs.asOf).toISOString(),
    probability,
    logit: shown,
    band: bandOf(meta.bands, probability),
    inputsPresent: inputs.values.filter((value) => value !== null).length,
    inputsTotal: meta.features.length,
    trainingRows: meta.trainingWindow.rows,
  };
}

/**
 * Scores one record, or refuses where the inputs supplied carry less than .6 of the model's mean |reason|.
 * Pure: equal artefact, view and moment give equal numbers in page, worker and command line.
 *
 * `inputsPresent` counts inputs that have a value. For the refusal a known emptiness (`null`) counts as supplied and
 * an absent key does not.
 *
 * @param asOf A Date or epoch milliseconds; an invalid one throws RangeError.
 */
export function predict(artefact: Artefact, view: RecordView, asOf: Date | number): Prediction {
  const inputs = readInputs(artefact.meta, view, asOf);
  return judge(artefact, view, inputs, () => logitOf(artefact, inputs.values));
}

/** `predict` for many records at one moment, in their order. */
export const predictMany = (
  artefact: Artefact,
  views: readonly RecordView[],
  asOf: Date | number,
): Prediction[] => views.map((view) => predict(artefact, view, asOf));
