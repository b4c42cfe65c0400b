import type { Encoder, FeatureSpec, ModelMeta } from '@aicrm/schema/model';
import { refuse } from './artefact-error.js';
import { columnsOf } from './encode.js';
import { LIMITS } from './onnx-profile.js';

/**
 * The schema of ModelMeta by hand: zod would weigh more than the whole reader, and these checks go further (what
 * serving relies on: finite numbers, a > 0, encoders that never give NaN to a linear model).
 */
type Check = (value: unknown, at: string) => void;

const bad = (at: string): never => refuse('meta', `${at} is missing or wrong`);
const rule =
  (holds: (value: unknown) => boolean): Check =>
  (value, at) => {
    if (!holds(value)) bad(at);
  };

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const text = rule((value) => typeof value === 'string');
const bool = rule((value) => typeof value === 'boolean');
const finite = rule(isNumber);
const positive = rule((value) => isNumber(value) && value > 0);
const natural = rule((value) => isNumber(value) && value >= 0);
const share = rule((value) => isNumber(value) && value >= 0 && value <= 1);
const among = (...known: unknown[]): Check => rule((value) => known.includes(value));
const path = rule((value) => typeof value === 'string' && /^(fields|facts)\../.test(value));

const optional =
  (check: Check): Check =>
  (value, at) => {
    if (value !== undefined) check(value, at);
  };
const list =
  (check: Check): Check =>
  (value, at) => {
    if (!Array.isArray(value) || value.length > LIMITS.columns) bad(at);
    else for (const item of value) check(item, at);
  };
const dictionary =
  (check: Check): Check =>
  (value, at) => {
    if (isObject(value)) list(check)(Object.values(value), at);
    else bad(at);
  };
const shape =
  (keys: Record<string, Check>): Check =>
  (value, at) => {
    if (!isObject(value)) return bad(at);
    for (const key in keys) keys[key]?.(Object.hasOwn(value, key) ? value[key] : undefined, `${at}.${key}`);
  };

const encoders: Record<Encoder['kind'], Check> = {
  raw: shape({}),
  standard: shape({ mean: finite, sd: positive }),
  target: shape({ levels: dictionary(finite), other: finite }),
  'one-hot': shape({ levels: list(text) }),
};

const meta = shape({
  schemaVersion: among(1),
  name: text,
  version: text,
  kind: among('trees', 'logistic'),
  recordType: text,
  outcome: text,
  features: list(
    shape({
      spec: shape({
        id: text,
        label: text,
        from: path,
        as: among('number', 'category', 'days-since'),
        unit: optional(text),
        changeable: bool,
        sensitive: bool,
      }),
      encoder: (value, at) => {
        const kind = isObject(value) ? value.kind : '';
        if (kind === 'raw' || kind === 'standard' || kind === 'target' || kind === 'one-hot')
          encoders[kind](value, at);
        else bad(at);
      },
      profile: shape({
        present: share,
        meanAbs: natural,
        quantiles: optional(list(finite)),
        levels: optional(dictionary(finite)),
      }),
    }),
  ),
  calibration: shape({ a: positive, b: finite }),
  baseMargin: finite,
  columnMeans: optional(list(finite)),
  baseRate: share,
  bands: shape({ high: finite, medium: finite }),
  trainedAt: text,
  trainingWindow: shape({ from: text, to: text, rows: natural, positives: natural }),
  dataLicence: text,
  hostFields: dictionary(text),
});

/** A category needs an encoder of levels, a number one of numbers; a linear model has no way round a NaN. */
function fits(encoder: Encoder, as: FeatureSpec['as'], kind: ModelMeta['kind']): boolean {
  const ofLevels = encoder.kind === 'target' || encoder.kind === 'one-hot';
  const givesNaN = encoder.kind === 'target' || encoder.kind === 'raw';
  return ofLevels === (as === 'category') && !(givesNaN && kind === 'logistic');
}

/**
 * Parses and checks the metadata; throws `Refused` with the path of what is wrong.
 * @returns The metadata and the number of encoded columns, which the graph must have too.
 */
export function checkMeta(json: string): { meta: ModelMeta; columns: number } {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch {
    refuse('meta', 'the metadata is not JSON');
  }
  meta(parsed, 'meta');
  const checked = parsed as ModelMeta;
  const { features, bands, kind, columnMeans } = checked;
  if (features.length < 1 || features.length > LIMITS.features) bad('meta.features');
  if (new Set(features.map((feature) => feature.spec.id)).size < features.length)
    refuse('meta', 'two features have one id');
  if (bands.high < bands.medium) bad('meta.bands');
  let columns = 0;
  for (const { spec, encoder } of features) {
    if (!fits(encoder, spec.as, kind)) refuse('meta', `the encoder of ${spec.id} does not fit`);
    columns += columnsOf(encoder);
  }
  if (columns > LIMITS.columns) refuse('too-large', `${columns} columns`);
  if (kind === 'logistic' && columnMeans?.length !== columns) bad('meta.columnMeans');
  return { meta: checked, columns };
}
