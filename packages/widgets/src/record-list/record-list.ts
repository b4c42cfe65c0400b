import type { Client, Freshness } from '@aicrm/client/client';
import { defaultClient, whenClient } from '@aicrm/client/registry';
import type { Band } from '@aicrm/schema/prediction';
import { render } from 'lit/html.js';
import { emit } from '../events.js';
import { AicrmElement, type Property } from '../internal/aicrm-element.js';
import { setAttribute } from '../internal/dom.js';
import { PredictionController } from '../internal/prediction-controller.js';
import { panel as english } from '../locales/en-panel.js';
import { badgeMessages, catalogueOf } from '../locales/locale.js';
import { recordListWords } from '../locales/record-list.js';
import { panelTokens } from '../theme/panel-tokens.js';
import { tokens } from '../theme/tokens.js';
import { listView } from './list-view.js';
import { RecordSource } from './record-source.js';
import { columnsOf, type ListedRecord, type Row, type SortBy } from './rows.js';
import { styles } from './styles.js';
import { RowWindow } from './window.js';

export type ListState = 'loading' | 'ready' | 'empty' | 'permission' | 'error';

/**
 * All stored records of a type with their scores, the best first, in a list of any length: 10,000 records scroll, sort and
 * filter in the page. Records come first, scores after them; both are read and computed in the page.
 *
 * @element aicrm-record-list
 *
 * @attr {'loading'|'ready'|'empty'|'permission'|'error'} state - Read-only: what is painted.
 * @attr {'live'|'cached'|'stale'} freshness - Read-only: how fresh the scores' data is; absent where nothing is painted.
 * @attr {boolean} offline - Read-only: the worker cannot be reached. The state stays what it was.
 * @attr {'light'|'dark'} theme - Fixes the colours; without it they follow the `color-scheme` of the page around.
 *
 * @fires {CustomEvent<AboutSelection>} aicrm-select - A person chose a record, by a press or with Enter. Detail: `recordId`, `model`.
 *
 * @csspart card - The card.
 * @csspart grid - The list, which scrolls.
 * @csspart row - A record.
 *
 * @cssprop [--aicrm-list-block-size=30rem] - Height of the list at most: a length.
 * @cssprop [--aicrm-panel-radius=0.75rem] - Corner radius of the card: a length.
 */
export class RecordList extends AicrmElement {
  static override readonly styles = [tokens, panelTokens, styles];

  static override readonly properties: Readonly<Record<string, Property>> = {
    type: { attribute: 'type', initial: 'lead' },
    model: { attribute: 'model', initial: 'lead-score' },
    nameField: { attribute: 'name-field', initial: 'fields.name' },
    columns: { attribute: 'columns' },
    records: { attribute: false },
    sort: { attribute: 'sort', initial: 'score' },
    selected: { attribute: 'selected' },
    density: { attribute: 'density', initial: 'comfortable' },
    client: { attribute: false },
  };

  private readonly source: RecordSource;
  private readonly prediction: PredictionController;
  private readonly rows: RowWindow;
  private reverse = false;
  private band: Band | undefined;
  private active = 0;
  private shown: { readonly of: readonly unknown[]; readonly rows: readonly Row[] } | undefined;

  /**
   * Which records: `lead`, `deal`, `contact` or `company`.
   * @default 'lead'
   */
  declare type: string;

  /**
   * The model that scores them.
   * @default 'lead-score'
   */
  declare model: string;

  /**
   * Where a record's name is; without one its id stands there.
   * @default 'fields.name'
   */
  declare nameField: string;

  /** More columns, as `path:label:unit` with commas between: `fields.city:City,facts.orders.sum90:Spend:USD`. */
  declare columns: string | undefined;

  /** The host's own records, with their scores where it has them; nothing is then asked for. */
  declare records: readonly ListedRecord[] | undefined;

  /**
   * `score` or `name`.
   * @default 'score'
   */
  declare sort: SortBy;

  /** Id of the record that is marked as chosen. */
  declare selected: string | undefined;

  /**
   * `compact` puts more rows on a page.
   * @default 'comfortable'
   */
  declare density: 'comfortable' | 'compact';

  /** The client to ask; the page's default client where none is set. */
  declare client: Client | undefined;

  constructor() {
    super();
    this.source = new RecordSource(this, () => ({
      client: this.client ?? defaultClient(),
      records: Array.isArray(this.records) ? this.records : undefined,
      type: this.type,
      model: this.model,
      name: this.nameField,
      columns: this.columns,
    }));
    // One record's prediction tells what there is to say of all: no model, no evidence, old data, no connection.
    this.prediction = new PredictionController(
      this,
      () => ({
        model: this.model,
        recordId: this.records ? undefined : this.source.probe,
        record: undefined,
        client: this.client ?? this.source.client,
      }),
      whenClient,
    );
    this.rows = new RowWindow(this, () => this.visible().length);
  }

  /** What is painted. */
  get state(): ListState {
    const { order, state, problem } = this.source;
    if (order.length > 0) return 'ready';
    if (state === 'loading') return 'loading';
    if (!problem) return 'empty';
    return problem.kind === 'permission' ? 'permission' : 'error';
  }

  /** How fresh the scores' data is; `undefined` where nothing is painted. */
  get freshness(): Freshness | undefined {
    return this.prediction.freshness;
  }

  /** Whether the worker cannot be reached. */
  get offline(): boolean {
    return this.prediction.offline;
  }

  /** The rows of the chosen band, in order. */
  private visible(): readonly Row[] {
    const { order } = this.source;
    const of = [order, this.band];
    if (!this.shown || of.some((one, i) => one !== this.shown?.of[i]))
      this.shown = { of, rows: this.band ? order.filter(({ band }) => band === this.band) : order };
    return this.shown.rows;
  }

  private select(index: number): void {
    const row = this.visible()[index];
    if (!row) return;
    this.active = index;
    this.selected = row.id;
    this.requestUpdate();
    emit(this, 'aicrm-select', { recordId: row.id, model: this.model });
  }

  private move(to: number): void {
    const last = this.visible().length - 1;
    this.active = Math.max(0, Math.min(last, to));
    this.rows.show(this.active);
    this.requestUpdate();
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    // The head's buttons have keys of their own.
    if (event.target !== event.currentTarget || event.altKey || event.ctrlKey || event.metaKey) return;
    const { active } = this;
    const places: Record<string, number> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + this.rows.page,
      PageUp: active - this.rows.page,
      Home: 0,
      End: this.visible().length - 1,
    };
    const to = places[event.key];
    if (to !== undefined) this.move(to);
    else if (event.key === 'Enter' || event.key === ' ') this.select(active);
    else return;
    event.preventDefault();
  };

  private readonly sortBy = (by: SortBy): void => {
    this.reverse = by === this.sort && !this.reverse;
    this.sort = by;
    this.back();
  };

  private readonly filter = (band: Band | undefined): void => {
    this.band = band;
    this.back();
  };

  private back(): void {
    this.active = 0;
    this.rows.toTop();
    this.requestUpdate();
  }

  protected override draw(): void {
    const { language, source, prediction, density } = this;
    source.sort(this.sort === 'name' ? 'name' : 'score', this.reverse, language);
    const rows = this.visible();
    this.active = Math.max(0, Math.min(this.active, rows.length - 1));
    const { state } = this;
    render(
      listView({
        ...{ language, state, rows, density },
        words: recordListWords.in(language, () => this.requestUpdate()),
        panel: catalogueOf(language)?.panel ?? english,
        badge: badgeMessages(language),
        all: source.order,
        loading: source.state === 'loading',
        problem: source.problem,
        prediction: prediction.current,
        offline: this.offline,
        columns: columnsOf(this.columns),
        range: this.rows.range(),
        rowHeight: this.rows.rowHeight,
        active: this.active,
        selected: this.selected,
        band: this.band,
        sort: this.sort === 'name' ? 'name' : 'score',
        reverse: this.reverse,
        onKey: this.onKey,
        sortBy: this.sortBy,
        filter: this.filter,
        select: (index) => this.select(index),
        retry: () => source.retry(),
      }),
      this.renderRoot,
    );
    setAttribute(this, 'state', state);
    setAttribute(this, 'freshness', this.freshness);
    this.toggleAttribute('offline', this.offline);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'aicrm-record-list': RecordList;
  }
}
