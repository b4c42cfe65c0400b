import type { Client } from '@aicrm/client/client';
import { hostMessages } from '@aicrm/client/feedback/host-messages';
import { breakdown, byAspect, courseOf, headlineOf } from '@aicrm/client/feedback/summary';
import {
  allOfIt,
  type Overview,
  type OverviewFilter,
  rememberingOverview,
} from '@aicrm/client/overview/overview';
import { defaultClient, whenClient } from '@aicrm/client/registry';
import type { AnalysisFile, AnalysisName, SalesForecastFile, SegmentsFile } from '@aicrm/schema/analysis';
import type { ModelCard } from '@aicrm/schema/model';
import type { FeedbackMessage } from '@aicrm/schema/timeline';
import type { ValueModel } from '@aicrm/schema/value-model';
import { html, render } from 'lit/html.js';
import { chartStyles } from '../charts/chart-styles.js';
import { emit } from '../events.js';
import { aspectName } from '../feedback-sentiment-panel/format.js';
import { FeedbackReading } from '../feedback-sentiment-panel/reading.js';
import { Words } from '../feedback-sentiment-panel/words.js';
import { AicrmElement, type Property } from '../internal/aicrm-element.js';
import { DataController, type DataState } from '../internal/data-controller.js';
import { setAttribute } from '../internal/dom.js';
import { dashboardWords } from '../locales/dashboard.js';
import { directionOf, wordsIn } from '../locales/locale.js';
import { cardStyles } from '../theme/card-styles.js';
import { panelTokens } from '../theme/panel-tokens.js';
import { tokens } from '../theme/tokens.js';
import { canDownload, exportRows, handOver } from './export.js';
import { levelFor } from './figures.js';
import { frame } from './frame.js';
import { firstRows } from './parts.js';
import { type HostRecords, Records } from './records.js';
import { styles } from './styles.js';
import type { DashboardView, FilterName, MessagesView } from './view.js';

/**
 * A business at a glance: key figures with their trend, the sales forecast, what changed last week, the funnel, customers at
 * risk by value, what messages speak of, segments, and what moves scores most. All of it is computed in the page from
 * stored records and the tenant's files; filters hold for every part that can follow them, and the others say so. Each part
 * arrives and fails alone. A host that hands data over asks the network for nothing of that part.
 *
 * @element aicrm-dashboard
 *
 * @attr {'loading'|'ready'} state - Read-only: `ready` when all stored records are read.
 * @attr {boolean} offline - Read-only: the worker cannot be reached.
 * @attr {'light'|'dark'} theme - Fixes the colours; without it they follow the `color-scheme` of the page around.
 *
 * @fires {CustomEvent<AboutDashboard>} aicrm-dashboard-view - A person chose a filter. Detail: all four as they are now.
 * @fires {CustomEvent<AboutSelection>} aicrm-select - A person chose a customer in the list. Detail: `recordId`, `model`.
 * @fires {CustomEvent<AboutInsight>} aicrm-insight - Of the insights in it.
 * @fires {CustomEvent<AboutSegment>} aicrm-segment - Of the segments in it.
 * @fires {CustomEvent<AboutForecast>} aicrm-forecast-view - Of the forecast in it.
 *
 * @csspart board - The whole.
 * @csspart title - Its title.
 * @csspart filters - The filters.
 * @csspart figures - The key figures.
 * @csspart figure - One of them.
 * @csspart funnel - The card of the funnel; `churn`, `aspects` and `reasons` likewise.
 *
 * @cssprop [--aicrm-panel-radius=0.75rem] - Corner radius of the cards: a length.
 * @cssprop [--aicrm-chart-main] - Bars and lines; keep 3:1 on the surface, like the other inks.
 */
export class Dashboard extends AicrmElement {
  static override readonly styles = [tokens, panelTokens, cardStyles, chartStyles, styles];

  static override readonly properties: Readonly<Record<string, Property>> = {
    records: { attribute: false },
    value: { attribute: false },
    segments: { attribute: false },
    forecast: { attribute: false },
    insights: { attribute: false },
    messages: { attribute: false },
    cards: { attribute: false },
    asOf: { attribute: 'as-of' },
    client: { attribute: false },
  };

  private readonly stored: Records;
  private readonly valueData: DataController<ValueModel>;
  private readonly segmentsData: DataController<SegmentsFile>;
  private readonly forecastData: DataController<SalesForecastFile>;
  private readonly messagesData: DataController<readonly FeedbackMessage[]>;
  private readonly reading: FeedbackReading;
  private readonly aspectWords: Words;

  private readonly overviewOf = rememberingOverview();
  private filter: OverviewFilter = allOfIt;
  private model: string | undefined;
  private rows = firstRows;
  private said = '';
  private readonly born = Date.now();
  private memo: { readonly key: readonly unknown[]; readonly overview: Overview } | undefined;
  private messageMemo: { readonly key: readonly unknown[]; readonly view: MessagesView } | undefined;
  private handedMessages: { readonly from: unknown; readonly to: readonly FeedbackMessage[] } | undefined;
  private nestedAsked = false;

  /** Record views of the host's own, by type: `{ lead, deal, contact }`. With them no store is read. */
  declare records: HostRecords | undefined;

  /** The content of a model of customer value. */
  declare value: ValueModel | undefined;

  /** The content of a segments file. */
  declare segments: SegmentsFile | undefined;

  /** The content of a sales forecast file. */
  declare forecast: SalesForecastFile | undefined;

  /** The content of an insights file. */
  declare insights: unknown;

  /** Messages of the host's own, as the sentiment panel takes them. */
  declare messages: unknown;

  /** Model cards whose inputs are ranked. */
  declare cards: readonly ModelCard[] | undefined;

  /** The moment that figures are of, an ISO instant; the page's clock where it is not set. */
  declare asOf: string | undefined;

  /** The client to ask; the page's default client where none is set. */
  declare client: Client | undefined;

  constructor() {
    super();
    this.valueData = this.file('customer-value', () => this.value);
    this.segmentsData = this.file('segments', () => this.segments);
    this.forecastData = this.file('sales-forecast', () => this.forecast);
    this.messagesData = new DataController(
      this,
      () =>
        this.messages === undefined
          ? {
              key: 'messages',
              client: this.client ?? defaultClient(),
              watch: (data, listener) => data.watchMessages({}, listener),
            }
          : undefined,
      whenClient,
    );
    this.reading = new FeedbackReading(this, () => undefined);
    this.aspectWords = new Words(this);
    this.stored = new Records(this, () => {
      const value = this.stateOf(this.valueData, this.value);
      const segments = this.stateOf(this.segmentsData, this.segments);
      const waits = value.state === 'loading' || segments.state === 'loading';
      return {
        client: this.client ?? defaultClient(),
        records: this.records,
        cards: this.cards,
        now: this.now,
        files: waits
          ? undefined
          : {
              value: value.state === 'ready' ? value.value : undefined,
              segments: segments.state === 'ready' ? segments.value : undefined,
            },
      };
    });
  }

  private file<N extends AnalysisName>(name: N, handed: () => unknown): DataController<AnalysisFile<N>> {
    return new DataController<AnalysisFile<N>>(
      this,
      () =>
        handed() === undefined
          ? {
              key: name,
              client: this.client ?? defaultClient(),
              watch: (data, listener) => data.watchAnalysis(name, listener),
            }
          : undefined,
      whenClient,
    );
  }

  private stateOf<T>(data: DataController<T>, handed: T | undefined): DataState<T> {
    return handed === undefined
      ? data.current
      : { state: 'ready', value: handed, freshness: 'live', dataAt: '' };
  }

  private get now(): number {
    const at = Date.parse(this.asOf ?? '');
    return Number.isFinite(at) ? at : this.born;
  }

  /** `ready` when all stored records are read. */
  get state(): 'loading' | 'ready' {
    return this.stored.done.size === 3 || this.stored.failed ? 'ready' : 'loading';
  }

  /** Whether the worker cannot be reached. */
  get offline(): boolean {
    return this.stored.offline;
  }

  private readonly change = (filter: Partial<OverviewFilter>): void => {
    this.filter = { ...this.filter, ...filter };
    this.rows = firstRows;
    const { since, ...others } = this.filter;
    emit(this, 'aicrm-dashboard-view', {
      since: since === null ? null : new Date(since).toISOString(),
      ...others,
    });
    this.requestUpdate();
  };

  private overview(): Overview | undefined {
    const { collected, chances } = this.stored;
    if (!collected) return undefined;
    const key = [collected, chances, this.filter, this.now];
    if (!this.memo || key.some((one, i) => one !== this.memo?.key[i]))
      this.memo = { key, overview: this.overviewOf(collected, chances, this.filter, this.now) };
    return this.memo.overview;
  }

  private messagesState(): DataState<MessagesView> {
    let list: readonly FeedbackMessage[];
    if (this.messages === undefined) {
      const { current } = this.messagesData;
      if (current.state !== 'ready') return current;
      list = current.value;
    } else {
      if (this.handedMessages?.from !== this.messages)
        this.handedMessages = { from: this.messages, to: hostMessages(this.messages) ?? [] };
      list = this.handedMessages.to;
    }
    // Records first: the tone model is large, and messages wait until the figures stand.
    if (this.state === 'loading') return { state: 'loading' };
    this.reading.want(list);
    const { problem, reading, read } = this.reading;
    if (problem) return { state: 'error', problem };
    if (reading) return { state: 'loading' };
    const { collected } = this.stored;
    const key = [read, this.filter, collected, this.now];
    if (!this.messageMemo || key.some((one, i) => one !== this.messageMemo?.key[i]))
      this.messageMemo = { key, view: this.messagesView(read) };
    return { state: 'ready', value: this.messageMemo.view, freshness: 'live', dataAt: '' };
  }

  private messagesView(read: FeedbackReading['read']): MessagesView {
    const { since, segment, region, owner } = this.filter;
    const cut = segment !== null || region !== null || owner !== null;
    const who = new Map(cut ? this.stored.collected?.customers.map((one) => [one.id, one]) : []);
    const chosen = read.filter(({ at, message: { contact } }) => {
      if (since !== null && !(at >= since)) return false;
      if (!cut) return true;
      const customer = who.get(contact ?? '');
      return (
        customer !== undefined &&
        (segment === null || customer.segment === segment) &&
        (region === null || customer.region === region) &&
        (owner === null || customer.owner === owner)
      );
    });
    const corrections = new Map();
    const headline = headlineOf(chosen, corrections, this.now);
    return {
      headline,
      course: courseOf(chosen, corrections, this.now),
      aspects: breakdown(chosen, byAspect, headline.windows),
      messages: chosen.length,
    };
  }

  /** The elements within come after the first drawing, so that the figures are not kept waiting. */
  private defineNested(): void {
    if (this.nestedAsked) return;
    this.nestedAsked = true;
    const load = async (): Promise<void> => {
      await Promise.allSettled([
        import('../forecast-chart/define.js'),
        import('../insights/define.js'),
        import('../segments/define.js'),
      ]);
    };
    void load();
  }

  private view(words: DashboardView['words']): DashboardView {
    const { language } = this;
    const aspects = this.aspectWords.in(language);
    return {
      ...{ words, language, now: this.now, filter: this.filter, overview: this.overview() },
      ...{ done: this.stored.done, recordsFailed: this.stored.failed, said: this.said },
      value: this.stateOf(this.valueData, this.value),
      segments: this.stateOf(this.segmentsData, this.segments),
      forecast: this.stateOf(this.forecastData, this.forecast),
      messages: this.messagesState(),
      reading: this.reading.reading
        ? { read: this.reading.read.length, total: this.reading.total }
        : undefined,
      aspectName: (id) => (aspects ? aspectName(id, aspects, undefined) : id),
      ...{ cards: this.stored.cards, model: this.model, rows: this.rows },
      canDownload: canDownload(),
      change: this.change,
      chooseModel: (model) => {
        this.model = model;
        this.requestUpdate();
      },
      chooseRows: (rows) => {
        this.rows = rows;
        this.requestUpdate();
      },
      select: (recordId) => emit(this, 'aicrm-select', { recordId, model: 'customer-value' }),
      retry: () => {
        this.stored.retry();
        this.reading.retry();
        for (const data of [this.valueData, this.segmentsData, this.forecastData, this.messagesData])
          if (data.current.state === 'error') data.retry();
      },
      exportCsv: () => void this.exportCsv(),
      print: () => globalThis.print(),
    };
  }

  private async exportCsv(): Promise<void> {
    const words = dashboardWords.in(this.language, () => undefined);
    if (!words) return;
    const rows = exportRows(this.view(words));
    const how = await handOver(rows, `overview-${new Date(this.now).toISOString().slice(0, 10)}.csv`);
    const count = String(rows.length - 1);
    this.said =
      how === 'exported' ? words.exported(count) : how === 'copied' ? words.copied(count) : words.notCopied;
    this.requestUpdate();
  }

  protected override draw(): void {
    const { language } = this;
    const words = dashboardWords.in(language, () => this.requestUpdate());
    const view = words ? this.view(words) : undefined;
    render(
      html`<article
        class="board"
        part="board"
        lang=${wordsIn(language)}
        dir=${directionOf(language)}
        aria-busy=${String(this.state === 'loading')}
      >
        ${view ? this.content(view) : ''}
      </article>`,
      this.renderRoot,
    );
    setAttribute(this, 'state', this.state);
    this.toggleAttribute('offline', this.offline);
    this.defineNested();
  }

  private content(view: DashboardView): unknown {
    const { client, insights } = this;
    const { forecast, filter } = view;
    const level = forecast.state === 'ready' ? levelFor(forecast.value, filter.region) : 'total';
    const follows: readonly FilterName[] = level === 'total' ? [] : ['region'];
    return frame(
      view,
      {
        forecast: html`<aicrm-forecast-chart
          .client=${client}
          .forecast=${this.forecast}
          .level=${level}
          .pipeline=${true}
          .density=${'compact'}
        ></aicrm-forecast-chart>`,
        forecastFollows: follows,
        insights: html`<aicrm-insights .client=${client} .insights=${insights} .density=${'compact'}></aicrm-insights>`,
        segments: html`<aicrm-segments
          .client=${client}
          .segments=${this.segments}
          .open=${filter.segment ?? undefined}
          .density=${'compact'}
        ></aicrm-segments>`,
      },
      this.offline ? [view.words.noteOffline] : [],
    );
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'aicrm-dashboard': Dashboard;
  }
}
