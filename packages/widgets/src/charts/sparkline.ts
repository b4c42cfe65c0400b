import { html, svg, type TemplateResult } from 'lit/html.js';
import type { Ink } from './chart-types.js';
import { areaPath, linePath } from './paths.js';
import { type Column, linear, rangeOf, rounded } from './scale.js';

export interface Sparkline {
  /** What it shows, in words and with its first and last value: it has no axis that could say it. */
  readonly label: string;
  readonly values: Column;
  readonly ink?: Ink;
  /** Pixels; default 96 by 24. */
  readonly width?: number;
  readonly height?: number;
  /** Least and greatest of the scale; default that of the values. Set it where several are compared. */
  readonly domain?: readonly [number, number];
  /** Whether time runs from right to left, see `timeIsMirrored`. */
  readonly mirrored?: boolean;
}

/**
 * A line as small as a word, for table rows and key figures: no axis, a dot at its newest value, said as one sentence. It
 * is a plain template, without the machinery of the larger charts, because a list has hundreds.
 */
export function sparkline(data: Sparkline): TemplateResult {
  const { values, ink = 'main', width = 96, height = 24, mirrored = false } = data;
  const y = linear(data.domain ?? rangeOf([values]), [height - 4, 4]);
  const last = Math.max(1, values.length - 1);
  const x = linear([0, last], mirrored ? [width - 4, 4] : [4, width - 4]);
  const xs = Array.from(values, (_, i) => x(i));
  const ys = Array.from(values, (value) => y(value));
  const newest = ys.findLastIndex(Number.isFinite);
  const dot =
    newest < 0
      ? ''
      : svg`<circle class="solid-fill" cx=${rounded(xs[newest] ?? 0)} cy=${rounded(ys[newest] ?? 0)} r="2.5" />`;
  const ground = ys.map(() => height - 1);
  return html`<svg
    class="spark ink-${ink}"
    part="sparkline"
    role="img"
    aria-label=${data.label}
    viewBox="0 0 ${width} ${height}"
    width=${width}
    height=${height}
  >
    <path class="fill area-wide" d=${areaPath(xs, ys, ground)} />
    <path class="stroke spark-line" d=${linePath(xs, ys)} />
    ${dot}
  </svg>`;
}
