import type { CodedText } from '@aicrm/schema/coded-text';
import type { Insight, WeeklyInsights } from './insights.js';
import type { MetricSpec } from './metrics.js';

const rounded = (value: number, digits: number): string =>
  value.toLocaleString('en', { maximumFractionDigits: digits, minimumFractionDigits: 0 });

/** A figure of a metric as English writes it. */
export function figure(spec: MetricSpec, value: number, currency: string): string {
  if (spec.unit === 'percent') return `${rounded(100 * value, 1)} %`;
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  if (spec.unit === 'money') return `${currency} ${rounded(value, digits)}`;
  if (spec.unit === 'hours') return `${rounded(value, digits)} h`;
  // A count is whole; what was expected of it is not.
  return rounded(value, spec.kind === 'count' && Number.isInteger(value) ? 0 : digits);
}

/** Points for shares, percent of the expectation for what has a zero, else the figure itself. */
function size(spec: MetricSpec, change: number, expected: number, currency: string): string {
  const sign = change > 0 ? '+' : '−';
  if (spec.unit === 'percent') return `${sign}${rounded(Math.abs(100 * change), 1)} points`;
  if (spec.unit === 'score' || !(expected > 0)) return `${sign}${figure(spec, Math.abs(change), currency)}`;
  return `${sign}${rounded(Math.abs((100 * change) / expected), 0)} %`;
}

const sure: Record<Insight['confidence'], string> = {
  clear: 'clear',
  likely: 'likely real, size uncertain',
  tentative: 'tentative',
};

type WithoutWords = Omit<Insight, 'text' | 'words'>;

/** One English sentence with the number, what was expected, who made it, and how sure that is. */
export function sentenceOf(insight: WithoutWords, currency: string): string {
  const { metric, segment, value, expected, change, usual, driver, drivers, confidence, running, largest } =
    insight;
  const where = segment === undefined ? '' : ` (${segment.dimension}: ${segment.value})`;
  // A sum's range by its first moments may reach below nothing, where no sum of amounts does.
  const [low, high] = usual.map((end) =>
    figure(metric, metric.unit === 'score' ? end : Math.max(0, end), currency),
  );
  const parts = [
    `${metric.label}${where}: ${figure(metric, value, currency)} where ${figure(metric, expected, currency)} was expected (${size(metric, change, expected, currency)}; usually ${low} to ${high})`,
  ];
  if (running > 1) parts.push(`the ${['', '', 'second', 'third', 'fourth', 'fifth'][running]} week running`);
  if (driver !== null)
    parts.push(`${driver.dimension} ${driver.value} made ${rounded(100 * driver.share, 0)} % of the change`);
  else if (segment === undefined && drivers !== null)
    parts.push(`no single ${drivers.dimension} explains it`);
  if (largest !== null) parts.push(`one of ${figure(metric, largest, currency)} is most of it`);
  parts.push(sure[confidence]);
  return `${parts.join('; ')}.`;
}

/** The parts of a sentence in their order. */
export type InsightCode =
  | 'metric-changed'
  | 'segment-changed'
  | 'weeks-running'
  | 'driver'
  | 'no-single-driver'
  | 'largest'
  | 'confidence';

/** The parts of `sentenceOf` as data, in the same order: what changed, then what is known of it, last how sure that is. */
export function wordsOf(insight: WithoutWords, currency: string): CodedText<InsightCode>[] {
  const { metric, segment, value, expected, change, usual, driver, drivers, confidence, running, largest } =
    insight;
  const unit = metric.unit;
  const money = unit === 'money' ? { currency } : {};
  const floor = (end: number): number => (unit === 'score' ? end : Math.max(0, end));
  // How the size is said: points of a share, a share of what was expected, or the figure itself.
  const sizeIn = unit === 'percent' ? 'points' : unit === 'score' || !(expected > 0) ? 'unit' : 'share';
  const parts: CodedText<InsightCode>[] = [
    {
      code: insight.code,
      values: {
        metric: metric.id,
        label: metric.label,
        unit,
        ...money,
        ...(segment === undefined ? {} : { dimension: segment.dimension, segment: segment.value }),
        value,
        expected,
        change,
        size: sizeIn === 'share' ? change / expected : change,
        sizeIn,
        low: floor(usual[0]),
        high: floor(usual[1]),
      },
    },
  ];
  if (running > 1) parts.push({ code: 'weeks-running', values: { weeks: running } });
  if (driver !== null)
    parts.push({
      code: 'driver',
      values: { dimension: driver.dimension, segment: driver.value, share: driver.share },
    });
  else if (segment === undefined && drivers !== null)
    parts.push({ code: 'no-single-driver', values: { dimension: drivers.dimension } });
  if (largest !== null) parts.push({ code: 'largest', values: { amount: largest, unit, ...money } });
  parts.push({ code: 'confidence', values: { level: confidence } });
  return parts;
}

/** What the week's own sentence says. */
export type WeekCode = 'insights' | 'nothing-unusual' | 'history-too-short' | 'too-few-records';

/** The sentence of the whole week and the same as data. */
export function weekWords(
  state: WeeklyInsights['state'],
  week: WeeklyInsights['week'],
  { insights, weeks, needed }: { readonly insights: number; readonly weeks: number; readonly needed: number },
): { readonly text: string; readonly words: CodedText<WeekCode> } {
  const from = week?.[0] ?? null;
  if (state === 'not-enough-history')
    return weeks < needed
      ? {
          text: `Not enough history: ${weeks} whole weeks before the last one; ${needed} would be enough.`,
          words: { code: 'history-too-short', values: { weeks, needed } },
        }
      : {
          text: 'Not enough history: too few records a week to tell a change from chance.',
          words: { code: 'too-few-records', values: {} },
        };
  return state === 'insights'
    ? {
        text: `${insights} unusual ${insights === 1 ? 'change' : 'changes'} in the week from ${from}.`,
        words: { code: 'insights', values: { count: insights, from } },
      }
    : {
        text: `Nothing unusual in the week from ${from}.`,
        words: { code: 'nothing-unusual', values: { from } },
      };
}
