import { sigmoid } from '@aicrm/learn/model/calibrate';
import { margin, margins } from '@aicrm/learn/model/evaluate';
import type { ModelMeta } from '@aicrm/schema/model';
import type { Band, Prediction, Refusal } from '@aicrm/schema/prediction';
import { must } from '@aicrm/schema/result';
import type { RecordView } from '@aicrm/schema/view';
import type { Artefact } from './artefact.js';
import { encodeRow } from './encode.js';
import { type FeatureValue, isSupplied, parseValue, rawValue } from './features.js';

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
  const values: FeatureValue[] = [];
  const supplied: boolean[] = [];
  for (const { spec } of meta.features) {
    const raw = rawValue(spec.from, view);
    const value = parseValue(spec.as, raw, at);
    values.push(value);
    supplied.push(isSupplied(raw, value));
  }
  return { values, supplied, asOf: at };
}

/** The shown logit of one record's inputs: a · margin + b. */
export function logitOf({ meta, model }: Artefact, values: readonly FeatureValue[]): number {
  const row = new Float32Array(model.columns);
  encodeRow(meta.features, values, row);
  return meta.calibration.a * margin(model, row) + meta.calibration.b;
}

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

function scored({ meta, sha256 }: Artefact, view: RecordView, inputs: Inputs, logit: number): Prediction {
  const probability = sigmoid(logit);
  return {
    state: 'score',
    recordId: view.id,
    model: { name: meta.name, version: meta.version, sha256 },
    asOf: new Date(inputs.asOf).toISOString(),
    probability,
    logit,
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
  const { meta } = artefact;
  const inputs = readInputs(meta, view, asOf);
  return refusal(meta, view, inputs) ?? scored(artefact, view, inputs, logitOf(artefact, inputs.values));
}

/** Rows encoded at a time: enough for the evaluator's blocks, little enough to stay in the processor's cache. */
const BLOCK = 256;

/** `predict` for many records at one moment, in their order; equal to it to the last bit. */
export function predictMany(
  artefact: Artefact,
  views: readonly RecordView[],
  asOf: Date | number,
): Prediction[] {
  const { meta, model } = artefact;
  const { a, b } = meta.calibration;
  const { columns } = model;
  const out: Prediction[] = [];
  const data = new Float32Array(BLOCK * columns);
  for (let start = 0; start < views.length; start += BLOCK) {
    const block = views.slice(start, start + BLOCK);
    const inputs = block.map((view) => readInputs(meta, view, asOf));
    inputs.forEach(({ values }, i) => {
      encodeRow(meta.features, values, data, i * columns);
    });
    const found = margins(model, { rows: block.length, columns, data });
    block.forEach((view, i) => {
      const read = must(inputs[i], 'inputs');
      out.push(refusal(meta, view, read) ?? scored(artefact, view, read, a * must(found[i], 'margin') + b));
    });
  }
  return out;
}
