import { html, type Markup } from './html.js';

/** A drawing's inner field and the places of values in it, in units of its view box. */
export interface Field {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export const fieldOf = (width: number, height: number, more: Partial<Field> = {}): Field => ({
  width,
  height,
  left: 46,
  right: 22,
  top: 14,
  bottom: 40,
  ...more,
});

const tidy = (value: number): string => String(Math.round(value * 10) / 10);
/** A coordinate; what is no number would otherwise become a word in an attribute. */
export const at = (value: number): string => (Number.isFinite(value) ? tidy(value) : '0');

export const across =
  (field: Field, low: number, high: number) =>
  (value: number): number =>
    field.left + ((value - low) / (high - low)) * (field.width - field.left - field.right);

export const upward =
  (field: Field, low: number, high: number) =>
  (value: number): number =>
    field.height - field.bottom - ((value - low) / (high - low)) * (field.height - field.bottom - field.top);

/** Middle of the i-th of `n` equal places across. */
export const place =
  (field: Field, n: number) =>
  (i: number): number =>
    field.left + ((i + 0.5) * (field.width - field.left - field.right)) / Math.max(n, 1);

export const line = (x1: number, y1: number, x2: number, y2: number, kind: string): Markup =>
  html`<line class="${kind}" x1="${at(x1)}" y1="${at(y1)}" x2="${at(x2)}" y2="${at(y2)}"/>`;

export const label = (x: number, y: number, text: string, kind = '', anchor = 'middle'): Markup =>
  html`<text class="${kind}" x="${at(x)}" y="${at(y)}" text-anchor="${anchor}">${text}</text>`;

/** Horizontal lines with their values at the left. */
export const grid = (
  field: Field,
  y: (value: number) => number,
  ticks: readonly number[],
  format: (tick: number) => string,
): Markup[] =>
  ticks.map(
    (tick) =>
      html`${line(field.left, y(tick), field.width - field.right, y(tick), 'grid')}${label(field.left - 7, y(tick) + 4, format(tick), '', 'end')}`,
  );

/**
 * A figure with its title, drawing and key; `words` say the drawing to who does not see it. A wide drawing scrolls on a narrow
 * page, since its letters would shrink beyond reading.
 */
export const figureOf = (
  { width, height }: Field,
  title: string,
  words: string,
  drawing: readonly Markup[],
  key: Markup,
): Markup =>
  width > 600
    ? html`<figure class="wide"><figcaption>${title}</figcaption><div class="scroll" role="group" tabindex="0" aria-label="${title}"><svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${words}">${drawing}</svg></div><p class="key">${key}</p></figure>`
    : html`<figure><figcaption>${title}</figcaption><svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${words}">${drawing}</svg><p class="key">${key}</p></figure>`;

/** A sample of a mark in a key. */
export const swatch = (kind: string): Markup => html`<span class="swatch ${kind}" aria-hidden="true"></span>`;

/** Between 0 and the least of these that holds `most`. */
export const endOf = (most: number, ends: readonly number[]): number =>
  ends.find((end) => end >= most - 1e-9) ?? 1;

interface Column {
  readonly head: string;
  readonly num?: boolean;
}

type Cell = string | Markup;

/** The numbers of a drawing, or a table of its own. The first cell of each row names it. */
export const tableOf = (
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
): Markup =>
  html`<div class="scroll" role="group" tabindex="0" aria-label="${caption}"><table><caption class="sr">${caption}</caption><thead><tr>${columns.map(({ head, num }) => html`<th scope="col" class="${num ? 'num' : ''}">${head}</th>`)}</tr></thead><tbody>${rows.map(
    (cells) =>
      html`<tr>${cells.map((cell, i) => (i === 0 ? html`<th scope="row" class="${columns[i]?.num ? 'num' : ''}">${cell}</th>` : html`<td class="${columns[i]?.num ? 'num' : ''}">${cell}</td>`))}</tr>`,
  )}</tbody></table></div>`;

/** The same as a drawing, for who reads numbers rather than pictures. */
export const asTable = (
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
): Markup =>
  html`<details><summary>The same as a table</summary>${tableOf(caption, columns, rows)}</details>`;
