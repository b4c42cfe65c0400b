import type { Problem } from '@aicrm/schema/problem';
import type { WidgetEvent, WidgetEventsAnswer } from '@aicrm/schema/widget-event';
import type { NewWidgetEvent, RefusedEvent } from '../data-types.js';
import type { Ground } from '../engine-types.js';
import { readPointer } from '../store/keys.js';
import type { Store } from '../store/store.js';
import { readClaims } from '../token.js';
import {
  MemoryOutbox,
  markWaiting,
  mostWaiting,
  type OutboxStore,
  openOutbox,
  outboxName,
} from './outbox-store.js';

/** As many as the worker takes at once. */
const batch = 200;
const timeoutMs = 20_000;
const backoffBase = 1_000;
const backoffCap = 300_000;
/** A worker that asks for longer is asked again at this page view's end of patience. */
const longestWait = 3_600_000;
/** What a sign-out waits for the last events to be taken. */
const lastAttempt = 3_000;
/** While another tab sends, this one looks again after so long. */
const otherTab = 5_000;
const mostTold = 100;
/** Events that are remembered after the worker took them, for lists that were read before that. */
const mostSent = 500;
const sentKey = 'sent';

/** What came of one request. */
type Outcome =
  | { readonly kind: 'answer'; readonly answer: WidgetEventsAnswer }
  /** The worker cannot use the request: what is in it is refused, one by one. */
  | { readonly kind: 'refused'; readonly why: string }
  /** This token may not write events; another one may. */
  | { readonly kind: 'not-now' }
  | { readonly kind: 'later'; readonly after: number };

const made = new WeakMap<Ground, Outbox>();

/** The outbox of a client; its second call gets the first one's. */
export function outboxOf(ground: Ground): Outbox {
  const known = made.get(ground);
  if (known) return known;
  const outbox = new Outbox(ground);
  made.set(ground, outbox);
  return outbox;
}

/**
 * What people did, kept until the worker has it: stored before `keep` resolves, sent by one tab at a time, dropped only on the
 * worker's word. A batch whose answer was lost is sent again, and the worker takes each id once.
 */
export class Outbox {
  readonly #ground: Ground;
  #store: Promise<OutboxStore>;
  #sending: Promise<void> | undefined;
  readonly #ended: Promise<void>;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;
  readonly #listeners = new Set<(refused: readonly RefusedEvent[]) => void>();
  #refused: RefusedEvent[] = [];
  readonly #watching = new Set<() => void>();
  #sent: { readonly tenant: string; readonly event: WidgetEvent }[] = [];

  constructor(ground: Ground) {
    this.#ground = ground;
    this.#store = openOutbox(ground.place);
    this.#ended = new Promise((resolve) => {
      ground.ended.addEventListener('abort', () => resolve());
    });
    const wake = (): void => {
      if (globalThis.document?.visibilityState !== 'hidden') this.#soon(0);
    };
    globalThis.addEventListener?.('online', wake);
    globalThis.document?.addEventListener('visibilitychange', wake);
    ground.ended.addEventListener('abort', () => {
      clearTimeout(this.#timer);
      globalThis.removeEventListener?.('online', wake);
      globalThis.document?.removeEventListener('visibilitychange', wake);
      void this.#store.then((store) => store.close());
    });
    ground.onLeave(() => this.#leave());
    // What an earlier page view left.
    this.#soon(0);
  }

  /** Resolves when the event is stored here. */
  async keep(given: NewWidgetEvent): Promise<void> {
    const { now, place, store, ended } = this.#ground;
    if (ended.aborted) throw new Error('The client has ended.');
    const event = { ...given, id: uuid(), at: new Date(now()).toISOString() } as WidgetEvent;
    const tenant = store()?.tenant || readPointer(place.cache, place.api)?.tenant || null;
    const waiting = { event, tenant, keptAt: now() };
    const at = await this.#store;
    try {
      await at.add(waiting);
    } catch {
      // A full disk, or a database that another tab's sign-out took: this page view sends what it can.
      const memory = new MemoryOutbox();
      this.#store = Promise.resolve(memory);
      await memory.add(waiting);
    }
    markWaiting(place.api, true);
    this.#moved();
    this.#soon(0);
  }

  /** What was done here: what still waits, and the newest that the worker took from here. */
  async done(): Promise<readonly WidgetEvent[]> {
    const { place, store } = this.#ground;
    const open = store();
    const tenant = open?.tenant || readPointer(place.cache, place.api)?.tenant || '';
    const [at, stored] = await Promise.all([this.#store, open ? readSent(open) : []]);
    // Another tab's sign-out may have taken the database.
    const waiting = await at.oldest(tenant, mostWaiting).catch(() => []);
    const sent = this.#sent.filter((one) => one.tenant === tenant);
    return [...stored, ...sent.map(({ event }) => event), ...waiting.map(({ event }) => event)];
  }

  /** Calls back when something was kept here or taken by the worker; returns what stops it. */
  onMoved(listener: () => void): () => void {
    this.#watching.add(listener);
    return () => void this.#watching.delete(listener);
  }

  #moved(): void {
    for (const tell of this.#watching) tell();
  }

  /** Tells what the worker will never take, also what it refused before anybody listened. */
  onRefused(listener: (refused: readonly RefusedEvent[]) => void): () => void {
    this.#listeners.add(listener);
    if (this.#refused.length > 0) listener(this.#refused);
    return () => void this.#listeners.delete(listener);
  }

  #soon(ms: number): void {
    clearTimeout(this.#timer);
    if (!this.#ground.ended.aborted) this.#timer = setTimeout(() => void this.#send(), ms);
  }

  /** One run at a time in this tab, and while no other tab has one. */
  #send(): Promise<void> {
    this.#sending ??= this.#alone()
      .catch(() => this.#fail(0))
      .finally(() => {
        this.#sending = undefined;
      });
    return this.#sending;
  }

  async #alone(): Promise<void> {
    const locks = globalThis.navigator?.locks;
    if (!locks || this.#ground.place.cache === 'memory') return this.#run();
    const name = `${outboxName(this.#ground.place)}/send`;
    let begun = false;
    try {
      await locks.request(name, { ifAvailable: true }, async (lock) => {
        begun = true;
        // A client that ended must not hold up the other tabs with what it was waiting for.
        if (lock) await Promise.race([this.#run(), this.#ended]);
        else this.#soon(otherTab);
      });
    } catch (error) {
      if (begun) throw error;
      // An opaque origin may use no locks; the worker takes each id once anyway.
      await this.#run();
    }
  }

  async #run(): Promise<void> {
    const { token, ended, place } = this.#ground;
    const store = await this.#store;
    if ((await store.count()) === 0) return;
    const bearer = await token.get();
    if (!bearer.ok) return this.#fail((bearer.error.retryAfter ?? 0) * 1_000);
    const { tenant = '', scopes } = readClaims(bearer.value);
    // They wait for a page whose token may write them.
    if (scopes && !scopes.includes('events:write')) return;
    let size = batch;
    while (!ended.aborted) {
      const waiting = await store.oldest(tenant, size);
      if (waiting.length === 0) break;
      const events = waiting.map(({ event }) => event);
      const outcome = await this.#post(events);
      if (outcome.kind === 'not-now') return;
      if (outcome.kind === 'later') return this.#fail(outcome.after);
      this.#failures = 0;
      if (outcome.kind === 'refused') {
        // One of them makes the whole request unusable: alone each is judged by itself.
        if (events.length > 1) size = 1;
        else await this.#settle(store, tenant, events, [], [{ id: events[0]?.id ?? '', why: outcome.why }]);
        continue;
      }
      const { kept, refused } = outcome.answer;
      const named = new Set([...kept, ...refused.map(({ id }) => id)]);
      // An answer that names none of them would be asked for ever.
      if (!events.some(({ id }) => named.has(id))) return this.#fail(0);
      await this.#settle(store, tenant, events, kept, refused);
    }
    if ((await store.count()) === 0) markWaiting(place.api, false);
  }

  async #settle(
    store: OutboxStore,
    tenant: string,
    events: readonly WidgetEvent[],
    kept: readonly string[],
    refused: WidgetEventsAnswer['refused'],
  ): Promise<void> {
    // Remembered before it is dropped: a page without a network knows it from here, or a dismissed action comes back.
    await this.#remember(
      tenant,
      events.filter(({ id }) => kept.includes(id)),
    );
    await store.drop([...kept, ...refused.map(({ id }) => id)]);
    this.#moved();
    const told = refused.flatMap(({ id, why }) => {
      const event = events.find((one) => one.id === id);
      return event ? [{ event, why }] : [];
    });
    if (told.length === 0) return;
    this.#refused = [...this.#refused, ...told].slice(-mostTold);
    for (const listener of this.#listeners) {
      try {
        listener(told);
      } catch (error) {
        reportError(error);
      }
    }
  }

  async #remember(tenant: string, taken: readonly WidgetEvent[]): Promise<void> {
    this.#sent = [...this.#sent, ...taken.map((event) => ({ tenant, event }))].slice(-mostSent);
    const store = this.#ground.store();
    if (store === null || store.tenant !== tenant || taken.length === 0) return;
    const sent = [...(await readSent(store)), ...taken].slice(-mostSent);
    await store.keepExtra(sentKey, sent).catch(() => {});
  }

  #fail(after: number): void {
    this.#failures++;
    const backoff = Math.min(backoffCap, backoffBase * 2 ** (this.#failures - 1));
    this.#soon(Math.min(longestWait, after) + backoff * (0.5 + Math.random() / 2));
  }

  /**
   * The only request of a page that is no GET. Its body is made of events alone: what a person did, and ids.
   */
  async #post(events: readonly WidgetEvent[], renewed = false): Promise<Outcome> {
    const { token, place, fetch, ended, reached } = this.#ground;
    const bearer = await token.get();
    if (!bearer.ok) return { kind: 'later', after: (bearer.error.retryAfter ?? 0) * 1_000 };
    try {
      const answer = await fetch(`${place.api.replace(/\/+$/, '')}/v1/events`, {
        method: 'POST',
        headers: { authorization: `Bearer ${bearer.value}`, 'content-type': 'application/json' },
        body: JSON.stringify({ events }),
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
        signal: AbortSignal.any([ended, AbortSignal.timeout(timeoutMs)]),
      });
      reached(true);
      const body: unknown = await answer.json();
      if (answer.ok) {
        const { readEventsAnswer } = await import('../read-data.js');
        const read = readEventsAnswer(body);
        return read.ok ? { kind: 'answer', answer: read.value } : { kind: 'later', after: 0 };
      }
      if (answer.status === 401 && !renewed) {
        token.refused(bearer.value);
        return this.#post(events, true);
      }
      if (answer.status === 401 || answer.status === 403) return { kind: 'not-now' };
      if (answer.status === 400 || answer.status === 413 || answer.status === 422)
        return { kind: 'refused', why: (body as Partial<Problem>).detail ?? `status ${answer.status}` };
      return { kind: 'later', after: waitOf(answer.headers) };
    } catch {
      if (!ended.aborted) reached(globalThis.navigator?.onLine ?? true);
      return { kind: 'later', after: 0 };
    }
  }

  /** A sign-out: what waits is sent once more, and then nothing of it stays here. */
  async #leave(): Promise<void> {
    clearTimeout(this.#timer);
    const store = await this.#store;
    let patience: ReturnType<typeof setTimeout> | undefined;
    await Promise.race([
      this.#send(),
      new Promise<void>((resolve) => {
        patience = setTimeout(resolve, lastAttempt);
      }),
    ]);
    clearTimeout(patience);
    clearTimeout(this.#timer);
    await store.wipe();
    markWaiting(this.#ground.place.api, false);
  }
}

/** It lies with the tenant's store, so that it goes at a sign-out with all else. */
async function readSent(store: Store): Promise<readonly WidgetEvent[]> {
  // Only an outbox writes under this key, in a database of this version of the script.
  return ((await store.extra(sentKey).catch(() => undefined)) as readonly WidgetEvent[] | undefined) ?? [];
}

/** Milliseconds of a Retry-After in seconds; a date is measured against the answer's own, as the clock here may be days off. */
function waitOf(headers: Headers): number {
  const header = headers.get('retry-after') ?? '';
  if (/^\d+$/.test(header)) return Number(header) * 1_000;
  const ms = Date.parse(header) - (Date.parse(headers.get('date') ?? '') || Date.now());
  return Number.isFinite(ms) ? Math.max(0, ms) : 0;
}

/** `randomUUID` is missing where a host is served without TLS. */
function uuid(): string {
  if (globalThis.isSecureContext) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
