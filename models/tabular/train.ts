import { expectedMargin } from '@aicrm/learn/model/attribution';
import { type Calibration, probability } from '@aicrm/learn/model/calibrate';
import { sha256Hex } from '@aicrm/runtime/artefact';
import { writeArtefact } from '@aicrm/runtime/write-artefact';
import type { LeakFinding, ModelCard, ModelMeta } from '@aicrm/schema/model';
import { type Problem, problem } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';
import { growsWithCalendar } from './calendar-check.js';
import { cardOf, limitsOf } from './card.js';
import { candidatesPerOrigin, compareKinds, periodsOf, withIntervals } from './compare-kinds.js';
import { type CurrentModel, currentPredictions } from './current-model.js';
import { encodeRows } from './encoders.js';
import { evaluate } from './evaluate.js';
import { type Fitted, fitModel, marginsOf } from './fit.js';
import { gate } from './gate.js';
import { calibrateInTime, type OutOfTime, predictOrigins } from './judge-kinds.js';
import { checkLeaks } from './leak-check.js';
import { missingData, notEnough } from './minimum-data.js';
import { meanContributions, mostExplained, profileOf } from './profile.js';
import { evaluationSplit, newestBaseRate, origins } from './splits.js';
import {
  allRows,
  fewerRecords,
  labelsOf,
  oneRowPerRecord,
  positivesIn,
  type Rows,
  type TrainingTable,
  withFeatures,
} from './table.js';

/** What makes a table a named model. */
export interface Recipe {
  readonly name: string;
  readonly recordType: string;
  /** What is predicted, as a sentence part. */
  readonly outcome: string;
  readonly horizonDays: number;
  /** Epoch ms; the artefact's `trainedAt`. */
  readonly now: number;
  readonly seed: number;
  readonly dataLicence: string;
  readonly synthetic: boolean;
  /** Unique per model name; by default the moment of training. */
  readonly version?: string;
  /** Ids of features to leave out. */
  readonly exclude?: readonly string[];
  /** Ids of columns to use although the leak check refuses them. */
  readonly insist?: readonly string[];
  /** Bare field names of a host page mapped to `from` paths. */
  readonly hostFields?: Readonly<Record<string, string>>;
  /** The published model, which a candidate has to beat. */
  readonly current?: CurrentModel;
  /** Sentences for the card that only the caller knows. */
  readonly limits?: readonly string[];
  /** The field that says the moment of a record, where records are dated rows of a table. */
  readonly time?: string;
  /** How the dates of a table were read (`RawTable.dayOrder`). */
  readonly dayOrder?: 'dmy' | 'mdy';
  /** The column that is predicted, where the model is made of a table. */
  readonly target?: string;
}

export interface Trained {
  readonly bytes: Uint8Array;
  readonly sha256: string;
  readonly card: ModelCard;
}

/** Called before each step with the share done, 0..1, and what comes next; awaited, so that a job can save it. */
export type Progress = (share: number, step: string) => void | Promise<void>;

const dayMs = 86_400_000;
/** Records that the check for leaks looks at; a leak that it could miss among so many would have to be very rare. */
const mostLookedAt = 50_000;
const uncalibrated: Calibration = { a: 1, b: 0 };

interface Columns {
  readonly table: TrainingTable;
  readonly findings: LeakFinding[];
}

/** Leaves out what was asked to be left out, what grows with the calendar and what leaks; says so of each. */
function chooseColumns(table: TrainingTable, recipe: Recipe): Columns {
  const exclude = new Set(recipe.exclude);
  const insist = new Set(recipe.insist);
  const wanted = withFeatures(table, (id) => !exclude.has(id));
  const rows = fewerRecords(
    wanted,
    oneRowPerRecord(wanted, allRows(wanted), recipe.seed),
    mostLookedAt,
    recipe.seed,
  );
  const calendar = wanted.snapshot
    ? []
    : growsWithCalendar(wanted, rows).filter(({ column }) => !insist.has(column));
  const leaving = new Set(calendar.map(({ column }) => column));
  const judged = withFeatures(wanted, (id) => !leaving.has(id));
  const findings = checkLeaks(judged, rows, insist);
  const unused = new Set(findings.filter((finding) => !finding.used).map(({ column }) => column));
  // What was left out is judged all the same: the card shows whether that was wise.
  const asked = checkLeaks(
    withFeatures(table, (id) => exclude.has(id)),
    rows,
    new Set(),
  ).map(
    ({ confirm: _, ...finding }): LeakFinding => ({
      ...finding,
      reason:
        finding.verdict === 'ok' ? 'Left out as you asked.' : `${finding.reason} Left out as you asked.`,
      used: false,
    }),
  );
  const before = (table.leftOut ?? []).map((one): LeakFinding => ({ verdict: 'ok', ...one, used: false }));
  return {
    table: withFeatures(judged, (id) => !unused.has(id)),
    findings: [...findings, ...calendar, ...asked, ...before],
  };
}

interface Refit {
  readonly fitted: Fitted;
  readonly calibration: Calibration | undefined;
}

async function refit(
  table: TrainingTable,
  rows: Rows,
  best: OutOfTime,
  gapMs: number,
  seed: number,
): Promise<Refit> {
  const none = async (): Promise<void> => {};
  const { splits } = origins(table, rows, gapMs, seed);
  const newest = await predictOrigins(table, splits, best.kind, best.settings, seed, none);
  return {
    fitted: fitModel(table, rows, best.kind, seed, best.settings),
    calibration: calibrateInTime(newest),
  };
}

/** High = twice the base rate; where that would be out of reach, half of the way from the base rate to certainty. */
const bandsOf = (base: number): ModelMeta['bands'] => ({
  high: Math.min(2 * base, (1 + base) / 2),
  medium: base,
});

/**
 * The recipe behind every yes/no model: checks for leaks and for enough data, chooses between kinds on rolling origins,
 * judges the choice on the newest fifth a horizon later, refits on all rows with the same settings and calibrates on
 * the newest out-of-time predictions. Deterministic by the table and `recipe.seed`.
 *
 * The answer holds an artefact whatever the gate says (`card.verdict`), so that a refused model can be looked at.
 * Errors: `not-enough-data` with one issue per lack; `bad-data` where leaving columns out leaves none.
 */
export async function trainTabular(
  table: TrainingTable,
  recipe: Recipe,
  progress: Progress = () => {},
): Promise<Result<Trained, Problem>> {
  const { seed } = recipe;
  await progress(0, 'looking at the data');
  const lack = missingData(table, allRows(table));
  if (lack !== undefined) return fail(lack);
  await progress(0.05, 'checking for leaks');
  const { table: used, findings } = chooseColumns(table, recipe);
  if (used.features.length === 0)
    return fail(
      problem('bad-data', 'No column left', 'Every column was left out, so there is nothing to learn from.', {
        issues: findings.map(({ column, reason }) => ({ at: column, message: reason })),
      }),
    );
  const rows = allRows(used);
  const gapMs = recipe.horizonDays * dayMs;
  const split = evaluationSplit(used, rows, gapMs, seed);
  const rolling = split === undefined ? undefined : origins(used, split.train, gapMs, seed);
  if (split === undefined || rolling === undefined || rolling.splits.length === 0)
    return fail(
      notEnough(
        `The history is too short or too thin to learn from its older part and judge by its newest fifth, ${recipe.horizonDays} days later.`,
        [{ at: 'history', message: 'Too few outcomes of each kind lie before or within the newest fifth.' }],
        'Import older history, or train with a shorter horizon.',
      ),
    );
  let done = 0;
  const steps = candidatesPerOrigin * rolling.splits.length;
  const step = async (): Promise<void> => {
    done++;
    await progress(0.1 + 0.5 * (done / steps), 'comparing logistic regression and trees');
  };
  await progress(0.1, 'comparing logistic regression and trees');
  const { best, tried } = await compareKinds(used, rolling.splits, seed, step);
  await progress(0.6, 'judging it on the newest records');
  const candidate = fitModel(used, split.train, best.kind, seed, best.settings);
  const known = calibrateInTime(best);
  const test = oneRowPerRecord(used, split.test, seed);
  const p = marginsOf(candidate, used, test).map((margin) => probability(known ?? uncalibrated, margin));
  const learnedFrom = oneRowPerRecord(used, split.train, seed);
  const knownBase = newestBaseRate(used, learnedFrom);
  const overallBase = positivesIn(used, learnedFrom) / learnedFrom.length;
  const evaluation = evaluate(used, test, p, knownBase, seed);
  await progress(0.75, 'refitting on all records');
  const final = await refit(used, rows, best, gapMs, seed);
  const calibration = final.calibration ?? uncalibrated;
  const periods = periodsOf(best, seed);
  const verdict = gate({
    evaluation,
    p,
    labels: labelsOf(used, test),
    baseRates: [knownBase, overallBase],
    past: rolling.inTime ? periods : [],
    unconfirmed: findings.filter(({ confirm }) => confirm === true),
    ordered: known !== undefined && final.calibration !== undefined,
    current: recipe.current === undefined ? undefined : currentPredictions(recipe.current, table, test),
    seed,
  });
  await progress(0.9, 'writing model and card');
  const sampled = rows.filter((_, i) => i % Math.ceil(rows.length / mostExplained) === 0);
  const weights = meanContributions(
    final.fitted,
    encodeRows(final.fitted.features, used, sampled),
    calibration.a,
  );
  const times = Float64Array.from(used.asOf).sort();
  const baseRate = newestBaseRate(used, oneRowPerRecord(used, rows, seed));
  const moment = new Date(recipe.now).toISOString();
  const meta: ModelMeta = {
    schemaVersion: 1,
    name: recipe.name,
    version: recipe.version ?? moment.slice(0, 19).replace(/[-:]/g, '').replace('T', '-'),
    kind: best.kind,
    recordType: recipe.recordType,
    outcome: recipe.outcome,
    ...(recipe.horizonDays > 0 ? { horizonDays: recipe.horizonDays } : {}),
    features: final.fitted.features.map(({ spec, encoder }, f) => ({
      spec,
      encoder,
      profile: profileOf(used, f, rows, weights[f] ?? 0),
    })),
    calibration,
    baseMargin: expectedMargin(final.fitted.model),
    baseRate,
    bands: bandsOf(baseRate),
    trainedAt: moment,
    trainingWindow: {
      from: new Date(times[0] ?? 0).toISOString(),
      to: new Date(times[times.length - 1] ?? 0).toISOString(),
      rows: rows.length,
      positives: positivesIn(used, rows),
    },
    dataLicence: recipe.dataLicence,
    ...(recipe.time === undefined ? {} : { time: recipe.time }),
    ...(recipe.dayOrder === undefined ? {} : { dayOrder: recipe.dayOrder }),
    ...(recipe.target === undefined ? {} : { target: recipe.target }),
    hostFields: hostFieldsOf(used, recipe.hostFields ?? {}),
  };
  const bytes = writeArtefact(final.fitted.model, meta);
  const sha256 = await sha256Hex(bytes);
  const limits = [
    ...limitsOf(used, evaluation, recipe.horizonDays, rolling.inTime),
    ...(recipe.limits ?? []),
  ];
  const card = cardOf({
    meta,
    sha256,
    synthetic: recipe.synthetic,
    evaluation,
    choice: tried.map((one) => ({
      kind: one.kind,
      origins: withIntervals(one, one === best ? periods : periodsOf(one, seed)),
    })),
    findings,
    verdict,
    limits,
    seed,
  });
  await progress(1, 'done');
  return ok({ bytes, sha256, card });
}

/** Only names that lead to a feature travel in the artefact. */
function hostFieldsOf(table: TrainingTable, names: Readonly<Record<string, string>>): Record<string, string> {
  const paths = new Set(table.features.map((spec) => spec.from));
  return Object.fromEntries(Object.entries(names).filter(([, path]) => paths.has(path)));
}
