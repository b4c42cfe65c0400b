import type { Encoder, FeatureSpec, ModelMeta } from '@aicrm/schema/model';
import { refuse } from './artefact-error.js';
import { columnsOf } from './encode.js';
import { LIMITS } from './onnx-profile.js';

/**
 * The schema of ModelMeta by hand: zod would weigh more than the whole reader, and these checks go further (what
 * serving relies on: finite numbers, a > 0, encoders that never give NaN to a linear model).
 *
 * A rule is a predicate, `[rule]` for a list, or rules by key; the key `*` stands for every key of a dictionary.
 */
type Rule = ((value: unknown) => boolean) | readonly [Rule] | { readonly [key: string]: Rule };

function bad(at: string): never {
  refuse('meta', `${at} is missing or wrong`);
}

function check(rule: Rule, value: unknown, at: string): void {
  if (typeof rule === 'function') {
    if (!rule(value)) bad(at);
    return;
  }
  const isList = Array.isArray(value);
  if (typeof value !== 'object' || value === null || isList !== Array.isArray(rule)) bad(at);
  const own = new Map(Object.entries(value));
  if (isList && own.size > LIMITS.columns) bad(at);
  const rules = new Map<string, Rule>(Object.entries(rule));
  // A list has one rule, under the key 0.
  const every = rules.get(isList ? '0' : '*');
  for (const [key, one] of every ? [...own.keys()].map((key) => [key, every] as const) : rules)
    check(one, own.get(key), `${at}.${key}`);
}

const text = (value: unknown): boolean => typeof value === 'string';
const bool = (value: unknown): boolean => typeof value === 'boolean';
const finite = (value: unknown): value is number => Number.isFinite(value);
const positive = (value: unknown): boolean => finite(value) && value > 0;
const natural = (value: unknown): boolean => finite(value) && value >= 0;
const share = (value: unknown): boolean => natural(value) && !(Number(value) > 1);
const among =
  (...known: unknown[]) =>
  (value: unknown): boolean =>
    known.includes(value);
const optional =
  (rule: Rule) =>
  (value: unknown): boolean => {
    if (value !== undefined) check(rule, value, 'an optional part');
    return true;
  };
const path = (value: unknown): boolean => /^(fields|facts)\../.test(String(value)) && text(value);

const scaled: Rule = { mean: finite, sd: positive };
const ENCODERS: Record<Encoder['kind'], Rule> = {
  raw: {},
  standard: scaled,
  log: scaled,
  target: { levels: { '*': finite }, other: finite },
  'one-hot': { levels: [text] },
  words: { weights: { '*': finite } },
};

const META: Rule = {
  schemaVersion: among(1),
  name: text,
  version: text,
  kind: among('trees', 'logistic'),
  recordType: text,
  outcome: text,
  features: [
    {
      spec: {
        id: text,
        label: text,
        from: path,
        as: among('number', 'category', 'days-since', 'text'),
        unit: optional(text),
        changeable: bool,
        sensitive: bool,
      },
      encoder: { kind: among(...Object.keys(ENCODERS)) },
      profile: {
        present: share,
        meanAbs: natural,
        quantiles: optional([finite]),
        levels: optional({ '*': finite }),
      },
    },
  ],
  calibration: { a: positive, b: finite },
  baseMargin: finite,
  columnMeans: optional([finite]),
  baseRate: share,
  bands: { high: finite, medium: finite },
  trainedAt: text,
  trainingWindow: { from: text, to: text, rows: natural, positives: natural },
  dataLicence: text,
  hostFields: { '*': text },
};

/** A category needs an encoder of levels, a text one of words, a number one of numbers; a linear model has no way round a NaN. */
function fits(encoder: Encoder, as: FeatureSpec['as'], kind: ModelMeta['kind']): boolean {
  const ofLevels = encoder.kind === 'target' || encoder.kind === 'one-hot';
  const givesNaN = encoder.kind === 'target' || encoder.kind === 'raw';
  const ofWords = encoder.kind === 'words';
  return (
    ofLevels === (as === 'category') && ofWords === (as === 'text') && !(givesNaN && kind === 'logistic')
  );
}

const decoder = /* @__PURE__ */ new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Parses and checks the metadata; throws `Refused` with the path of what is wrong.
 * @returns The metadata and the number of encoded columns, which the graph must have too.
 */
export function checkMeta(json: Uint8Array): { meta: ModelMeta; columns: number } {
  let parsed: unknown;
  try {
    parsed = JSON.parse(decoder.decode(json));
  } catch {
    refuse('meta', 'the metadata is not JSON in UTF-8');
  }
  check(META, parsed, 'meta');
  const checked = parsed as ModelMeta;
  const { features, bands, kind, columnMeans } = checked;
  if (features.length < 1 || features.length > LIMITS.features) bad('meta.features');
  if (new Set(features.map((feature) => feature.spec.id)).size < features.length)
    refuse('meta', 'two features have one id');
  if (bands.high < bands.medium) bad('meta.bands');
  let columns = 0;
  for (const { spec, encoder } of features) {
    check(ENCODERS[encoder.kind], encoder, `the encoder of ${spec.id}`);
    if (!fits(encoder, spec.as, kind)) refuse('meta', `the encoder of ${spec.id} does not fit`);
    columns += columnsOf(encoder);
  }
  if (columns > LIMITS.columns) refuse('too-large', `${columns} columns`);
  if (kind === 'logistic' && columnMeans?.length !== columns) bad('meta.columnMeans');
  return { meta: checked, columns };
}
