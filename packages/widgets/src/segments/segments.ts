import type { Client } from '@aicrm/client/client';
import { defaultClient, whenClient } from '@aicrm/client/registry';
import type { SegmentsFile } from '@aicrm/schema/analysis';
import { html, render, type TemplateResult } from 'lit/html.js';
import { chartStyles } from '../charts/chart-styles.js';
import { emit } from '../events.js';
import { AicrmElement, type Property } from '../internal/aicrm-element.js';
import { message, skeleton } from '../internal/card-states.js';
import { DataController, type DataState } from '../internal/data-controller.js';
import { setAttribute } from '../internal/dom.js';
import { directionOf, wordsIn } from '../locales/locale.js';
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
    this.data = new DataController(
      this,
      () =>
        this.segments === undefined
          ? {
              key: 'segments',
              client: this.client ?? defaultClient(),
              watch: (data, listener) => data.watchAnalysis('segments', listener),
            }
          : undefined,
      whenClient,
    );
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
    render(
      html`<article
        class="card ${this.density === 'compact' ? 'compact' : ''}"
        part="card"
        lang=${wordsIn(language)}
        dir=${directionOf(language)}
        aria-busy=${String(current.state === 'loading')}
      >
        <div class="content">${words ? this.content(current, words) : skeleton()}</div>
      </article>`,
      this.renderRoot,
    );
    setAttribute(this, 'state', this.state);
    setAttribute(this, 'freshness', current.state === 'ready' ? current.freshness : undefined);
    this.toggleAttribute('offline', this.offline);
  }

  private content(current: State, words: SegmentsMessages): TemplateResult {
    switch (current.state) {
      case 'loading':
        return skeleton(words.loading);
      case 'empty':
        return message(words.name, [words.empty]);
      case 'insufficient-data':
        return message(words.tooLittleTitle, [current.detail]);
      case 'permission':
        return message(words.permissionTitle, [words.permissionHelp]);
      case 'error': {
        const { title, detail } = current.problem;
        if (title === 'no-client') return message(words.errorTitle, [words.noClient]);
        if (title === 'not-segments') return message(words.errorTitle, [words.notSegments, detail]);
        const retry = { name: words.retry, act: () => this.data.retry() };
        return message(words.errorTitle, [words.errorHelp], retry);
      }
    }
    // Who may read one record only is told of no segment how large it is.
    if (this.state === 'permission') return message(words.permissionTitle, [words.permissionHelp]);
    if (this.state === 'empty') return message(words.name, [words.empty]);
    const notes = [
      this.offline ? words.noteOffline : undefined,
      current.freshness === 'stale' ? words.noteStale : undefined,
    ].filter((note) => note !== undefined);
    const { language, open, press } = this;
    return segmentsView({ file: current.value, words, language, notes, open, press });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'aicrm-segments': Segments;
  }
}
