import type { Course, TonePeriod } from '@aicrm/client/feedback/summary';
import { svg } from 'lit/html.js';
import { fieldOf, stepAxis, valueAxis } from '../charts/axes.js';
import type { ChartSize, ChartSpec, Drawing, Ink, Reading } from '../charts/chart-types.js';
import { chartWords } from '../charts/chart-words.js';
import { stepName, valueFormat } from '../charts/format.js';
import { barPath } from '../charts/paths.js';
import { crisp, rounded } from '../charts/scale.js';
import { timeTicks } from '../charts/ticks.js';
import type { FeedbackWords } from '../locales/feedback-sentiment-panel-words.js';
import type { Formats } from './format.js';

/** From the ground up: what is bad stands on the axis, where its heights can be compared. */
const stack = [
  { tone: 'negative', ink: 'bad' },
  { tone: 'neutral', ink: 'neutral' },
  { tone: 'positive', ink: 'good' },
] as const satisfies readonly { tone: keyof FeedbackWords['tones']; ink: Ink }[];

export const courseInks = stack;

const dateOf = ({ from }: TonePeriod): string => new Date(from).toISOString().slice(0, 10);

/**
 * The shares of the tones through time: a full bar a period with the interval of the negative share as a whisker. A period
 * of too few messages is an outline without parts.
 */
export function courseChart(
  { kind, periods }: Course,
  label: string,
  words: FeedbackWords,
  formats: Formats,
): ChartSpec {
  const { language } = formats;
  const titled = (period: TonePeriod): string => {
    const name = stepName(dateOf(period), kind, language);
    return period.open ? `${name}, ${words.open}` : name;
  };
  const readings = (period: TonePeriod): Reading[] => {
    const { negative, counts, scored } = period;
    if (!negative) return [{ name: words.scoredCount, value: `${formats.count(scored)}, ${words.tooFew}` }];
    return [
      ...stack.toReversed().map(({ tone, ink }) => ({
        name: words.tones[tone],
        value: words.countOf(formats.percent(counts[tone] / scored), formats.count(counts[tone])),
        mark: { ink, stroke: 'bar' as const },
      })),
      {
        name: words.negativeRange,
        value: words.rangeTo(formats.percent(negative.low), formats.percent(negative.high)),
      },
    ];
  };
  return {
    label,
    language,
    draw: (size) => draw(periods, kind, size, titled, readings, language),
    table: {
      columns: [
        chartWords(language).step,
        ...stack.map(({ tone }) => words.tones[tone]),
        words.negativeRange,
        words.scoredCount,
      ],
      rows: periods.map((period) => {
        const { negative, counts, scored } = period;
        return [
          titled(period),
          ...stack.map(({ tone }) => (negative ? formats.percent(counts[tone] / scored) : words.tooFew)),
          negative ? words.rangeTo(formats.percent(negative.low), formats.percent(negative.high)) : '–',
          formats.count(scored),
        ];
      }),
    },
  };
}

function draw(
  periods: readonly TonePeriod[],
  kind: Course['kind'],
  size: ChartSize,
  titled: (period: TonePeriod) => string,
  readings: (period: TonePeriod) => Reading[],
  language: string,
): Drawing {
  const height = Math.round(Math.max(150, Math.min(230, size.width * 0.38)));
  const field = fieldOf({
    ...{ size, height, domain: [0, 1] as const, nice: false, bottom: 36 },
    format: valueFormat('share', language),
  });
  const step = (field.right - field.left) / Math.max(1, periods.length);
  const x = (at: number): number =>
    size.timeMirrored ? field.right - (at + 0.5) * step : field.left + (at + 0.5) * step;
  const wide = Math.max(2, Math.min(34, step * 0.74));
  const dates = periods.map(dateOf);
  const ticks = timeTicks(dates, kind, language, step * Math.max(1, periods.length - 1));
  const bar = (period: TonePeriod, i: number) => {
    const left = x(i) - wide / 2;
    if (!period.negative)
      return period.scored === 0
        ? ''
        : svg`<path class="few" d=${barPath(left + 0.5, field.top + 0.5, wide - 1, field.bottom - field.top - 1, 'none')} />`;
    let below = 0;
    const { counts, scored, negative } = period;
    const middle = crisp(x(i));
    const [low, high] = [crisp(field.y(negative.low)), crisp(field.y(negative.high))];
    const foot = Math.min(3, wide / 3);
    return svg`${stack.map(({ tone, ink }) => {
      if (counts[tone] === 0) return '';
      const from = field.y(below);
      below += counts[tone] / scored;
      const to = field.y(below);
      const gap = to > field.top + 0.5 ? 1 : 0;
      return svg`<path class="solid-fill ink-${ink} part-${tone}" d=${barPath(left, to + gap, wide, Math.max(0.5, from - to - gap), 'none')} />`;
    })}<path class="whisker" d="M${middle},${low}V${high}M${middle - foot},${low}H${middle + foot}M${middle - foot},${high}H${middle + foot}" />`;
  };
  return {
    height,
    body: svg`${valueAxis(field)}${stepAxis(field, ticks, x, size.width)}${periods.map(bar)}`,
    nearest: 'x',
    stops: periods.map((period, i) => ({
      x: rounded(x(i)),
      y: rounded(field.y(period.negative ? period.counts.negative / period.scored : 0.5)),
      title: titled(period),
      readings: readings(period),
    })),
  };
}
