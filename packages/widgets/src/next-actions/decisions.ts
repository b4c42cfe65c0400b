import type { NewWidgetEvent, TenantData } from '@aicrm/client/data-types';
import type { ActionEvent } from '@aicrm/schema/next-action';

/** What a person decided about a proposal. */
export interface Decision {
  readonly rule: string;
  readonly label: string;
  readonly what: ActionEvent['what'];
  /** Epoch milliseconds. */
  readonly at: number;
  /** End of a snooze, epoch milliseconds. */
  readonly until?: number;
}

/** How long a decision can be taken back, unless a pointer or the focus stays with it. */
export const undoMs = 8_000;

/**
 * A record's decisions in this page view. A decision counts at once, and is kept for good when it can no longer be taken
 * back, because an event that was kept cannot be: the worker counts each that it has. All elements of a page that show the
 * same record share them.
 */
export class Decisions {
  /** Taken, and still to be kept. */
  pending: Decision | undefined;
  /** Whether the last one could not be stored. */
  failed = false;
  private kept: readonly Decision[] = [];
  private events: readonly ActionEvent[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly listeners = new Set<() => void>();
  private readonly record: string;
  private data: TenantData | undefined;

  constructor(record: string) {
    this.record = record;
  }

  /** The decisions as the ranking reads them; the same array while none is added. */
  get history(): readonly ActionEvent[] {
    return this.events;
  }

  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
      // The last element that could show the way back is gone.
      if (this.listeners.size === 0) void this.keep();
    };
  }

  /** @param data Keeps it; without data (a host's own record) the event to the host is all there is. */
  decide(decision: Decision, data: TenantData | undefined): void {
    void this.keep();
    this.failed = false;
    this.data = data;
    this.pending = decision;
    this.resume();
    this.change();
  }

  /** Takes the last decision back. */
  undo(): Decision | undefined {
    const { pending } = this;
    this.hold();
    this.pending = undefined;
    this.change();
    return pending;
  }

  /** A pointer or the focus is with the way back: it stays. */
  hold(): void {
    clearTimeout(this.timer);
  }

  resume(): void {
    clearTimeout(this.timer);
    if (this.pending) this.timer = setTimeout(() => void this.keep(), undoMs);
  }

  /** Keeps what was decided, now. */
  async keep(): Promise<void> {
    const { pending, data } = this;
    if (!pending) return;
    this.hold();
    this.pending = undefined;
    this.kept = [...this.kept, pending];
    this.change();
    if (!data || !this.record) return;
    try {
      await data.keep(eventOf(this.record, pending));
    } catch {
      // What could not be stored was not decided: the proposal is back, and says so.
      this.kept = this.kept.filter((one) => one !== pending);
      this.failed = true;
      this.change();
    }
  }

  private change(): void {
    const all = this.pending ? [...this.kept, this.pending] : this.kept;
    this.events = all.map(({ rule, what, at, until }) => ({
      rule,
      what,
      at,
      ...(until === undefined ? {} : { until }),
    }));
    for (const tell of this.listeners) tell();
  }
}

const instant = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`;

const eventOf = (record: string, { rule, what, until }: Decision): NewWidgetEvent => ({
  kind: 'action',
  record,
  rule,
  what,
  ...(until === undefined ? {} : { until: instant(until) }),
});

const byRecord = new Map<string, Decisions>();

/** A record's decisions; a host's record without an id has its own in each element. */
export function decisionsOf(recordId: string | undefined): Decisions {
  if (recordId === undefined) return new Decisions('');
  if (byRecord.size === 0) document.addEventListener('visibilitychange', keepAll);
  const known = byRecord.get(recordId) ?? new Decisions(recordId);
  byRecord.set(recordId, known);
  return known;
}

/** A page that is left keeps what was decided on it; `pagehide` does not come on every phone. */
function keepAll(): void {
  if (document.visibilityState === 'hidden') for (const one of byRecord.values()) void one.keep();
}
