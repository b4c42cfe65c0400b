import { rocAuc } from '@aicrm/learn/metrics';
import type { LeakFinding } from '@aicrm/schema/model';
import { fitEncoders } from './encoders.js';
import { deadEnd } from './event-measure.js';
import { namesGrading, statesOutcome } from './outcome-words.js';
import { labelsOf, type Rows, rowsWhere, type TrainingTable, type Value } from './table.js';

type Verdict = LeakFinding['verdict'];
interface Suspicion {
  readonly verdict: Verdict;
  readonly reason: string;
}

/** No honest single column of a CRM separates so well; the best ones of the public sets reach .75. */
const tooGood = 0.95;
/** A column whose moment nobody knows is suspect from here on. */
const strictlyTooGood = 0.78;
/** So much power makes a person's grading suspect where it may have been corrected afterwards. */
const gradingTells = 0.65;
/** A level is pure when so many of its rows have one outcome, and frequent when it holds so much of that outcome. */
const pure = 0.98;
const nearlyPure = 0.95;
const frequentShare = 0.05;
const leastRows = 30;
/** Filled in mostly for one outcome: AUC of "has a value" alone. */
const missingnessTells = 0.8;
const strictMissingnessTells = 0.7;
/**
 * A suspect column of unknown moment that tells so much carries the model, so a person decides before it is published.
 * The best honest columns of the public sets reach .749.
 */
const carries = 0.75;
/** Power (2 · |AUC − .5|) in the older part that would be missed, and the share of it that must remain. */
const strongEnough = 0.5;
const remains = 0.2;

const percent = (share: number): string => `${Math.round(share * 100)} %`;
const tenth = (share: number): string => `${(share * 100).toFixed(1)} %`;
const short = (value: number): string => String(Number(value.toPrecision(4)));

/** How well one column alone orders the outcome, .5..1, in either direction; numbers among the rows that have one. */
function aucAlone(table: TrainingTable, f: number, rows: Rows): number {
  const spec = table.features[f];
  const values = table.columns[f] ?? [];
  if (spec === undefined) return 0.5;
  const labels = labelsOf(table, rows);
  const numbers = new Float64Array(rows.length);
  if (spec.as === 'category') {
    // Levels by their smoothed rate: a fit to the same rows, so rare levels are pooled to keep chance small.
    const one = { ...table, features: [spec], columns: [values] };
    const encoder = fitEncoders(one, rows, 'trees')[0]?.encoder;
    const codes: { levels: Record<string, number>; other: number } =
      encoder?.kind === 'target' ? encoder : { levels: {}, other: 0 };
    const missing = rateOfMissing(values, table.labels, rows);
    rows.forEach((row, i) => {
      const value = values[row];
      const level = String(value);
      numbers[i] =
        value === null || value === undefined
          ? missing
          : ((Object.hasOwn(codes.levels, level) ? codes.levels[level] : undefined) ?? codes.other);
    });
    return rocAuc(numbers, labels);
  }
  return aucOf(
    values,
    table.labels,
    rows.filter((row) => typeof values[row] === 'number'),
  );
}

function aucOf(values: readonly Value[], labels: Uint8Array, rows: Rows): number {
  const auc = rocAuc(
    Float64Array.from(rows, (row) => Number(values[row])),
    Uint8Array.from(rows, (row) => labels[row] ?? 0),
  );
  return Number.isNaN(auc) ? 0.5 : Math.max(auc, 1 - auc);
}

function rateOfMissing(values: readonly Value[], labels: Uint8Array, rows: Rows): number {
  let [n, k] = [0, 0];
  for (const row of rows)
    if (values[row] === null) {
      n++;
      k += labels[row] ?? 0;
    }
  return n > 0 ? k / n : 0;
}

/** AUC of the mere presence of a value, .5..1. */
function presenceAuc(table: TrainingTable, f: number, rows: Rows): number {
  const values = table.columns[f] ?? [];
  const auc = rocAuc(
    Float64Array.from(rows, (row) => (values[row] === null ? 0 : 1)),
    labelsOf(table, rows),
  );
  return Number.isNaN(auc) ? 0.5 : Math.max(auc, 1 - auc);
}

/** A level that is nearly always one outcome although it is frequent; texts and numbers alike. */
function pureLevel(
  table: TrainingTable,
  f: number,
  rows: Rows,
): { level: string; rate: number; rows: number } | null {
  const counts = new Map<string, [number, number]>();
  let positives = 0;
  for (const row of rows) {
    const value = table.columns[f]?.[row] ?? null;
    const label = table.labels[row] ?? 0;
    positives += label;
    if (value === null) continue;
    const count = counts.get(String(value)) ?? [0, 0];
    count[label === 1 ? 1 : 0]++;
    counts.set(String(value), count);
  }
  const base = positives / rows.length;
  let found: { level: string; rate: number; rows: number } | null = null;
  for (const [level, [zeros = 0, ones = 0]] of counts) {
    const n = zeros + ones;
    const rate = ones / n;
    // Purity is news only for the rarer outcome: 98 % failures say nothing where 97 % fail anyway.
    const share = base < 0.5 ? ones / positives : zeros / (rows.length - positives);
    const rarer = base < 0.5 ? rate : 1 - rate;
    if (n < leastRows || share < frequentShare || rarer < nearlyPure) continue;
    if (found === null || n > found.rows) found = { level, rate, rows: n };
  }
  return found;
}

/** The first rule that a column breaks, from the gravest on. */
function judge(table: TrainingTable, f: number, rows: Rows, auc: number, strict: boolean): Suspicion {
  const spec = table.features[f];
  const level = spec?.as === 'days-since' ? null : pureLevel(table, f, rows);
  const named = statesOutcome(spec?.id ?? '', [...new Set(table.columns[f] ?? [])]);
  if (auc > tooGood)
    return {
      verdict: 'leak',
      reason: `Alone it separates the outcomes almost perfectly (AUC ${auc.toFixed(2)}): it is probably filled in with the outcome.`,
    };
  const levelRate = level === null ? 0 : Math.max(level.rate, 1 - level.rate);
  if (level !== null && levelRate >= pure)
    return {
      verdict: 'leak',
      reason: `"${level.level.slice(0, 60)}" means the same outcome in ${percent(levelRate)} of ${level.rows} rows: it probably states it.`,
    };
  const presence = presenceAuc(table, f, rows);
  if (presence > (strict ? missingnessTells : 0.9))
    return {
      verdict: 'leak',
      reason: `It is filled in mostly for one outcome (its presence alone has AUC ${presence.toFixed(2)}).`,
    };
  if (named !== undefined)
    return {
      verdict: auc > 0.7 || strict ? 'leak' : 'suspect',
      reason: `Its ${named.where} ("${named.word}") speaks of the outcome, which is not known when a score is needed.`,
    };
  if (level !== null)
    return {
      verdict: 'suspect',
      reason: `"${level.level.slice(0, 60)}" means the same outcome in ${percent(levelRate)} of ${level.rows} rows.`,
    };
  if (strict && auc > strictlyTooGood) {
    const dead = spec?.as === 'category' ? undefined : deadEnd(table, f, rows);
    if (dead !== undefined)
      return {
        verdict: table.chosen ? 'suspect' : 'leak',
        reason: `It seems to measure the event itself (AUC ${auc.toFixed(2)}): of ${dead.rows} rows with ${short(dead.until)} or ${dead.end === 'low' ? 'less' : 'more'}, ${tenth(dead.successes / dead.rows)} had the outcome, where ${tenth(dead.base)} is usual. Nobody knows when it was filled in.`,
      };
    return {
      verdict: 'suspect',
      reason: `Alone it orders the outcomes very well (AUC ${auc.toFixed(2)}), and nobody knows when it was filled in.`,
    };
  }
  const grading = namesGrading(spec?.id ?? '');
  if (strict && grading !== undefined && auc > gradingTells)
    return {
      verdict: 'suspect',
      reason: `It is somebody's "${grading}" (AUC alone ${auc.toFixed(2)}), and nobody knows whether that was corrected after the outcome.`,
    };
  if (strict && presence > strictMissingnessTells)
    return {
      verdict: 'suspect',
      reason: `It is filled in more often for one outcome (its presence alone has AUC ${presence.toFixed(2)}), and nobody knows when.`,
    };
  const fading = fades(table, f, rows);
  if (fading !== undefined) return { verdict: 'suspect', reason: fading };
  return { verdict: 'ok', reason: 'Nothing suspicious was found.' };
}

/**
 * Whether a strong column is worth nothing in the newest fifth: typical of what is filled in only afterwards, since
 * the newest records have not been filled in yet.
 */
function fades(table: TrainingTable, f: number, rows: Rows): string | undefined {
  const times = Float64Array.from(rows, (row) => table.asOf[row] ?? 0).sort();
  const cut = times[Math.floor(times.length * 0.8)] ?? 0;
  if ((times[0] ?? 0) === (times[times.length - 1] ?? 0)) return undefined;
  const chosen = new Set(rows);
  const older = rowsWhere(table, (row) => chosen.has(row) && (table.asOf[row] ?? 0) < cut);
  const newer = rowsWhere(table, (row) => chosen.has(row) && (table.asOf[row] ?? 0) >= cut);
  const enough = [older, newer].every((part) => {
    const positives = part.reduce((sum, row) => sum + (table.labels[row] ?? 0), 0);
    return positives >= leastRows && part.length - positives >= leastRows;
  });
  if (!enough) return undefined;
  const power = (part: Rows): number => 2 * Math.abs(aucAlone(table, f, part) - 0.5);
  const before = power(older);
  const after = power(newer);
  if (before < strongEnough || after > remains * before) return undefined;
  return `It loses its power in the newest part (AUC alone ${(0.5 + before / 2).toFixed(2)}, then ${(0.5 + after / 2).toFixed(2)}): it may be filled in only afterwards.`;
}

/**
 * Whether the model would rest on a suspect column of unknown moment, which is for a person to judge; who chose the columns
 * of a table has the finding before them.
 */
function needsAWord(table: TrainingTable, f: number, rows: Rows, found: Suspicion, auc: number): boolean {
  return !table.chosen && found.verdict === 'suspect' && Math.max(auc, presenceAuc(table, f, rows)) > carries;
}

/**
 * Looks at each column alone, before training, for what it could not have known. `leak` columns are left out unless
 * `insist` names them; `suspect` ones stay and are shown. Columns of a snapshot, or whose moment is unknown, are judged
 * strictly; a suspect one of these that would carry the model gets `confirm`, and the gate waits for a person to insist
 * on it or to leave it out. Every column is in the answer with a sentence.
 */
export function checkLeaks(table: TrainingTable, rows: Rows, insist: ReadonlySet<string>): LeakFinding[] {
  const undated = new Set(table.undated ?? []);
  return table.features.map((spec, f) => {
    const auc = aucAlone(table, f, rows);
    const strict = table.snapshot || undated.has(spec.id);
    const found = judge(table, f, rows, auc, strict);
    const { verdict, reason } = found;
    const insisted = verdict !== 'ok' && insist.has(spec.id);
    return {
      column: spec.id,
      label: spec.label,
      verdict,
      reason: insisted ? `${reason} It is used because you insist.` : reason,
      auc: Math.round(auc * 1_000) / 1_000,
      used: verdict !== 'leak' || insisted,
      ...(strict && !insisted && needsAWord(table, f, rows, found, auc) ? { confirm: true } : {}),
    };
  });
}
