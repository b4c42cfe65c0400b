import type { ReadMessage } from '@aicrm/client/feedback/read-message';
import type { Engine, IntentSet, Reading } from '@aicrm/client/feedback/text-engine';
import type { Problem } from '@aicrm/schema/problem';
import type { FeedbackMessage } from '@aicrm/schema/timeline';
import type { ReactiveController } from 'lit';
import type { AicrmElement } from '../internal/aicrm-element.js';

type EngineModule = typeof import('@aicrm/client/feedback/text-engine');

/** An aspect of a tenant's own taxonomy, as the engine wants it. */
export type OwnAspect = Engine['taxonomy'][number];

export type IntentModel = NonNullable<Engine['readers']['intent']>;

/** How far intents are: a second model, which a person asks for. */
export type IntentState =
  | { readonly state: 'asked-not' | 'loading' | 'failed' }
  | { readonly state: 'reading'; readonly read: number }
  | { readonly state: 'ready'; readonly of: ReadonlyMap<string, string> };

/** The page is told of progress so often, in milliseconds: drawing costs more than a slice. */
const TELL_MS = 160;

/** What can be read so far, and what went wrong. */
export class FeedbackReading implements ReactiveController {
  /** What is read, the newest first; it grows while `reading`. */
  read: readonly ReadMessage[] = [];
  /** How many there are to read. */
  total = 0;
  reading = false;
  problem: Problem | undefined;
  intents: IntentState = { state: 'asked-not' };
  engine: Engine | undefined;
  engineModule: EngineModule | undefined;
  /** What intents are called in the page's language, where that is known; else their English names are shown. */
  intentLabels: Readonly<Record<string, string>> | undefined;

  private readonly host: AicrmElement;
  private readonly taxonomy: () => readonly OwnAspect[] | undefined;
  private opening: Promise<Engine | undefined> | undefined;
  private openedWith: readonly OwnAspect[] | undefined;
  private book: Reading | undefined;
  private wanted: readonly FeedbackMessage[] | undefined;
  private stop: AbortController | undefined;
  private stopIntents: AbortController | undefined;
  private toldAt = 0;

  constructor(host: AicrmElement, taxonomy: () => readonly OwnAspect[] | undefined) {
    this.host = host;
    this.taxonomy = taxonomy;
    host.addController(this);
  }

  hostConnected(): void {
    // A panel that was moved in its page goes on where it was stopped.
    const { wanted } = this;
    this.wanted = undefined;
    if (wanted) this.want(wanted);
  }

  hostDisconnected(): void {
    this.stop?.abort();
    this.stopIntents?.abort();
  }

  /** Says which messages shall be read. Asking for the same list again does nothing. */
  want(messages: readonly FeedbackMessage[]): void {
    const taxonomy = this.taxonomy();
    if (messages === this.wanted && taxonomy === this.openedWith) return;
    if (taxonomy !== this.openedWith) this.close();
    this.wanted = messages;
    this.total = messages.length;
    this.problem = undefined;
    this.stop?.abort();
    const stop = new AbortController();
    this.stop = stop;
    this.reading = messages.length > 0;
    if (messages.length === 0) this.read = [];
    else void this.readAll(messages, stop.signal);
  }

  /** Tries again what failed. */
  retry(): void {
    const { wanted } = this;
    this.problem = undefined;
    this.wanted = undefined;
    if (wanted) this.want(wanted);
    this.host.requestUpdate();
  }

  private close(): void {
    this.openedWith = this.taxonomy();
    this.opening = undefined;
    this.engine = undefined;
    this.book = undefined;
  }

  /** The models of this page, once an element; `undefined` where they do not come, and `problem` says why. */
  open(): Promise<Engine | undefined> {
    const taxonomy = this.taxonomy();
    if (taxonomy !== this.openedWith) this.close();
    this.opening ??= this.load(taxonomy);
    return this.opening;
  }

  private async load(taxonomy: readonly OwnAspect[] | undefined): Promise<Engine | undefined> {
    let problem: Problem;
    try {
      const module = await import('@aicrm/client/feedback/text-engine');
      this.engineModule = module;
      const opened = await module.openEngine({ taxonomy });
      if (opened.ok) {
        this.engine = opened.value;
        this.problem = undefined;
        return opened.value;
      }
      problem = opened.error;
    } catch (error) {
      problem = { kind: 'temporary', title: 'Not loaded', status: 503, detail: String(error) };
    }
    this.problem = problem;
    this.opening = undefined;
    this.host.requestUpdate();
    return undefined;
  }

  private async readAll(messages: readonly FeedbackMessage[], signal: AbortSignal): Promise<void> {
    const engine = await this.open();
    const module = this.engineModule;
    if (signal.aborted) return;
    if (!engine || !module) {
      this.reading = false;
      this.host.requestUpdate();
      return;
    }
    this.book ??= new module.Reading(engine.readers);
    // What is shown stays until the new list is read as far; a first list shows its first slice at once.
    const first = this.read.length === 0;
    const read = await this.book.all(
      messages,
      (soFar) => {
        const now = performance.now();
        if (!first || (soFar.length > 100 && now - this.toldAt < TELL_MS)) return;
        this.toldAt = now;
        this.read = [...soFar];
        this.host.requestUpdate();
      },
      signal,
    );
    if (!read || signal.aborted) return;
    this.read = read;
    this.reading = false;
    this.host.requestUpdate();
    if (this.intents.state === 'ready' || this.intents.state === 'reading')
      void this.readIntents(this.set, this.setLanguage);
  }

  private set: IntentSet = 'general';
  private setLanguage = 'en';

  /** The model of intents and its names, fetched when it is first asked for; `undefined` where it does not come. */
  async openIntents(set: IntentSet, language: string): Promise<IntentModel | undefined> {
    await this.open();
    const module = this.engineModule;
    const model = await module?.openIntents(set);
    this.intentLabels = await module?.intentLabels(set, language).catch(() => undefined);
    return model?.ok ? model.value : undefined;
  }

  /** Reads what people ask for, with a second model that is fetched now. */
  async readIntents(set: IntentSet, language: string): Promise<void> {
    this.set = set;
    this.setLanguage = language;
    this.stopIntents?.abort();
    const stop = new AbortController();
    this.stopIntents = stop;
    const tell = (state: IntentState): void => {
      if (stop.signal.aborted) return;
      this.intents = state;
      this.host.requestUpdate();
    };
    if (this.intents.state !== 'ready') tell({ state: 'loading' });
    const engine = await this.open();
    const model = await this.openIntents(set, language);
    const module = this.engineModule;
    if (!engine || !module || !model) {
      tell({ state: 'failed' });
      return;
    }
    let toldAt = 0;
    const first = this.intents.state !== 'ready';
    const of = await module.readIntents(
      engine,
      model,
      this.read,
      (read) => {
        const now = performance.now();
        if (!first || now - toldAt < TELL_MS) return;
        toldAt = now;
        tell({ state: 'reading', read });
      },
      stop.signal,
    );
    tell({ state: 'ready', of });
  }
}
