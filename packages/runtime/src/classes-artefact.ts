import { contributions, expectedMargin } from '@aicrm/learn/model/attribution';
import type { FittedModel } from '@aicrm/learn/model/ensemble';
import { margin } from '@aicrm/learn/model/evaluate';
import { ClassesMeta } from '@aicrm/schema/classes-model';
import type { Encoder } from '@aicrm/schema/model';
import type { Explanation, Reason } from '@aicrm/schema/prediction';
import { fail, must, ok, type Result } from '@aicrm/schema/result';
import type { RecordView } from '@aicrm/schema/view';
import { type ArtefactError, badModel, Refused, refuse } from './artefact-error.js';
import { columnsOf, encodeValue } from './encode.js';
import { encodeOnnx } from './encode-onnx.js';
import { type FeatureValue, readFeature } from './features.js';
import { CLASSES_KEY, LIMITS } from './onnx-profile.js';
import { readOnnxWith } from './read-onnx.js';

/** A model that tells classes apart and can be run; `models` are in the order of `meta.classes`. */
export interface ClassesArtefact {
  readonly meta: ClassesMeta;
  readonly models: readonly FittedModel[];
  readonly sha256: string;
}

/** More heads than a person can choose among are no model of ours. */
const mostHeads = 64;
const givesNaN = (kind: Encoder['kind']): boolean => kind === 'raw' || kind === 'target';

function planOf(json: Uint8Array) {
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(json));
  } catch {
    refuse('meta', 'the metadata is not JSON in UTF-8');
  }
  const checked = ClassesMeta.safeParse(parsed);
  if (!checked.success) refuse('meta', checked.error.issues[0]?.path.join('.') ?? 'the metadata is wrong');
  const meta = checked.data;
  const { classes, features, heads, kind, shares, profiles } = meta;
  if (classes.length < 2 || classes.length > mostHeads) refuse('meta', 'classes');
  if (heads.length !== classes.length || shares.length !== classes.length) refuse('meta', 'heads');
  if (features.length < 1 || features.length > LIMITS.features || profiles.length !== features.length)
    refuse('meta', 'features');
  const plans = heads.map(({ encoders, columnMeans = [] }) => {
    if (encoders.length !== features.length) refuse('meta', 'encoders');
    if (kind === 'logistic' && encoders.some((encoder) => givesNaN(encoder.kind)))
      refuse('meta', 'an encoder does not fit');
    const columns = encoders.reduce((sum, encoder) => sum + columnsOf(encoder), 0);
    if (columns > LIMITS.columns) refuse('too-large', `${columns} columns`);
    if (kind === 'logistic' && columnMeans.length !== columns) refuse('meta', 'columnMeans');
    return { trees: kind === 'trees', columns, means: columnMeans };
  });
  return { meta, heads: plans };
}

/** Reads the file of a model of classes. Never throws; bounded like `readArtefact`. Trusts `sha256`. */
export function readClassesArtefact(
  bytes: Uint8Array,
  sha256: string,
): Result<ClassesArtefact, ArtefactError> {
  if (bytes.length > LIMITS.bytes) return fail(badModel('too-large', `${bytes.length} bytes`));
  try {
    return ok({ ...readOnnxWith(bytes, CLASSES_KEY, planOf), sha256 });
  } catch (error) {
    return fail(
      error instanceof Refused
        ? badModel(error.reason, error.message)
        : badModel('malformed', `unexpected: ${error}`),
    );
  }
}

/** Writes the file; throws where the reader would refuse it, which is a defect of the caller. */
export function writeClassesArtefact(models: readonly FittedModel[], meta: ClassesMeta): Uint8Array {
  const heads = meta.heads.map((head, k) => {
    const model = models[k];
    return model?.kind === 'linear' ? { ...head, columnMeans: Array.from(model.means) } : head;
  });
  const bytes = encodeOnnx(models, { ...meta, heads }, CLASSES_KEY);
  const read = readClassesArtefact(bytes, '');
  if (!read.ok)
    throw new Error(`the file could not be read back: ${read.error.reason}: ${read.error.detail}`);
  return bytes;
}

/** Probabilities of margins, which add up to 1. */
export function softmax(margins: readonly number[], sharpness: number): number[] {
  const most = Math.max(...margins);
  const parts = margins.map((value) => Math.exp(sharpness * (value - most)));
  const sum = parts.reduce((total, part) => total + part, 0);
  return parts.map((part) => part / sum);
}

function encoded(
  { meta, models }: ClassesArtefact,
  k: number,
  values: readonly FeatureValue[],
): Float32Array {
  const row = new Float32Array(must(models[k], 'a model').columns);
  let at = 0;
  must(meta.heads[k], 'a head').encoders.forEach((encoder, f) => {
    at = encodeValue(encoder, values[f] ?? null, row, at);
  });
  return row;
}

const readValues = (meta: ClassesMeta, view: RecordView, asOf: number): FeatureValue[] =>
  meta.features.map((spec) => readFeature(spec, view, asOf));

/** Probabilities of one record, in the order of `meta.classes`, at a moment (epoch ms). */
export function predictClasses(artefact: ClassesArtefact, view: RecordView, asOf: number): number[] {
  const values = readValues(artefact.meta, view, asOf);
  return softmax(
    artefact.models.map((model, k) => margin(model, encoded(artefact, k, values))),
    artefact.meta.sharpness,
  );
}

/**
 * Why class `k` rather than class `other`: exact reasons in the log-odds between the two. Base and contributions add up to
 * ln(p[k] / p[other]) of the shown probabilities.
 */
export function explainClass(
  artefact: ClassesArtefact,
  view: RecordView,
  asOf: number,
  k: number,
  other: number,
): Explanation {
  const { meta } = artefact;
  const values = readValues(meta, view, asOf);
  const partsOf = (head: number) => {
    const model = must(artefact.models[head], 'a model');
    const shares = contributions(model, encoded(artefact, head, values));
    let column = 0;
    const sums = must(meta.heads[head], 'a head').encoders.map((encoder) => {
      const end = column + columnsOf(encoder);
      let sum = 0;
      for (; column < end; column++) sum += shares[column] ?? 0;
      return sum;
    });
    return { base: expectedMargin(model), sums };
  };
  const mine = partsOf(k);
  const theirs = partsOf(other);
  const reasons = meta.features.map(
    (spec, f): Reason => ({
      feature: spec.id,
      label: spec.label,
      value: values[f] ?? null,
      ...(spec.unit === undefined ? {} : { unit: spec.unit }),
      contribution: meta.sharpness * ((mine.sums[f] ?? 0) - (theirs.sums[f] ?? 0)),
    }),
  );
  reasons.sort((one, two) => Math.abs(two.contribution) - Math.abs(one.contribution));
  return { base: meta.sharpness * (mine.base - theirs.base), reasons };
}
