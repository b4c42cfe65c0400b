import type { Freshness } from '@aicrm/client/client';
import type { Loaded, MessageFilter, NewWidgetEvent, TenantData } from '@aicrm/client/data-types';
import type { AnalysisFile, AnalysisName } from '@aicrm/schema/analysis';
import type { FeedbackMessage, TimelineItem } from '@aicrm/schema/timeline';
import type { RecordView } from '@aicrm/schema/view';
import { FakeClient } from './fake-client.js';

/** What a page's store would have; whatever is absent goes on loading until the test tells it. */
export interface Script {
  /** By record id. */
  views?: Readonly<Record<string, Loaded<RecordView>>>;
  analyses?: { readonly [N in AnalysisName]?: Loaded<AnalysisFile<N>> };
  /** By record id. */
  timelines?: Readonly<Record<string, Loaded<readonly TimelineItem[]>>>;
  /** All of the tenant's, or what there is in their place; a filter picks of them. */
  messages?: Loaded<readonly FeedbackMessage[]>;
  /** What `eachView` hands over, by record type. */
  stored?: Readonly<Record<string, readonly RecordView[]>>;
}

/** A part that is there: of the moment that all fakes are of, and live, unless said otherwise. */
export const ready = <T>(
  value: T,
  freshness: Freshness = 'live',
  dataAt = '2026-11-22T09:00:00Z',
): Loaded<T> => ({ state: 'ready', value, freshness, dataAt });

export const insufficient = (detail: string): Loaded<never> => ({ state: 'insufficient-data', detail });

export const failed = (
  state: 'permission' | 'error' = 'error',
  detail = 'The service gave no answer.',
): Loaded<never> => ({
  state,
  problem: {
    kind: state === 'permission' ? 'permission' : 'temporary',
    title: 'Refused',
    status: state === 'permission' ? 403 : 503,
    detail,
  },
});

interface Watching {
  readonly what: string;
  tell(): void;
}

/**
 * A tenant's data whose states a test or a story scripts. `change` replaces parts of the script and tells who watches
 * them; `watching` is empty when nobody does, and `kept` is what people did.
 */
export class FakeData implements TenantData {
  script: Script;
  readonly watching = new Set<Watching>();
  readonly kept: NewWidgetEvent[] = [];
  /** Makes `keep` reject, as a page does that cannot store. */
  keepFails = false;

  constructor(script: Script = {}) {
    this.script = script;
  }

  watchView(recordId: string, listener: (state: Loaded<RecordView>) => void): () => void {
    return this.watch(`view ${recordId}`, () => this.script.views?.[recordId], listener);
  }

  watchAnalysis<N extends AnalysisName>(
    name: N,
    listener: (state: Loaded<AnalysisFile<N>>) => void,
  ): () => void {
    return this.watch<AnalysisFile<N>>(`analysis ${name}`, () => this.script.analyses?.[name], listener);
  }

  watchTimeline(recordId: string, listener: (state: Loaded<readonly TimelineItem[]>) => void): () => void {
    return this.watch(`timeline ${recordId}`, () => this.script.timelines?.[recordId], listener);
  }

  watchMessages(
    { recordId, since }: MessageFilter,
    listener: (state: Loaded<readonly FeedbackMessage[]>) => void,
  ): () => void {
    const passes = ({ contact, at }: FeedbackMessage) =>
      (recordId === undefined || contact === recordId) && (since === undefined || at >= since);
    const read = (): Loaded<readonly FeedbackMessage[]> | undefined => {
      const { messages } = this.script;
      return messages?.state === 'ready' ? { ...messages, value: messages.value.filter(passes) } : messages;
    };
    return this.watch(`messages ${recordId ?? '*'}`, read, listener);
  }

  eachView(type: string, onSlice: (views: readonly RecordView[]) => void): Promise<void> {
    const views = this.script.stored?.[type] ?? [];
    for (let at = 0; at < views.length; at += 1_000) onSlice(views.slice(at, at + 1_000));
    return Promise.resolve();
  }

  keep(event: NewWidgetEvent): Promise<void> {
    if (this.keepFails) return Promise.reject(new Error('storage is full'));
    this.kept.push(event);
    return Promise.resolve();
  }

  /** Replaces parts of the script and tells everybody who watches. */
  change(script: Script): void {
    this.script = { ...this.script, ...script };
    for (const one of [...this.watching]) one.tell();
  }

  private watch<T>(
    what: string,
    read: () => Loaded<T> | undefined,
    listener: (state: Loaded<T>) => void,
  ): () => void {
    let last: Loaded<T> | undefined;
    const one: Watching = {
      what,
      tell: () => {
        const state = read() ?? { state: 'loading' };
        if (state === last) return;
        last = state;
        listener(state);
      },
    };
    this.watching.add(one);
    one.tell();
    return () => this.watching.delete(one);
  }
}

/** A client that has data beside its predictions; `online = false` before it is handed over makes it one without a line. */
export class FakeDataClient extends FakeClient {
  readonly tenant: FakeData;

  constructor(tenant: FakeData | Script = {}) {
    super();
    this.tenant = tenant instanceof FakeData ? tenant : new FakeData(tenant);
  }

  override data(): Promise<TenantData> {
    return Promise.resolve(this.tenant);
  }
}
