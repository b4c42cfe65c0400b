import type { ReactiveController } from 'lit';
import type { AicrmElement } from '../internal/aicrm-element.js';

/** Rows drawn beyond what is seen, on each side. */
const SPARE = 8;

/** Which rows of a list of equal rows are near what is seen; the rest is not drawn. */
export class RowWindow implements ReactiveController {
  /** Pixels; measured from the first row that is drawn. */
  rowHeight = 44;
  private scroller: HTMLElement | undefined;
  private drawn = '';
  private observer: ResizeObserver | undefined;
  private readonly host: AicrmElement;
  private readonly count: () => number;

  constructor(host: AicrmElement, count: () => number) {
    this.host = host;
    this.count = count;
    host.addController(this);
  }

  range(): { readonly from: number; readonly to: number } {
    const top = this.scroller?.scrollTop ?? 0;
    const high = this.scroller?.clientHeight || 480;
    const from = Math.max(0, Math.floor(top / this.rowHeight) - SPARE);
    return { from, to: Math.min(this.count(), Math.ceil((top + high) / this.rowHeight) + SPARE) };
  }

  /** Rows that fit into what is seen; what a page key moves by. */
  get page(): number {
    return Math.max(1, Math.floor((this.scroller?.clientHeight ?? 0) / this.rowHeight) - 2);
  }

  toTop(): void {
    if (this.scroller) this.scroller.scrollTop = 0;
  }

  /** Scrolls as little as shows a row whole, below the head that stays in place. */
  show(index: number): void {
    const { scroller, rowHeight } = this;
    if (!scroller) return;
    const head = scroller.querySelector<HTMLElement>('.head')?.offsetHeight ?? 0;
    const [top, bottom] = [index * rowHeight, (index + 1) * rowHeight + head];
    if (top < scroller.scrollTop) scroller.scrollTop = top;
    else if (bottom > scroller.scrollTop + scroller.clientHeight)
      scroller.scrollTop = bottom - scroller.clientHeight;
  }

  private readonly look = (): void => {
    const { from, to } = this.range();
    if (`${from} ${to}` !== this.drawn) this.host.requestUpdate();
  };

  hostUpdated(): void {
    const { from, to } = this.range();
    this.drawn = `${from} ${to}`;
    const scroller = this.host.renderRoot.querySelector<HTMLElement>('.grid') ?? undefined;
    if (scroller !== this.scroller) {
      this.forget();
      this.scroller = scroller;
      if (scroller) {
        scroller.addEventListener('scroll', this.look, { passive: true });
        // In the next frame: an observer that changed sizes at once would throw into the page.
        this.observer = new ResizeObserver(() => requestAnimationFrame(this.measure));
        this.observer.observe(scroller);
      }
    }
    this.measure();
  }

  private readonly measure = (): void => {
    const height = this.scroller?.querySelector<HTMLElement>('.row')?.offsetHeight ?? 0;
    if (height > 0 && height !== this.rowHeight) {
      this.rowHeight = height;
      this.host.requestUpdate();
    } else this.look();
  };

  private forget(): void {
    this.scroller?.removeEventListener('scroll', this.look);
    this.observer?.disconnect();
    this.scroller = undefined;
  }

  hostDisconnected(): void {
    this.forget();
  }
}
