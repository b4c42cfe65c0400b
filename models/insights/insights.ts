import { dateOfStep, firstDayOf } from '@aicrm/learn/forecast/calendar';
import { benjaminiHochberg } from '@aicrm/learn/shift/false-discovery';
import { normalUpperQuantile } from '@aicrm/learn/shift/tails';
import type { CodedText } from '@aicrm/schema/coded-text';
import type { RecordType } from '@aicrm/schema/ids';
import { type Decomposition, decompose } from './drivers.js';
import { type InsightOptions, leastWeeks, type Metric, type MetricSpec } from './metrics.js';
import { type Comparison, compare } from './surprise.js';
import { type Usual, usualOf } from './usual.js';
import { type Series, type WeeklyMetric, weeklyOf } from './weekly.js';
import { type InsightCode, sentenceOf, type WeekCode, weekWords, wordsOf } from './words.js';

/** How sure the size of a change is, by the 95 % interval of the change. */
export type Confidence = 'clear' | 'likely' | 'tentative';

/** One change of the week, worded in English; everything in the sentence is there as data, for translation. */
export interface Insight {
  readonly code: 'metric-changed' | 'segment-changed';
  readonly metric: MetricSpec;
  /** Which part of the business; absent where the whole metric moved. */
  readonly segment?: { readonly dimension: string; readonly value: string };
  readonly direction: 'up' | 'down';
  readonly good: boolean;
  readonly value: number;
  readonly expected: number;
  /** Where nothing changed, 95 of 100 such weeks lie between these. */
  readonly usual: readonly [number, number];
  /** Weeks in a row, this one counted, that were off to the same side by more than one chance in twenty; at most 5. */
  readonly running: number;
  /** Of a sum: the largest single amount, where it alone is half of the change or more. */
  readonly largest: number | null;
  /** value − expected, and its 95 % interval. */
  readonly change: number;
  readonly low: number;
  readonly high: number;
  readonly confidence: Confidence;
  /** Chance of a change so large where nothing changed. */
  readonly p: number;
  readonly rows: number;
  /** |change| in money, where the metric says what one is worth. */
  readonly stake: { readonly amount: number; readonly currency: string } | null;
  /** The whole metric's change by the segments of the dimension that tells most; adds up to it exactly. */
  readonly drivers: Decomposition | null;
  /** The segment that made most of the whole metric's change, where one did (half or more, and itself unusual). */
  readonly driver: { readonly dimension: string; readonly value: string; readonly share: number } | null;
  readonly link: {
    readonly type: RecordType;
    readonly filter: Readonly<Record<string, string | readonly [string, string]>>;
  };
  readonly text: string;
  /** The sentence's parts as data, in their order, for translation. */
  readonly words: readonly CodedText<InsightCode>[];
}

/** A series that was compared, and the smallest change that nine of ten weeks like this one would have shown. */
export interface Watched {
  readonly metric: string;
  readonly segment?: { readonly dimension: string; readonly value: string };
  readonly expected: number;
  readonly detectable: number;
}

export interface WeeklyInsights {
  readonly state: 'insights' | 'nothing-unusual' | 'not-enough-history';
  /** First and last day of the judged week; null where no row came before it. */
  readonly week: readonly [string, string] | null;
  readonly insights: readonly Insight[];
  /** Comparisons made, and the largest chance that still counted as unusual. */
  readonly tests: number;
  readonly threshold: number;
  readonly watched: readonly Watched[];
  /** Metrics with fewer than eight weeks before the judged one. */
  readonly tooShort: readonly string[];
  readonly text: string;
  /** The same as data, for translation. */
  readonly words: CodedText<WeekCode>;
}

interface Tested {
  readonly weekly: WeeklyMetric;
  readonly usual: Usual;
  readonly series: Series;
  readonly segment?: { readonly dimension: string; readonly value: string };
  readonly result: Comparison;
}

function confidenceOf(change: number, low: number, high: number): Confidence {
  const nearest = change > 0 ? low : -high;
  // Clear: even the small end of the interval is a third of what was seen.
  if (nearest >= Math.abs(change) / 3) return 'clear';
  return nearest > 0 ? 'likely' : 'tentative';
}

const longestRun = 5;

function runOf({ weekly, series, result }: Tested): number {
  const usualAt = usualOf(weekly);
  const up = result.value > result.expected;
  let run = 1;
  for (let week = weekly.weeks - 2; run < longestRun; week--, run++) {
    const before = compare(weekly.metric.spec.kind, series, usualAt, week);
    if (before === null || before.p > 0.05 || before.value > before.expected !== up) break;
  }
  return run;
}

function test(weekly: WeeklyMetric): Tested[] {
  const judged = weekly.weeks - 1;
  const usualAt = usualOf(weekly);
  const usual = usualAt(judged);
  if (usual === null) return [];
  const { kind } = weekly.metric.spec;
  const total = compare(kind, weekly.total, usualAt, judged);
  const tested: Tested[] = total === null ? [] : [{ weekly, usual, series: weekly.total, result: total }];
  for (const [dimension, segments] of weekly.dimensions) {
    // A dimension with one segment says what the total says.
    if (segments.size < 2) continue;
    for (const [value, series] of segments) {
      const result = compare(kind, series, usualAt, judged);
      if (result !== null) tested.push({ weekly, usual, series, segment: { dimension, value }, result });
    }
  }
  return tested;
}

/** What of a metric's unusual series is told: the whole where it moved, else the segments of its most telling dimension. */
function toTell(found: readonly Tested[]): Tested[] {
  const total = found.find(({ segment }) => segment === undefined);
  const ranked = found.filter(({ segment }) => segment !== undefined).sort((a, b) => a.result.p - b.result.p);
  const dimension = ranked[0]?.segment?.dimension;
  const segments = ranked.filter(({ segment }) => segment?.dimension === dimension);
  if (total === undefined) return segments.slice(0, 2);
  const up = total.result.value > total.result.expected;
  // What goes against the whole is news of its own; what goes with it is named as its driver.
  const against = segments.filter(({ result }) => result.value > result.expected !== up);
  return [total, ...against.slice(0, 1)];
}

function insightOf(
  one: Tested,
  siblings: readonly Tested[],
  week: readonly [string, string],
  currency: string,
): Insight {
  const { weekly, usual, segment, result } = one;
  const { spec } = weekly.metric;
  const change = result.value - result.expected;
  const range = result.usualRange();
  const [low, high] = [result.value - range[1], result.value - range[0]];
  const candidates = siblings
    .filter(
      (other) => other.segment !== undefined && other.result.value > other.result.expected === change > 0,
    )
    .sort((a, b) => a.result.p - b.result.p);
  const lead = segment === undefined ? candidates[0] : undefined;
  const dimension = segment?.dimension ?? lead?.segment?.dimension;
  const drivers = dimension === undefined ? null : decompose(weekly, dimension, usual, weekly.weeks - 1);
  const strongest = drivers?.parts[0];
  const own = siblings.find(
    (other) => other.segment?.dimension === dimension && other.segment?.value === strongest?.segment,
  );
  const share = strongest === undefined ? 0 : strongest.contribution / change;
  const driver =
    segment === undefined &&
    strongest !== undefined &&
    drivers !== null &&
    share >= 0.5 &&
    own !== undefined &&
    own.result.p < 0.05
      ? { dimension: drivers.dimension, value: strongest.segment, share }
      : null;
  const volume = spec.kind === 'rate' ? result.n : spec.kind === 'mean' ? null : 1;
  const worth = spec.worth ?? (spec.unit === 'money' && spec.kind === 'sum' ? 1 : undefined);
  const focus = segment ?? driver;
  const insight: Omit<Insight, 'text' | 'words'> = {
    code: segment === undefined ? 'metric-changed' : 'segment-changed',
    metric: spec,
    ...(segment === undefined ? {} : { segment }),
    direction: change > 0 ? 'up' : 'down',
    good: change > 0 === (spec.better === 'higher'),
    value: result.value,
    expected: result.expected,
    change,
    usual: range,
    running: runOf(one),
    largest:
      spec.kind === 'sum' && change > 0 && one.series.largest >= change / 2 ? one.series.largest : null,
    low,
    high,
    confidence: confidenceOf(change, low, high),
    p: result.p,
    rows: result.n,
    stake:
      worth === undefined || volume === null ? null : { amount: Math.abs(change) * volume * worth, currency },
    drivers,
    driver,
    link: {
      type: spec.type,
      filter: { week, ...(focus === null ? {} : { [focus.dimension]: focus.value }) },
    },
  };
  return { ...insight, text: sentenceOf(insight, currency), words: wordsOf(insight, currency) };
}

const focusOf = ({ segment, driver }: Insight): string => JSON.stringify(segment ?? driver?.value ?? null);

/** Whether `other` tells the same story as `one` (metrics that move together, same direction, same place) more strongly. */
function saysMore(other: Insight, one: Insight): boolean {
  const related = other.metric.alongside === one.metric.id || one.metric.alongside === other.metric.id;
  if (!related || other.direction !== one.direction) return false;
  if (other.segment !== undefined && focusOf(other) !== focusOf(one)) return false;
  return other.p < one.p || (other.p === one.p && other.metric.id < one.metric.id);
}

/** Surprise in decimal digits; a chance below 1e-12 is as good as none. */
const digits = (p: number): number => -Math.log10(Math.max(p, 1e-12));

/**
 * What changed in the last whole week and who made it change: each metric and each of its segments against what its own
 * past weeks led to expect, with the false-discovery rate over all comparisons held at `level`. Ranked by value at stake
 * times surprise; what has no stated value comes after what has, by surprise. Pure and deterministic.
 * @throws RangeError for two metrics of one id, a value that is no number, or an unknown zone.
 */
export function weeklyInsights(metrics: readonly Metric[], options: InsightOptions): WeeklyInsights {
  const { level = 0.1, limit = 10, currency = 'EUR' } = options;
  if (new Set(metrics.map(({ spec }) => spec.id)).size !== metrics.length)
    throw new RangeError('two metrics share an id');
  const weeklies = metrics.map((metric) => weeklyOf(metric, options));
  const tooShort = metrics
    .filter((_, i) => (weeklies[i]?.weeks ?? 0) - 1 < leastWeeks)
    .map(({ spec }) => spec.id);
  const some = weeklies.find((one) => one !== null);
  const judged = some ? some.first + some.weeks - 1 : 0;
  const week = some
    ? ([
        dateOfStep(judged, 'week'),
        new Date((firstDayOf(judged + 1, 'week') - 1) * 86_400_000).toISOString().slice(0, 10),
      ] as const)
    : null;
  const tested = weeklies.flatMap((one) => (one === null ? [] : test(one)));
  if (week === null || tested.length === 0) {
    const longest = Math.max(0, ...weeklies.map((one) => (one?.weeks ?? 1) - 1));
    return {
      state: 'not-enough-history',
      week,
      insights: [],
      tests: 0,
      threshold: 0,
      watched: [],
      tooShort,
      ...weekWords('not-enough-history', week, { insights: 0, weeks: longest, needed: leastWeeks }),
    };
  }
  const { kept, threshold } = benjaminiHochberg(
    tested.map(({ result }) => result.p),
    level,
  );
  const found = tested.filter((_, i) => kept[i]);
  const told = weeklies.flatMap((weekly) => {
    const siblings = tested.filter((one) => one.weekly === weekly);
    return toTell(found.filter((one) => one.weekly === weekly)).map((one) =>
      insightOf(one, siblings, week, currency),
    );
  });
  const insights = told
    .filter((one) => !told.some((other) => saysMore(other, one)))
    .sort(
      (a, b) =>
        (b.stake?.amount ?? 0) * digits(b.p) - (a.stake?.amount ?? 0) * digits(a.p) ||
        a.p - b.p ||
        (a.metric.id < b.metric.id ? -1 : 1),
    )
    .slice(0, limit);
  // The level at which one lone change among all comparisons is certain to be kept, and nine chances in ten to reach it.
  const reach = normalUpperQuantile(level / tested.length / 2) + normalUpperQuantile(0.1);
  const watched = tested.map(
    ({ weekly, segment, result }): Watched => ({
      metric: weekly.metric.spec.id,
      ...(segment === undefined ? {} : { segment }),
      expected: result.expected,
      detectable: reach * result.sd,
    }),
  );
  const state = insights.length > 0 ? 'insights' : 'nothing-unusual';
  return {
    state,
    week,
    insights,
    tests: tested.length,
    threshold,
    watched,
    tooShort,
    ...weekWords(state, week, { insights: insights.length, weeks: 0, needed: leastWeeks }),
  };
}
