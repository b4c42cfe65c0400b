import type { Insight } from './insights.js';
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

/** One English sentence with the number, what was expected, who made it, and how sure that is. */
export function sentenceOf(insight: Omit<Insight, 'text'>, currency: string): string {
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
