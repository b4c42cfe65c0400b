import type { Client } from '@aicrm/client/client';
import type { SegmentsFile } from '@aicrm/schema/analysis';
import type { TemplateResult } from 'lit/html.js';
import { chartStyles } from '../charts/chart-styles.js';
import { emit } from '../events.js';
import { AicrmElement, type Property } from '../internal/aicrm-element.js';
import type { DataController, DataState } from '../internal/data-controller.js';
import { drawFileCard, followFile, inItsPlace, notesOn, type Place } from '../internal/file-card.js';
import { segmentsWords } from '../locales/segments.js';
import type { SegmentsMessages } from '../locales/segments-messages.js';
import { cardStyles } from '../theme/card-styles.js';
import { panelTokens } from '../theme/panel-tokens.js';
import { tokens } from '../theme/tokens.js';
import { readSegments } from './read-segments.js';
import { segmentsView } from './segments-view.js';
import { styles } from './styles.js';

type State = DataState<SegmentsFile>;

/**
 * A tenant's customer segments as a card: how many customers each has beside what they are worth, and for the one that is
 * opened what sets its customers apart and what helps. From the tenant's analysis, or from what the host hands over.
 *
 * @element aicrm-segments
 *
 * @attr {'empty'|'loading'|'ready'|'insufficient-data'|'permission'|'error'} state - Read-only: what is painted.
 * @attr {'live'|'cached'|'stale'} freshness - Read-only: how fresh the painted data is; absent where nothing is painted.
 * @attr {boolean} offline - Read-only: the worker cannot be reached. The state stays what it was.
 * @attr {'light'|'dark'} theme - Fixes the colours; without it they follow the `color-scheme` of the page around.
 *
 * @fires {CustomEvent<AboutSegment>} aicrm-segment - A person opened or closed a segment. Detail: `segment` (its id), `open`.
 *
 * @csspart card - The card.
 * @csspart title - Its title.
 * @csspart list - The list of segments.
 *
 * @cssprop [--aicrm-panel-radius=0.75rem] - Corner radius of the card: a length.
 * @cssprop [--aicrm-chart-main] - Bars of value; keep 3:1 on the surface, like the next.
 * @cssprop [--aicrm-chart-quiet] - Bars of customers.
 */
export class Segments extends AicrmElement {
  static override readonly styles = [tokens, panelTokens, cardStyles, chartStyles, styles];

  static override readonly properties: Readonly<Record<string, Property>> = {
    segments: { attribute: false },
    open: { attribute: 'open' },
    density: { attribute: 'density', initial: 'comfortable' },
    client: { attribute: false },
  };

  private readonly data: DataController<SegmentsFile>;
  private given: unknown;
  private handed: State = { state: 'empty' };

  /** The content of a segments file, from the host. With it nothing is asked of the network. */
  declare segments: unknown;

  /** Id of the segment that is open. Setting it fires no event. */
  declare open: string | undefined;

  /**
   * `compact` takes less room, for dashboards.
   * @default 'comfortable'
   */
  declare density: 'comfortable' | 'compact';

  /** The client to ask; the page's default client where none is set. */
  declare client: Client | undefined;

  constructor() {
    super();
    this.data = followFile(this, 'segments', () => this.segments);
  }

  /** What is painted. */
  get state(): State['state'] {
    const { current } = this;
    if (current.state !== 'ready' || current.value.segments.length > 0) return current.state;
    return current.value.customers === null ? 'permission' : 'empty';
  }

  /** Whether the worker cannot be reached. */
  get offline(): boolean {
    return this.segments === undefined && this.data.offline;
  }

  private get current(): State {
    if (this.segments === undefined) return this.data.current;
    if (this.segments !== this.given) {
      this.given = this.segments;
      this.handed = readSegments(this.given);
    }
    return this.handed;
  }

  private readonly press = (segment: string): void => {
    const open = this.open !== segment;
    this.open = open ? segment : undefined;
    emit(this, 'aicrm-segment', { segment, open });
  };

  protected override draw(): void {
    const { current, language } = this;
    const words = segmentsWords.in(language, () => this.requestUpdate());
    drawFileCard(this, current, language, words && this.content(current, words));
  }

  private content(current: State, words: SegmentsMessages): TemplateResult {
    const { state } = this;
    if (current.state !== 'ready' || state === 'permission' || state === 'empty') {
      // Who may read one record only is told of no segment how large it is.
      const place: Place =
        current.state === 'ready' ? { state: state === 'permission' ? state : 'empty' } : current;
      const unreadable = { title: 'not-segments', said: words.notSegments };
      const retry = this.segments === undefined ? () => this.data.retry() : undefined;
      return inItsPlace(place, words, unreadable, retry);
    }
    const notes = notesOn(this.offline, current.freshness, words);
    const { language, open, press } = this;
    return segmentsView({ file: current.value, words, language, notes, open, press });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'aicrm-segments': Segments;
  }
}
