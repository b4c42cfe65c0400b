import { html, type Markup } from './html.js';
import { across, asTable, at, fieldOf, figureOf, grid, label, line, swatch, upward } from './plot.js';

/** Numbers of any size, as people write them: four digits that count. */
export const amount = (value: number): string =>
  new Intl.NumberFormat('en-GB', { maximumSignificantDigits: 4 }).format(value);

/** A large figure with what it means below it. */
export const tile = (name: string, value: string, note: string): Markup =>
  html`<div><dt>${name}</dt><dd><b>${value}</b>${note}</dd></div>`;
export const tilesOf = (tiles: readonly Markup[]): Markup => html`<dl class="tiles">${tiles}</dl>`;

export const fact = (name: string, value: string | Markup): Markup =>
  html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
export const factsOf = (facts: readonly (Markup | false)[]): Markup => html`<dl class="facts">${facts}</dl>`;

/** Round numbers from at or below `low` to at or above `high`, about `n` of them. */
export function ticksOf(low: number, high: number, n = 5): number[] {
  const span = high - low;
  if (!(span > 0) || !Number.isFinite(span)) return [low - 1, low, low + 1];
  const raw = span / n;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map((one) => one * power).find((one) => one >= raw - 1e-12) ?? raw;
  const first = Math.floor(low / step + 1e-9);
  const last = Math.ceil(high / step - 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

const thousand = new Intl.NumberFormat('en-GB', { notation: 'compact', maximumSignificantDigits: 3 });
/** A tick's number: short, since it stands at an axis. */
export const short = (value: number): string =>
  Math.abs(value) >= 10_000 ? thousand.format(value) : amount(value);

export interface Pair {
  readonly name: string;
  readonly predicted: number;
  readonly actual: number;
  readonly rows: number;
  readonly low?: number;
  readonly high?: number;
}

export interface ScatterWords {
  readonly title: string;
  /** What a point is, for the key: "a tenth of the rows, by prediction". */
  readonly point: string;
  readonly rows: string;
  readonly first: string;
  readonly format: (value: number) => string;
}

/** Predicted against what happened, a point a group, with the line on which what is said is what happens. */
export function scatter(pairs: readonly Pair[], words: ScatterWords): Markup {
  const { format } = words;
  const values = pairs.flatMap(({ predicted, actual, low, high }) => [
    predicted,
    actual,
    low ?? actual,
    high ?? actual,
  ]);
  const ticks = ticksOf(Math.min(...values), Math.max(...values));
  const [from, to] = [ticks[0] ?? 0, ticks.at(-1) ?? 1];
  const field = fieldOf(420, 330, { left: 62 });
  const [x, y] = [across(field, from, to), upward(field, from, to)];
  const text = `${words.title}. ${pairs.map(({ name, predicted, actual }) => `${name}: predicted ${format(predicted)}, happened ${format(actual)}`).join('; ')}.`;
  const whiskers = pairs.some(({ low }) => low !== undefined);
  const every = Math.ceil(ticks.length / 5);
  return html`<div>${figureOf(
    field,
    words.title,
    text,
    [
      ...grid(field, y, ticks, format),
      ...ticks
        .filter((_, i) => i % every === 0)
        .map((tick) => label(x(tick), field.height - field.bottom + 16, format(tick))),
      line(x(from), y(from), x(to), y(to), 'ideal'),
      ...pairs.map(
        ({ predicted, actual, low, high }) =>
          html`${low !== undefined && high !== undefined && line(x(predicted), y(low), x(predicted), y(high), 'whisker')}<circle class="mark" cx="${at(x(predicted))}" cy="${at(y(actual))}" r="4.5"/>`,
      ),
      label((x(from) + x(to)) / 2, field.height - 6, 'predicted'),
    ],
    html`${swatch('dot')} ${words.point}${whiskers && ' with its 95 % interval'} · dashed: what is said is what happens`,
  )}${asTable(
    `${words.title}, as numbers`,
    [words.first, 'Predicted', 'Happened', ...(whiskers ? ['95 % interval'] : []), words.rows].map(
      (head, i) => ({ head, num: i > 0 }),
    ),
    pairs.map(({ name, predicted, actual, rows, low, high }) => [
      name,
      format(predicted),
      format(actual),
      ...(whiskers
        ? [low === undefined || high === undefined ? '–' : `${format(low)} to ${format(high)}`]
        : []),
      amount(rows),
    ]),
  )}</div>`;
}

export interface Trace {
  readonly name: string;
  /** `actual` is drawn dark, `chosen` in colour, `other` dashed. */
  readonly kind: 'actual' | 'chosen' | 'other';
  /** By place; null where there is none. */
  readonly values: readonly (number | null)[];
  readonly marks?: boolean;
}

export interface Band {
  readonly name: string;
  readonly kind: 'wide' | 'narrow' | 'chance';
  readonly low: readonly (number | null)[];
  readonly high: readonly (number | null)[];
}

export interface Course {
  readonly title: string;
  readonly places: readonly string[];
  readonly traces: readonly Trace[];
  readonly bands: readonly Band[];
  readonly format: (value: number) => string;
  /** Whether the axis begins at 0 where all values are above. */
  readonly zero?: boolean;
  readonly axis?: string;
  readonly width?: number;
  /** What to draw at 0, or elsewhere. */
  readonly level?: number;
}

const known = (values: readonly (number | null)[]): number[] => values.filter((value) => value !== null);
const keyOf = { actual: 'line actual', chosen: 'line', other: 'line other' } as const;
const bandKey = { wide: 'band', narrow: 'band narrow', chance: 'band chance' } as const;

/** Runs of places that have a value: a gap is no line. */
function runsOf(values: readonly (number | null)[]): number[][] {
  const runs: number[][] = [];
  values.forEach((value, i) => {
    if (value === null) return;
    const last = runs.at(-1);
    if (last?.at(-1) === i - 1) last.push(i);
    else runs.push([i]);
  });
  return runs;
}

/** Traces and bands over places in order (months, shares), with the text that says them. */
export function course(what: Course): Markup {
  const { places, traces, bands, format } = what;
  const values = [
    ...traces.flatMap((one) => known(one.values)),
    ...bands.flatMap((one) => [...known(one.low), ...known(one.high)]),
    ...(what.level === undefined ? [] : [what.level]),
  ];
  const least = Math.min(...values);
  const ticks = ticksOf(what.zero && least > 0 ? 0 : least, Math.max(...values));
  const field = fieldOf(what.width ?? 420, 270, { left: 58, bottom: what.axis === undefined ? 28 : 42 });
  const y = upward(field, ticks[0] ?? 0, ticks.at(-1) ?? 1);
  const n = places.length;
  const x = (i: number): number =>
    field.left + 10 + (i * (field.width - field.left - field.right - 20)) / Math.max(1, n - 1);
  const every = Math.max(1, Math.ceil(n / ((what.width ?? 420) > 600 ? 9 : 5)));
  const points = (own: readonly (number | null)[], run: readonly number[]): string =>
    run.map((i) => `${at(x(i))},${at(y(own[i] ?? 0))}`).join(' ');
  const areas = bands.flatMap((band) =>
    runsOf(band.low).map(
      (run) =>
        html`<polygon class="${bandKey[band.kind]}" points="${points(band.high, run)} ${points(band.low, [...run].reverse())}"/>`,
    ),
  );
  const drawn = traces.flatMap((one) => [
    ...runsOf(one.values).map(
      (run) => html`<polyline class="trace ${one.kind}" points="${points(one.values, run)}"/>`,
    ),
    ...(one.marks
      ? runsOf(one.values)
          .flat()
          .map((i) =>
            one.kind === 'other'
              ? html`<rect class="mark other" x="${at(x(i) - 3)}" y="${at(y(one.values[i] ?? 0) - 3)}" width="6" height="6"/>`
              : html`<circle class="mark ${one.kind}" cx="${at(x(i))}" cy="${at(y(one.values[i] ?? 0))}" r="3.5"/>`,
          )
      : []),
  ]);
  const words = `${what.title}. ${traces
    .map(
      (one) =>
        `${one.name}: ${runsOf(one.values)
          .flat()
          .slice(-24)
          .map((i) => `${places[i] ?? ''} ${format(one.values[i] ?? 0)}`)
          .join(', ')}`,
    )
    .join('; ')}.`;
  return figureOf(
    field,
    what.title,
    words,
    [
      ...grid(field, y, ticks, format),
      ...areas,
      what.level === undefined
        ? html``
        : line(field.left, y(what.level), field.width - field.right, y(what.level), 'ideal'),
      ...drawn,
      ...places.flatMap((place, i) =>
        i % every === 0 && i + every / 2 <= n
          ? [label(x(i), field.height - field.bottom + 16, place, '', i === 0 ? 'start' : 'middle')]
          : [],
      ),
      what.axis === undefined ? html`` : label((x(0) + x(n - 1)) / 2, field.height - 6, what.axis),
    ],
    html`${[
      ...traces.map((one) => html`${swatch(keyOf[one.kind])} ${one.name}`),
      ...bands.map((one) => html`${swatch(bandKey[one.kind])} ${one.name}`),
    ].map((one, i) => html`${i > 0 && ' · '}${one}`)}`,
  );
}

/** A bar within a table's cell, `share` of the cell's width; what it says stands beside it as a number. */
export const weight = (share: number, kind = 'strong'): Markup =>
  html`<svg class="weight" viewBox="0 0 128 12" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="128" height="12" rx="2"/><rect class="bar ${kind}" width="${at(Math.max(1, 128 * Math.min(1, share)))}" height="12" rx="2"/></svg>`;
