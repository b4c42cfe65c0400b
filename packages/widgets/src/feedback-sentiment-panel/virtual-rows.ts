import type { ReactiveController } from 'lit';
import type { AicrmElement } from '../internal/aicrm-element.js';

/** A row that was never drawn is taken to be this high, in pixels, until some have been. */
const FIRST_GUESS = 116;
/** Drawn beyond the visible part on each side, in pixels, so that a scroll meets drawn rows. */
const OVERSCAN = 500;

/**
 * A list of which only what is near the visible part is drawn. Rows have the height of their content; they are placed by
 * script from heights that were measured, or guessed by the mean of those. A row that has the focus stays drawn.
 *
 * The element draws `.scroller` > `.rows` > `.row[data-at]` of what `range()` says.
 */
export class VirtualRows implements ReactiveController {
  private readonly host: AicrmElement;
  private keys: readonly string[] = [];
  private readonly heights = new Map<string, number>();
  private sum = 0;
  private offsets = new Float64Array(1);
  private stale = true;
  private drawn: readonly number[] = [];
  private scroller: HTMLElement | undefined;
  private observer: ResizeObserver | undefined;
  private readonly observed = new Set<Element>();
  private wanted: number | undefined;

  constructor(host: AicrmElement) {
    this.host = host;
    host.addController(this);
  }

  /** The rows there are, by keys that stay the same for the same row. */
  setKeys(keys: readonly string[]): void {
    if (keys === this.keys) return;
    this.keys = keys;
    this.stale = true;
  }

  /** Back to the first row, as after a filter. */
  toTop(): void {
    if (this.scroller) this.scroller.scrollTop = 0;
  }

  /** Puts the focus on a row, drawing it first where it is not. */
  focus(at: number): void {
    if (at < 0 || at >= this.keys.length) return;
    this.measure();
    this.wanted = at;
    const { scroller } = this;
    if (scroller) {
      const top = this.offsets[at] ?? 0;
      const bottom = this.offsets[at + 1] ?? top;
      if (top < scroller.scrollTop) scroller.scrollTop = top;
      else if (bottom > scroller.scrollTop + scroller.clientHeight)
        scroller.scrollTop = Math.min(top, bottom - scroller.clientHeight);
    }
    this.host.requestUpdate();
  }

  private measure(): void {
    if (!this.stale) return;
    this.stale = false;
    const guess = this.heights.size > 0 ? this.sum / this.heights.size : FIRST_GUESS;
    const offsets = new Float64Array(this.keys.length + 1);
    for (const [i, key] of this.keys.entries())
      offsets[i + 1] = (offsets[i] ?? 0) + (this.heights.get(key) ?? guess);
    this.offsets = offsets;
  }

  /** The row at a height, by halving. */
  private rowAt(y: number): number {
    let [low, high] = [0, this.keys.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.offsets[middle + 1] ?? 0) <= y) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private focused(): number | undefined {
    const row = this.host.shadowRoot?.activeElement?.closest('.row');
    const at = row instanceof HTMLElement ? Number(row.dataset.at) : Number.NaN;
    return Number.isInteger(at) && at < this.keys.length ? at : undefined;
  }

  /** Which rows to draw now, in order. */
  range(): readonly number[] {
    this.measure();
    const { scroller } = this;
    const top = scroller?.scrollTop ?? 0;
    const high = scroller?.clientHeight ?? 600;
    const from = this.rowAt(top - OVERSCAN);
    const to = Math.min(this.keys.length, this.rowAt(top + high + OVERSCAN) + 1);
    const rows = new Set(Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i));
    for (const one of [this.focused(), this.wanted]) if (one !== undefined) rows.add(one);
    return [...rows].sort((a, b) => a - b);
  }

  private readonly onScroll = (): void => {
    const next = this.range();
    const [first, last] = [this.drawn[0], this.drawn.at(-1)];
    if (next.length === this.drawn.length && next[0] === first && next.at(-1) === last) return;
    this.host.requestUpdate();
  };

  private frame: number | undefined;

  /** A row grew or the list got wider. Measured in the next frame: in this one the observer would have to look again. */
  private readonly onResize = (): void => {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = undefined;
      if (!this.scroller) return;
      this.take();
      this.onScroll();
    });
  };

  /** Takes the heights of what is drawn, and places it. */
  private take(): void {
    const { scroller } = this;
    const top = scroller?.scrollTop ?? 0;
    let above = 0;
    for (const row of scroller?.querySelectorAll<HTMLElement>('.row') ?? []) {
      const at = Number(row.dataset.at);
      const key = this.keys[at];
      const height = row.offsetHeight;
      if (key === undefined || height === 0) continue;
      const before = this.heights.get(key);
      if (before === height) continue;
      this.sum += height - (before ?? 0);
      const [start, end] = [this.offsets[at] ?? 0, this.offsets[at + 1] ?? 0];
      // What lies above the visible part must not push it.
      if (end <= top) above += height - (end - start);
      this.heights.set(key, height);
      this.stale = true;
    }
    this.place();
    if (above !== 0 && scroller) scroller.scrollTop = top + above;
  }

  private place(): void {
    this.measure();
    const rows = this.scroller?.querySelector<HTMLElement>('.rows');
    if (!rows) return;
    rows.style.blockSize = `${Math.ceil(this.offsets[this.keys.length] ?? 0)}px`;
    for (const row of rows.querySelectorAll<HTMLElement>('.row'))
      row.style.insetBlockStart = `${Math.round(this.offsets[Number(row.dataset.at)] ?? 0)}px`;
  }

  hostUpdated(): void {
    const scroller = this.host.shadowRoot?.querySelector<HTMLElement>('.scroller') ?? undefined;
    if (scroller !== this.scroller) {
      this.scroller?.removeEventListener('scroll', this.onScroll);
      scroller?.addEventListener('scroll', this.onScroll, { passive: true });
      this.scroller = scroller;
    }
    const rows = [...(scroller?.querySelectorAll<HTMLElement>('.row') ?? [])];
    this.drawn = rows.map((row) => Number(row.dataset.at));
    this.observer ??= new ResizeObserver(this.onResize);
    for (const row of this.observed)
      if (!row.isConnected) {
        this.observer.unobserve(row);
        this.observed.delete(row);
      }
    for (const row of rows)
      if (!this.observed.has(row)) {
        this.observer.observe(row);
        this.observed.add(row);
      }
    this.take();
    if (this.wanted === undefined) return;
    const wanted = rows.find((row) => Number(row.dataset.at) === this.wanted);
    this.wanted = undefined;
    wanted?.focus({ preventScroll: true });
  }

  hostDisconnected(): void {
    if (this.frame !== undefined) cancelAnimationFrame(this.frame);
    this.frame = undefined;
    this.observer?.disconnect();
    this.observed.clear();
    this.scroller?.removeEventListener('scroll', this.onScroll);
    this.scroller = undefined;
  }
}
