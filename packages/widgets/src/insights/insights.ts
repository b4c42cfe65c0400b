import type { Client } from '@aicrm/client/client';
import type { InsightLink, WeekChange, WeekOfInsights } from '@aicrm/client/overview/read-insights';
import { readInsights } from '@aicrm/client/overview/read-insights';
import type { TemplateResult } from 'lit/html.js';
import { chartStyles } from '../charts/chart-styles.js';
import { emit } from '../events.js';
import { AicrmElement, type Property } from '../internal/aicrm-element.js';
import type { DataController, DataState } from '../internal/data-controller.js';
import { drawFileCard, followFile, inItsPlace, notesOn } from '../internal/file-card.js';
import { insightsWords } from '../locales/insights.js';
import type { InsightsMessages } from '../locales/insights-messages.js';
import { cardStyles } from '../theme/card-styles.js';
import { panelTokens } from '../theme/panel-tokens.js';
import { tokens } from '../theme/tokens.js';
import { insightsView } from './insights-view.js';
import { styles } from './styles.js';

type State = DataState<unknown>;
type Read = DataState<WeekOfInsights>;

/**
 * What changed in the last full week and why, as a card: at most ten changes, each with its number, what weeks usually are,
 * the parts that made it, and how sure that is. A week in which nothing moved beyond chance says so.
 *
 * @element aicrm-insights
 *
 * @attr {'empty'|'loading'|'ready'|'insufficient-data'|'permission'|'error'} state - Read-only: what is painted.
 * @attr {'live'|'cached'|'stale'} freshness - Read-only: how fresh the painted data is; absent where nothing is painted.
 * @attr {boolean} offline - Read-only: the worker cannot be reached. The state stays what it was.
 * @attr {'light'|'dark'} theme - Fixes the colours; without it they follow the `color-scheme` of the page around.
 *
 * @fires {CustomEvent<AboutInsight>} aicrm-insight - A person asked for the records behind a change. Detail: `metric` (its
 *   id), `type` of the records, and `filter`: the week and, where one stands out, the part.
 *
 * @slot link-1 - In place of the first change's button, such as a link of the host's; `link-2` to `link-10` likewise.
 *
 * @csspart card - The card.
 * @csspart title - Its title.
 * @csspart list - The list of changes.
 * @csspart change - One change.
 * @csspart size - How large it is.
 * @csspart quiet - What is said of a week without changes.
 *
 * @cssprop [--aicrm-panel-radius=0.75rem] - Corner radius of the card: a length.
 * @cssprop [--aicrm-chart-main] - The week's figure; keep 3:1 on the surface.
 * @cssprop [--aicrm-chart-quiet] - Usual weeks.
 */
export class Insights extends AicrmElement {
  static override readonly styles = [tokens, panelTokens, cardStyles, chartStyles, styles];

  static override readonly properties: Readonly<Record<string, Property>> = {
    insights: { attribute: false },
    density: { attribute: 'density', initial: 'comfortable' },
    client: { attribute: false },
  };

  private readonly data: DataController<unknown>;
  private given: unknown;
  private readState: Read = { state: 'empty' };

  /** The content of an insights file, from the host. With it nothing is asked of the network. */
  declare insights: unknown;

  /**
   * `compact` takes less room, for dashboards.
   * @default 'comfortable'
   */
  declare density: 'comfortable' | 'compact';

  /** The client to ask; the page's default client where none is set. */
  declare client: Client | undefined;

  constructor() {
    super();
    this.data = followFile(this, 'insights', () => this.insights);
  }

  /** What is painted. */
  get state(): State['state'] {
    return this.current.state;
  }

  /** Whether the worker cannot be reached. */
  get offline(): boolean {
    return this.insights === undefined && this.data.offline;
  }

  private get current(): Read {
    const state: State =
      this.insights === undefined
        ? this.data.current
        : { state: 'ready', value: this.insights, freshness: 'live', dataAt: '' };
    if (state.state !== 'ready') return state;
    if (state.value !== this.given || this.readState.state === 'empty') {
      this.given = state.value;
      const read = readInsights(state.value);
      this.readState = read.ok ? { ...state, value: read.value } : { state: 'error', problem: read.error };
    }
    return this.readState.state === 'ready' ? { ...state, value: this.readState.value } : this.readState;
  }

  private readonly follow = ({ metric }: WeekChange, link: InsightLink): void => {
    emit(this, 'aicrm-insight', { metric, ...link });
  };

  protected override draw(): void {
    const { current, language } = this;
    const words = insightsWords.in(language, () => this.requestUpdate());
    drawFileCard(this, current, language, words && this.content(current, words));
  }

  private content(current: Read, words: InsightsMessages): TemplateResult {
    if (current.state !== 'ready') {
      const unreadable = { title: 'not-insights', said: words.notInsights };
      const retry = this.insights === undefined ? () => this.data.retry() : undefined;
      return inItsPlace(current, words, unreadable, retry);
    }
    const notes = notesOn(this.offline, current.freshness, words);
    const { language, follow } = this;
    return insightsView({ file: current.value, words, language, notes, follow });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'aicrm-insights': Insights;
  }
}
