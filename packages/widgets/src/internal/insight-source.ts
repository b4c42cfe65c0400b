import type { Client, Freshness } from '@aicrm/client/client';
import type { Loaded, TenantData } from '@aicrm/client/data-types';
import type {
  CustomerInsight,
  HostRecord,
  InsightInput,
  Part,
  ReadMessage,
} from '@aicrm/client/insight/types';
import { defaultClient, whenClient } from '@aicrm/client/registry';
import type { AnalysisFile, AnalysisName } from '@aicrm/schema/analysis';
import type { ActionEvent } from '@aicrm/schema/next-action';
import type { FeedbackMessage, TimelineItem } from '@aicrm/schema/timeline';
import type { RecordView } from '@aicrm/schema/view';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { DataController, type DataState } from './data-controller.js';

/** The tenant's files that an insight reads, as a host may hand them over. */
export interface InsightAnalyses {
  readonly 'customer-value'?: AnalysisFile<'customer-value'>;
  readonly segments?: AnalysisFile<'segments'>;
  readonly 'action-rules'?: AnalysisFile<'action-rules'>;
}

/** The models are a chunk of their own: an element is painted while they come. */
let compose: ((input: InsightInput, now: number) => CustomerInsight) | undefined;
let composing: Promise<void> | undefined;

/** Fetches what makes an insight, once a page; a chunk that did not come is asked for again. */
export function loadModels(): Promise<void> {
  composing ??= import('@aicrm/client/insight/insight').then(
    ({ customerInsight }) => {
      compose = customerInsight;
    },
    (error: unknown) => {
      composing = undefined;
      throw error;
    },
  );
  return composing;
}

/** An insight all of whose parts are in one state. */
const allOf = (part: Part<never>): CustomerInsight => ({
  ...{ value: part, segment: part, tone: part, actions: part, health: part },
  name: null,
  dataAt: null,
});
const waiting = allOf({ state: 'loading' });

const problemOf = (title: string, error: unknown): Part<never> & { readonly state: 'error' } => ({
  state: 'error',
  problem: {
    kind: 'temporary',
    title,
    status: 0,
    detail: error instanceof Error ? error.message : String(error),
  },
});

type Context = Pick<InsightInput, 'consent' | 'signals' | 'effects'>;

/** What an element of ours is told about a customer; none of it is trusted to have the right type. */
export interface InsightAsked {
  readonly recordId: string | undefined;
  readonly record: HostRecord | undefined;
  readonly timeline: readonly TimelineItem[] | undefined;
  readonly messages: readonly FeedbackMessage[] | undefined;
  readonly analyses: InsightAnalyses | undefined;
  readonly context: Context | undefined;
  readonly history: readonly ActionEvent[];
  /** Epoch milliseconds. */
  readonly now: number;
  readonly client: Client | undefined;
}

/** What the host handed over is as fresh as can be, and of now. */
const given = <T>(value: T, now: number): Loaded<T> => ({
  state: 'ready',
  value,
  freshness: 'live',
  dataAt: `${new Date(now).toISOString().slice(0, 19)}Z`,
});

const loadedOf = <T>(state: DataState<T>): Loaded<T> | undefined =>
  state.state === 'empty' ? undefined : state;

/** The controller of a part that is watched by a record's id, unless the host handed it over. */
function byRecord<T>(
  host: ReactiveControllerHost,
  asked: () => InsightAsked,
  isGiven: (asked: InsightAsked) => boolean,
  watch: (data: TenantData, recordId: string, listener: (state: Loaded<T>) => void) => () => void,
): DataController<T> {
  const request = () => {
    const now = asked();
    const { recordId, client } = now;
    if (recordId === undefined || isGiven(now)) return undefined;
    return {
      key: recordId,
      watch: (data: TenantData, listener: (state: Loaded<T>) => void) => watch(data, recordId, listener),
      client: client ?? defaultClient(),
    };
  };
  return new DataController(host, request, whenClient);
}

function byAnalysis<N extends AnalysisName & keyof InsightAnalyses>(
  host: ReactiveControllerHost,
  asked: () => InsightAsked,
  name: N,
): DataController<AnalysisFile<N>> {
  const request = () => {
    const { recordId, record, analyses, client } = asked();
    if ((recordId === undefined && record === undefined) || analyses?.[name] !== undefined) return undefined;
    return {
      key: name,
      watch: (data: TenantData, listener: (state: Loaded<AnalysisFile<N>>) => void) =>
        data.watchAnalysis(name, listener),
      client: client ?? defaultClient(),
    };
  };
  return new DataController(host, request, whenClient);
}

/**
 * All that is asked for a customer's insight, each part on its own, and the insight that they make now. Parts that the
 * host handed over are asked of nobody. The text model is fetched when there is a message to read.
 */
export class InsightSource implements ReactiveController {
  readonly view: DataController<RecordView>;
  readonly timelines: DataController<readonly TimelineItem[]>;
  readonly inbox: DataController<readonly FeedbackMessage[]>;
  readonly model: DataController<AnalysisFile<'customer-value'>>;
  readonly segments: DataController<AnalysisFile<'segments'>>;
  readonly rules: DataController<AnalysisFile<'action-rules'>>;
  readonly earlier: DataController<readonly ActionEvent[]>;

  private readonly host: ReactiveControllerHost;
  private readonly asked: () => InsightAsked;
  private read: Loaded<readonly ReadMessage[]> | undefined;
  private readOf: unknown;
  private broken: CustomerInsight | undefined;
  private coming = false;
  private reading: { readonly of: readonly FeedbackMessage[]; readonly stop: AbortController } | undefined;
  private made: { readonly from: readonly unknown[]; readonly insight: CustomerInsight } | undefined;

  constructor(host: ReactiveControllerHost, asked: () => InsightAsked) {
    this.host = host;
    this.asked = asked;
    this.view = byRecord(
      host,
      asked,
      () => false,
      (data, id, listener) => data.watchView(id, listener),
    );
    this.timelines = byRecord(
      host,
      asked,
      ({ timeline }) => timeline !== undefined,
      (data, id, listener) => data.watchTimeline(id, listener),
    );
    this.inbox = byRecord(
      host,
      asked,
      ({ messages }) => messages !== undefined,
      (data, id, listener) => data.watchMessages({ recordId: id }, listener),
    );
    this.earlier = byRecord(
      host,
      asked,
      () => false,
      (data, id, listener) => data.watchActions?.(id, listener) ?? (() => undefined),
    );
    this.model = byAnalysis(host, asked, 'customer-value');
    this.segments = byAnalysis(host, asked, 'segments');
    this.rules = byAnalysis(host, asked, 'action-rules');
    host.addController(this);
  }

  hostUpdate(): void {
    this.askForModels();
    const messages = this.messages;
    if (messages?.state !== 'ready') {
      this.reading?.stop.abort();
      this.reading = undefined;
      // Why there are none is all that there is to say.
      this.read = messages;
      return;
    }
    if (this.reading?.of === messages.value) return;
    const { value } = messages;
    this.reading?.stop.abort();
    const stop = new AbortController();
    this.reading = { of: value, stop };
    const { recordId, record } = this.asked();
    const who = recordId ?? record?.id;
    // What was read stays while more of the same person's messages are; another person's never does.
    if (this.read?.state !== 'ready' || who === undefined || who !== this.readOf)
      this.read = { state: 'loading' };
    this.readOf = who;
    void this.readTones(messages, stop.signal);
  }

  hostDisconnected(): void {
    this.reading?.stop.abort();
    this.reading = undefined;
  }

  /** Whether the worker cannot be reached; what the host handed over needs none. */
  get offline(): boolean {
    return this.all.some(({ offline }) => offline);
  }

  /** How fresh the least fresh part is; `undefined` where nothing is there. */
  get freshness(): Freshness | undefined {
    const parts = this.all.flatMap(({ freshness }) => freshness ?? []);
    if (this.asked().record !== undefined) parts.push('live');
    return (['stale', 'cached', 'live'] as const).find((one) => parts.includes(one));
  }

  /** The data that keep what a person does; there are none while nothing was asked of them. */
  get data(): TenantData | undefined {
    return this.all.find(({ data }) => data !== undefined)?.data;
  }

  get timeline(): Loaded<readonly TimelineItem[]> | undefined {
    const { timeline, now } = this.asked();
    return timeline === undefined ? loadedOf(this.timelines.current) : given(timeline, now);
  }

  /** The insight that the parts make now; the same object while none of them changes. */
  get insight(): CustomerInsight {
    if (!compose) return this.broken ?? waiting;
    const asked = this.asked();
    const { recordId, record, timeline, analyses, context, history, now } = asked;
    const { view, timelines, model, segments, rules, earlier, read } = this;
    const from = [
      ...[recordId, record, timeline, analyses, context, history, Math.floor(now / 60_000), read],
      ...[view, timelines, model, segments, rules, earlier].map(({ current }) => current),
    ];
    if (this.made && from.every((one, i) => one === this.made?.from[i])) return this.made.insight;
    const file = <N extends keyof InsightAnalyses>(name: N, part: DataController<AnalysisFile<N>>) => {
      const own = analyses?.[name] as AnalysisFile<N> | undefined;
      return own === undefined ? loadedOf(part.current) : given(own, now);
    };
    const ownRules = file('action-rules', rules);
    // What was dismissed in an earlier page view must not be proposed while that is still being looked up.
    const held = earlier.current.state === 'loading' && earlier.data?.watchActions !== undefined;
    const insight = compose(
      {
        recordId,
        record,
        view: loadedOf(view.current),
        timeline: this.timeline,
        messages: read,
        model: file('customer-value', model),
        segments: file('segments', segments),
        rules: held && ownRules !== undefined ? { state: 'loading' } : ownRules,
        history: [...(earlier.value ?? []), ...history],
        ...context,
      },
      now,
    );
    this.made = { from, insight };
    return insight;
  }

  /** Asks again for what failed. */
  retry(): void {
    for (const part of this.all) if (part.current.state === 'error') part.retry();
    if (this.read?.state === 'error') this.reading = undefined;
    this.broken = undefined;
    this.host.requestUpdate();
  }

  private askForModels(): void {
    const { recordId, record } = this.asked();
    if (compose || this.broken || this.coming || (recordId === undefined && record === undefined)) return;
    this.coming = true;
    void loadModels()
      .catch((error: unknown) => {
        this.broken = allOf(problemOf('models', error));
      })
      .finally(() => {
        this.coming = false;
        this.host.requestUpdate();
      });
  }

  private get all(): readonly DataController<unknown>[] {
    return [this.view, this.timelines, this.inbox, this.model, this.segments, this.rules, this.earlier];
  }

  private get messages(): Loaded<readonly FeedbackMessage[]> | undefined {
    const { messages, now } = this.asked();
    if (messages === undefined) return loadedOf(this.inbox.current);
    // The same array must be the same state, or it would be read anew at every paint.
    if (this.handed?.of !== messages) this.handed = { of: messages, state: given(messages, now) };
    return this.handed.state;
  }
  private handed:
    | { readonly of: readonly FeedbackMessage[]; readonly state: Loaded<readonly FeedbackMessage[]> }
    | undefined;

  private async readTones(
    messages: Extract<Loaded<readonly FeedbackMessage[]>, { state: 'ready' }>,
    signal: AbortSignal,
  ): Promise<void> {
    try {
      const { openTones, readTones } = await import('@aicrm/client/insight/read-tones');
      const value =
        messages.value.length === 0 ? [] : await readTones(await openTones(), messages.value, signal);
      if (signal.aborted) return;
      this.read = { ...messages, value };
    } catch (error) {
      if (signal.aborted) return;
      this.read = problemOf('text-model', error);
    }
    this.host.requestUpdate();
  }
}
