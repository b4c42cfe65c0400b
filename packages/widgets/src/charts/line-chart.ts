import { nothing, svg, type TemplateResult } from 'lit/html.js';
import { type Field, fieldOf, stepAxis, valueAxis } from './axes.js';
import type { ChartSize, ChartSpec, Drawing, Ink, Reading, Stop, Stroke } from './chart-types.js';
import { chartWords } from './chart-words.js';
import { type Grain, stepName, type ValueFormat } from './format.js';
import { areaPath, barPath, linePath, lonePoints } from './paths.js';
import { type Column, crisp, linear, rangeOf, rounded } from './scale.js';
import { textWidth } from './text.js';
import { timeTicks } from './ticks.js';

/** A line over the steps; `NaN` where it has no value. */
export interface Line {
  readonly name: string;
  readonly values: Column;
  readonly ink: Ink;
  readonly stroke?: Extract<Stroke, 'solid' | 'dashed' | 'dotted'>;
  /** Thinner than what the chart is about. */
  readonly thin?: boolean;
  /** Indices at which another line begins, such as the next of several forecasts: no stroke leads there. */
  readonly breaks?: readonly number[];
  /** A point of another line that this one sets out from; it is drawn, and read nowhere. */
  readonly lead?: Lead;
}

export interface Lead {
  readonly at: number;
  readonly value: number;
}

/** Amounts as bars behind the lines, each with the interval it may lie in. */
export interface Columns {
  readonly name: string;
  readonly values: Column;
  readonly low?: Column;
  readonly high?: Column;
  /** Names the interval in tooltip and table. */
  readonly range?: string;
  readonly ink: Ink;
}

/** An interval over the steps, such as a forecast's. Wide ones come first, for they lie below. */
export interface Band {
  readonly name: string;
  readonly low: Column;
  readonly high: Column;
  readonly ink: Ink;
  readonly wide?: boolean;
  /** A point that it opens from, as a fan does from the last value that is known. */
  readonly lead?: Lead;
}

/** A value of its own: an open circle, such as the sum so far of a step that is not over. */
export interface Point {
  readonly at: number;
  readonly value: number;
  readonly name: string;
  readonly ink: Ink;
}

/** A range of steps that is set apart by its ground, with a word above: [from, to] as indices, halves allowed. */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly label: string;
}

/** A value to compare with, over some steps: a target. */
export interface Goal {
  readonly name: string;
  readonly at: number;
  readonly value: number;
}

export interface LineChart {
  readonly label: string;
  readonly language: string;
  /** First days of the steps, "2026-11-01", one after the other. */
  readonly dates: readonly string[];
  readonly grain: Grain;
  readonly format: ValueFormat;
  readonly lines: readonly Line[];
  readonly bands?: readonly Band[];
  readonly columns?: readonly Columns[];
  readonly points?: readonly Point[];
  readonly spans?: readonly Span[];
  readonly goals?: readonly Goal[];
  /** Whether the scale holds 0; default true, because a cut scale makes small changes look large. */
  readonly zero?: boolean;
  /**
   * Where a narrow drawing may begin at the latest: of what lies before, it shows what has room. The table has all.
   * Default 0: everything is drawn at every width.
   */
  readonly focus?: number;
  /** Pixels; default by the width, 180 to 300. */
  readonly height?: number;
  /** A person chose a step. */
  readonly choose?: (index: number) => void;
}

/** Steps that are narrower than this, in pixels, run into each other. */
const STEP_ROOM = 8;

/** The same chart from a later step on. */
function from(data: LineChart, start: number): LineChart {
  if (!(start > 0)) return data;
  const cut = (column: Column): number[] => Array.from(column).slice(start);
  const moved = <Placed extends { readonly at: number }>(all: readonly Placed[] = []): Placed[] =>
    all.filter(({ at }) => at >= start).map((one) => ({ ...one, at: one.at - start }));
  const lead = (given: Lead | undefined): { lead: Lead } | undefined =>
    given && given.at >= start ? { lead: { ...given, at: given.at - start } } : undefined;
  const { choose } = data;
  return {
    ...data,
    dates: data.dates.slice(start),
    lines: data.lines.map(({ lead: given, ...one }) => ({
      ...one,
      values: cut(one.values),
      breaks: (one.breaks ?? []).map((at) => at - start),
      ...lead(given),
    })),
    bands: (data.bands ?? []).map(({ lead: given, ...one }) => ({
      ...one,
      low: cut(one.low),
      high: cut(one.high),
      ...lead(given),
    })),
    columns: (data.columns ?? []).map((one) => ({
      ...one,
      values: cut(one.values),
      ...(one.low ? { low: cut(one.low) } : {}),
      ...(one.high ? { high: cut(one.high) } : {}),
    })),
    points: moved(data.points),
    goals: moved(data.goals),
    spans: (data.spans ?? []).map((span) => ({ ...span, from: span.from - start, to: span.to - start })),
    ...(choose ? { choose: (index: number) => choose(index + start) } : {}),
  };
}

const known = (value: number | undefined): value is number => value !== undefined && Number.isFinite(value);

function readingsAt(data: LineChart, i: number, missing: string): Reading[] {
  const { format, lines, bands = [], points = [], goals = [] } = data;
  const values = lines.flatMap(({ name, values: column, ink, stroke = 'solid' }): Reading[] => {
    const value = column[i];
    return known(value) ? [{ name, value: format.full(value), mark: { ink, stroke } }] : [];
  });
  const alone = points
    .filter(({ at }) => at === i)
    .map(
      ({ name, value, ink }): Reading => ({
        name,
        value: format.full(value),
        mark: { ink, stroke: 'point' },
      }),
    );
  const ranges = [...bands].reverse().flatMap(({ name, low, high, ink, wide }): Reading[] => {
    const [from, to] = [low[i], high[i]];
    if (!known(from) || !known(to)) return [];
    return [
      {
        name,
        value: `${format.full(from)} – ${format.full(to)}`,
        mark: { ink, stroke: wide ? 'area-wide' : 'area' },
      },
    ];
  });
  const wanted = goals
    .filter(({ at }) => at === i)
    .map(
      ({ name, value }): Reading => ({
        name,
        value: format.full(value),
        mark: { ink: 'bad', stroke: 'solid' },
      }),
    );
  const bars = (data.columns ?? []).flatMap(({ name, values: column, low, high, range, ink }): Reading[] => {
    const value = column[i];
    if (!known(value)) return [];
    const bar: Reading = { name, value: format.full(value), mark: { ink, stroke: 'bar' } };
    const [from, to] = [low?.[i], high?.[i]];
    return range && known(from) && known(to)
      ? [bar, { name: range, value: `${format.full(from)} – ${format.full(to)}` }]
      : [bar];
  });
  const all = [...values, ...alone, ...ranges, ...bars, ...wanted];
  return all.length > 0 ? all : [{ name: '', value: missing }];
}

/** Lines over time with intervals behind them. */
export function lineChart(data: LineChart): ChartSpec {
  const { label, language, dates, grain } = data;
  const { noValue } = chartWords(language);
  return {
    label,
    language,
    draw: (size) =>
      draw(
        from(data, Math.min(data.focus ?? 0, dates.length - Math.floor(size.width / STEP_ROOM))),
        size,
        noValue,
      ),
    table: tableOf(data),
    ...(data.choose ? { choose: data.choose } : {}),
  };
  function tableOf({
    lines,
    bands = [],
    points = [],
    goals = [],
    columns = [],
    format,
  }: LineChart): ChartSpec['table'] {
    const cell = (value: number | undefined): string => (known(value) ? format.full(value) : '–');
    const kinds = [...new Set(points.map(({ name }) => name)), ...new Set(goals.map(({ name }) => name))];
    return {
      columns: [
        chartWords(language).step,
        ...lines.map(({ name }) => name),
        ...[...bands].reverse().map(({ name }) => name),
        ...columns.map(({ name }) => name),
        ...kinds,
      ],
      rows: dates.map((date, i) => [
        stepName(date, grain, language),
        ...lines.map(({ values }) => cell(values[i])),
        ...[...bands]
          .reverse()
          .map(({ low, high }) =>
            known(low[i]) && known(high[i]) ? `${cell(low[i])} – ${cell(high[i])}` : '–',
          ),
        ...columns.map(({ values }) => cell(values[i])),
        ...kinds.map((kind) =>
          cell([...points, ...goals].find(({ name, at }) => name === kind && at === i)?.value),
        ),
      ]),
    };
  }
}

function draw(data: LineChart, size: ChartSize, missing: string): Drawing {
  const {
    dates,
    grain,
    language,
    lines,
    bands = [],
    points = [],
    spans = [],
    goals = [],
    columns = [],
  } = data;
  const height = data.height ?? Math.round(Math.max(180, Math.min(300, size.width * 0.42)));
  const domain = rangeOf(
    [
      ...lines.map(({ values }) => values),
      ...bands.flatMap(({ low, high }) => [low, high]),
      ...columns.flatMap(({ values, high }) => (high ? [values, high] : [values])),
      points.map(({ value }) => value),
      goals.map(({ value }) => value),
    ],
    { zero: data.zero ?? true },
  );
  const field = fieldOf({
    ...{ size, height, domain, format: data.format },
    top: spans.length > 0 ? 24 : 10,
    bottom: grain === 'year' ? 22 : 36,
  });
  const last = Math.max(1, dates.length - 1);
  // Half a step of air at both ends, so that neither a dot nor a label is cut.
  const air = Math.min(14, (field.right - field.left) / (2 * last + 2));
  const ends: [number, number] = [field.left + air, field.right - air];
  const scale = linear([0, last], size.timeMirrored ? [ends[1], ends[0]] : ends);
  const x = (at: number): number => (dates.length === 1 ? (field.left + field.right) / 2 : scale(at));
  const xs = dates.map((_, i) => x(i));
  const column = (values: Column, lead?: Lead): number[] =>
    dates.map((_, i) => field.y(i === lead?.at ? lead.value : (values[i] ?? Number.NaN)));
  const step = Math.abs(x(1) - x(0));

  const body = svg`
    ${spans.map((span) => spanMark(span, x, field, size))}
    ${valueAxis(field)}
    ${stepAxis(field, timeTicks(dates, grain, language, ends[1] - ends[0]), x, size.width)}
    ${bands.map(
      ({ low, high, ink, wide, lead }) =>
        svg`<path class="fill ${wide ? 'area-wide' : ''} ink-${ink}" d=${areaPath(xs, column(low, lead), column(high, lead))} />`,
    )}
    ${columns.map((one) => columnMarks(one, xs, step, field))}
    ${goals.map(({ at, value }) => {
      const half = Math.max(3.5, step / 2);
      return svg`<path class="stroke goal ink-bad" d="M${rounded(x(at) - half)},${crisp(field.y(value))}h${rounded(2 * half)}" />`;
    })}
    ${lines.map(({ values, ink, stroke = 'solid', thin, breaks = [], lead }) => {
      const ys = column(values, lead);
      return svg`<g class="ink-${ink}"><path class="stroke ${stroke} ${thin ? 'thin' : ''}" d=${brokenPath(xs, ys, breaks)} />${lonePoints(xs, ys).map((i) => svg`<circle class="solid-fill" cx=${rounded(xs[i] ?? 0)} cy=${rounded(ys[i] ?? 0)} r="2.5" />`)}</g>`;
    })}
    ${points.map(({ at, value, ink }) => svg`<circle class="open ink-${ink}" cx=${rounded(x(at))} cy=${rounded(field.y(value))} r="4" />`)}
  `;
  return {
    height,
    body,
    nearest: 'x',
    rule: [field.top, field.bottom],
    stops: dates.map((date, i): Stop => {
      const dots = lines.flatMap(({ values, ink }) => {
        const value = values[i];
        return known(value) ? [{ y: rounded(field.y(value)), ink }] : [];
      });
      return {
        x: rounded(x(i)),
        y: dots[0]?.y ?? (field.top + field.bottom) / 2,
        title: stepName(date, grain, language),
        readings: readingsAt(data, i, missing),
        dots,
      };
    }),
  };
}

/** The ground of some steps, with its word at the top, where it has room. */
function spanMark(
  { from, to, label }: Span,
  x: (at: number) => number,
  { top, bottom, left, right }: Field,
  { width }: ChartSize,
): TemplateResult {
  const a = Math.max(left, Math.min(x(from), x(to)));
  const b = Math.min(right, Math.max(x(from), x(to)));
  const half = textWidth(label, 11) / 2;
  const middle = Math.max(half, Math.min(width - half, (a + b) / 2));
  return svg`<rect class="span" x=${rounded(a)} y=${top - 4} width=${rounded(Math.max(1, b - a))} height=${bottom - top + 4} />${
    label
      ? svg`<text class="muted" x=${rounded(middle)} y="12" text-anchor="middle">${label}</text>`
      : nothing
  }`;
}

/** Several lines of one kind as one path. */
function brokenPath(xs: readonly number[], ys: readonly number[], breaks: readonly number[]): string {
  const starts = [0, ...[...breaks].filter((at) => at > 0 && at < xs.length).sort((a, b) => a - b)];
  return starts
    .map((from, n) => linePath(xs.slice(from, starts[n + 1]), ys.slice(from, starts[n + 1])))
    .join('');
}

function columnMarks(
  { values, low, high, ink }: Columns,
  xs: readonly number[],
  step: number,
  { y }: Field,
): TemplateResult {
  const wide = Math.max(2, Math.min(18, step * 0.5));
  const zero = y(0);
  return svg`<g class="ink-${ink}">${xs.map((x, i) => {
    const value = values[i];
    if (!known(value)) return nothing;
    const top = y(value);
    const [from, to] = [low?.[i], high?.[i]];
    return svg`<path class="solid-fill" d=${barPath(x - wide / 2, Math.min(top, zero), wide, Math.max(0.5, Math.abs(zero - top)), value < 0 ? 'bottom' : 'top', 2)} />${
      known(from) && known(to) && to > from
        ? svg`<path class="whisker" d="M${crisp(x)},${rounded(y(from))}V${rounded(y(to))}" />`
        : nothing
    }`;
  })}</g>`;
}
