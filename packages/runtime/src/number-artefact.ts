import { contributions, expectedMargin } from '@aicrm/learn/model/attribution';
import type { FittedModel } from '@aicrm/learn/model/ensemble';
import { margin } from '@aicrm/learn/model/evaluate';
import { NumberMeta } from '@aicrm/schema/number-model';
import type { Explanation, Reason } from '@aicrm/schema/prediction';
import { fail, ok, type Result } from '@aicrm/schema/result';
import type { RecordView } from '@aicrm/schema/view';
import { type ArtefactError, badModel, Refused, refuse } from './artefact-error.js';
import { columnsOf, encodeRow } from './encode.js';
import { encodeOnnx } from './encode-onnx.js';
import { type FeatureValue, readFeature } from './features.js';
import { LIMITS, NUMBER_KEY } from './onnx-profile.js';
import { onlyModel, readOnnxWith } from './read-onnx.js';

/** A model of a number that can be run. */
export interface NumberArtefact {
  readonly meta: NumberMeta;
  readonly model: FittedModel;
  readonly sha256: string;
}

/** Missing values have no way through a line, so its encoders must be those that fill them in. */
const givesNaN = (kind: string): boolean => kind === 'raw' || kind === 'target';

function planOf(json: Uint8Array) {
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(json));
  } catch {
    refuse('meta', 'the metadata is not JSON in UTF-8');
  }
  const checked = NumberMeta.safeParse(parsed);
  if (!checked.success) refuse('meta', checked.error.issues[0]?.path.join('.') ?? 'the metadata is wrong');
  const meta = checked.data;
  const { features, kind } = meta;
  if (features.length < 1 || features.length > LIMITS.features) refuse('meta', 'features');
  if (kind === 'linear' && features.some(({ encoder }) => givesNaN(encoder.kind)))
    refuse('meta', 'an encoder does not fit');
  const columns = features.reduce((sum, { encoder }) => sum + columnsOf(encoder), 0);
  if (columns > LIMITS.columns) refuse('too-large', `${columns} columns`);
  const means = meta.columnMeans ?? [];
  if (kind === 'linear' && means.length !== columns) refuse('meta', 'columnMeans');
  return { meta, heads: [{ trees: kind === 'trees', columns, means }] };
}

/** Reads the file of a model of a number. Never throws; bounded like `readArtefact`. Trusts `sha256`. */
export function readNumberArtefact(bytes: Uint8Array, sha256: string): Result<NumberArtefact, ArtefactError> {
  if (bytes.length > LIMITS.bytes) return fail(badModel('too-large', `${bytes.length} bytes`));
  try {
    const { meta, models } = readOnnxWith(bytes, NUMBER_KEY, planOf);
    return ok({ meta, model: onlyModel(models), sha256 });
  } catch (error) {
    return fail(
      error instanceof Refused
        ? badModel(error.reason, error.message)
        : badModel('malformed', `unexpected: ${error}`),
    );
  }
}

/** Writes the file; throws where the reader would refuse it, which is a defect of the caller. */
export function writeNumberArtefact(model: FittedModel, meta: NumberMeta): Uint8Array {
  const bytes = encodeOnnx(
    model,
    model.kind === 'linear' ? { ...meta, columnMeans: Array.from(model.means) } : meta,
    NUMBER_KEY,
  );
  const read = readNumberArtefact(bytes, '');
  if (!read.ok)
    throw new Error(`the file could not be read back: ${read.error.reason}: ${read.error.detail}`);
  return bytes;
}

export interface NumberPrediction {
  /** In the target's own unit. */
  readonly value: number;
  /** Ends of the interval, or null where too few rows allow one. */
  readonly low: number | null;
  readonly high: number | null;
}

const readValues = (meta: NumberMeta, view: RecordView, asOf: number): FeatureValue[] =>
  meta.features.map(({ spec }) => readFeature(spec, view, asOf));

function encoded({ meta, model }: NumberArtefact, view: RecordView, asOf: number) {
  const values = readValues(meta, view, asOf);
  const row = new Float32Array(model.columns);
  encodeRow(meta.features, values, row);
  return { values, row };
}

/** Predicts one record's number at a moment (epoch ms). */
export function predictNumber(artefact: NumberArtefact, view: RecordView, asOf: number): NumberPrediction {
  const { offset, scale, interval } = artefact.meta;
  const value = offset + scale * margin(artefact.model, encoded(artefact, view, asOf).row);
  return {
    value,
    low: interval === null ? null : value + interval.low,
    high: interval === null ? null : value + interval.high,
  };
}

/** Exact reasons of one prediction, in the target's own unit: base and contributions add up to the value. */
export function explainNumber(artefact: NumberArtefact, view: RecordView, asOf: number): Explanation {
  const { meta, model } = artefact;
  const { values, row } = encoded(artefact, view, asOf);
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
      contribution: meta.scale * sum,
    };
  });
  reasons.sort((one, other) => Math.abs(other.contribution) - Math.abs(one.contribution));
  return { base: meta.offset + meta.scale * expectedMargin(model), reasons };
}
