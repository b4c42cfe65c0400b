import type { WeekChange } from '@aicrm/client/overview/read-insights';
import type { CodedText } from '@aicrm/schema/coded-text';
import { type ValueFormat, valueFormat } from '../charts/format.js';
import { numberFormat } from '../internal/format.js';
import type { InsightsMessages } from '../locales/insights-messages.js';

/** A change in a language's words; null where an older worker wrote no codes, and the English sentence stands alone. */
export interface Said {
  /** "Orders, region North". */
  readonly title: string;
  /** "−34 %". */
  readonly size: string;
  readonly rising: boolean;
  readonly sentences: readonly string[];
  readonly confidence: string | null;
  readonly format: (value: number) => string;
  readonly signed: (value: number) => string;
}

type Values = CodedText['values'];
const text = (values: Values, name: string): string => (typeof values[name] === 'string' ? values[name] : '');
const number = (values: Values, name: string): number =>
  typeof values[name] === 'number' ? values[name] : Number.NaN;

/** Own keys only: a tenant's dimension may be called "constructor". */
const known = (labels: Readonly<Record<string, string>>, name: string): string | undefined =>
  Object.hasOwn(labels, name) ? labels[name] : undefined;

export const dimensionName = (words: InsightsMessages, name: string): string =>
  known(words.dimensions, name) ?? name;
export const segmentName = (words: InsightsMessages, name: string): string =>
  known(words.segments, name) ?? name;

/** Figures of a metric by its unit: money, shares, hours, or plain numbers. */
export function figuresOf(
  values: Values,
  words: InsightsMessages,
  language: string,
): (value: number) => string {
  const unit = text(values, 'unit');
  const format = (kind: Parameters<typeof valueFormat>[0]): ValueFormat => valueFormat(kind, language);
  if (unit === 'money') return format({ currency: text(values, 'currency') }).full;
  if (unit === 'percent') return format('share').full;
  const plain = format('number').full;
  return unit === 'hours' ? (value) => words.hours(plain(value)) : plain;
}

function sizeOf(values: Values, words: InsightsMessages, language: string, figure: Said['format']): string {
  const size = number(values, 'size');
  const sign = size > 0 ? '+' : '−';
  const sizeIn = text(values, 'sizeIn');
  const far = Math.abs(size);
  if (sizeIn === 'share')
    return `${sign}${numberFormat(language, 'insight share', { style: 'percent', maximumFractionDigits: 0 }).format(far)}`;
  if (sizeIn === 'points') return words.points(`${sign}${pointsOf(size, language)}`);
  return `${sign}${figure(far)}`;
}

function sentence(one: CodedText, words: InsightsMessages, language: string): string | null {
  const { code, values } = one;
  switch (code) {
    case 'weeks-running':
      return words.running[Math.min(3, Math.max(0, number(values, 'weeks') - 2))] ?? null;
    case 'driver': {
      const share = numberFormat(language, 'insight share', { style: 'percent', maximumFractionDigits: 0 });
      return words.driver(
        dimensionName(words, text(values, 'dimension')),
        segmentName(words, text(values, 'segment')),
        share.format(number(values, 'share')),
      );
    }
    case 'no-single-driver':
      return words.noSingleDriver(dimensionName(words, text(values, 'dimension')));
    case 'largest':
      return words.largest(figuresOf(values, words, language)(number(values, 'amount')));
    default:
      // A code of a newer worker: what is known of the rest is said without it.
      return null;
  }
}

/** Says a change by its codes. */
export function say({ words: coded }: WeekChange, words: InsightsMessages, language: string): Said | null {
  const head = coded.find(({ code }) => code === 'metric-changed' || code === 'segment-changed');
  if (!head) return null;
  const { values } = head;
  const format = figuresOf(values, words, language);
  const metric = known(words.metrics, text(values, 'metric')) ?? text(values, 'label');
  const level = text(coded.find(({ code }) => code === 'confidence')?.values ?? {}, 'level');
  const segment = text(values, 'segment');
  return {
    title:
      head.code === 'segment-changed' && segment !== ''
        ? words.of(metric, dimensionName(words, text(values, 'dimension')), segmentName(words, segment))
        : metric,
    size: sizeOf(values, words, language, format),
    rising: number(values, 'change') > 0,
    sentences: [
      words.was(format(number(values, 'value')), format(number(values, 'expected'))),
      words.usually(format(number(values, 'low')), format(number(values, 'high'))),
      ...coded.flatMap((one) => sentence(one, words, language) ?? []),
    ],
    confidence: known(words.confidence, level) ?? null,
    format,
    signed: (value) => {
      const sign = value > 0 ? '+' : value < 0 ? '−' : '';
      return text(values, 'unit') === 'percent'
        ? words.points(`${sign}${pointsOf(value, language)}`)
        : `${sign}${format(Math.abs(value))}`;
    },
  };
}

/** A difference of two shares, whose unit is points: "−17 %" of a share would be a share of a share. */
const pointsOf = (value: number, language: string): string =>
  numberFormat(language, 'insight points', { maximumFractionDigits: 1 }).format(100 * Math.abs(value));
