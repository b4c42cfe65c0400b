import type { ReactiveController } from 'lit';
import type { AicrmElement } from '../internal/aicrm-element.js';

/** Half of the area, for a second without a break: what the Media Rating Council calls a viewable display impression. */
const share = 0.5;
const lastingMs = 1_000;

/**
 * Tells when an offer has been in sight: half of it, for a second on end, on a page that is shown. One that is taller than
 * the window counts when it fills half of the window. What was told is not told again.
 */
export class Exposure implements ReactiveController {
  private observer: IntersectionObserver | undefined;
  private readonly observed = new Map<Element, string>();
  private readonly inSight = new Set<Element>();
  private readonly timers = new Map<Element, ReturnType<typeof setTimeout>>();
  private readonly host: AicrmElement;
  private readonly wanted: (offer: string) => boolean;
  private readonly seen: (offer: string) => void;

  constructor(host: AicrmElement, wanted: (offer: string) => boolean, seen: (offer: string) => void) {
    this.host = host;
    this.wanted = wanted;
    this.seen = seen;
    host.addController(this);
  }

  hostConnected(): void {
    document.addEventListener('visibilitychange', this.onVisibility);
    this.host.requestUpdate();
  }

  hostDisconnected(): void {
    document.removeEventListener('visibilitychange', this.onVisibility);
    this.observer?.disconnect();
    this.observer = undefined;
    this.observed.clear();
    this.inSight.clear();
    this.stopTimers();
  }

  hostUpdated(): void {
    if (!this.host.isConnected || typeof IntersectionObserver === 'undefined') return;
    const now = new Map<Element, string>();
    for (const card of this.host.renderRoot.querySelectorAll<HTMLElement>('[data-offer]')) {
      const id = card.dataset.offer ?? '';
      if (this.wanted(id)) now.set(card, id);
    }
    for (const [card, id] of this.observed)
      if (now.get(card) !== id) {
        this.observer?.unobserve(card);
        this.observed.delete(card);
        this.leave(card);
      }
    for (const [card, id] of now)
      if (!this.observed.has(card)) {
        this.observed.set(card, id);
        this.watch(card);
      }
  }

  private watch(card: Element): void {
    this.observer ??= new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting, intersectionRatio, intersectionRect, rootBounds } of entries) {
          const fills = rootBounds !== null && intersectionRect.height >= share * rootBounds.height;
          if (isIntersecting && (intersectionRatio >= share || fills)) this.enter(target);
          else this.leave(target);
        }
      },
      { threshold: [0, 0.1, 0.2, 0.3, 0.4, share] },
    );
    this.observer.observe(card);
  }

  private enter(card: Element): void {
    this.inSight.add(card);
    if (this.timers.has(card) || document.visibilityState === 'hidden') return;
    const tell = (): void => {
      this.timers.delete(card);
      const id = this.observed.get(card);
      if (id !== undefined && this.wanted(id)) this.seen(id);
    };
    this.timers.set(card, setTimeout(tell, lastingMs));
  }

  private leave(card: Element): void {
    this.inSight.delete(card);
    clearTimeout(this.timers.get(card));
    this.timers.delete(card);
  }

  private stopTimers(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
  }

  /** A second begins anew when the page is shown again. */
  private readonly onVisibility = (): void => {
    this.stopTimers();
    if (document.visibilityState !== 'hidden') for (const card of [...this.inSight]) this.enter(card);
  };
}
