import type { Client, Freshness } from '@aicrm/client/client';
import type { Correction } from '@aicrm/client/data-types';
import { correctedTones } from '@aicrm/client/feedback/corrections';
import { type FeedbackFilter, noFilter } from '@aicrm/client/feedback/filter';
import { type HostMessage, hostMessages } from '@aicrm/client/feedback/host-messages';
import type { ReadMessage, Tone } from '@aicrm/client/feedback/read-message';
import type { IntentSet, MessageAnalysis } from '@aicrm/client/feedback/text-engine';
import { defaultClient, whenClient } from '@aicrm/client/registry';
import { yieldToPage } from '@aicrm/client/yield-to-page';
import type { FeedbackMessage } from '@aicrm/schema/timeline';
import { html, nothing, render } from 'lit/html.js';
import { chartStyles } from '../charts/chart-styles.js';
import { emit } from '../events.js';
import { AicrmElement, type Property } from '../internal/aicrm-element.js';
import { DataController, dataOf } from '../internal/data-controller.js';
import { setAttribute } from '../internal/dom.js';
import { directionOf } from '../locales/locale.js';
import { panelTokens } from '../theme/panel-tokens.js';
import { tokens } from '../theme/tokens.js';
import { controlStyles } from './control-styles.js';
import { fitStyles } from './fit-styles.js';
import { formatsIn } from './format.js';
import { type Blank, blank, facts, header, sections } from './frame.js';
import { listStyles } from './list-styles.js';
import { type By, type Figures, figuresOf, noIntents, sinceOf } from './model.js';
import { FeedbackReading, type OwnAspect } from './reading.js';
import { sectionStyles } from './section-styles.js';
import { styles } from './styles.js';
import { TryBox } from './try-box.js';
import type { FilterChange, PanelView } from './view.js';
import { VirtualRows } from './virtual-rows.js';
import { Words } from './words.js';

/** What becomes of a correction: stored here until the worker has it, left to the host, or lost with the page. */
type Kept = 'kept' | 'handed' | 'failed';

const noMessages: readonly FeedbackMessage[] = [];

/** One key a row, also where a host gave one id to several messages. */
function keysOf(shown: readonly ReadMessage[]): string[] {
  const seen = new Set<string>();
  return shown.map(({ message: { id } }, i) => {
    const key = seen.has(id) ? `${id} #${i}` : id;
    seen.add(key);
    return key;
  });
}

/**
 * What customers write, read in the page: how many are negative and what they complain about, tones over time, topics,
 * channels and requests, the messages themselves with the words that decided, and a box to try any text. A person can
 * correct a tone. Messages come from the store (`record-id`, or `tenant` for all) or from the host (`messages`); none of
 * their words leaves the page.
 *
 * @element aicrm-feedback-sentiment-panel
 *
 * @attr {'empty'|'loading'|'ready'|'insufficient-data'|'permission'|'error'} state - Read-only: what is painted.
 * @attr {'live'|'cached'|'stale'} freshness - Read-only: how fresh the messages are; absent where there are none.
 * @attr {boolean} offline - Read-only: the worker cannot be reached. The state stays what it was.
 * @attr {boolean} reading - Read-only: messages are still being read; the figures are of those read so far.
 * @attr {'light'|'dark'} theme - Fixes the colours; without it they follow the `color-scheme` of the page around.
 * @attr {'comfortable'|'compact'} density - `compact` takes less room.
 *
 * @fires {CustomEvent<AboutCorrection>} aicrm-correct - A person corrected a tone, or took that back. Detail: `recordId`, `model`, `said`, `meant` (or `null`).
 *
 * @slot - Stands below the panel's own parts, such as a link of the host's.
 *
 * @csspart panel - The whole panel.
 * @csspart header - Title, number of messages and their dates.
 * @csspart filters - Channels and period.
 * @csspart ratings - NPS and satisfaction, where people gave ratings.
 * @csspart course - The tones over time.
 * @csspart chart - The chart in it.
 * @csspart legend - What its colours say.
 * @csspart breakdown - The table by topic, channel or request.
 * @csspart messages - The list of messages.
 * @csspart try - The box to try any text.
 * @csspart facts - What the figures rest on.
 *
 * @cssprop [--aicrm-feedback-list-block-size=37rem] - Greatest height of the list of messages: a length.
 * @cssprop [--aicrm-panel-radius=0.75rem] - Corner radius: a length.
 * @cssprop [--aicrm-font-family=inherit] - Font family; the page's own by default.
 * @cssprop [--aicrm-font-size=0.8125rem] - Size of body text: a length; the rest is set in em of it.
 * @cssprop [--aicrm-color-text] - Text.
 * @cssprop [--aicrm-color-text-muted] - Secondary text; keep 4.5:1 on the surface.
 * @cssprop [--aicrm-color-border] - Lines.
 * @cssprop [--aicrm-color-focus] - Focus ring; keep 3:1 on the page.
 * @cssprop [--aicrm-color-surface] - Background.
 * @cssprop [--aicrm-color-surface-sunken] - Background of quiet blocks.
 * @cssprop [--aicrm-color-accent] - Links and what is chosen; keep 4.5:1 on the surface.
 * @cssprop [--aicrm-chart-good] - Positive, in bars; keep 3:1 on the surface, like the next two.
 * @cssprop [--aicrm-chart-neutral] - Neutral, in bars.
 * @cssprop [--aicrm-chart-bad] - Negative, in bars.
 */
export class FeedbackSentimentPanel extends AicrmElement {
  static override readonly styles = [
    tokens,
    panelTokens,
    chartStyles,
    styles,
    controlStyles,
    sectionStyles,
    fitStyles,
    listStyles,
  ];

  static override readonly properties: Readonly<Record<string, Property>> = {
    recordId: { attribute: 'record-id' },
    tenant: { attribute: 'tenant', type: Boolean, initial: false },
    messages: { attribute: false },
    corrections: { attribute: false },
    taxonomy: { attribute: false },
    intents: { attribute: 'intents', initial: 'general' },
    heading: { attribute: 'heading' },
    client: { attribute: false },
    now: { attribute: false },
  };

  /** The contact or company whose messages to show, such as `contact:odoo:42`. */
  declare recordId: string | undefined;

  /**
   * Whether all messages of the tenant are shown, where no `record-id` names one record.
   * @default false
   */
  declare tenant: boolean;

  /** The host's own messages: objects with a `text`, and `id`, `at`, `channel`, `rating`, `contact` where known. Set a new list for each change. */
  declare messages: readonly HostMessage[] | undefined;

  /** Tones that people gave earlier, by message id: `negative`, `neutral` or `positive`. */
  declare corrections: Readonly<Record<string, Tone>> | undefined;

  /** Topics of your own in place of ours: `id`, `label`, and `terms` by language (`{ en: ['deliver*'] }`). */
  declare taxonomy: readonly OwnAspect[] | undefined;

  /**
   * Which requests are known when a person asks for them: of shops and assistants, or of banks.
   * @default 'general'
   */
  declare intents: IntentSet;

  /** The panel's title; "Feedback" in the page's language where absent. */
  declare heading: string | undefined;

  /** The client to ask; the page's default client where none is set. */
  declare client: Client | undefined;

  /** The moment that "the last 4 weeks" end at, in epoch milliseconds; the page's clock where absent. */
  declare now: number | undefined;

  private readonly source: DataController<readonly FeedbackMessage[]>;
  private readonly earlier: DataController<readonly Correction[]>;
  private readonly book: FeedbackReading;
  private readonly list = new VirtualRows(this);
  private readonly words = new Words(this);
  private readonly tryBox: TryBox;

  private filter: FeedbackFilter = noFilter;
  private since: PanelView['since'] = 'all';
  private by: By = 'aspect';
  private allRows = false;
  private correcting: string | undefined;
  private readonly expanded = new Set<string>();
  private readonly own = new Map<string, Tone | null>();
  private readonly kept = new Map<string, Kept>();
  private merged: { readonly from: readonly unknown[]; readonly map: ReadonlyMap<string, Tone> } | undefined;
  private host: { readonly from: unknown; readonly messages: FeedbackMessage[] | null } | undefined;
  private figures: { readonly key: readonly unknown[]; readonly value: Figures } | undefined;
  private shownKeys: { readonly of: unknown; readonly keys: readonly string[] } | undefined;
  private readonly analyses = new WeakMap<ReadMessage, MessageAnalysis>();
  private refocus: string | undefined;
  /** How much of the figures is drawn: all at once, the first drawing would be one long task. */
  private stage = 0;

  constructor() {
    super();
    const asked = () => {
      const { recordId } = this;
      if (this.messages !== undefined || (!recordId && !this.tenant)) return undefined;
      return { key: recordId ?? '*', recordId, client: this.client ?? defaultClient() };
    };
    this.source = new DataController(
      this,
      () => {
        const request = asked();
        const filter = request?.recordId ? { recordId: request.recordId } : {};
        return request && { ...request, watch: (data, listener) => data.watchMessages(filter, listener) };
      },
      whenClient,
    );
    this.earlier = new DataController(
      this,
      () => {
        const request = asked();
        return (
          request && {
            ...request,
            watch: (data, listener) =>
              data.watchCorrections?.(request.recordId || undefined, listener) ?? (() => undefined),
          }
        );
      },
      whenClient,
    );
    this.book = new FeedbackReading(this, () => this.taxonomy);
    this.tryBox = new TryBox(this, this.book, () => this.intents);
  }

  /** What is painted. */
  get state(): 'empty' | 'loading' | 'ready' | 'insufficient-data' | 'permission' | 'error' {
    const state = this.blankOf()?.state ?? 'ready';
    if (state === 'model' || state === 'not-messages') return 'error';
    return state === 'no-messages' ? 'insufficient-data' : state;
  }

  /** How fresh the messages are; `undefined` where there are none. */
  get freshness(): Freshness | undefined {
    return this.messages === undefined ? this.source.freshness : undefined;
  }

  /** The messages to read: a list, or what stands in its place. */
  private wanted(): readonly FeedbackMessage[] | Blank {
    const { messages } = this;
    if (messages !== undefined) {
      if (this.host?.from !== messages) this.host = { from: messages, messages: hostMessages(messages) };
      return this.host.messages ?? { state: 'not-messages' };
    }
    const { current } = this.source;
    switch (current.state) {
      case 'ready':
        return current.value;
      case 'permission':
      case 'error':
        return { state: current.state, problem: current.problem };
      default:
        return current;
    }
  }

  private blankOf(): Blank | undefined {
    const wanted = this.wanted();
    if ('state' in wanted) return wanted;
    if (wanted.length === 0) return { state: 'no-messages' };
    if (this.book.read.length > 0) return undefined;
    return this.book.problem ? { state: 'model', problem: this.book.problem } : { state: 'loading' };
  }

  private corrected(): ReadonlyMap<string, Tone> {
    const from = [this.corrections, this.earlier.value, this.source.value];
    if (this.merged && from.every((one, i) => one === this.merged?.from[i])) return this.merged.map;
    const shown = new Set(this.source.value?.map(({ id }) => id));
    const earlier = [...correctedTones(this.earlier.value ?? [])].filter(([id]) => shown.has(id));
    const map = new Map<string, Tone>([...earlier, ...Object.entries(this.corrections ?? {})]);
    for (const [id, tone] of this.own)
      if (tone === null) map.delete(id);
      else map.set(id, tone);
    this.merged = { from, map };
    return map;
  }

  private figuresNow(): Figures {
    const { book, filter, by } = this;
    const intents = book.intents.state === 'ready' ? book.intents.of : noIntents;
    const corrections = this.corrected();
    const now = this.now ?? Date.now();
    // A figure that follows the clock to the second would be computed at every drawing.
    const key = [book.read, filter, by, intents, corrections, Math.floor(now / 3_600_000)];
    if (!this.figures || this.figures.key.some((part, i) => part !== key[i]))
      this.figures = { key, value: figuresOf({ read: book.read, corrections, filter, intents, by, now }) };
    return this.figures.value;
  }

  private readonly analysis = (one: ReadMessage): MessageAnalysis | undefined => {
    const { engine, engineModule } = this.book;
    let found = this.analyses.get(one);
    if (!found && engine && engineModule) {
      const options = one.language === null ? {} : { language: one.language };
      found = engineModule.explainMessage(engine.readers, one.message, options);
      this.analyses.set(one, found);
    }
    return found;
  };

  private readonly change = (change: FilterChange): void => {
    this.filter = { ...this.filter, ...change };
    this.list.toTop();
    this.requestUpdate();
  };

  private readonly choosePeriod = (since: PanelView['since']): void => {
    this.since = since;
    const start = since === 'all' ? null : sinceOf(Number(since), this.book.read, this.now ?? Date.now());
    this.change({ since: start });
  };

  private readonly chooseBy = (by: By): void => {
    this.by = by;
    this.requestUpdate();
  };

  private readonly toggleRows = (): void => {
    this.allRows = !this.allRows;
    this.requestUpdate();
  };

  private readonly toggle = (id: string): void => {
    if (!this.expanded.delete(id)) this.expanded.add(id);
    this.requestUpdate();
  };

  private readonly startCorrection = (id: string | undefined): void => {
    const before = this.correcting ?? id;
    this.correcting = id;
    this.focusRow(before, id === undefined ? '.correct' : '.correction button');
    this.requestUpdate();
  };

  /** Where the focus goes when the control that had it is gone. */
  private focusRow(id: string | undefined, within: string): void {
    const at = this.shownKeys?.keys.indexOf(id ?? '') ?? -1;
    this.refocus = at < 0 ? undefined : `.row[data-at="${at}"] ${within}`;
  }

  private readonly correct = (one: ReadMessage, tone: Tone | null): void => {
    const { id } = one.message;
    const model = this.book.engine?.model ?? 'sentiment';
    const said = one.tone ?? 'not-scored';
    this.correcting = undefined;
    // The model's own word, said again, takes a correction back.
    const meant = tone === one.tone ? null : tone;
    const was = this.corrected().get(id) ?? null;
    this.own.set(id, meant);
    this.merged = undefined;
    this.focusRow(id, '.correct');
    this.requestUpdate();
    if (meant === was) return;
    emit(this, 'aicrm-correct', { recordId: id, model, said, meant });
    void this.keep(id, { said: meant === null ? (was ?? said) : said, meant: meant ?? said, model });
  };

  private async keep(id: string, what: { said: string; meant: string; model: string }): Promise<void> {
    let kept: Kept = 'handed';
    try {
      const client = this.client ?? defaultClient();
      if (client) {
        const data = await dataOf(client);
        await data.keep({ kind: 'correction', record: id, ...what });
        kept = 'kept';
      }
    } catch {
      // A host's own list has no store to be kept in; for ours, a correction that is lost must be said.
      kept = this.messages === undefined ? 'failed' : 'handed';
    }
    this.kept.set(id, kept);
    this.requestUpdate();
  }

  private readonly onListKey = (event: KeyboardEvent): void => {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('.row') : null;
    const last = (this.shownKeys?.keys.length ?? 0) - 1;
    if (!row || last < 0 || event.altKey || event.metaKey) return;
    const at = Number(row.dataset.at);
    const moves: Readonly<Record<string, number>> = event.ctrlKey
      ? { Home: 0, End: last }
      : { PageDown: Math.min(last, at + 1), PageUp: Math.max(0, at - 1) };
    const next = moves[event.key];
    if (next === undefined) {
      if (event.key === 'Escape' && this.correcting !== undefined) {
        event.stopPropagation();
        this.startCorrection(undefined);
      }
      return;
    }
    event.preventDefault();
    this.list.focus(next);
  };

  private readonly retry = (): void => {
    if (this.book.problem) this.book.retry();
    else this.source.retry();
  };

  private view(words: PanelView['words'], formats: PanelView['formats']): PanelView {
    const figures = this.figuresNow();
    if (this.shownKeys?.of !== figures.shown)
      this.shownKeys = { of: figures.shown, keys: keysOf(figures.shown) };
    this.list.setKeys(this.shownKeys.keys);
    return {
      words,
      formats,
      figures,
      filter: this.filter,
      since: this.since,
      by: this.by,
      corrections: this.corrected(),
      kept: this.kept,
      taxonomy: this.taxonomy,
      intents: this.book.intents,
      intentLabels: this.book.intentLabels,
      intentBytes: this.book.engineModule?.sizeOf(this.book.engineModule.intentModel[this.intents]),
      allRows: this.allRows,
      rows: this.list.range(),
      expanded: this.expanded,
      correcting: this.correcting,
      analysis: this.analysis,
      change: this.change,
      choosePeriod: this.choosePeriod,
      chooseBy: this.chooseBy,
      toggleRows: this.toggleRows,
      readIntents: () => void this.book.readIntents(this.intents, this.language),
      toggle: this.toggle,
      startCorrection: this.startCorrection,
      correct: this.correct,
      onListKey: this.onListKey,
    };
  }

  protected override draw(): void {
    const wanted = this.wanted();
    this.book.want('state' in wanted ? noMessages : wanted);
    const words = this.words.in(this.language);
    const nothingYet = this.blankOf();
    this.mark();
    if (!words) {
      render(html`<div class="panel" part="panel"></div>`, this.renderRoot);
      return;
    }
    const formats = formatsIn(this.language);
    const { book, source } = this;
    const view = nothingYet ? undefined : this.view(words, formats);
    const progress =
      book.reading && book.total > 0 ? { read: book.read.length, total: book.total } : undefined;
    this.tryBox.own = this.taxonomy;
    const { current } = source;
    render(
      html`<div
        class="panel"
        part="panel"
        dir=${directionOf(this.language)}
        role="region"
        aria-label=${this.heading ?? words.title}
      >
        ${header(words, formats, this.heading ?? words.title, view, progress)}
        ${source.offline && this.messages === undefined ? html`<p class="note">${words.noteOffline}</p>` : nothing}
        ${this.freshness === 'stale' ? html`<p class="note">${words.noteStale}</p>` : nothing}
        ${nothingYet ? blank(nothingYet, words, this.retry) : view ? sections(view, this.stage) : nothing}
        ${this.tryBox.draw(words, formats)}
        ${view ? facts(view, current.state === 'ready' ? current.dataAt : undefined) : nothing}
        <slot></slot>
      </div>`,
      this.renderRoot,
    );
    if (view && this.stage < 2)
      void yieldToPage().then(() => {
        this.stage++;
        this.requestUpdate();
      });
    if (this.refocus !== undefined) {
      const { refocus } = this;
      this.refocus = undefined;
      this.renderRoot.querySelector<HTMLElement>(refocus)?.focus();
    }
  }

  /** What a host's styles and tests read off the element. */
  private mark(): void {
    setAttribute(this, 'state', this.state);
    setAttribute(this, 'freshness', this.freshness);
    this.toggleAttribute('offline', this.source.offline && this.messages === undefined);
    this.toggleAttribute('reading', this.book.reading && this.state === 'ready');
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'aicrm-feedback-sentiment-panel': FeedbackSentimentPanel;
  }
}
