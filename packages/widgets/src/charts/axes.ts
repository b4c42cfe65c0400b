import { svg, type TemplateResult } from 'lit/html.js';
import type { ChartSize } from './chart-types.js';
import type { ValueFormat } from './format.js';
import { crisp, linear, type Scale } from './scale.js';
import { textWidth } from './text.js';
import { axisFontSize, type Tick, valueTicks } from './ticks.js';

/** The field that marks are drawn in, within a drawing, with its vertical scale. */
export interface Field {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly y: Scale;
  readonly ticks: readonly Tick[];
  /** Whether the value labels stand at the right. */
  readonly labelsRight: boolean;
}

export interface FieldOptions {
  readonly size: ChartSize;
  /** Pixels of the whole drawing. */
  readonly height: number;
  readonly domain: readonly [number, number];
  readonly format: ValueFormat;
  /** Pixels above the field, for words that stand there. */
  readonly top?: number;
  /** Pixels below it, for the labels of the other axis. */
  readonly bottom: number;
  /** Whether the domain ends at round numbers; default true. */
  readonly nice?: boolean;
}

/** Makes room for the value labels on the side where reading begins, and a scale that ends at round numbers. */
export function fieldOf({
  size,
  height,
  domain,
  format,
  top = 10,
  bottom,
  nice = true,
}: FieldOptions): Field {
  const count = Math.max(2, Math.min(6, Math.round((height - top - bottom) / 44)));
  const y = linear(domain, [height - bottom, top], nice ? count : 0);
  const ticks = valueTicks(y, count, format);
  const gutter = Math.ceil(Math.max(...ticks.map(({ label }) => textWidth(label, axisFontSize)))) + 8;
  const labelsRight = size.timeMirrored;
  return {
    left: labelsRight ? 6 : gutter,
    right: size.width - (labelsRight ? gutter : 6),
    top,
    bottom: height - bottom,
    y,
    ticks,
    labelsRight,
  };
}

/** Hairlines at the round values, and their labels beside the field. The line of 0 is stronger: it is where bars stand. */
export function valueAxis({ left, right, y, ticks, labelsRight }: Field): TemplateResult {
  return svg`<g>
    ${ticks.map(({ at, label }) => {
      const place = crisp(y(at));
      return svg`<path class=${at === 0 ? 'axis' : 'grid'} d="M${left},${place}H${right}" /><text
        class="muted"
        x=${labelsRight ? right + 8 : left - 8}
        y=${place}
        dy="0.35em"
        text-anchor=${labelsRight ? 'start' : 'end'}
      >${label}</text>`;
    })}
  </g>`;
}

/** Labels of the steps below the field; those at the ends are kept within the drawing. */
export function stepAxis(
  { bottom }: Field,
  ticks: readonly Tick[],
  x: (at: number) => number,
  width: number,
): TemplateResult {
  return svg`<g>
    ${ticks.map(({ at, label, below }) => {
      const place = x(at);
      const half = Math.max(textWidth(label, axisFontSize), textWidth(below ?? '', axisFontSize)) / 2;
      const middle = Math.max(half, Math.min(width - half, place));
      return svg`<path class="axis" d="M${crisp(place)},${bottom}v4" /><text
          class="muted" x=${middle} y=${bottom + 16} text-anchor="middle">${label}</text>${
            below
              ? svg`<text class="strong" x=${middle} y=${bottom + 30} text-anchor="middle">${below}</text>`
              : ''
          }`;
    })}
  </g>`;
}
