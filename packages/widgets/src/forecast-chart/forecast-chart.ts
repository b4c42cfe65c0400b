import type { Client } from '@aicrm/client/client';
import { outlookOf } from '@aicrm/client/outlook/outlook';
import type { Outlook } from '@aicrm/client/outlook/types';
import type { SalesForecastFile } from '@aicrm/schema/analysis';
import type { Problem } from '@aicrm/schema/problem';
import type { TemplateResult } from 'lit/html.js';
import { chartStyles } from '../charts/chart-styles.js';
import { valueFormat } from '../charts/format.js';
import { emit } from '../events.js';
import { AicrmElement, type Property } from '../internal/aicrm-element.js';
import type { DataController, DataState } from '../internal/data-controller.js';
import { drawFileCard, followFile, inItsPlace, notesOn, type Place } from '../internal/file-card.js';
import { forecastWords } from '../locales/forecast.js';
import type { ForecastMessages } from '../locales/forecast-messages.js';
import { cardStyles } from '../theme/card-styles.js';
import { panelTokens } from '../theme/panel-tokens.js';
import { tokens } from '../theme/tokens.js';
import type { Choice } from './controls.js';
import { forecastView } from './forecast-view.js';
import { horizonOf, keyOf, type Series, seriesFor } from './series.js';
import { styles } from './styles.js';

type State = DataState<SalesForecastFile>;

/**
 * A sales forecast as a card: the history, what is expected and within which ranges, and in words how sure that is. It is
 * computed in the page from the model's file: of the tenant's own sales, or from what the host hands over in `forecast`.
 * A forecast that is no better than last year's numbers says so and shows them.
 *
 * @element aicrm-forecast-chart
 *
 * @attr {'empty'|'loading'|'ready'|'insufficient-data'|'permission'|'error'} state - Read-only: what is painted.
 * @attr {'live'|'cached'|'stale'} freshness - Read-only: how fresh the painted data is; absent where nothing is painted.
 * @attr {boolean} offline - Read-only: the worker cannot be reached. The state stays what it was.
 * @attr {'light'|'dark'} theme - Fixes the colours; without it they follow the `color-scheme` of the page around.
 *
 * @fires {CustomEvent<AboutForecast>} aicrm-forecast-view - A person chose a level, a horizon, or a layer. Detail: all four
 *   as they are now.
 *
 * @csspart card - The card.
 * @csspart title - What is forecast.
 * @csspart figures - The key figures.
 * @csspart legend - The names of what is drawn.
 * @csspart chart - The chart with its table.
 * @csspart sureness - How sure the forecast is.
 * @csspart targets - Targets with their chances.
 *
 * @cssprop [--aicrm-panel-radius=0.75rem] - Corner radius of the card: a length.
 * @cssprop [--aicrm-chart-main] - History and forecast; keep 3:1 on the surface, like the other inks.
 * @cssprop [--aicrm-chart-quiet] - A forecast that is no better than last year's numbers.
 * @cssprop [--aicrm-chart-2] - Open deals.
 * @cssprop [--aicrm-chart-3] - The year before, and the step under way.
 * @cssprop [--aicrm-chart-4] - Forecasts of earlier times.
 * @cssprop [--aicrm-chart-bad] - Targets.
 * @cssprop [--aicrm-chart-grid] - Lines of the grid.
 */
export class ForecastChart extends AicrmElement {
  static override readonly styles = [tokens, panelTokens, cardStyles, chartStyles, styles];

  static override readonly properties: Readonly<Record<string, Property>> = {
    forecast: { attribute: false },
    level: { attribute: 'level', initial: 'total' },
    horizon: { attribute: 'horizon' },
    backtest: { attribute: 'backtest', type: Boolean, initial: false },
    pipeline: { attribute: 'pipeline', type: Boolean, initial: false },
    density: { attribute: 'density', initial: 'comfortable' },
    client: { attribute: false },
  };

  private readonly data: DataController<SalesForecastFile>;
  private given: unknown;
  private handed: State = { state: 'empty' };
  private computed: { readonly key: readonly unknown[]; readonly outlook: Outlook | Problem } | undefined;

  /**
   * A forecast of the host's: the content of a sales forecast file, or of one forecast model. With it nothing is asked of
   * the network.
   */
  declare forecast: unknown;

  /**
   * What to show: `total`, or a path such as `region/North`; what the file has not is the total.
   * @default 'total'
   */
  declare level: string;

  /** Steps ahead, from 1 to what the model reaches; one season where it is not set. */
  declare horizon: string | number | undefined;

  /**
   * Whether earlier forecasts are drawn beside what came, and beside the year before.
   * @default false
   */
  declare backtest: boolean;

  /**
   * Whether what open deals are expected to bring is drawn; only for the total.
   * @default false
   */
  declare pipeline: boolean;

  /**
   * `compact` takes less room, for dashboards.
   * @default 'comfortable'
   */
  declare density: 'comfortable' | 'compact';

  /** The client to ask; the page's default client where none is set. */
  declare client: Client | undefined;

  constructor() {
    super();
    this.data = followFile(this, 'sales-forecast', () => this.forecast);
  }

  /** What is painted. */
  get state(): State['state'] {
    const { current } = this;
    return current.state === 'ready' && current.value.series.length === 0 ? 'empty' : current.state;
  }

  private get current(): State {
    return this.forecast === undefined ? this.data.current : this.handed;
  }

  /** The reader checks every number of what a host hands over; it comes with the first of those. */
  private async read(given: unknown): Promise<void> {
    let state: State;
    try {
      const { readForecast } = await import('@aicrm/client/outlook/read-forecast');
      const file = readForecast(given);
      state = file.ok
        ? { state: 'ready', value: file.value, freshness: 'live', dataAt: file.value.computedAt }
        : { state: 'error', problem: file.error };
    } catch (error) {
      state = failure('unexpected', String(error));
    }
    if (given !== this.given) return;
    this.handed = state;
    this.requestUpdate();
  }

  private takeGiven(): void {
    if (this.forecast === this.given) return;
    this.given = this.forecast;
    this.handed = { state: this.given === undefined ? 'empty' : 'loading' };
    if (this.given !== undefined) void this.read(this.given);
  }

  private outlook(file: SalesForecastFile, series: Series, choice: Choice): Outlook | Problem {
    const total = series.path.length === 0;
    const key = [series, choice.horizon, choice.backtest, choice.pipeline, file];
    if (this.computed && key.every((one, i) => one === this.computed?.key[i])) return this.computed.outlook;
    let outlook: Outlook | Problem;
    try {
      outlook = outlookOf(series.model, {
        horizon: choice.horizon,
        ahead: series.ahead,
        backtest: choice.backtest,
        pipeline: total && choice.pipeline ? file.pipeline : null,
        targets: total ? file.targets : [],
      });
    } catch (error) {
      outlook = { kind: 'bad-data', title: 'not-a-forecast', status: 0, detail: String(error) };
    }
    this.computed = { key, outlook };
    return outlook;
  }

  private readonly choose = (change: Partial<Choice>): void => {
    Object.assign(this, change);
    const { current } = this;
    if (current.state !== 'ready') return;
    const series = seriesFor(current.value, this.level);
    if (series) emit(this, 'aicrm-forecast-view', this.choiceFor(series));
  };

  private choiceFor(series: Series): Choice {
    const { horizon, backtest, pipeline } = this;
    return {
      level: keyOf(series),
      horizon: horizonOf(series.model, horizon === undefined ? undefined : String(horizon)),
      backtest,
      pipeline,
    };
  }

  protected override draw(): void {
    this.takeGiven();
    const { current, language } = this;
    const words = forecastWords.in(language, () => this.requestUpdate());
    const compact = this.density === 'compact';
    drawFileCard(this, current, language, words && this.content(current, words, compact));
  }

  /** Whether the worker cannot be reached. */
  get offline(): boolean {
    return this.forecast === undefined && this.data.offline;
  }

  private content(current: State, words: ForecastMessages, compact: boolean): TemplateResult {
    const { language } = this;
    if (current.state !== 'ready') return this.inItsPlace(current, words);
    const { value: file, freshness } = current;
    const series = seriesFor(file, this.level);
    if (!series) return this.inItsPlace({ state: 'empty' }, words);
    const choice = this.choiceFor(series);
    const outlook = this.outlook(file, series, choice);
    if ('kind' in outlook) return this.inItsPlace({ state: 'error', problem: outlook }, words);
    const notes = notesOn(this.offline, freshness, words);
    return forecastView({
      ...{ file, series, outlook, choice, words, language, compact, notes, choose: this.choose },
      format: valueFormat(file.currency === null ? 'number' : { currency: file.currency }, language),
    });
  }

  private inItsPlace(current: Place, words: ForecastMessages): TemplateResult {
    const unreadable = { title: 'not-a-forecast', said: words.notAForecast };
    const retry = this.forecast === undefined ? () => this.data.retry() : undefined;
    return inItsPlace(current, words, unreadable, retry);
  }
}

const failure = (title: string, detail: string): State => ({
  state: 'error',
  problem: { kind: 'temporary', title, status: 0, detail },
});

declare global {
  interface HTMLElementTagNameMap {
    'aicrm-forecast-chart': ForecastChart;
  }
}
