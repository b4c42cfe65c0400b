import { bootstrapInterval } from '@aicrm/learn/bootstrap';
import { mean } from '@aicrm/learn/metrics';
import { coverage, mae, r2, rmse } from '@aicrm/learn/metrics-regression';
import { fitInterval } from '@aicrm/learn/train/conformal';
import { sha256Hex } from '@aicrm/runtime/artefact';
import { writeNumberArtefact } from '@aicrm/runtime/number-artefact';
import type { LeakFinding, Verdict } from '@aicrm/schema/model';
import type { NumberCard, NumberEvaluation, NumberMeta } from '@aicrm/schema/number-model';
import { type Problem, problem } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';
import { growsWithCalendar } from '../tabular/calendar-check.js';
import { encodeRows } from '../tabular/encoders.js';
import { notEnough } from '../tabular/minimum-data.js';
import { meanContributions, mostExplained, profileOf } from '../tabular/profile.js';
import { evaluationSplit, origins } from '../tabular/splits.js';
import { allRows, outcomesOf, type Rows, type TrainingTable, withFeatures } from '../tabular/table.js';
import type { Progress } from '../tabular/train.js';
import { type NumberCandidate, type NumberFit, numberCandidates, numbersOf } from './number-fit.js';
import { checkNumberLeaks } from './number-leaks.js';

/** Below this many rows the error of a prediction cannot be told from that of saying the mean. */
const leastRows = 200;
/** The interval that is shown with every prediction. */
const shownCoverage = 0.8;

export interface NumberRecipe {
  readonly name: string;
  readonly outcome: string;
  readonly target: string;
  /** Unique per model name; by default the moment of training. */
  readonly version?: string;
  /** Days until the number is known: so long after the older part the newer one begins. */
  readonly horizonDays?: number;
  readonly time?: string;
  /** How the table's dates were read (`RawTable.dayOrder`). */
  readonly dayOrder?: 'dmy' | 'mdy';
  readonly now: number;
  readonly seed: number;
  readonly dataLicence: string;
  readonly synthetic: boolean;
  readonly insist: ReadonlySet<string>;
  readonly limits: readonly string[];
}

export interface NumberTrained {
  readonly bytes: Uint8Array;
  readonly sha256: string;
  readonly card: NumberCard;
}

const at = (table: TrainingTable, rows: Rows): Float64Array =>
  Float64Array.from(rows, (row) => outcomesOf(table)[row] ?? 0);
const dayMs = 86_400_000;
const iso = (ms: number): string => new Date(ms).toISOString();

interface Tried {
  readonly candidate: NumberCandidate;
  readonly rmse: number;
  /** Out-of-time predictions and what happened, over all origins. */
  readonly predicted: Float64Array;
  readonly happened: Float64Array;
}

async function tryAll(
  table: TrainingTable,
  splits: readonly { train: Rows; test: Rows }[],
  seed: number,
  step: () => Promise<void>,
): Promise<Tried[]> {
  const tried: Tried[] = [];
  for (const candidate of numberCandidates) {
    const predicted: number[] = [];
    const happened: number[] = [];
    for (const { train, test } of splits) {
      predicted.push(...numbersOf(candidate.fit(table, train, seed), table, test));
      happened.push(...at(table, test));
      await step();
    }
    const [p, y] = [Float64Array.from(predicted), Float64Array.from(happened)];
    tried.push({ candidate, rmse: rmse(p, y), predicted: p, happened: y });
  }
  return tried;
}

/** Ten bins of equally many rows, by prediction. */
function reliability(p: Float64Array, y: Float64Array): NumberEvaluation['reliability'] {
  const order = Int32Array.from(p, (_, i) => i).sort((a, b) => (p[a] ?? 0) - (p[b] ?? 0));
  return Array.from({ length: 10 }, (_, k) =>
    order.subarray(Math.floor((k * order.length) / 10), Math.floor(((k + 1) * order.length) / 10)),
  )
    .filter((bin) => bin.length > 0)
    .map((bin) => ({
      predicted: mean(Array.from(bin, (i) => p[i] ?? 0)),
      observed: mean(Array.from(bin, (i) => y[i] ?? 0)),
      rows: bin.length,
    }));
}

/** Published only where the paired bootstrap of the gain over the known mean lies above 0, in squared error. */
function gateNumber(p: Float64Array, y: Float64Array, base: number, seed: number): Verdict {
  const gain = Float64Array.from(y, (value, i) => (value - base) ** 2 - (value - (p[i] ?? 0)) ** 2);
  const interval = bootstrapInterval(
    y.length,
    (indices) => {
      let sum = 0;
      for (const i of indices) sum += gain[i] ?? 0;
      return sum / indices.length;
    },
    { rounds: 1_000, seed },
  );
  const pass = interval.low > 0;
  const amount = new Intl.NumberFormat('en-GB', { maximumSignificantDigits: 4 });
  const known = Math.sqrt(mean(Float64Array.from(y, (value) => (value - base) ** 2)));
  const figures = `RMSE ${amount.format(rmse(p, y))} against ${amount.format(known)} of always saying the mean`;
  const detail = pass
    ? `It is better than the mean by more than noise: ${figures}.`
    : `It is no better than the mean by more than noise: ${figures}.`;
  return {
    publish: pass,
    reason: pass ? `It passed each check: ${detail}` : `Not published. ${detail}`,
    checks: [{ name: 'base-rate', pass, detail }],
  };
}

/**
 * Trains a model of a number: leak check, rolling origins (random fifths where nothing is dated) that choose between trees
 * and ridge regression by RMSE, judgement on the newest fifth, split-conformal interval from out-of-time errors, refit on all
 * rows. `table.outcomes` holds the numbers. Deterministic by table and seed.
 */
export async function trainNumber(
  raw: TrainingTable,
  recipe: NumberRecipe,
  progress: Progress = () => {},
): Promise<Result<NumberTrained, Problem>> {
  const { seed } = recipe;
  const rows = allRows(raw);
  if (rows.length < leastRows)
    return fail(
      notEnough(
        `There are ${rows.length} rows with a number to learn from; at least ${leastRows} are needed.`,
        [{ at: 'rows', message: `${rows.length} rows with a number; at least ${leastRows} are needed.` }],
        'Add rows, and train again.',
      ),
    );
  // In units of its own spread, so that float32 keeps sums of millions, and penalties mean the same for any unit.
  const all = at(raw, rows);
  const offset = mean(all);
  const scale = Math.sqrt(mean(all.map((value) => (value - offset) ** 2)));
  const unitless: TrainingTable = { ...raw, outcomes: all.map((value) => (value - offset) / scale) };
  await progress(0.05, 'checking for leaks');
  const calendar = growsWithCalendar(unitless, rows).filter(({ column }) => !recipe.insist.has(column));
  const growing = new Set(calendar.map(({ column }) => column));
  const judged = withFeatures(unitless, (id) => !growing.has(id));
  const findings: LeakFinding[] = [
    ...checkNumberLeaks(judged, rows, recipe.insist),
    ...calendar,
    ...(raw.leftOut ?? []).map(
      ({ column, reason }): LeakFinding => ({ column, verdict: 'ok', reason, used: false }),
    ),
  ];
  const unused = new Set(findings.filter(({ used }) => !used).map(({ column }) => column));
  const table = withFeatures(judged, (id) => !unused.has(id));
  if (table.features.length === 0)
    return fail(
      problem('bad-data', 'No column left', 'Every column was left out, so there is nothing to learn from.', {
        issues: findings.map(({ column, reason }) => ({ at: column, message: reason })),
      }),
    );
  const gapMs = (recipe.horizonDays ?? 0) * dayMs;
  const split = evaluationSplit(table, rows, gapMs, seed);
  const rolling = split === undefined ? undefined : origins(table, split.train, gapMs, seed);
  if (split === undefined || rolling === undefined || rolling.splits.length === 0)
    return fail(
      notEnough('The rows cannot be cut into an older part to learn from and a newer one to judge by.', [
        { at: 'history', message: 'Too few rows lie before or within the newest fifth.' },
      ]),
    );
  const steps = numberCandidates.length * rolling.splits.length;
  let done = 0;
  const tried = await tryAll(table, rolling.splits, seed, async () => {
    done++;
    await progress(0.1 + 0.5 * (done / steps), 'comparing ridge regression and trees');
  });
  const best = tried.reduce((least, one) => (one.rmse < least.rmse ? one : least));
  await progress(0.6, 'judging it on the newest rows');
  const candidate = best.candidate.fit(table, split.train, seed);
  const inUnits = (value: number): number => offset + scale * value;
  const p = numbersOf(candidate, table, split.test).map(inUnits);
  const y = at(raw, split.test);
  const known = mean(at(raw, split.train));
  const errorsOf = fitInterval(best.predicted.map(inUnits), best.happened.map(inUnits), shownCoverage);
  const band = errorsOf.ok ? errorsOf.value : null;
  const of = (metric: (p: Float64Array, y: Float64Array) => number) =>
    bootstrapInterval(
      y.length,
      (indices) =>
        metric(
          Float64Array.from(indices, (i) => p[i] ?? 0),
          Float64Array.from(indices, (i) => y[i] ?? 0),
        ),
      { rounds: 500, seed },
    );
  const times = Float64Array.from(split.test, (row) => table.asOf[row] ?? 0).sort();
  const evaluation: NumberEvaluation = {
    rows: y.length,
    from: iso(times[0] ?? 0),
    to: iso(times[times.length - 1] ?? 0),
    inTime: !Number.isNaN(split.cut),
    rmse: of(rmse),
    mae: of(mae),
    r2: of(r2),
    baseRmse: Math.sqrt(mean(y.map((value) => (value - known) ** 2))),
    covered:
      band === null
        ? null
        : coverage(
            p.map((value) => value + band.low),
            p.map((value) => value + band.high),
            y,
          ),
    predictedMean: mean(p),
    observedMean: mean(y),
    reliability: reliability(p, y),
  };
  await progress(0.75, 'refitting on all rows');
  const final = best.candidate.fit(table, rows, seed);
  const verdict = gateNumber(p, y, known, seed);
  await progress(0.9, 'writing model and card');
  const meta = metaOf(table, rows, final, best.candidate.kind, recipe, { offset, scale, band });
  const bytes = writeNumberArtefact(final.model, meta);
  const sha256 = await sha256Hex(bytes);
  await progress(1, 'done');
  return ok({ bytes, sha256, card: cardOf(meta, sha256, recipe, evaluation, tried, findings, verdict) });
}

function metaOf(
  table: TrainingTable,
  rows: Rows,
  final: NumberFit,
  kind: NumberMeta['kind'],
  recipe: NumberRecipe,
  unit: { readonly offset: number; readonly scale: number; readonly band: NumberMeta['interval'] },
): NumberMeta {
  const sampled = rows.filter((_, i) => i % Math.ceil(rows.length / mostExplained) === 0);
  const weights = meanContributions(
    { ...final, kind: kind === 'linear' ? 'logistic' : 'trees' },
    encodeRows(final.features, table, sampled),
    unit.scale,
  );
  const times = Float64Array.from(table.asOf).sort();
  const moment = iso(recipe.now);
  return {
    schemaVersion: 1,
    task: 'number',
    name: recipe.name,
    version: recipe.version ?? moment.slice(0, 19).replace(/[-:]/g, '').replace('T', '-'),
    kind,
    recordType: 'row',
    outcome: recipe.outcome,
    features: final.features.map(({ spec, encoder }, f) => ({
      spec,
      encoder,
      profile: profileOf(table, f, rows, weights[f] ?? 0),
    })),
    offset: unit.offset,
    scale: unit.scale,
    interval: unit.band,
    trainedAt: moment,
    trainingWindow: { from: iso(times[0] ?? 0), to: iso(times[times.length - 1] ?? 0), rows: rows.length },
    dataLicence: recipe.dataLicence,
    ...(recipe.time === undefined ? {} : { time: recipe.time }),
    ...(recipe.dayOrder === undefined ? {} : { dayOrder: recipe.dayOrder }),
    target: recipe.target,
  };
}

function cardOf(
  meta: NumberMeta,
  sha256: string,
  recipe: NumberRecipe,
  evaluation: NumberEvaluation,
  tried: readonly Tried[],
  leaks: LeakFinding[],
  verdict: Verdict,
): NumberCard {
  const { features, ...rest } = meta;
  const total = features.reduce((sum, { profile }) => sum + profile.meanAbs, 0);
  return {
    name: meta.name,
    version: meta.version,
    sha256,
    synthetic: recipe.synthetic,
    meta: rest,
    features: features
      .map(({ spec, profile }) => ({
        id: spec.id,
        label: spec.label,
        changeable: spec.changeable,
        sensitive: spec.sensitive,
        present: profile.present,
        importance: total > 0 ? profile.meanAbs / total : 0,
      }))
      .sort((a, b) => b.importance - a.importance || (a.id < b.id ? -1 : 1)),
    evaluation,
    choice: tried.map(({ candidate, rmse }) => ({
      kind: candidate.kind,
      settings: candidate.settings,
      rmse: rmse * meta.scale,
    })),
    leaks,
    verdict,
    limits: [
      ...recipe.limits,
      ...(evaluation.inTime
        ? []
        : ['Nothing is dated, so the parts are random: the figures may flatter where the world drifts.']),
      ...(meta.interval === null ? ['There are too few rows for an honest interval.'] : []),
      'It describes what went together in the past; acting on a reason need not change the outcome.',
    ],
    seed: recipe.seed,
  };
}
