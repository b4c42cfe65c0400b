import { svg } from 'lit/html.js';
import { fieldOf, valueAxis } from './axes.js';
import type { ChartSize, ChartSpec, Drawing } from './chart-types.js';
import { chartWords } from './chart-words.js';
import { valueFormat } from './format.js';
import { linePath } from './paths.js';
import { type Column, crisp, linear, rounded } from './scale.js';
import { valueTicks } from './ticks.js';

export interface Reliability {
  readonly label: string;
  readonly language: string;
  /** A column a group of predictions: mean predicted probability, share that came true, rows. */
  readonly predicted: Column;
  readonly observed: Column;
  readonly rows: Column;
  /** Names: what was predicted, what was observed, how many, and the line where both agree. */
  readonly names: {
    readonly predicted: string;
    readonly observed: string;
    readonly rows: string;
    readonly perfect: string;
  };
}

/** Wilson's 95 % interval of a share (Wilson 1927, equation 7): what `rows` observations leave open. */
export function wilson(share: number, rows: number): [number, number] {
  if (!(rows > 0)) return [0, 1];
  const z = 1.959963984540054;
  const shrink = 1 + (z * z) / rows;
  const middle = share + (z * z) / (2 * rows);
  const reach = z * Math.sqrt((share * (1 - share)) / rows + (z * z) / (4 * rows * rows));
  return [Math.max(0, (middle - reach) / shrink), Math.min(1, (middle + reach) / shrink)];
}

/**
 * Whether probabilities mean what they say: what was predicted against what came, with the interval that chance leaves,
 * beside the line where both agree. Both axes have one scale, which ends a little above the highest probability.
 */
export function reliability(data: Reliability): ChartSpec {
  const { label, language, predicted, observed, rows, names } = data;
  const share = valueFormat('share', language);
  const plain = valueFormat('number', language);
  return {
    label,
    language,
    draw: (size) => draw(data, size),
    table: {
      columns: [names.predicted, names.observed, chartWords(language).interval95, names.rows],
      rows: Array.from(predicted, (value, i) => [
        share.full(value),
        share.full(observed[i] ?? 0),
        wilson(observed[i] ?? 0, rows[i] ?? 0)
          .map(share.full)
          .join(' – '),
        plain.full(rows[i] ?? 0),
      ]),
    },
  };
}

function draw({ predicted, observed, rows, names, language }: Reliability, size: ChartSize): Drawing {
  const share = valueFormat('share', language);
  const plain = valueFormat('number', language);
  const wide = Math.min(size.width, 420);
  const height = Math.round(wide * 0.8);
  const intervals = Array.from(observed, (value, i) => wilson(value, rows[i] ?? 0));
  const most = Math.max(0.05, ...Array.from(predicted), ...Array.from(observed));
  const domain: [number, number] = [0, Math.min(1, most * 1.1)];
  const square = { ...size, width: wide, timeMirrored: size.mirrored };
  const field = fieldOf({ size: square, height, domain, format: share, top: 20, bottom: 40 });
  const top = field.y.domain()[1] ?? 1;
  // Half a label's room at both ends.
  const ends: [number, number] = size.mirrored
    ? [field.left + 12, field.right]
    : [field.left, field.right - 12];
  const x = linear([0, top], size.mirrored ? [ends[1], ends[0]] : ends);
  const y = (value: number): number => field.y(Math.min(top, value));
  const order = Array.from(predicted, (_, i) => i).sort((a, b) => (predicted[a] ?? 0) - (predicted[b] ?? 0));
  const xs = order.map((i) => x(predicted[i] ?? 0));
  const ys = order.map((i) => y(observed[i] ?? 0));
  const largest = Math.max(1, ...Array.from(rows));
  const radius = (i: number): number => rounded(3 + 4 * Math.sqrt((rows[i] ?? 0) / largest));
  const [start, end] = size.mirrored ? (['end', 'start'] as const) : (['start', 'end'] as const);
  const body = svg`
    ${valueAxis(field)}
    ${valueTicks(x, 5, share).map(
      ({ at, label }) =>
        svg`<path class="grid" d="M${crisp(x(at))},${field.top}V${field.bottom + 4}" /><text class="muted" x=${x(at)} y=${field.bottom + 16} text-anchor="middle">${label}</text>`,
    )}
    <text class="muted" x=${size.mirrored ? field.right : field.left} y="11" text-anchor=${start}>${names.observed}</text>
    <text class="muted" x=${size.mirrored ? field.left : field.right} y=${height - 6} text-anchor=${end}>${names.predicted}</text>
    <path class="stroke dashed thin ink-quiet" d="M${x(0)},${y(0)}L${rounded(x(top))},${rounded(y(top))}" />
    <g class="ink-main">
      ${order.map((i) => {
        const [low, high] = intervals[i] ?? [0, 1];
        return svg`<path class="stroke thin" d="M${rounded(x(predicted[i] ?? 0))},${rounded(y(low))}V${rounded(y(high))}" />`;
      })}
      <path class="stroke" d=${linePath(xs, ys)} />
      ${order.map((i) => svg`<circle class="dot ink-main" cx=${rounded(x(predicted[i] ?? 0))} cy=${rounded(y(observed[i] ?? 0))} r=${radius(i)} />`)}
    </g>`;
  return {
    height,
    body,
    nearest: 'both',
    stops: order.map((i) => ({
      x: rounded(x(predicted[i] ?? 0)),
      y: rounded(y(observed[i] ?? 0)),
      title: `${names.predicted} ${share.full(predicted[i] ?? 0)}`,
      readings: [
        { name: names.observed, value: share.full(observed[i] ?? 0) },
        {
          name: chartWords(language).interval95,
          value: (intervals[i] ?? [0, 1]).map(share.full).join(' – '),
        },
        { name: names.rows, value: plain.full(rows[i] ?? 0) },
      ],
      dots: [{ y: rounded(y(observed[i] ?? 0)), ink: 'main' as const }],
    })),
  };
}
