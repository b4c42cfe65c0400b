import { sha256Hex } from '@aicrm/runtime/artefact';
import { softmax, writeClassesArtefact } from '@aicrm/runtime/classes-artefact';
import type { ClassesCard, ClassesMeta } from '@aicrm/schema/classes-model';
import type { LeakFinding } from '@aicrm/schema/model';
import { type Problem, problem } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';
import { growsWithCalendar } from '../tabular/calendar-check.js';
import { encodeRows } from '../tabular/encoders.js';
import {
  type FitSettings,
  type Fitted,
  fitModel,
  logisticPenalties,
  type ModelKind,
  marginsOf,
  treeSizes,
} from '../tabular/fit.js';
import { checkLeaks } from '../tabular/leak-check.js';
import { notEnough } from '../tabular/minimum-data.js';
import { meanContributions, mostExplained, profileOf } from '../tabular/profile.js';
import { evaluationSplit, origins } from '../tabular/splits.js';
import { allRows, type Rows, type TrainingTable, withFeatures } from '../tabular/table.js';
import type { Progress } from '../tabular/train.js';
import { evaluateClasses, fitSharpness, gateClasses, largest, lossOf } from './classes-judge.js';
import type { NumberRecipe } from './number-train.js';

/** Rows of each class that are needed: 50, as of either outcome of a yes/no model. */
const leastPerClass = 50;

export interface ClassesTrained {
  readonly bytes: Uint8Array;
  readonly sha256: string;
  readonly card: ClassesCard;
}

interface Candidate {
  readonly kind: ModelKind;
  readonly settings: FitSettings;
  readonly words: string;
}

const [firstSize] = treeSizes;
const candidates: readonly Candidate[] = [
  // A tree for every class: the third size would cost as much as the others together and has proved itself on yes and no only.
  ...treeSizes.slice(0, 2).map(
    (settings): Candidate => ({
      kind: 'trees',
      settings,
      words: `${settings.trees} trees of depth ${settings.depth} a class`,
    }),
  ),
  ...logisticPenalties.flatMap((logisticL2): Candidate[] =>
    firstSize === undefined
      ? []
      : [{ kind: 'logistic', settings: { ...firstSize, logisticL2 }, words: `penalty ${logisticL2}` }],
  ),
];

const dayMs = 86_400_000;
const iso = (ms: number): string => new Date(ms).toISOString();

/** The same rows as one class against all others. */
const against = (table: TrainingTable, codes: Uint8Array, k: number): TrainingTable => ({
  ...table,
  labels: codes.map((code) => (code === k ? 1 : 0)),
});

const fitAll = (
  table: TrainingTable,
  codes: Uint8Array,
  classes: number,
  rows: Rows,
  candidate: Candidate,
  seed: number,
): Fitted[] =>
  Array.from({ length: classes }, (_, k) =>
    fitModel(against(table, codes, k), rows, candidate.kind, seed, candidate.settings),
  );

/** Margins of rows: one array of classes a row. */
function marginsOfAll(fitted: readonly Fitted[], table: TrainingTable, rows: Rows): number[][] {
  const byClass = fitted.map((one) => marginsOf(one, table, rows));
  return Array.from(rows, (_, i) => byClass.map((margins) => margins[i] ?? 0));
}

/** A column leaks where it gives any one class away; the gravest finding of all classes is the column's. */
function leaksOf(
  table: TrainingTable,
  codes: Uint8Array,
  classes: number,
  insist: ReadonlySet<string>,
): LeakFinding[] {
  const grave = { ok: 0, suspect: 1, leak: 2 };
  const rows = allRows(table);
  const all = Array.from({ length: classes }, (_, k) => checkLeaks(against(table, codes, k), rows, insist));
  return table.features.map((_, f) =>
    all
      .flatMap((findings) => findings[f] ?? [])
      .reduce((worst, one) => (grave[one.verdict] > grave[worst.verdict] ? one : worst)),
  );
}

/**
 * Trains a model of three to twenty classes: one yes/no model a class by the same trainers, made comparable by one sharpness
 * that is fitted on out-of-time margins. Kinds are chosen by multinomial log loss on rolling origins (random fifths where
 * nothing is dated), judged on the newest fifth. Deterministic by table and seed.
 */
export async function trainClasses(
  raw: TrainingTable,
  codes: Uint8Array,
  classes: readonly string[],
  recipe: NumberRecipe,
  progress: Progress = () => {},
): Promise<Result<ClassesTrained, Problem>> {
  const { seed, insist } = recipe;
  const counts = classes.map((_, k) => codes.filter((code) => code === k).length);
  const few = classes.filter((_, k) => (counts[k] ?? 0) < leastPerClass);
  if (few.length > 0)
    return fail(
      notEnough(
        `${few.length === 1 ? 'One class has' : `${few.length} classes have`} fewer than ${leastPerClass} rows: ${few.slice(0, 8).join(', ')}.`,
        few.map((name) => ({
          at: name,
          message: `${counts[classes.indexOf(name)]} rows; at least ${leastPerClass} are needed.`,
        })),
        'Add rows of these classes, or join them with others.',
      ),
    );
  // Splits keep both sides of the most frequent class; classes are told apart row by row afterwards.
  const table: TrainingTable = against(raw, codes, largest(counts));
  await progress(0.05, 'checking for leaks');
  const rows = allRows(table);
  const calendar = growsWithCalendar(table, rows).filter(({ column }) => !insist.has(column));
  const growing = new Set(calendar.map(({ column }) => column));
  const judged = withFeatures(table, (id) => !growing.has(id));
  const findings: LeakFinding[] = [
    ...leaksOf(judged, codes, classes.length, insist),
    ...calendar,
    ...(raw.leftOut ?? []).map(
      ({ column, reason }): LeakFinding => ({ column, verdict: 'ok', reason, used: false }),
    ),
  ];
  const unused = new Set(findings.filter(({ used }) => !used).map(({ column }) => column));
  const used = withFeatures(judged, (id) => !unused.has(id));
  if (used.features.length === 0)
    return fail(
      problem('bad-data', 'No column left', 'Every column was left out, so there is nothing to learn from.', {
        issues: findings.map(({ column, reason }) => ({ at: column, message: reason })),
      }),
    );
  const gapMs = (recipe.horizonDays ?? 0) * dayMs;
  const split = evaluationSplit(used, rows, gapMs, seed);
  const rolling = split === undefined ? undefined : origins(used, split.train, gapMs, seed);
  const splits =
    rolling?.splits.filter(({ train }) => classes.every((_, k) => train.some((row) => codes[row] === k))) ??
    [];
  const complete =
    split !== undefined && classes.every((_, k) => split.train.some((row) => codes[row] === k));
  if (split === undefined || !complete || splits.length === 0)
    return fail(
      notEnough(
        'The rows cannot be cut into an older part that holds every class and a newer one to judge by.',
        [{ at: 'history', message: 'Some class has no row before the newest fifth.' }],
      ),
    );
  const codesAt = (some: Rows): number[] => Array.from(some, (row) => codes[row] ?? 0);
  const tried = [];
  for (const candidate of candidates) {
    const margins: number[][] = [];
    const truth: number[] = [];
    for (const { train, test } of splits) {
      margins.push(...marginsOfAll(fitAll(used, codes, classes.length, train, candidate, seed), used, test));
      truth.push(...codesAt(test));
      await progress(
        0.1 + (0.5 * (tried.length + 0.5)) / candidates.length,
        'comparing logistic regression and trees',
      );
    }
    const sharpness = fitSharpness(margins, truth);
    tried.push({ candidate, sharpness, loss: lossOf(margins, truth, sharpness) });
  }
  const best = tried.reduce((least, one) => (one.loss < least.loss ? one : least));
  await progress(0.65, 'judging it on the newest rows');
  const known = classes.map(
    (_, k) =>
      (codesAt(split.train).filter((code) => code === k).length + 0.5) /
      (split.train.length + 0.5 * classes.length),
  );
  const p = marginsOfAll(
    fitAll(used, codes, classes.length, split.train, best.candidate, seed),
    used,
    split.test,
  ).map((row) => softmax(row, best.sharpness));
  const truth = codesAt(split.test);
  const times = Float64Array.from(split.test, (row) => used.asOf[row] ?? 0).sort();
  const evaluation = evaluateClasses(p, truth, classes, known, seed, {
    from: iso(times[0] ?? 0),
    to: iso(times[times.length - 1] ?? 0),
    inTime: !Number.isNaN(split.cut),
  });
  const verdict = gateClasses(p, truth, known, seed);
  await progress(0.8, 'refitting on all rows');
  const final = fitAll(used, codes, classes.length, rows, best.candidate, seed);
  const sampled = rows.filter(
    (_, i) => i % Math.ceil(rows.length / Math.ceil(mostExplained / classes.length)) === 0,
  );
  const weights = used.features.map(() => 0);
  for (const one of final)
    meanContributions(one, encodeRows(one.features, used, sampled), best.sharpness).forEach((weight, f) => {
      weights[f] = (weights[f] ?? 0) + weight / classes.length;
    });
  const all = Float64Array.from(used.asOf).sort();
  const moment = iso(recipe.now);
  const meta: ClassesMeta = {
    schemaVersion: 1,
    task: 'classes',
    name: recipe.name,
    version: recipe.version ?? moment.slice(0, 19).replace(/[-:]/g, '').replace('T', '-'),
    kind: best.candidate.kind,
    recordType: 'row',
    outcome: recipe.outcome,
    classes: [...classes],
    shares: counts.map((count) => count / codes.length),
    features: [...used.features],
    profiles: used.features.map((_, f) => profileOf(used, f, rows, weights[f] ?? 0)),
    heads: final.map(({ features }) => ({ encoders: features.map(({ encoder }) => encoder) })),
    sharpness: best.sharpness,
    trainedAt: moment,
    trainingWindow: { from: iso(all[0] ?? 0), to: iso(all[all.length - 1] ?? 0), rows: rows.length },
    dataLicence: recipe.dataLicence,
    ...(recipe.time === undefined ? {} : { time: recipe.time }),
    ...(recipe.dayOrder === undefined ? {} : { dayOrder: recipe.dayOrder }),
    target: recipe.target,
  };
  await progress(0.9, 'writing model and card');
  const bytes = writeClassesArtefact(
    final.map(({ model }) => model),
    meta,
  );
  const sha256 = await sha256Hex(bytes);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const { heads, features, profiles, ...rest } = meta;
  const card: ClassesCard = {
    name: meta.name,
    version: meta.version,
    sha256,
    synthetic: recipe.synthetic,
    meta: rest,
    features: features
      .map((spec, f) => ({
        id: spec.id,
        label: spec.label,
        changeable: spec.changeable,
        sensitive: spec.sensitive,
        present: profiles[f]?.present ?? 0,
        importance: total > 0 ? (weights[f] ?? 0) / total : 0,
      }))
      .sort((a, b) => b.importance - a.importance || (a.id < b.id ? -1 : 1)),
    evaluation,
    choice: tried.map(({ candidate, loss }) => ({
      kind: candidate.kind,
      settings: candidate.words,
      logLoss: loss,
    })),
    leaks: findings,
    verdict,
    limits: [
      ...recipe.limits,
      ...(evaluation.inTime
        ? []
        : ['Nothing is dated, so the parts are random: the figures may flatter where the world drifts.']),
      'Reasons tell why one class rather than another, in the log-odds between the two.',
      'It describes what went together in the past; acting on a reason need not change the outcome.',
    ],
    seed,
  };
  await progress(1, 'done');
  return ok({ bytes, sha256, card });
}
