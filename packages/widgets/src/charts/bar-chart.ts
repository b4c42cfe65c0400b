import { svg } from 'lit/html.js';
import { fieldOf, stepAxis, valueAxis } from './axes.js';
import type { ChartSize, ChartSpec, Drawing, Ink } from './chart-types.js';
import { chartWords } from './chart-words.js';
import { type Grain, stepName, type ValueFormat } from './format.js';
import { barPath } from './paths.js';
import { type Column, linear, rangeOf, rounded } from './scale.js';
import { fitText, textWidth } from './text.js';
import { timeTicks } from './ticks.js';

export interface Bar {
  readonly label: string;
  readonly value: number;
  readonly ink?: Ink;
  /** Stands behind the value: "12 customers". */
  readonly note?: string;
}

export interface BarChart {
  readonly label: string;
  readonly language: string;
  readonly format: ValueFormat;
  readonly bars: readonly Bar[];
  /** Heads the columns of the table: what a bar is, and what its length says. */
  readonly heads: readonly [string, string];
  readonly choose?: (index: number) => void;
  readonly tableAs?: ChartSpec['tableAs'];
}

/** Rows are this high: a label of one line, and a bar below it where the chart is narrow. */
const WIDE_ROW = 30;
const NARROW_ROW = 40;
const WIDE = 420;

/** Named amounts as lying bars, in the order given, with their labels before and their values behind them. */
export function barChart(data: BarChart): ChartSpec {
  const { label, language, bars, format, heads } = data;
  const noted = bars.some(({ note }) => note);
  return {
    label,
    language,
    draw: (size) => drawBars(data, size),
    table: {
      columns: noted ? [...heads, chartWords(language).note] : heads,
      rows: bars.map(({ label: name, value, note = '' }) => [
        name,
        format.full(value),
        ...(noted ? [note] : []),
      ]),
    },
    ...(data.tableAs ? { tableAs: data.tableAs } : {}),
    ...(data.choose ? { choose: data.choose } : {}),
  };
}

function drawBars({ bars, format }: BarChart, { width, mirrored }: ChartSize): Drawing {
  const wide = width >= WIDE;
  const row = wide ? WIDE_ROW : NARROW_ROW;
  const values = bars.map(({ value, note }) =>
    note ? `${format.full(value)} · ${note}` : format.full(value),
  );
  const valueRoom = Math.max(0, ...values.map((text) => textWidth(text, 12))) + 10;
  const nameRoom = wide
    ? Math.min(width * 0.36, Math.max(...bars.map(({ label }) => textWidth(label, 12)), 0) + 12)
    : 0;
  const barRoom = Math.max(20, width - nameRoom - (wide ? valueRoom : 0));
  const domain = rangeOf([bars.map(({ value }) => value)], { zero: true });
  const scale = linear(domain, [0, barRoom]);
  // Everything is placed as if words began at the left, then turned over.
  const place = (x: number, length: number): number => rounded(mirrored ? width - x - length : x);
  const start = mirrored ? 'end' : 'start';
  const end = mirrored ? 'start' : 'end';
  const body = svg`${bars.map(({ label, value, ink = 'main' }, i) => {
    const top = i * row;
    const from = nameRoom + scale(Math.min(0, value));
    const length = Math.max(value === 0 ? 1 : 1.5, Math.abs(scale(value) - scale(0)));
    const barTop = wide ? top + 7 : top + 22;
    const high = wide ? 16 : 10;
    const towards = value < 0 !== mirrored ? 'left' : 'right';
    return svg`<text class="body" x=${place(0, 0)} y=${wide ? top + 15 : top + 13} dy=${wide ? '0.35em' : '0'} text-anchor=${start}>${fitText(label, wide ? nameRoom - 10 : width - valueRoom, 12)}</text>
      <path class="solid-fill ink-${ink}" d=${barPath(place(from, length), barTop, length, high, towards)} />
      <text class="body strong" x=${place(wide ? from + length + 8 : width, 0)} y=${wide ? top + 15 : top + 13} dy=${wide ? '0.35em' : '0'} text-anchor=${wide ? start : end}>${values[i] ?? ''}</text>`;
  })}`;
  return {
    height: Math.max(1, bars.length * row),
    body,
    nearest: 'y',
    stops: bars.map(({ label, value, note }, i) => ({
      x: place(nameRoom + scale(Math.max(0, value)), 0),
      y: i * row + row / 2,
      title: label,
      readings: [{ name: note ?? '', value: format.full(value) }],
    })),
  };
}

export interface ColumnChart {
  readonly label: string;
  readonly language: string;
  /** First days of the steps, one after the other. */
  readonly dates: readonly string[];
  readonly grain: Grain;
  readonly format: ValueFormat;
  /** Stacked from the ground up; values are 0 or more, `NaN` where there is none. */
  readonly series: readonly { readonly name: string; readonly values: Column; readonly ink: Ink }[];
  readonly height?: number;
  readonly choose?: (index: number) => void;
}

/** Amounts over time as standing bars, one series or several on top of each other. */
export function columnChart(data: ColumnChart): ChartSpec {
  const { label, language, dates, grain, series, format } = data;
  const words = chartWords(language);
  const cell = (value: number | undefined): string =>
    value !== undefined && Number.isFinite(value) ? format.full(value) : '–';
  return {
    label,
    language,
    draw: (size) => drawColumns(data, size),
    table: {
      columns: [words.step, ...series.map(({ name }) => name)],
      rows: dates.map((date, i) => [
        stepName(date, grain, language),
        ...series.map(({ values }) => cell(values[i])),
      ]),
    },
    ...(data.choose ? { choose: data.choose } : {}),
  };
}

function drawColumns(data: ColumnChart, size: ChartSize): Drawing {
  const { dates, grain, language, series, format } = data;
  const height = data.height ?? Math.round(Math.max(150, Math.min(240, size.width * 0.36)));
  const value = (column: Column, i: number): number => {
    const one = column[i] ?? 0;
    return Number.isFinite(one) ? Math.max(0, one) : 0;
  };
  const sums = dates.map((_, i) => series.reduce((sum, { values }) => sum + value(values, i), 0));
  const field = fieldOf({
    ...{ size, height, format, domain: rangeOf([sums], { zero: true }) },
    bottom: grain === 'year' ? 22 : 36,
  });
  const step = (field.right - field.left) / Math.max(1, dates.length);
  const x = (at: number): number =>
    size.timeMirrored ? field.right - (at + 0.5) * step : field.left + (at + 0.5) * step;
  const wide = Math.max(1, Math.min(36, step * 0.72));
  const body = svg`
    ${valueAxis(field)}
    ${stepAxis(field, timeTicks(dates, grain, language, step * Math.max(1, dates.length - 1)), x, size.width)}
    ${dates.map((_, i) => {
      let below = 0;
      const parts = series.filter(({ values }) => value(values, i) > 0);
      return parts.map(({ values, ink }, n) => {
        const from = field.y(below);
        below += value(values, i);
        const to = field.y(below);
        // A hairline of air between what is stacked.
        const gap = n > 0 ? 1 : 0;
        return svg`<path class="solid-fill ink-${ink}" d=${barPath(x(i) - wide / 2, to, wide, Math.max(0.5, from - to - gap), n === parts.length - 1 ? 'top' : 'none')} />`;
      });
    })}
  `;
  return {
    height,
    body,
    nearest: 'x',
    stops: dates.map((date, i) => ({
      x: rounded(x(i)),
      y: rounded(field.y(sums[i] ?? 0)),
      title: stepName(date, grain, language),
      readings: series.map(({ name, values, ink }) => ({
        name,
        value: Number.isFinite(values[i] ?? Number.NaN)
          ? format.full(values[i] ?? 0)
          : chartWords(language).noValue,
        mark: { ink, stroke: 'bar' as const },
      })),
    })),
  };
}
