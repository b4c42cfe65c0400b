import type { FeatureSpec } from '@aicrm/schema/model';
import type { RecordView, Scalar } from '@aicrm/schema/view';
import type { ChurnIndex, Known } from './history.js';

const dayMs = 86_400_000;

const meanOf = (values: readonly (number | null)[]): number | null => {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
};

const until = <T>(facts: readonly Known<T>[], asOf: number): Known<T>[] =>
  facts.filter(({ from }) => from <= asOf);

/** Level and trend of one metric: last month, mean of three, that mean against the three before, and the sum so far. */
function levelsOf(metric: string, values: readonly (number | null)[]): Record<string, Scalar> {
  const recent = meanOf(values.slice(-3));
  const before = meanOf(values.slice(-6, -3));
  return {
    [`usage.${metric}.last`]: values.at(-1) ?? null,
    [`usage.${metric}.mean3`]: recent,
    [`usage.${metric}.change`]: recent === null || before === null ? null : recent - before,
    [`usage.${metric}.total`]: values.reduce<number>((sum, value) => sum + (value ?? 0), 0),
  };
}

/**
 * What was known of a contract at a moment, from its own row, its months that were over and its customer's messages and
 * orders. Training and serving read the same view; undefined where there is no such contract.
 */
export function churnViewAt(index: ChurnIndex, sourceId: string, asOf: number): RecordView | undefined {
  const entry = index.contracts.get(sourceId);
  if (entry === undefined) return undefined;
  const months = until(entry.months, asOf);
  const facts: Record<string, Scalar> = {};
  for (const metric of index.metrics)
    Object.assign(
      facts,
      levelsOf(
        metric,
        months.map(({ is }) => is.values[metric] ?? null),
      ),
    );
  if (index.has.messages) {
    const all = until(entry.messages, asOf);
    const recent = all.filter(({ from }) => from > asOf - 90 * dayMs);
    facts['messages.count90'] = recent.length;
    facts['messages.tone90'] = meanOf(recent.map(({ is }) => is));
    facts['messages.lastTone'] = all.findLast(({ is }) => is !== null)?.is ?? null;
  }
  if (index.has.orders) {
    const all = until(entry.orders, asOf);
    const recent = all.filter(({ from }) => from > asOf - 90 * dayMs);
    const last = all.at(-1)?.from;
    facts['orders.count90'] = recent.length;
    facts['orders.sum90'] = recent.reduce((sum, { is }) => sum + (is ?? 0), 0);
    facts['orders.lastAt'] = last === undefined ? null : new Date(last).toISOString();
  }
  const { contract, fee, fields } = entry;
  return {
    id: `contract:${index.connection}:${sourceId}`,
    type: 'contract',
    seq: 0,
    viewAt: new Date(asOf).toISOString(),
    fields: {
      startedAt: contract.startedAt,
      plan: contract.plan ?? null,
      fee,
      ...Object.fromEntries(index.customerFields.map((name) => [`customer.${name}`, fields[name] ?? null])),
    },
    facts,
  };
}

const words = (name: string): string => name.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/[_-]+/g, ' ');
const title = (name: string): string => {
  const text = words(name).toLowerCase();
  return text.charAt(0).toUpperCase() + text.slice(1);
};

const spec = (
  id: string,
  label: string,
  bag: 'fields' | 'facts',
  as: FeatureSpec['as'],
  more: Partial<FeatureSpec> = {},
): FeatureSpec => ({
  id,
  label,
  from: `${bag}.${id}`,
  as,
  changeable: false,
  sensitive: false,
  ...more,
});

/**
 * Features of a contract as data. What somebody can act on next month is changeable: the last month of each metric;
 * means and sums follow from it, so changing them alone would describe no month that can be.
 */
export function churnFeatures(index: ChurnIndex): FeatureSpec[] {
  const customers = [...index.contracts.values()];
  const isNumber = (name: string): boolean =>
    customers.every(({ fields }) => {
      const value = fields[name] ?? null;
      return value === null || typeof value === 'number';
    });
  return [
    spec('startedAt', 'Age of the contract', 'fields', 'days-since', { unit: 'days' }),
    spec('plan', 'Plan', 'fields', 'category'),
    spec('fee', 'Fee a month', 'fields', 'number', { unit: index.currency }),
    ...index.metrics.flatMap((metric) => [
      spec(`usage.${metric}.last`, `${title(metric)}, last month`, 'facts', 'number', { changeable: true }),
      spec(`usage.${metric}.mean3`, `${title(metric)} a month, mean of three`, 'facts', 'number'),
      spec(
        `usage.${metric}.change`,
        `${title(metric)}, change against three months before`,
        'facts',
        'number',
      ),
      spec(`usage.${metric}.total`, `${title(metric)} so far`, 'facts', 'number'),
    ]),
    ...(index.has.messages
      ? [
          spec('messages.count90', 'Messages in 90 days', 'facts', 'number'),
          spec('messages.tone90', 'Mean tone of messages in 90 days', 'facts', 'number'),
          spec('messages.lastTone', 'Tone of the last message', 'facts', 'number'),
        ]
      : []),
    ...(index.has.orders
      ? [
          spec('orders.count90', 'Orders in 90 days', 'facts', 'number'),
          spec('orders.sum90', 'Spend in 90 days', 'facts', 'number', { unit: index.currency }),
          spec('orders.lastAt', 'Days since last order', 'facts', 'days-since', { unit: 'days' }),
        ]
      : []),
    ...index.customerFields.map((name) =>
      spec(`customer.${name}`, title(name), 'fields', isNumber(name) ? 'number' : 'category'),
    ),
  ];
}
