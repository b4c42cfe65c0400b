import type { Client } from '@aicrm/client/client';
import type { Collected, CollectedType, CustomerFiles, EachView } from '@aicrm/client/overview/collect';
import { whenClient } from '@aicrm/client/registry';
import type { ModelCard } from '@aicrm/schema/model';
import type { RecordView } from '@aicrm/schema/view';
import type { ReactiveController } from 'lit';
import type { AicrmElement } from '../internal/aicrm-element.js';
import { dataOf } from '../internal/data-controller.js';

/** Views of a host's own, by type. */
export type HostRecords = Readonly<Partial<Record<CollectedType, readonly RecordView[]>>>;

export interface RecordsRequest {
  readonly client: Client | undefined;
  /** With them no store is read. */
  readonly records: HostRecords | undefined;
  /** Undefined while they are on their way. */
  readonly files: CustomerFiles | undefined;
  readonly cards: readonly ModelCard[] | undefined;
  readonly now: number;
}

/** Models whose reasons are ranked, where the tenant has them. */
const models = ['lead-score', 'deal-score'] as const;
/** Customers are read without their files after so long, rather than never. */
const PATIENCE_MS = 4_000;
const MOST_AT_ONCE = 1_000;

/**
 * Everything of a dashboard that comes from stored records: read once in slices, again when a sync brought something, and
 * what is shown stays until the new figures are whole.
 */
export class Records implements ReactiveController {
  collected: Collected | undefined;
  /** Types that were read to their end; a figure is drawn when its own type is. */
  readonly done = new Set<CollectedType>();
  chances: ReadonlyMap<string, number> | null = null;
  cards: readonly ModelCard[] | undefined;
  failed = false;
  offline = false;

  private readonly host: AicrmElement;
  private readonly request: () => RecordsRequest;
  private asked: RecordsRequest | undefined;
  private stop: AbortController | undefined;
  private unwatch: (() => void) | undefined;
  private syncedAt: number | null = null;
  private giveFiles: ((files: CustomerFiles) => void) | undefined;
  private connected = false;

  constructor(host: AicrmElement, request: () => RecordsRequest) {
    this.host = host;
    this.request = request;
    host.addController(this);
  }

  hostConnected(): void {
    this.connected = true;
    this.host.requestUpdate();
  }

  hostDisconnected(): void {
    this.connected = false;
    this.end();
    this.asked = undefined;
  }

  hostUpdate(): void {
    if (!this.connected) return;
    const next = this.request();
    const { asked } = this;
    if (next.files && this.giveFiles) {
      this.giveFiles(next.files);
      this.giveFiles = undefined;
      if (asked) this.asked = { ...asked, files: next.files };
    }
    const before = this.asked;
    const same =
      before !== undefined &&
      next.client === before.client &&
      next.records === before.records &&
      next.cards === before.cards &&
      next.now === before.now &&
      (next.files === undefined ||
        (next.files.value === before.files?.value && next.files.segments === before.files?.segments));
    if (same) return;
    this.start(next);
  }

  retry(): void {
    this.asked = undefined;
    this.host.requestUpdate();
  }

  private end(): void {
    this.stop?.abort();
    this.stop = undefined;
    this.giveFiles = undefined;
    this.unwatch?.();
    this.unwatch = undefined;
  }

  private start(request: RecordsRequest): void {
    this.end();
    this.asked = request;
    this.failed = false;
    const { client, records } = request;
    if (!client && !records) {
      // The page's list of those who wait must not hold an element that is gone.
      const waiting = new WeakRef(this.host);
      void whenClient().then(() => waiting.deref()?.requestUpdate());
      return;
    }
    const stop = new AbortController();
    this.stop = stop;
    if (client) {
      this.offline = !client.online;
      this.syncedAt = client.status.syncedAt;
      this.unwatch = client.onStatus(({ online, syncedAt }) => {
        if (this.offline !== !online) {
          this.offline = !online;
          this.host.requestUpdate();
        }
        const news = syncedAt !== null && syncedAt !== this.syncedAt;
        this.syncedAt = syncedAt;
        if (news && this.asked && !records) void this.read(this.asked, stop.signal);
      });
    }
    void this.read(request, stop.signal);
    void this.readCards(request, stop.signal);
  }

  private filesOf({ files }: RecordsRequest, signal: AbortSignal): CustomerFiles | Promise<CustomerFiles> {
    if (files) return files;
    return new Promise((resolve) => {
      this.giveFiles = resolve;
      const timer = setTimeout(() => resolve({}), PATIENCE_MS);
      signal.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve({});
      });
    });
  }

  private async read(request: RecordsRequest, signal: AbortSignal): Promise<void> {
    const { client, records, now } = request;
    try {
      const { collect } = await import('@aicrm/client/overview/collect');
      const each = records ? given(records) : client && (await stored(client));
      if (!each || signal.aborted) return;
      const first = !this.collected || this.done.size < 3;
      const whole = await collect(
        each,
        this.filesOf(request, signal),
        now,
        (type, soFar) => {
          // What is shown stays until the new figures are whole; a first reading shows each type as it is there.
          if (!first) return;
          this.collected = soFar;
          this.done.add(type);
          if (type === 'deal' && soFar.deals.length > 0 && client) void this.readChances(client, signal);
          this.host.requestUpdate();
        },
        signal,
      );
      if (!whole) return;
      this.collected = whole;
      if (!first && client && whole.deals.length > 0) void this.readChances(client, signal);
    } catch (error) {
      if (signal.aborted) return;
      console.warn('<aicrm-dashboard>', error);
      this.failed = true;
    }
    this.host.requestUpdate();
  }

  private async readChances(client: Client, signal: AbortSignal): Promise<void> {
    const ranked = await client.rank('deal-score').catch(() => []);
    if (signal.aborted) return;
    this.chances =
      ranked.length > 0 ? new Map(ranked.map(({ recordId, probability }) => [recordId, probability])) : null;
    this.host.requestUpdate();
  }

  private async readCards({ client, cards }: RecordsRequest, signal: AbortSignal): Promise<void> {
    let found = cards ?? [];
    if (!cards && client) {
      const answers = await Promise.all(models.map((model) => client.card(model).catch(() => null)));
      found = answers.filter((card) => card !== null).filter((card) => 'features' in card);
    }
    if (signal.aborted) return;
    this.cards = found.filter(({ name }, i) => found.findIndex((one) => one.name === name) === i);
    this.host.requestUpdate();
  }
}

const stored = async (client: Client): Promise<EachView> => {
  const data = await dataOf(client);
  return (type, onSlice) => data.eachView(type, onSlice);
};

const given =
  (records: HostRecords): EachView =>
  (type, onSlice) => {
    const views = records[type] ?? [];
    for (let at = 0; at < views.length; at += MOST_AT_ONCE) onSlice(views.slice(at, at + MOST_AT_ONCE));
    return Promise.resolve();
  };
