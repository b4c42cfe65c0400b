import { svg } from 'lit/html.js';
import type { ChartSize, ChartSpec, Drawing, Ink } from './chart-types.js';
import { chartWords } from './chart-words.js';
import { type ValueFormat, valueFormat } from './format.js';
import { barPath } from './paths.js';
import { rounded } from './scale.js';
import { fitText, textWidth } from './text.js';

export interface SharePart {
  readonly name: string;
  readonly ink: Ink;
}

export interface ShareRow {
  readonly label: string;
  /** An amount of 0 or more for each part; the row's shares are of their sum. */
  readonly values: readonly number[];
  /** Stands at the row's end: "48 messages". */
  readonly note?: string;
}

export interface ShareBars {
  readonly label: string;
  readonly language: string;
  /** In the order they are drawn from the start. */
  readonly parts: readonly SharePart[];
  readonly rows: readonly ShareRow[];
  /** Heads the table's first column: what a row is. */
  readonly head: string;
  readonly format?: ValueFormat;
  readonly choose?: (index: number) => void;
  readonly tableAs?: ChartSpec['tableAs'];
}

const WIDE = 460;

/**
 * What a whole is made of, a bar a row: all bars are equally long, so that shares compare. A part that has room says its
 * share by itself; an empty row is a thin line, not a bar of nothing.
 */
export function shareBars(data: ShareBars): ChartSpec {
  const { label, language, parts, rows, head } = data;
  const share = valueFormat('share', language);
  const noted = rows.some(({ note }) => note);
  const shares = rows.map(({ values }) => {
    const sum = values.reduce((all, value) => all + Math.max(0, value), 0);
    return sum > 0 ? values.map((value) => Math.max(0, value) / sum) : values.map(() => 0);
  });
  return {
    label,
    language,
    draw: (size) => draw(data, shares, share, size),
    table: {
      columns: [head, ...parts.map(({ name }) => name), ...(noted ? [chartWords(language).note] : [])],
      rows: rows.map(({ label: name, note = '' }, i) => [
        name,
        ...(shares[i] ?? []).map((one) => share.full(one)),
        ...(noted ? [note] : []),
      ]),
    },
    ...(data.tableAs ? { tableAs: data.tableAs } : {}),
    ...(data.choose ? { choose: data.choose } : {}),
  };
}

function draw(
  { parts, rows, format }: ShareBars,
  shares: readonly (readonly number[])[],
  share: ValueFormat,
  { width, mirrored }: ChartSize,
): Drawing {
  const wide = width >= WIDE;
  const named = rows.some(({ label }) => label !== '');
  const row = wide || !named ? 30 : 46;
  const high = 20;
  const noteRoom = Math.max(0, ...rows.map(({ note = '' }) => textWidth(note, 12))) + 10;
  const names = Math.max(0, ...rows.map(({ label }) => textWidth(label, 12))) + 12;
  const from = wide && named ? Math.min(width * 0.32, names) : 0;
  const barRoom = Math.max(40, width - from - (wide && noteRoom > 10 ? noteRoom : 0));
  const place = (x: number, length: number): number => rounded(mirrored ? width - x - length : x);
  const [start, end] = mirrored ? (['end', 'start'] as const) : (['start', 'end'] as const);
  const body = svg`${rows.map(({ label, note = '' }, r) => {
    const top = r * row;
    const barTop = wide || !named ? top + 5 : top + 20;
    const middle = barTop + high / 2;
    const line = wide ? middle : top + 12;
    let x = from;
    const drawn = parts.flatMap(({ ink }, p) => {
      const one = shares[r]?.[p] ?? 0;
      const length = one * barRoom;
      const at = x;
      x += length;
      return one > 0 ? [{ ink, one, at, length }] : [];
    });
    return svg`
      <text class="body" x=${place(0, 0)} y=${line} dy=${wide ? '0.35em' : '0'} text-anchor=${start}>${fitText(label, wide ? from - 10 : width - noteRoom, 12)}</text>
      ${drawn.length === 0 ? svg`<path class="grid" d="M${place(from, 0)},${middle}H${place(from + barRoom, 0)}" />` : ''}
      ${drawn.map(({ ink, one, at, length }, n) => {
        // A hairline of air between neighbours tells them apart without colour.
        const gap = n < drawn.length - 1 ? Math.min(1.5, length / 2) : 0;
        const outer =
          n === 0 && n === drawn.length - 1
            ? 'none'
            : n === 0
              ? mirrored
                ? 'right'
                : 'left'
              : n === drawn.length - 1
                ? mirrored
                  ? 'left'
                  : 'right'
                : 'none';
        const text = share.short(one);
        const fits = textWidth(text, 11) + 8 <= length;
        return svg`<path class="solid-fill ink-${ink}" d=${barPath(place(at, length - gap), barTop, Math.max(0.5, length - gap), high, outer)} />${
          fits
            ? svg`<text class="on-ink" x=${place(at + length / 2, 0)} y=${middle} dy="0.35em" text-anchor="middle">${text}</text>`
            : ''
        }`;
      })}
      ${note ? svg`<text class="body muted" x=${place(width, 0)} y=${line} dy=${wide ? '0.35em' : '0'} text-anchor=${end}>${note}</text>` : ''}`;
  })}`;
  return {
    height: Math.max(1, rows.length * row),
    body,
    nearest: 'y',
    stops: rows.map(({ label, note, values }, r) => ({
      x: place(from + barRoom / 2, 0),
      y: r * row + row / 2,
      title: [label, note].filter(Boolean).join(' · '),
      readings: parts.map(({ name, ink }, p) => ({
        name,
        value: share.full(shares[r]?.[p] ?? 0) + (format ? ` · ${format.full(values[p] ?? 0)}` : ''),
        mark: { ink, stroke: 'bar' as const },
      })),
    })),
  };
}
