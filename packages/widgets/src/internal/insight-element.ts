import type { Client, Freshness } from '@aicrm/client/client';
import type { HostRecord, InsightInput } from '@aicrm/client/insight/types';
import type { ActionEvent } from '@aicrm/schema/next-action';
import type { FeedbackMessage, TimelineItem } from '@aicrm/schema/timeline';
import { html, render, type TemplateResult } from 'lit/html.js';
import { insightWords } from '../locales/insight.js';
import type { InsightMessages } from '../locales/insight-messages.js';
import { directionOf, wordsIn } from '../locales/locale.js';
import { ActionController } from '../next-actions/action-controller.js';
import type { ActionListView } from '../next-actions/action-list.js';
import { AicrmElement, type Property } from './aicrm-element.js';
import { setAttribute } from './dom.js';
import { type InsightAnalyses, InsightSource } from './insight-source.js';
import { skeleton } from './part-state.js';

/** What the element shows as a whole; each of its parts has a state of its own. */
export type InsightState = 'empty' | 'loading' | 'ready' | 'insufficient-data' | 'permission' | 'error';

const recordOf = (value: unknown): HostRecord | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as HostRecord) : undefined;
const listOf = <T>(value: readonly T[] | undefined): readonly T[] | undefined =>
  Array.isArray(value) ? value : undefined;

const checked = new WeakMap<object, readonly unknown[]>();

/** A host's list without what is none of its kind; the same array for the same array, so that nothing is made anew. */
function onlyOf<T>(value: readonly T[] | undefined, is: (one: T) => boolean): readonly T[] | undefined {
  const list = listOf(value);
  if (list === undefined) return undefined;
  const known = checked.get(list) as readonly T[] | undefined;
  const good = known ?? list.filter((one) => typeof one === 'object' && one !== null && is(one));
  checked.set(list, good);
  return good;
}

const isText = (...values: readonly unknown[]): boolean => values.every((one) => typeof one === 'string');
const isItem = (item: TimelineItem): boolean =>
  isText(item.id, item.at, item.kind) &&
  (item.kind !== 'order' || Array.isArray(item.products)) &&
  (item.kind !== 'message' || isText(item.text));
const isMessage = ({ id, at, channel, text }: FeedbackMessage): boolean => isText(id, at, channel, text);

/** What the elements that tell of one customer share: what they are asked, where it comes from, and their states. */
export abstract class InsightElement extends AicrmElement {
  static override readonly properties: Readonly<Record<string, Property>> = {
    recordId: { attribute: 'record-id' },
    record: { attribute: false },
    timeline: { attribute: false },
    messages: { attribute: false },
    analyses: { attribute: false },
    context: { attribute: false },
    history: { attribute: false },
    asOf: { attribute: 'as-of' },
    density: { attribute: 'density', reflect: true, initial: 'comfortable' },
    client: { attribute: false },
  };

  protected readonly source: InsightSource;
  protected readonly actions: ActionController;
  private merged: { readonly of: readonly unknown[]; readonly history: readonly ActionEvent[] } | undefined;

  /** The stored record to show: a contact or a company, such as `contact:odoo:42`. */
  declare recordId: string | undefined;

  /** The host's own record: fields and facts (`name`, `orders.count`, `orders.firstAt`, ...). Set a new object for each edit. */
  declare record: HostRecord | undefined;

  /** What happened, the newest first; asked for by `record-id` where it is not set. */
  declare timeline: readonly TimelineItem[] | undefined;

  /** The customer's messages; asked for by `record-id` where it is not set. Their tone is read in the page. */
  declare messages: readonly FeedbackMessage[] | undefined;

  /** Files of the tenant: `customer-value`, `segments`, `action-rules`; those that are not set are asked for. */
  declare analyses: InsightAnalyses | undefined;

  /** What other models and the CRM know for the next actions: `consent`, `signals`, `effects`. */
  declare context: Pick<InsightInput, 'consent' | 'signals' | 'effects'> | undefined;

  /** What was done with earlier proposals, where the host keeps it. */
  declare history: readonly ActionEvent[] | undefined;

  /** The moment that all is told for, an ISO instant; now where it is not set. */
  declare asOf: string | undefined;

  /**
   * `compact` puts more on a page.
   * @default 'comfortable'
   */
  declare density: 'comfortable' | 'compact';

  /** The client to ask; the page's default client where none is set. */
  declare client: Client | undefined;

  constructor() {
    super();
    this.source = new InsightSource(this, () => ({
      recordId: this.key,
      record: recordOf(this.record),
      timeline: onlyOf(this.timeline, isItem),
      messages: onlyOf(this.messages, isMessage),
      analyses: this.analyses,
      context: this.context,
      history: this.decided,
      now: this.moment,
      client: this.client,
    }));
    this.actions = new ActionController(
      this,
      () => this.key,
      () => this.source.data,
      () => this.moment,
    );
  }

  /** What is painted. */
  get state(): InsightState {
    if (this.key === undefined && recordOf(this.record) === undefined)
      return this.record === undefined || this.record === null ? 'empty' : 'error';
    const { value, tone, segment, actions } = this.source.insight;
    const { timeline, view } = this.source;
    const parts = [value, tone, segment, actions];
    if (timeline?.state === 'ready' || parts.some(({ state }) => state === 'ready')) return 'ready';
    const { current } = view;
    if (current.state === 'permission' || current.state === 'error') return current.state;
    if (current.state === 'loading' || parts.some(({ state }) => state === 'loading')) return 'loading';
    return 'insufficient-data';
  }

  /** How fresh the least fresh part is; `undefined` where nothing is painted. */
  get freshness(): Freshness | undefined {
    return this.source.freshness;
  }

  /** Whether the worker cannot be reached. */
  get offline(): boolean {
    return this.source.offline;
  }

  /** The record's id as it is asked for; undefined where the host named none. */
  protected get key(): string | undefined {
    const { recordId }: { recordId: unknown } = this;
    const id = typeof recordId === 'string' || typeof recordId === 'number' ? String(recordId).trim() : '';
    return id === '' ? undefined : id;
  }

  /** Epoch milliseconds. */
  protected get moment(): number {
    const at = Date.parse(this.asOf ?? '');
    return Number.isNaN(at) ? Date.now() : at;
  }

  /** The host's history and what was decided here; the same array while neither changes. */
  private get decided(): readonly ActionEvent[] {
    const of = [this.history, this.actions.history];
    if (!this.merged || of.some((one, i) => one !== this.merged?.of[i]))
      this.merged = { of, history: [...(listOf(this.history) ?? []), ...this.actions.history] };
    return this.merged.history;
  }

  protected override draw(): void {
    const words = insightWords(this.language, () => this.requestUpdate());
    const { state } = this;
    render(words ? this.frame(state, words) : this.still(), this.renderRoot);
    setAttribute(this, 'state', words ? state : 'loading');
    setAttribute(this, 'freshness', this.freshness);
    this.toggleAttribute('offline', this.offline);
  }

  /** What is drawn where there is something to tell, or where it is on its way. */
  protected abstract content(words: InsightMessages): TemplateResult;

  protected readonly retry = (): void => this.source.retry();

  protected actionView(words: InsightMessages): ActionListView {
    const { insight } = this.source;
    const { value } = insight;
    const lifetime = value.state === 'ready' ? value.value.lifetime : undefined;
    const { decisions, snoozing, decide, toggleSnooze, undo } = this.actions;
    return {
      part: insight.actions,
      words,
      language: this.language,
      now: this.moment,
      retry: this.retry,
      currency: lifetime?.state === 'ready' ? lifetime.value.currency : undefined,
      ...{ decisions, snoozing, decide, toggleSnooze, undo },
    };
  }

  /** No word is drawn before the language is here. */
  private still(): TemplateResult {
    return html`<article class="card" part="card">${skeleton(8)}</article>`;
  }

  private frame(state: InsightState, words: InsightMessages): TemplateResult {
    return html`<article
      class="card"
      part="card"
      lang=${wordsIn(this.language)}
      dir=${directionOf(this.language)}
      aria-label=${words.name}
      aria-busy=${state === 'loading' ? 'true' : 'false'}
      @keydown=${this.actions.onKey}
    >
      ${this.stateOf(state, words)}
    </article>`;
  }

  private stateOf(state: InsightState, words: InsightMessages): TemplateResult {
    switch (state) {
      case 'empty':
        return html`<p class="absent">${words.empty}</p>`;
      case 'permission':
        return html`<p class="trouble">${words.permissionTitle}</p>
          <p class="fine">${words.permissionHelp}</p>`;
      case 'error':
        return this.failure(words);
      default:
        return html`${state === 'loading' ? html`<p class="sr" role="status">${words.loading}</p>` : ''}${this.content(words)}`;
    }
  }

  private failure(words: InsightMessages): TemplateResult {
    const { current } = this.source.view;
    const problem = current.state === 'error' ? current.problem : undefined;
    const own = !problem ? words.notARecord : problem.title === 'no-client' ? words.noClient : '';
    return html`<p class="trouble">${words.errorTitle}</p>
      <p class="fine">${own || html`<bdi>${problem?.detail || words.errorHelp}</bdi>`}</p>
      ${own ? '' : html`<p><button class="button" type="button" @click=${this.retry}>${words.retry}</button></p>`}`;
  }
}
