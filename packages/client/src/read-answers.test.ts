import { Problem } from '@aicrm/schema/problem';
import { ModelSummary, SyncPage } from '@aicrm/schema/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type * as z from 'zod/mini';
import { type Reader, readProblem, readSyncPage } from './read-answers.js';
import { readSummary } from './read-summary.js';
import { rowsPerTurn } from './slices.js';

const scalar = fc.oneof(fc.string(), fc.double(), fc.boolean(), fc.constant(null));
/** Names that mean something to JavaScript, or are numbers, among those that don't. */
const name = fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'toString', '0', '7'));
const scalars = fc.array(fc.tuple(name, scalar), { maxLength: 4 }).map((entries) => {
  const values = {};
  for (const [key, value] of entries)
    Object.defineProperty(values, key, { value, enumerable: true, configurable: true, writable: true });
  return values;
});
const moment = fc.constantFrom('2026-03-01', '2026-03-01T10:00Z', '2026-03-01T10:00:05.25Z');
const view = fc.record({
  id: fc.string(),
  type: fc.string(),
  seq: fc.double({ noNaN: true, noDefaultInfinity: true }),
  viewAt: moment,
  fields: scalars,
  facts: scalars,
});
const current = fc.record({ version: fc.string(), sha256: fc.string(), bytes: fc.nat() });
const pageParts = {
  protocol: fc.constant(1),
  tenant: fc.string(),
  cursor: fc.string(),
  more: fc.boolean(),
  reset: fc.boolean(),
  upserts: fc.array(view, { maxLength: 3 }),
  tombstones: fc.array(fc.string(), { maxLength: 3 }),
  models: fc.array(
    fc.record({
      name: fc.string(),
      recordType: fc.string(),
      current: fc.option(current),
      refusal: fc.option(fc.string()),
    }),
    { maxLength: 2 },
  ),
  analyses: fc.array(
    fc.record({
      name: fc.string(),
      current: fc.option(fc.record({ sha256: fc.string(), bytes: fc.nat(), computedAt: moment })),
      refusal: fc.option(fc.string()),
    }),
    { maxLength: 2 },
  ),
  serverTime: moment,
};
/** Workers before the analyses tell none. */
const page = fc.record(pageParts, {
  requiredKeys: [
    'protocol',
    'tenant',
    'cursor',
    'more',
    'reset',
    'upserts',
    'tombstones',
    'models',
    'serverTime',
  ],
});
const problem = fc.record(
  {
    kind: fc.constantFrom('temporary', 'permission', 'bad-data', 'not-enough-data', 'not-found', 'conflict'),
    title: fc.string(),
    status: fc.nat(),
    detail: fc.string(),
    action: fc.string(),
    issues: fc.array(fc.record({ at: fc.string(), message: fc.string() }), { maxLength: 2 }),
    retryAfter: fc.nat(),
    requestId: fc.string(),
  },
  { requiredKeys: ['kind', 'title', 'status', 'detail'] },
);

const amount = fc.double({ noNaN: true, noDefaultInfinity: true });
const band = { low: amount, high: amount };
const interval = fc.record({ value: amount, ...band });
const line = fc.record({ a: amount, b: amount });
const kind = fc.constantFrom('trees', 'logistic');
const figures = { rows: fc.nat(), positives: fc.nat() };
/** Some entries left out, as a model without them has it. */
const some = <T, K extends keyof T>(model: { [P in keyof T]: fc.Arbitrary<T[P]> }, requiredKeys: K[]) =>
  fc.record(model, { requiredKeys });
const meta = some(
  {
    schemaVersion: fc.constant(1),
    name: fc.string(),
    version: fc.string(),
    kind,
    recordType: fc.string(),
    outcome: fc.string(),
    horizonDays: fc.nat(),
    calibration: line,
    baseMargin: amount,
    columnMeans: fc.array(amount, { maxLength: 2 }),
    baseRate: amount,
    bands: fc.record({ high: amount, medium: amount }),
    trainedAt: moment,
    trainingWindow: fc.record({ from: moment, to: moment, ...figures }),
    dataLicence: fc.string(),
    time: fc.string(),
    target: fc.string(),
    hostFields: fc.dictionary(name, fc.string(), { maxKeys: 3 }),
  },
  [
    'schemaVersion',
    'name',
    'version',
    'kind',
    'recordType',
    'outcome',
    'calibration',
    'baseMargin',
    'baseRate',
    'bands',
    'trainedAt',
    'trainingWindow',
    'dataLicence',
    'hostFields',
  ],
);
const group = { group: fc.string(), ...figures, predicted: amount, observed: amount };
const evaluation = fc.record({
  ...figures,
  from: moment,
  to: moment,
  auc: interval,
  prAuc: interval,
  logLoss: interval,
  baseLogLoss: amount,
  brier: amount,
  ece: amount,
  liftTop10: amount,
  reliability: fc.array(fc.record({ predicted: amount, observed: amount, rows: fc.nat() }), { maxLength: 2 }),
  scores: fc.array(fc.record(figures), { maxLength: 2 }),
  predictedMean: amount,
  observedMean: amount,
  groups: fc.record({
    by: fc.string(),
    figures: fc.array(fc.record({ ...group, auc: fc.option(amount), calibrationError: fc.option(amount) }), {
      maxLength: 2,
    }),
  }),
});
const origin = some(
  {
    cut: moment,
    rows: fc.nat(),
    auc: amount,
    aucInterval: fc.record(band),
    logLoss: amount,
    baseRate: amount,
    happened: amount,
  },
  ['cut', 'rows', 'auc', 'logLoss', 'baseRate'],
);
const leak = some(
  {
    column: fc.string(),
    label: fc.string(),
    verdict: fc.constantFrom('ok', 'suspect', 'leak'),
    reason: fc.string(),
    auc: amount,
    used: fc.boolean(),
    confirm: fc.boolean(),
  },
  ['column', 'verdict', 'reason', 'used'],
);
const card = some(
  {
    name: fc.string(),
    version: fc.string(),
    sha256: fc.string(),
    synthetic: fc.boolean(),
    meta,
    features: fc.array(
      fc.record({
        id: fc.string(),
        label: fc.string(),
        changeable: fc.boolean(),
        sensitive: fc.boolean(),
        present: amount,
        importance: amount,
      }),
      { maxLength: 2 },
    ),
    evaluation,
    choice: fc.array(fc.record({ kind, origins: fc.array(origin, { maxLength: 2 }) }), { maxLength: 2 }),
    leaks: fc.array(leak, { maxLength: 2 }),
    verdict: fc.record({
      publish: fc.boolean(),
      reason: fc.string(),
      checks: fc.array(fc.record({ name: fc.string(), pass: fc.boolean(), detail: fc.string() }), {
        maxLength: 2,
      }),
    }),
    limits: fc.array(fc.string(), { maxLength: 2 }),
    seed: amount,
    recalibration: fc.record({
      from: fc.string(),
      at: moment,
      outcomes: fc.nat(),
      positives: fc.nat(),
      before: line,
      after: line,
      gain: interval,
    }),
  },
  ['name', 'version', 'synthetic', 'meta', 'features', 'choice', 'leaks', 'verdict', 'limits', 'seed'],
);
const summary = fc.record({
  name: fc.string(),
  label: fc.string(),
  recordType: fc.string(),
  current: fc.option(fc.string()),
  versions: fc.array(
    fc.record({
      version: fc.string(),
      sha256: fc.string(),
      bytes: fc.nat(),
      status: fc.constantFrom('published', 'candidate', 'refused', 'retired'),
      createdAt: moment,
      card,
    }),
    { maxLength: 2 },
  ),
});

/** What a hostile or newer worker may put anywhere: nearly right values among any others. */
const other = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom(
    '2026-03-01T10:00:05+01:00',
    '2026-3-1',
    ' 2026-03-01',
    'kind',
    'toString',
    '',
    0,
    2,
    -1,
    [],
    {},
  ),
);

type Change = { readonly what: 'replace' | 'remove' | 'add'; readonly at: number; readonly by: unknown };
const change: fc.Arbitrary<Change> = fc.record({
  what: fc.constantFrom('replace', 'remove', 'add'),
  at: fc.nat(),
  by: other,
});

/** Changes one place of a JSON value, anywhere in it. */
function changed(value: unknown, { what, at, by }: Change): unknown {
  const root = { value: structuredClone(value) };
  const places: [object, string][] = [];
  const walk = (of: object): void => {
    for (const [key, inner] of Object.entries(of)) {
      places.push([of, key]);
      if (typeof inner === 'object' && inner !== null) walk(inner);
    }
  };
  walk(root);
  const [of, key] = places[at % places.length] ?? [root, 'value'];
  if (what === 'remove' && of !== root && !Array.isArray(of)) Reflect.deleteProperty(of, key);
  else Reflect.set(of, what === 'add' && !Array.isArray(of) ? 'other' : key, by);
  return root.value;
}

/** As it comes from the wire: what JSON cannot hold is gone, and 1e999 is an infinity. */
const fromWire = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_, inner) =>
      typeof inner === 'number' && Math.abs(inner) === Infinity ? '#huge#' : inner,
    ).replaceAll('"#huge#"', '1e999'),
  );

async function expectSame<T>(body: unknown, schema: z.ZodMiniType<T>, read: Reader<T>): Promise<boolean> {
  const theirs = schema.safeParse(body);
  const ours = await read(body);
  expect(ours.ok).toBe(theirs.success);
  if (ours.ok) expect(ours.value).toEqual(theirs.data);
  else if (!theirs.success) expect(ours.error).toBe(theirs.error.issues[0]?.path.join('.'));
  return ours.ok;
}

describe('answers read by hand', () => {
  it.each([
    ['a page', page, SyncPage, readSyncPage],
    ['a problem', problem, Problem, readProblem],
    ['a model with its cards', summary, ModelSummary, readSummary],
  ] as const)('%s: the same verdict, value and path as by its schema', async (_, valid, schema, read) => {
    let kept = 0;
    let refused = 0;
    const check = async (body: unknown): Promise<void> => {
      const good = await expectSame<unknown>(fromWire(body), schema, read);
      if (good) kept++;
      else refused++;
    };
    await fc.assert(fc.asyncProperty(valid, check), { numRuns: 300 });
    expect(kept).toBeGreaterThan(200);
    await fc.assert(
      fc.asyncProperty(valid, fc.array(change, { minLength: 1, maxLength: 2 }), (body, changes) =>
        check(changes.reduce<unknown>(changed, body)),
      ),
      { numRuns: 2_000 },
    );
    // Both ways often enough that neither reader could have said the same to everything.
    expect(refused).toBeGreaterThan(500);
    expect(kept).toBeGreaterThan(500);
  });

  it('reads no more than so many rows in a turn of the event loop', async () => {
    let turns = 0;
    const readIn = new Map<number, number>();
    const row = (seq: number) => ({
      id: `lead:club:${seq}`,
      type: 'lead',
      seq,
      fields: {},
      facts: {},
      get viewAt() {
        readIn.set(turns, (readIn.get(turns) ?? 0) + 1);
        return '2026-03-01';
      },
    });
    const upserts = Array.from({ length: 3 * rowsPerTurn + 1 }, (_, seq) => row(seq));
    const more = { protocol: 1, tenant: 'acme', cursor: 'c', more: false, reset: false };
    const body = { ...more, upserts, tombstones: [], models: [], serverTime: '2026-03-01' };
    const read = await readSyncPage(body, async () => {
      turns++;
    });
    expect(read.ok && read.value.upserts).toHaveLength(upserts.length);
    expect([...readIn.values()]).toEqual([rowsPerTurn, rowsPerTurn, rowsPerTurn, 1]);
  });
});
