import type { TextModel } from '@aicrm/learn/model/text';
import { createScorer, type TextScorer } from '@aicrm/learn/model/text-scorer';
import type { ToneRules } from '@aicrm/learn/text/grams';
import { sha256Hex } from '@aicrm/runtime/artefact';
import { type ArtefactError, badModel, Refused, refuse } from '@aicrm/runtime/artefact-error';
import { fail, ok, type Result } from '@aicrm/schema/result';
import { englishTone, noTone } from './english.js';

/** What a file may hold at most; far above what we ship, far below what would hurt a page. */
export const LIMITS = {
  bytes: 6_000_000,
  header: 200_000,
  classes: 256,
  slots: 1 << 20,
  entries: 4_000_000,
} as const;

/** What a text model is for, beside its numbers. */
export interface TextMeta {
  readonly name: string;
  readonly version: string;
  /** ISO 639-1 codes of the languages it has learned. */
  readonly languages: readonly string[];
  /** Whether the words of tone of its language count. */
  readonly tone: boolean;
  /** Intent models: a text whose certainty lies below is out of scope; null where every text gets a label. */
  readonly scope: number | null;
  readonly trainedAt: string;
  readonly dataLicence: string;
}

export interface TextArtefact {
  readonly meta: TextMeta;
  readonly model: TextModel;
  readonly sha256: string;
  readonly rules: ToneRules;
  readonly scorer: TextScorer;
}

const MAGIC = 0x31545841; // "AXT1"

interface Header {
  readonly meta: TextMeta;
  readonly classes: readonly string[];
  readonly columns: number;
  readonly words: 1 | 2;
  readonly characters: readonly [number, number] | null;
  readonly negation: boolean;
  readonly skips: boolean;
  readonly slots: number;
  readonly idfLow: number;
  readonly idfStep: number;
  /** Number of weights where only some are kept, else null. */
  readonly entries: number | null;
  readonly lexiconSlots: number;
  readonly sharpness: number;
}

const bytesOf = (part: Uint8Array | Int8Array | Uint16Array | Uint32Array | Float32Array): Uint8Array =>
  new Uint8Array(part.buffer, part.byteOffset, part.byteLength);

/** The file: magic, length of the header, header (JSON), then the arrays one after the other, little-endian. */
export function writeTextArtefact(model: TextModel, meta: TextMeta): Uint8Array {
  const header: Header = {
    meta,
    classes: model.classes,
    columns: model.columns,
    words: model.grams.words,
    characters: model.grams.characters,
    negation: model.grams.negation,
    skips: model.grams.skips,
    slots: model.table.slots,
    idfLow: model.idfLow,
    idfStep: model.idfStep,
    entries: model.weights.kind === 'sparse' ? model.weights.values.length : null,
    lexiconSlots: model.lexicon?.lexicon.table.slots ?? 0,
    sharpness: model.sharpness,
  };
  const json = new TextEncoder().encode(JSON.stringify(header));
  const parts = [
    bytesOf(Uint32Array.of(MAGIC, json.length)),
    json,
    bytesOf(model.table.fingerprints),
    model.idf,
    ...(model.weights.kind === 'sparse'
      ? [bytesOf(rowLengths(model.weights.starts)), model.weights.columns]
      : []),
    bytesOf(model.weights.values),
    bytesOf(model.scales),
    bytesOf(model.bias),
    bytesOf(model.shift),
    ...(model.lexicon
      ? [
          bytesOf(model.lexicon.lexicon.table.fingerprints),
          bytesOf(model.lexicon.lexicon.values),
          bytesOf(model.lexicon.weights),
        ]
      : []),
  ];
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** How many weights each slot has: a byte, as there are at most 255. */
const rowLengths = (starts: Uint32Array): Uint8Array =>
  Uint8Array.from({ length: starts.length - 1 }, (_, i) => (starts[i + 1] ?? 0) - (starts[i] ?? 0));

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const whole = (value: unknown, low: number, high: number, what: string): number =>
  typeof value === 'number' && Number.isInteger(value) && value >= low && value <= high
    ? value
    : refuse('too-large', `${what} must be a whole number from ${low} to ${high}`);
const finite = (value: unknown, what: string): number =>
  typeof value === 'number' && Number.isFinite(value) ? value : refuse('meta', `${what} is no finite number`);
const text = (value: unknown, what: string): string =>
  typeof value === 'string' && value.length <= 500 ? value : refuse('meta', `${what} is no short text`);
const texts = (value: unknown, most: number, what: string): string[] =>
  Array.isArray(value) && value.length <= most
    ? value.map((one: unknown) => text(one, what))
    : refuse('meta', `${what} is no list of at most ${most} texts`);
const flag = (value: unknown, what: string): boolean =>
  typeof value === 'boolean' ? value : refuse('meta', `${what} is neither true nor false`);

function readHeader(json: unknown): Header {
  if (!isRecord(json) || !isRecord(json.meta)) refuse('meta', 'the header is no object');
  const { meta } = json;
  const classes = texts(json.classes, LIMITS.classes, 'classes');
  if (classes.length < 2 || new Set(classes).size < classes.length)
    refuse('meta', 'there must be two classes or more, each once');
  const columns = whole(json.columns, 1, LIMITS.classes, 'columns');
  if (columns !== classes.length && columns !== classes.length - 1)
    refuse('graph', `${columns} columns do not fit ${classes.length} classes`);
  const characters = json.characters;
  if (characters !== null && !Array.isArray(characters)) refuse('meta', 'characters is no range');
  return {
    meta: {
      name: text(meta.name, 'name'),
      version: text(meta.version, 'version'),
      languages: texts(meta.languages, 50, 'languages'),
      tone: flag(meta.tone, 'tone'),
      scope: meta.scope === null ? null : finite(meta.scope, 'scope'),
      trainedAt: text(meta.trainedAt, 'trainedAt'),
      dataLicence: text(meta.dataLicence, 'dataLicence'),
    },
    classes,
    columns,
    words: whole(json.words, 1, 2, 'words') === 1 ? 1 : 2,
    characters:
      characters === null
        ? null
        : [
            whole(characters[0], 1, 8, 'shortest character n-gram'),
            whole(characters[1], 1, 8, 'longest character n-gram'),
          ],
    negation: flag(json.negation, 'negation'),
    skips: json.skips === undefined ? false : flag(json.skips, 'skips'),
    slots: whole(json.slots, 1, LIMITS.slots, 'slots'),
    idfLow: finite(json.idfLow, 'idfLow'),
    idfStep: finite(json.idfStep, 'idfStep'),
    entries: json.entries === null ? null : whole(json.entries, 0, LIMITS.entries, 'entries'),
    lexiconSlots: whole(json.lexiconSlots, 0, LIMITS.slots, 'slots of the lexicon'),
    sharpness: finite(json.sharpness, 'sharpness'),
  };
}

/** Takes one array after the other; a copy each, because views must be aligned and the file may be anybody's memory. */
function sections(bytes: Uint8Array, from: number) {
  let at = from;
  const take = (length: number): ArrayBuffer => {
    if (at + length > bytes.length) refuse('malformed', 'the file is cut off');
    // Not `slice`: a Buffer's gives a view of the same memory.
    const copy = new Uint8Array(length);
    copy.set(bytes.subarray(at, at + length));
    at += length;
    return copy.buffer;
  };
  const floats = (count: number, what: string): Float32Array => {
    const values = new Float32Array(take(4 * count));
    if (!values.every(Number.isFinite)) refuse('graph', `${what} holds a value that is not finite`);
    return values;
  };
  return {
    bytes: (count: number) => new Uint8Array(take(count)),
    signed: (count: number) => new Int8Array(take(count)),
    halves: (count: number) => new Uint16Array(take(2 * count)),
    floats,
    end: () => at === bytes.length || refuse('malformed', 'there is more than the header says'),
  };
}

function read(bytes: Uint8Array): { meta: TextMeta; model: TextModel } {
  if (bytes.length < 8) refuse('malformed', 'the file is cut off');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0, true) !== MAGIC) refuse('malformed', 'this is no text model');
  const length = view.getUint32(4, true);
  if (length > LIMITS.header) refuse('too-large', `a header of ${length} bytes`);
  if (8 + length > bytes.length) refuse('malformed', 'the file is cut off');
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(8, 8 + length)));
  } catch {
    refuse('malformed', 'the header is no JSON');
  }
  const header = readHeader(json);
  const { slots, columns, entries } = header;
  if (entries === null && slots * columns > LIMITS.entries) refuse('too-large', 'too many weights');
  const take = sections(bytes, 8 + length);
  const fingerprints = take.halves(slots);
  const idf = take.bytes(slots);
  const weights = ((): TextModel['weights'] => {
    if (entries === null) return { kind: 'dense', values: take.signed(slots * columns) };
    const starts = new Uint32Array(slots + 1);
    for (const [slot, count] of take.bytes(slots).entries()) starts[slot + 1] = (starts[slot] ?? 0) + count;
    if (starts[slots] !== entries) refuse('graph', 'the rows of weights do not add up');
    const ofColumns = take.bytes(entries);
    if (ofColumns.some((column) => column >= columns)) refuse('graph', 'a weight of no class');
    return { kind: 'sparse', starts, columns: ofColumns, values: take.signed(entries) };
  })();
  const scales = take.floats(columns, 'scales');
  const bias = take.floats(columns, 'bias');
  const shift = take.floats(header.classes.length, 'shift');
  const lexicon =
    header.lexiconSlots === 0
      ? null
      : {
          lexicon: {
            table: { slots: header.lexiconSlots, fingerprints: take.halves(header.lexiconSlots) },
            values: take.signed(header.lexiconSlots),
          },
          weights: take.floats(2 * columns, 'weights of the lexicon'),
        };
  take.end();
  const { classes, words, characters, negation, skips, idfLow, idfStep, sharpness } = header;
  return {
    meta: header.meta,
    model: {
      classes,
      columns,
      grams: { words, characters, negation, skips },
      table: { slots, fingerprints },
      idf,
      idfLow,
      idfStep,
      weights,
      scales,
      bias,
      lexicon,
      sharpness,
      shift,
    },
  };
}

/** Reads a text model. Never throws; trusts `sha256` (see `verifyTextArtefact`) and nothing in the bytes. */
export function readTextArtefact(bytes: Uint8Array, sha256: string): Result<TextArtefact, ArtefactError> {
  if (bytes.length > LIMITS.bytes) return fail(badModel('too-large', `${bytes.length} bytes`));
  try {
    const { meta, model } = read(bytes);
    const rules = meta.tone ? englishTone : noTone;
    return ok({ meta, model, sha256, rules, scorer: createScorer(model, rules) });
  } catch (error) {
    return fail(
      error instanceof Refused
        ? badModel(error.reason, error.message)
        : badModel('malformed', `unexpected: ${error}`),
    );
  }
}

/** Compares the hash before a single byte is parsed, then reads. Never rejects. */
export async function verifyTextArtefact(
  bytes: Uint8Array,
  sha256: string,
): Promise<Result<TextArtefact, ArtefactError>> {
  if (bytes.length > LIMITS.bytes) return fail(badModel('too-large', `${bytes.length} bytes`));
  const fixed = new Uint8Array(bytes);
  const found = await sha256Hex(fixed).catch((error) => `none (${error})`);
  if (found !== sha256) return fail(badModel('hash', `sha256 is ${found}, not ${sha256}`));
  return readTextArtefact(fixed, sha256);
}
