import type { CodedText } from '@aicrm/schema/coded-text';
import type { Problem } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';

/** Which records a change is about, for a host that lists them. */
export interface InsightLink {
  readonly type: string;
  /** By the name of a dimension; `week` holds the first and the last day. */
  readonly filter: Readonly<Record<string, string | readonly [string, string]>>;
}

/** One change of the week as a page shows it; what an entry does not say is null, and a page says less. */
export interface WeekChange {
  /** The English sentence. */
  readonly text: string;
  /** The sentence in codes and values, see the models' README; empty where an older worker wrote none. */
  readonly words: readonly CodedText[];
  readonly metric: string;
  /** Whether a rise is good, as the metric says; null where nobody said. */
  readonly good: boolean | null;
  readonly value: number | null;
  readonly expected: number | null;
  /** Where nothing changed, 95 of 100 such weeks lie between these. */
  readonly usual: readonly [number, number] | null;
  /** Parts of the change by the segments of one dimension; with `expected` they add up to `value`. */
  readonly drivers: {
    readonly dimension: string;
    readonly parts: readonly { readonly segment: string; readonly contribution: number }[];
  } | null;
  readonly link: InsightLink | null;
}

export interface WeekOfInsights {
  readonly computedAt: string;
  /** First and last day. */
  readonly week: readonly [string, string] | null;
  /** At most ten, the weightiest first. */
  readonly changes: readonly WeekChange[];
  /** Metrics that were looked at, those without news included. */
  readonly judged: readonly string[];
}

const most = 10;

type Bag = Readonly<Record<string, unknown>>;
const isBag = (value: unknown): value is Bag =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const numberOf = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null;

function codedOf(value: unknown): CodedText[] {
  if (!isBag(value) || typeof value.code !== 'string' || !isBag(value.values)) return [];
  const values = Object.entries(value.values).flatMap(([name, one]) =>
    one === null || ['string', 'number', 'boolean'].includes(typeof one)
      ? [[name, one as string | number | boolean | null] as const]
      : [],
  );
  return [{ code: value.code, values: Object.fromEntries(values) }];
}

function driversOf(value: unknown): WeekChange['drivers'] {
  if (!isBag(value) || typeof value.dimension !== 'string') return null;
  const parts = listOf(value.parts).flatMap((part) => {
    const contribution = isBag(part) ? numberOf(part.contribution) : null;
    return isBag(part) && typeof part.segment === 'string' && contribution !== null
      ? [{ segment: part.segment, contribution }]
      : [];
  });
  return parts.length > 0 ? { dimension: value.dimension, parts } : null;
}

function linkOf(value: unknown): InsightLink | null {
  if (!isBag(value) || typeof value.type !== 'string' || !isBag(value.filter)) return null;
  const filter: Record<string, string | readonly [string, string]> = {};
  for (const [name, one] of Object.entries(value.filter)) {
    if (typeof one === 'string') filter[name] = one;
    const [from, to] = listOf(one);
    if (typeof from === 'string' && typeof to === 'string') filter[name] = [from, to];
  }
  return { type: value.type, filter };
}

function changeOf(value: unknown): WeekChange | null {
  if (!isBag(value)) return null;
  const words = listOf(value.words).flatMap(codedOf);
  const text = typeof value.text === 'string' ? value.text : '';
  if (text === '' && words.length === 0) return null;
  const metric = isBag(value.metric) && typeof value.metric.id === 'string' ? value.metric.id : '';
  const [low, high] = listOf(value.usual).map(numberOf);
  return {
    ...{ text, words, metric },
    good: typeof value.good === 'boolean' ? value.good : null,
    value: numberOf(value.value),
    expected: numberOf(value.expected),
    usual: typeof low === 'number' && typeof high === 'number' ? [low, high] : null,
    drivers: driversOf(value.drivers),
    link: linkOf(value.link),
  };
}

/** The changes of a week, from a worker's file or from what a host hands over: any value, and never an exception. */
export function readInsights(value: unknown): Result<WeekOfInsights, Problem> {
  const refuse = (detail: string): Result<WeekOfInsights, Problem> =>
    fail({ kind: 'bad-data', title: 'not-insights', status: 0, detail });
  try {
    if (!isBag(value) || value.kind !== 'insights' || !Array.isArray(value.insights))
      return refuse('Its kind is not "insights".');
    const changes: WeekChange[] = [];
    for (const [i, one] of listOf(value.insights).slice(0, most).entries()) {
      const change = changeOf(one);
      if (!change) return refuse(`insights.${i}: a text, or words with codes, is needed.`);
      changes.push(change);
    }
    const week = isBag(value.week) ? [value.week.from, value.week.to] : [];
    return ok({
      computedAt: typeof value.computedAt === 'string' ? value.computedAt : '',
      week: typeof week[0] === 'string' && typeof week[1] === 'string' ? [week[0], week[1]] : null,
      changes,
      judged: listOf(value.judged).filter((one) => typeof one === 'string'),
    });
  } catch (error) {
    // A getter or a proxy of the host's may throw.
    return refuse(String(error));
  }
}
