import type { ModelCard } from '@aicrm/schema/model';
import { fail, ok, type Result } from '@aicrm/schema/result';
import type { ModelSummary } from '@aicrm/schema/wire';
import { Flaw, isFlag, isInstant, isNumber, isParts, isText } from './read-answers.js';

/** Reads a value, or throws a `Flaw` with the path at which it is another. */
type Read<T> = (value: unknown, at: string) => T;

/*
 * A model with its cards, by hand: zod's start and this schema's were a task of 70 to 120 ms on a slow phone. The shapes
 * below are held to the schema's verdict, value and path by the test of `read-answers`, and to its type by the compiler.
 */

const value =
  <T>(is: (value: unknown) => value is T): Read<T> =>
  (given, at) => {
    if (is(given)) return given;
    throw new Flaw(at);
  };
const text = value(isText);
const number = value(isNumber);
const flag = value(isFlag);
const instant = value(isInstant);
const oneOf = <T extends string | number>(...known: readonly T[]): Read<T> =>
  value((given): given is T => known.some((one) => one === given));

const under = (at: string, key: string | number): string => (at === '' ? `${key}` : `${at}.${key}`);

const nullable =
  <T>(read: Read<T>): Read<T | null> =>
  (given, at) =>
    given === null ? null : read(given, at);

const list =
  <T>(read: Read<T>): Read<T[]> =>
  (given, at) => {
    if (!Array.isArray(given)) throw new Flaw(at);
    return given.map((one: unknown, i) => read(one, under(at, i)));
  };

const texts: Read<Record<string, string>> = (given, at) => {
  if (!isParts(given)) throw new Flaw(at);
  // As a property of an object that is copied it would be taken for a prototype.
  const entries = Object.entries(given).filter(([key]) => key !== '__proto__');
  return Object.fromEntries(entries.map(([key, one]) => [key, text(one, under(at, key))]));
};

class Optional<T> {
  readonly read: Read<T>;
  constructor(read: Read<T>) {
    this.read = read;
  }
}
const optional = <T>(read: Read<T>): Optional<T> => new Optional(read);

type Shape<T> = {
  readonly [K in keyof T]-?: undefined extends T[K] ? Optional<Exclude<T[K], undefined>> : Read<T[K]>;
};

const object =
  <T>(shape: Shape<T>): Read<T> =>
  (given, at) => {
    if (!isParts(given)) throw new Flaw(at);
    const made: Record<string, unknown> = {};
    for (const [key, read] of Object.entries<Read<unknown> | Optional<unknown>>(shape)) {
      const one = given[key];
      if (!(read instanceof Optional)) made[key] = read(one, under(at, key));
      else if (one !== undefined) made[key] = read.read(one, under(at, key));
    }
    return made as T;
  };

type Card = ModelCard;
type Part<K extends keyof Card> = Exclude<Card[K], undefined>;
type Evaluation = Part<'evaluation'>;

const interval = object<Evaluation['auc']>({ value: number, low: number, high: number });
const line = object<{ a: number; b: number }>({ a: number, b: number });
const kind = oneOf('trees', 'logistic');

const meta = object<Card['meta']>({
  schemaVersion: oneOf(1),
  name: text,
  version: text,
  kind,
  recordType: text,
  outcome: text,
  horizonDays: optional(number),
  calibration: line,
  baseMargin: number,
  columnMeans: optional(list(number)),
  baseRate: number,
  bands: object({ high: number, medium: number }),
  trainedAt: instant,
  trainingWindow: object({ from: instant, to: instant, rows: number, positives: number }),
  dataLicence: text,
  time: optional(text),
  dayOrder: optional(oneOf('dmy', 'mdy')),
  target: optional(text),
  hostFields: texts,
});

const evaluation = object<Evaluation>({
  rows: number,
  positives: number,
  from: instant,
  to: instant,
  auc: interval,
  prAuc: interval,
  logLoss: interval,
  baseLogLoss: number,
  brier: number,
  ece: number,
  liftTop10: number,
  reliability: list(object({ predicted: number, observed: number, rows: number })),
  scores: optional(list(object({ rows: number, positives: number }))),
  predictedMean: number,
  observedMean: number,
  groups: optional(
    object({
      by: text,
      figures: list(
        object({
          group: text,
          rows: number,
          positives: number,
          predicted: number,
          observed: number,
          auc: nullable(number),
          calibrationError: nullable(number),
        }),
      ),
    }),
  ),
});

const card = object<Card>({
  name: text,
  version: text,
  sha256: optional(text),
  synthetic: flag,
  meta,
  features: list(
    object({
      id: text,
      label: text,
      changeable: flag,
      sensitive: flag,
      present: number,
      importance: number,
    }),
  ),
  evaluation: optional(evaluation),
  choice: list(
    object<Card['choice'][number]>({
      kind,
      origins: list(
        object<Card['choice'][number]['origins'][number]>({
          cut: instant,
          rows: number,
          auc: number,
          aucInterval: optional(object({ low: number, high: number })),
          logLoss: number,
          baseRate: number,
          happened: optional(number),
        }),
      ),
    }),
  ),
  leaks: list(
    object<Card['leaks'][number]>({
      column: text,
      label: optional(text),
      verdict: oneOf('ok', 'suspect', 'leak'),
      reason: text,
      auc: optional(number),
      used: flag,
      confirm: optional(flag),
    }),
  ),
  verdict: object({
    publish: flag,
    reason: text,
    checks: list(object({ name: text, pass: flag, detail: text })),
  }),
  limits: list(text),
  seed: number,
  recalibration: optional(
    object({
      from: text,
      at: instant,
      outcomes: number,
      positives: number,
      before: line,
      after: line,
      gain: interval,
    }),
  ),
});

const summary = object<ModelSummary>({
  name: text,
  label: text,
  recordType: text,
  current: nullable(text),
  versions: list(
    object<ModelSummary['versions'][number]>({
      version: text,
      sha256: text,
      bytes: number,
      status: oneOf('published', 'candidate', 'refused', 'retired'),
      createdAt: instant,
      card,
    }),
  ),
});

/** A model with its cards; a chunk of its own, because cards come after all else that a page loads. */
export function readSummary(body: unknown): Result<ModelSummary, string> {
  try {
    return ok(summary(body, ''));
  } catch (error) {
    if (error instanceof Flaw) return fail(error.message);
    throw error;
  }
}
