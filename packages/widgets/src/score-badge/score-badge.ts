import type { Client, Freshness, PredictionState } from '@aicrm/client/client';
import { defaultClient, whenClient } from '@aicrm/client/registry';
import { emit } from '../events.js';
import { AicrmElement, type Property } from '../internal/aicrm-element.js';
import { make, setAttribute } from '../internal/dom.js';
import { PredictionController } from '../internal/prediction-controller.js';
import { badgeMessages, directionOf, wordsIn } from '../locales/locale.js';
import type { BadgeMessages } from '../locales/messages.js';
import { tokens } from '../theme/tokens.js';
import { pillContent, pillView } from './pill.js';
import type { Reasons } from './reasons.js';
import { styles } from './styles.js';

/**
 * A record's chance as a compact pill that fits a table row; it opens to the reasons behind it. What badges of all kinds
 * of records share: a kind names its model, and may have words of its own and facts beside the reasons.
 *
 * @attr {'empty'|'loading'|'score'|'insufficient-data'|'permission'|'error'} state - Read-only: what is painted.
 * @attr {'live'|'cached'|'stale'} freshness - Read-only: how fresh the painted data is; absent where nothing is painted.
 * @attr {boolean} offline - Read-only: the worker cannot be reached. The state stays what it was.
 * @attr {'light'|'dark'} theme - Fixes the colours; without it they follow the `color-scheme` of the page around.
 *
 * @fires {CustomEvent<AboutPrediction>} aicrm-open - A person opened the reasons. Detail: `recordId` (or `null`), `model`.
 * @fires {CustomEvent<AboutPrediction>} aicrm-close - A person closed them: with the button, Escape, or a press outside.
 *
 * @csspart pill - The closed badge.
 * @csspart meter - The three bars that show the band by their number.
 * @csspart value - The probability.
 * @csspart band - The band, or what the state is called, as a word.
 * @csspart panel - The opened part.
 * @csspart reasons - The table of reasons.
 * @csspart bar - A reason's bar.
 * @csspart changes - The list of what would change the score most.
 * @csspart card - The model card's main facts.
 *
 * @cssprop [--aicrm-badge-inline-size=10.75rem] - Width of the pill: a length; below 7rem its word is cut.
 * @cssprop [--aicrm-badge-block-size=1.75rem] - Height of the pill: a length, 1.5rem (24 px, the least target size) or more.
 * @cssprop [--aicrm-badge-radius=99px] - Corner radius of the pill: a length.
 * @cssprop [--aicrm-panel-inline-size=23rem] - Width of the opened part: a length from 12.5rem; never wider than the page.
 * @cssprop [--aicrm-panel-radius=0.75rem] - Corner radius of the opened part: a length.
 * @cssprop [--aicrm-font-family=inherit] - Font family; the page's own by default.
 * @cssprop [--aicrm-font-size=0.8125rem] - Size of body text: a length; the rest is set in em of it.
 * @cssprop [--aicrm-color-text] - Text.
 * @cssprop [--aicrm-color-text-muted] - Secondary text; keep 4.5:1 on the surface.
 * @cssprop [--aicrm-color-border] - Lines.
 * @cssprop [--aicrm-color-focus] - Focus ring; keep 3:1 on the page.
 * @cssprop [--aicrm-color-surface] - Background of the opened part.
 * @cssprop [--aicrm-color-surface-sunken] - Background of quiet blocks in the opened part.
 * @cssprop [--aicrm-color-accent] - Links and small buttons; keep 4.5:1 on the surface.
 * @cssprop [--aicrm-color-high] - Ink of the high band; keep 4.5:1 on its surface, like the next two.
 * @cssprop [--aicrm-color-high-surface] - Fill of the high band.
 * @cssprop [--aicrm-color-medium] - Ink of the medium band.
 * @cssprop [--aicrm-color-medium-surface] - Fill of the medium band.
 * @cssprop [--aicrm-color-low] - Ink of the low band.
 * @cssprop [--aicrm-color-low-surface] - Fill of the low band.
 * @cssprop [--aicrm-color-raise] - Bars that raise the score; keep 3:1 on the surface.
 * @cssprop [--aicrm-color-lower] - Bars that lower the score; keep 3:1 on the surface.
 * @cssprop [--aicrm-color-raise-text] - Words of what raises the score; keep 4.5:1.
 * @cssprop [--aicrm-color-lower-text] - Words of what lowers the score; keep 4.5:1.
 * @cssprop [--aicrm-shadow] - Shadow of the floating part: a `box-shadow`.
 */
export abstract class ScoreBadge extends AicrmElement {
  static override readonly styles = [tokens, styles];

  static override readonly properties: Readonly<Record<string, Property>> = {
    recordId: { attribute: 'record-id' },
    record: { attribute: false },
    model: { attribute: 'model' },
    open: { attribute: 'open', type: Boolean, reflect: true, initial: false },
    display: { attribute: 'display', reflect: true, initial: 'popover' },
    cardHref: { attribute: 'card-href' },
    client: { attribute: false },
  };

  private readonly prediction: PredictionController;
  private readonly base = make('span', { class: 'base' });
  private pill: HTMLElement | undefined;
  /** What the pill shows: it is made anew only where that changes. */
  private shown = '';
  private reasons: Reasons | undefined;
  private chunk: 'idle' | 'loading' | 'failed' = 'idle';
  private alert: HTMLElement | undefined;

  /** The stored record to score, such as `lead:odoo:42` or `deal:odoo:7`. */
  declare recordId: string | undefined;

  /** The host's own record: its field names and values, or `fields.x` and `facts.x`. Set a new object for each edit. */
  declare record: Readonly<Record<string, unknown>> | undefined;

  /** The model's name. */
  declare model: string;

  /**
   * Whether the reasons are opened. Setting it fires no event.
   * @default false
   */
  declare open: boolean;

  /**
   * `popover` floats the reasons over the page (tables), `inline` puts them into its flow (record pages).
   * @default 'popover'
   */
  declare display: 'popover' | 'inline';

  /** Address of a page with the full model card, relative or http(s); the main facts are shown without it. */
  declare cardHref: string | undefined;

  /** The client to ask; the page's default client where none is set. */
  declare client: Client | undefined;

  constructor() {
    super();
    this.prediction = new PredictionController(
      this,
      () => ({
        model: this.model,
        recordId: this.recordId,
        record: this.record,
        client: this.client ?? defaultClient(),
      }),
      whenClient,
    );
  }

  /** What is painted. */
  get state(): PredictionState['state'] {
    return this.prediction.current.state;
  }

  /** How fresh the painted data is; `undefined` where nothing is painted. */
  get freshness(): Freshness | undefined {
    return this.prediction.freshness;
  }

  /** Whether the worker cannot be reached. */
  get offline(): boolean {
    return this.prediction.offline;
  }

  // Public for the opened part; a kind of badge has its own where a name or a sentence differs.
  badgeWords(language: string): BadgeMessages {
    return badgeMessages(language);
  }

  private async loadReasons(): Promise<void> {
    this.chunk = 'loading';
    try {
      const { createReasons } = await import('./reasons.js');
      this.reasons = createReasons(this, this.base, this.prediction, (refocus) => {
        this.toggle();
        if (refocus) this.pill?.focus();
      });
    } catch {
      this.chunk = 'failed';
    }
    this.requestUpdate();
  }

  /** A person's action, whichever way it came; opening again also asks again for a chunk that failed. */
  private readonly toggle = (): void => {
    this.open = !this.open;
    if (this.chunk === 'failed') this.chunk = 'idle';
    emit(this, this.open ? 'aicrm-open' : 'aicrm-close', {
      recordId: this.prediction.request?.recordId ?? null,
      model: this.model,
    });
  };

  /** An opened badge stays open, and keeps the focus, while it asks again; a closed one has nothing to open yet. */
  private get opens(): boolean {
    const { state } = this;
    return state !== 'empty' && (state !== 'loading' || this.open);
  }

  protected override draw(): void {
    const words = this.badgeWords(this.language);
    setAttribute(this.base, 'lang', wordsIn(this.language));
    this.drawPill(words);
    if (!this.base.parentNode) this.renderRoot.append(this.base);
    this.drawPanel(words);
    setAttribute(this, 'state', this.state);
    setAttribute(this, 'freshness', this.freshness);
    this.toggleAttribute('offline', this.offline);
    if (this.opens) tellPainted();
  }

  private drawPill(words: BadgeMessages): void {
    const { current, offline } = this.prediction;
    const view = pillView(current, offline, this.language, words);
    const tag = this.opens ? 'button' : 'span';
    const before = this.pill;
    const pill = before?.localName === tag ? before : make(tag, { part: 'pill' });
    const shown = [tag, ...Object.values(view)].join('|');
    if (shown !== this.shown) {
      this.shown = shown;
      setAttribute(pill, 'class', `pill ${view.kind}`);
      pill.replaceChildren(...pillContent(view));
    }
    // The pill lies where the page has it; what it says runs as its words do.
    setAttribute(pill, 'dir', directionOf(this.language));
    if (tag === 'button') setAttribute(pill, 'aria-expanded', String(this.open));
    if (pill === before) return;
    this.pill = pill;
    if (tag === 'button') {
      setAttribute(pill, 'type', 'button');
      pill.addEventListener('click', this.toggle);
    }
    before?.remove();
    this.base.prepend(pill);
  }

  /** The opened part draws itself; where its chunk is missing, one sentence stands in its place. */
  private drawPanel(words: BadgeMessages): void {
    const open = this.open && this.opens;
    if (this.open && !this.reasons && this.chunk === 'idle') void this.loadReasons();
    this.reasons?.draw(open, this.language);
    this.alert?.remove();
    this.alert = undefined;
    if (!open || this.chunk !== 'failed') return;
    this.alert = make('span', { role: 'alert' }, words.panelFailed);
    this.base.append(this.alert);
  }
}

let tellPainted: () => void;

/** Resolves when a badge shows something that a person can open: what opening needs is not worth fetching before. */
export const painted = new Promise<void>((resolve) => {
  tellPainted = resolve;
});
