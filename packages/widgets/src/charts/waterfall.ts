import { svg } from 'lit/html.js';
import type { ChartSize, ChartSpec, Drawing } from './chart-types.js';
import type { ValueFormat } from './format.js';
import { barPath } from './paths.js';
import { crisp, linear, rangeOf, rounded } from './scale.js';
import { fitText, textWidth } from './text.js';

export interface WaterfallStep {
  readonly label: string;
  /** What it adds, or takes away where it is negative. */
  readonly value: number;
  /** Stands below the label: the input's value. */
  readonly note?: string;
}

export interface Waterfall {
  readonly label: string;
  readonly language: string;
  /** Formats of the sums, and of what is added (with its sign). */
  readonly format: ValueFormat;
  readonly signed: (value: number) => string;
  readonly start: { readonly label: string; readonly value: number };
  readonly steps: readonly WaterfallStep[];
  readonly endLabel: string;
  /** Heads of the table: what it is, what it adds, the sum so far. */
  readonly heads: readonly [string, string, string];
}

const ROW = 36;
const HIGH = 14;
const WIDE = 440;

/**
 * From a start to a sum, one bar a reason: each begins where the last one ended, so that the eye adds up. What adds goes
 * towards the end of the line, what takes away goes back, and the sign says it once more.
 */
export function waterfall(data: Waterfall): ChartSpec {
  const { label, language, start, steps, format, signed, heads, endLabel } = data;
  let sum = start.value;
  const sums = steps.map(({ value }) => {
    sum += value;
    return sum;
  });
  return {
    label,
    language,
    draw: (size) => draw(data, sums, size),
    table: {
      columns: heads,
      rows: [
        [start.label, '', format.full(start.value)],
        ...steps.map(({ label: name, note, value }, i) => [
          note ? `${name}: ${note}` : name,
          signed(value),
          format.full(sums[i] ?? 0),
        ]),
        [endLabel, '', format.full(sum)],
      ],
    },
  };
}

function draw(
  { start, steps, endLabel, format, signed }: Waterfall,
  sums: readonly number[],
  { width, mirrored }: ChartSize,
): Drawing {
  const end = sums[sums.length - 1] ?? start.value;
  const rows = [
    { label: start.label, note: '', from: 0, to: start.value, text: format.full(start.value), total: true },
    ...steps.map(({ label, note = '', value }, i) => ({
      ...{ label, note, from: sums[i - 1] ?? start.value, to: sums[i] ?? 0 },
      ...{ text: signed(value), total: false },
    })),
    { label: endLabel, note: '', from: 0, to: end, text: format.full(end), total: true },
  ];
  const wide = width >= WIDE;
  const row = wide ? ROW : ROW + 14;
  const nameRoom = wide ? Math.min(width * 0.38, 240) : 0;
  const textRoom = Math.max(...rows.map(({ text }) => textWidth(text, 12))) + 12;
  const domain = rangeOf([rows.map(({ to }) => to), [0]]);
  const scale = linear(domain, [nameRoom, width - (wide ? textRoom : 0)]);
  const place = (x: number, length: number): number => rounded(mirrored ? width - x - length : x);
  const [first, last] = mirrored ? (['end', 'start'] as const) : (['start', 'end'] as const);
  const barTop = (i: number): number => i * row + (wide ? (row - HIGH) / 2 : 24);
  const ink = (from: number, to: number, total: boolean): string =>
    total ? 'quiet' : to >= from ? 'good' : 'bad';
  const zero = crisp(place(scale(0), 0));
  const body = svg`
    <path class="grid" d="M${zero},0V${rows.length * row}" />
    ${rows.map(({ label, note, from, to, text, total }, i) => {
      const x = Math.min(scale(from), scale(to));
      const length = Math.max(1.5, Math.abs(scale(to) - scale(from)));
      const line = wide ? i * row + row / 2 : i * row + 15;
      const name = note ? `${label} · ${note}` : label;
      const towards = to >= from !== mirrored ? 'right' : 'left';
      const next = rows[i + 1];
      const joint = crisp(place(scale(to), 0));
      return svg`
        <text class=${total ? 'body strong' : 'body'} x=${place(0, 0)} y=${line} dy=${wide ? '0.35em' : '0'} text-anchor=${first}>${fitText(name, wide ? nameRoom - 12 : width - textRoom, 12)}</text>
        ${next ? svg`<path class="grid" d="M${joint},${barTop(i) + HIGH}V${barTop(i + 1)}" />` : ''}
        <path class="solid-fill ink-${ink(from, to, total)}" d=${barPath(place(x, length), barTop(i), length, HIGH, towards)} />
        <text class="body strong" x=${place(width, 0)} y=${line} dy=${wide ? '0.35em' : '0'} text-anchor=${last}>${text}</text>`;
    })}`;
  return {
    height: rows.length * row,
    body,
    nearest: 'y',
    stops: rows.map(({ label, note, from, to, text, total }, i) => ({
      x: place(Math.max(scale(from), scale(to)), 0),
      y: barTop(i) + HIGH / 2,
      title: label,
      readings: [{ name: note, value: text }, ...(total ? [] : [{ name: endLabel, value: format.full(to) }])],
    })),
  };
}
