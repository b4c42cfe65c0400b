/**
 * What a mark is drawn in. Names say a meaning where there is one; numbers are kinds without order. Each has a custom
 * property `--aicrm-chart-<name>`.
 */
export type Ink = 'main' | 'good' | 'bad' | 'neutral' | 'quiet' | '1' | '2' | '3' | '4' | '5' | '6';

/** How a series is drawn in chart, tooltip and legend: colour is never all that tells two apart. */
export type Stroke = 'solid' | 'dashed' | 'dotted' | 'area' | 'area-wide' | 'point' | 'bar';

export interface Mark {
  readonly ink: Ink;
  readonly stroke: Stroke;
}

export interface Reading {
  readonly name: string;
  readonly value: string;
  readonly mark?: Mark;
}

/** A place that the pointer and keys can read: a point of a line, a bar. */
export interface Stop {
  /** Where the tooltip points to, in pixels of the drawing. */
  readonly x: number;
  readonly y: number;
  readonly title: string;
  readonly readings: readonly Reading[];
  /** Dots to light up while it is read. */
  readonly dots?: readonly { readonly y: number; readonly ink: Ink }[];
}

export interface ChartSize {
  /** Pixels that the chart may fill. */
  readonly width: number;
  /** Whether things begin at the right: `true` for right-to-left words. */
  readonly mirrored: boolean;
  /** Whether time runs from right to left, see `timeIsMirrored`. */
  readonly timeMirrored: boolean;
}

/** A chart as drawn for one size: an SVG's content, its height, and the places to read. */
export interface Drawing {
  readonly height: number;
  /** Content of the `<svg>`: a template of Lit's `svg`. */
  readonly body: unknown;
  readonly stops: readonly Stop[];
  /** Which stop is nearest to a pointer: by the horizontal place, the vertical one, or both. */
  readonly nearest: 'x' | 'y' | 'both';
  /** Top and bottom of a line through the stop that is read, where one helps. */
  readonly rule?: readonly [number, number];
}

/** The same numbers as words: the first cell of a row is its heading. */
export interface ChartTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export interface ChartSpec {
  /** Says what the chart shows, to those who don't see it; also the table's caption. */
  readonly label: string;
  readonly language: string;
  readonly draw: (size: ChartSize) => Drawing;
  readonly table: ChartTable;
  /**
   * Where the table is: behind a disclosure below the chart (default), or only for screen readers where the numbers stand
   * beside the chart anyway.
   */
  readonly tableAs?: 'disclosure' | 'hidden';
  /** A person chose a stop, by a click or Enter; without it there is nothing to choose. */
  readonly choose?: (index: number) => void;
}
