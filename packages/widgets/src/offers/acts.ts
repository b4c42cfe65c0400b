import type { TenantData } from '@aicrm/client/data-types';
import type { OfferEvent } from '@aicrm/schema/offer';
import type { ReactiveController } from 'lit';
import { type AboutOffer, emit } from '../events.js';
import type { AicrmElement } from '../internal/aicrm-element.js';

/** How long a dismissal can be taken back, unless a pointer or the focus stays with it. */
export const undoMs = 8_000;

interface Hidden {
  /** Epoch ms. */
  readonly at: number;
  /** Undefined when it can no longer be taken back. */
  timer: ReturnType<typeof setTimeout> | undefined;
  kept: boolean;
}

/** Whom acts are about and where they are kept. */
export interface ActsScope {
  /** Without consent, and for a customer nobody named, acts are told to the host and kept nowhere. */
  readonly recordId: string | undefined;
  readonly data: () => Promise<TenantData> | undefined;
}

/**
 * What a person does with offers in one view: each impression, click and dismissal is told to the host and kept once. A
 * dismissal is kept when it can no longer be taken back, because an event that was kept cannot be.
 */
export class OfferActs implements ReactiveController {
  /** Impressions, clicks and dismissals of this view, for the choice. */
  readonly own: OfferEvent[] = [];
  readonly hidden = new Map<string, Hidden>();
  /** The offer whose dismissal could not be stored. */
  failed: string | undefined;
  private readonly seen = new Set<string>();
  private readonly clicked = new Set<string>();
  /** What takes the focus after the next drawing, because what had it is gone then. */
  private focus: string | undefined;
  private scope: ActsScope = { recordId: undefined, data: () => undefined };
  private readonly host: AicrmElement;

  constructor(host: AicrmElement) {
    this.host = host;
    host.addController(this);
  }

  get hiddenSince(): ReadonlyMap<string, number> {
    return new Map([...this.hidden].map(([offer, { at }]) => [offer, at]));
  }

  get showing(): readonly string[] {
    return [...this.seen];
  }

  /** Another customer, or another answer about consent: what was done before is kept, and nothing of it counts on. */
  begin(scope: ActsScope): void {
    this.keepAll();
    this.scope = scope;
    this.own.length = 0;
    this.hidden.clear();
    this.seen.clear();
    this.clicked.clear();
    this.failed = undefined;
  }

  hostConnected(): void {
    document.addEventListener('visibilitychange', this.onVisibility);
  }

  hostDisconnected(): void {
    document.removeEventListener('visibilitychange', this.onVisibility);
    this.keepAll();
  }

  hostUpdated(): void {
    const { focus } = this;
    this.focus = undefined;
    if (focus) this.host.renderRoot.querySelector<HTMLElement>(focus)?.focus();
  }

  wantsToSee(offer: string): boolean {
    return !this.seen.has(offer) && !this.hidden.has(offer);
  }

  saw(offer: string): void {
    if (!this.wantsToSee(offer)) return;
    this.seen.add(offer);
    this.happened(offer, 'impression');
  }

  click(offer: string): void {
    if (!this.clicked.has(offer)) {
      this.clicked.add(offer);
      this.happened(offer, 'click');
    } else this.tell(offer, 'click', Date.now());
  }

  dismiss(offer: string): void {
    if (this.hidden.has(offer)) return;
    const at = Date.now();
    this.failed = undefined;
    this.hidden.set(offer, { at, timer: undefined, kept: false });
    this.resume(offer);
    this.focus = `[data-hidden="${CSS.escape(offer)}"] button`;
    this.tell(offer, 'dismissed', at);
    this.host.requestUpdate();
  }

  undo(offer: string): void {
    const hidden = this.hidden.get(offer);
    if (!hidden || hidden.kept) return;
    clearTimeout(hidden.timer);
    this.hidden.delete(offer);
    this.focus = `[data-offer="${CSS.escape(offer)}"] .hide`;
    this.tell(offer, 'undone', Date.now());
    this.host.requestUpdate();
  }

  /** A pointer or the focus is with the way back: it stays. */
  hold(offer: string): void {
    clearTimeout(this.hidden.get(offer)?.timer);
  }

  resume(offer: string): void {
    const hidden = this.hidden.get(offer);
    if (!hidden || hidden.kept) return;
    clearTimeout(hidden.timer);
    hidden.timer = setTimeout(() => this.keepHidden(offer), undoMs);
  }

  private keepHidden(offer: string): void {
    const hidden = this.hidden.get(offer);
    if (!hidden || hidden.kept) return;
    clearTimeout(hidden.timer);
    hidden.kept = true;
    const event: OfferEvent = { offer, what: 'dismissed', at: hidden.at };
    this.own.push(event);
    this.host.requestUpdate();
    void this.keep(offer, 'dismissed').then((stored) => {
      if (stored || this.hidden.get(offer) !== hidden) return;
      // What could not be stored was not dismissed: the offer is back, and says so.
      this.hidden.delete(offer);
      this.own.splice(this.own.indexOf(event), 1);
      this.failed = offer;
      this.host.requestUpdate();
    });
  }

  private keepAll(): void {
    for (const offer of this.hidden.keys()) this.keepHidden(offer);
  }

  /** A page that is left keeps what was decided on it; `pagehide` does not come on every phone. */
  private readonly onVisibility = (): void => {
    if (document.visibilityState === 'hidden') this.keepAll();
  };

  private happened(offer: string, what: 'impression' | 'click'): void {
    const at = Date.now();
    this.own.push({ offer, what, at });
    this.tell(offer, what, at);
    void this.keep(offer, what);
  }

  /** @returns Whether it is stored, or nothing was to be. */
  private async keep(offer: string, what: OfferEvent['what']): Promise<boolean> {
    const { recordId: record, data } = this.scope;
    const coming = record === undefined ? undefined : data();
    if (record === undefined || !coming) return true;
    try {
      await (await coming).keep({ kind: 'offer', record, offer, what });
      return true;
    } catch {
      return false;
    }
  }

  private tell(offer: string, what: AboutOffer['what'], at: number): void {
    const recordId = this.scope.recordId ?? null;
    emit(this.host, 'aicrm-offer', { recordId, offer, what, at: new Date(at).toISOString() });
  }
}
