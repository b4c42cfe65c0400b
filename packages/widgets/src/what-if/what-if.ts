import type { Client, Freshness, PredictionState } from '@aicrm/client/client';
import { defaultClient, whenClient } from '@aicrm/client/registry';
import { type Lever, leversOf, type Tried } from '@aicrm/client/what-if/what-if';
import { render } from 'lit/html.js';
import { emit } from '../events.js';
import { AicrmElement, type Property } from '../internal/aicrm-element.js';
import { setAttribute } from '../internal/dom.js';
import { formatPercent } from '../internal/format.js';
import { PredictionController } from '../internal/prediction-controller.js';
import { panel as english } from '../locales/en-panel.js';
import { badgeMessages, catalogueOf } from '../locales/locale.js';
import { whatIfWords } from '../locales/what-if.js';
import { panelStyles } from '../score-badge/panel-styles.js';
import { panelTokens } from '../theme/panel-tokens.js';
import { tokens } from '../theme/tokens.js';
import { styles } from './styles.js';
import { Trial } from './trial.js';
import { whatIfView } from './view.js';

/** After the last change: a slider on its way would else speak at every place. */
const SAY_AFTER_MS = 500;

/**
 * Sliders and fields over the inputs of a record that people can change, with the score that the model would give and the
 * reasons for it, beside the record as it is. All is computed in the page, from a stored record that `record-id` names,
 * from one that the host hands over in `record`, or from both. Nothing that is tried is sent or stored.
 *
 * Only inputs that the model marks as changeable are offered, over the range of the rows that it learned from.
 *
 * @element aicrm-what-if
 *
 * @attr {'empty'|'loading'|'score'|'insufficient-data'|'permission'|'error'} state - Read-only: what is painted.
 * @attr {'live'|'cached'|'stale'} freshness - Read-only: how fresh the record's data is; absent where nothing is painted.
 * @attr {boolean} offline - Read-only: the worker cannot be reached. The state stays what it was.
 * @attr {'light'|'dark'} theme - Fixes the colours; without it they follow the `color-scheme` of the page around.
 *
 * @fires {CustomEvent<AboutTrial>} aicrm-what-if - A person tried a value or took all back. Detail: `recordId` (or `null`),
 *   `model`, `features` (ids of the changed inputs) and `probability` (0..1, or `null` where there is no score). It holds no value of the record.
 *
 * @csspart card - The card.
 * @csspart scores - The score as it is, and with the changes.
 * @csspart inputs - The list of inputs.
 * @csspart reasons - The table of reasons.
 * @csspart bar - A reason's bar.
 *
 * @cssprop [--aicrm-card-padding=1.25em] - Inner space of the card: a length.
 * @cssprop [--aicrm-panel-radius=0.75rem] - Corner radius of the card: a length.
 * @cssprop [--aicrm-color-accent] - Sliders; keep 3:1 on the surface.
 */
export class WhatIf extends AicrmElement {
  static override readonly styles = [tokens, panelTokens, panelStyles, styles];

  static override readonly properties: Readonly<Record<string, Property>> = {
    recordId: { attribute: 'record-id' },
    record: { attribute: false },
    model: { attribute: 'model', initial: 'lead-score' },
    density: { attribute: 'density', initial: 'comfortable' },
    client: { attribute: false },
  };

  private readonly prediction: PredictionController;
  private readonly trial: Trial;
  private levers: { readonly of: unknown; readonly list: readonly Lever[] } | undefined;
  private allInputs = false;
  private allReasons = false;
  private said = '';
  private saying: ReturnType<typeof setTimeout> | undefined;
  /** Whether a person finished a change that the host has not been told of. */
  private untold = false;

  /** The stored record to try values on, such as `lead:odoo:42`. */
  declare recordId: string | undefined;

  /** The host's own record: its field names and values, or `fields.x` and `facts.x`. Set a new object for each edit. */
  declare record: Readonly<Record<string, unknown>> | undefined;

  /**
   * The model's name.
   * @default 'lead-score'
   */
  declare model: string;

  /**
   * `compact` takes less room.
   * @default 'comfortable'
   */
  declare density: 'comfortable' | 'compact';

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
    this.trial = new Trial(this, this.prediction, () => this.onAnswer());
  }

  /** What is painted. */
  get state(): PredictionState['state'] {
    const { state } = this.prediction.current;
    return state === 'score' && !this.trial.base ? (this.trial.problem ? 'error' : 'loading') : state;
  }

  /** How fresh the record's data is; `undefined` where nothing is painted. */
  get freshness(): Freshness | undefined {
    return this.prediction.freshness;
  }

  /** Whether the worker cannot be reached. */
  get offline(): boolean {
    return this.prediction.offline;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.saying);
  }

  private readonly change = (lever: Lever, value: Tried, done: boolean): void => {
    this.untold ||= done;
    this.trial.set(lever.feature, value, lever.now);
    if (this.trial.edits.size === 0) this.onAnswer();
  };

  private readonly reset = (): void => {
    this.untold = true;
    this.trial.reset();
    this.onAnswer();
    // The button goes away with the last change.
    this.renderRoot.querySelector<HTMLElement>('.levers :is(input, select)')?.focus();
  };

  /** Says what came of a change: to the page at once, aloud when the hand rests. */
  private onAnswer(): void {
    const { base, tried, edits } = this.trial;
    const { language } = this;
    if (this.untold) {
      this.untold = false;
      emit(this, 'aicrm-what-if', {
        recordId: this.prediction.request?.recordId ?? null,
        model: this.model,
        features: [...edits.keys()],
        probability: (tried ?? base)?.probability ?? null,
      });
    }
    clearTimeout(this.saying);
    this.saying = setTimeout(() => {
      const words = whatIfWords.in(language, () => this.requestUpdate());
      if (!words || !base) return;
      const before = formatPercent(base.probability, language);
      this.said = tried
        ? words.said(
            before,
            formatPercent(tried.probability, language),
            badgeMessages(language).bands[tried.band],
          )
        : words.saidReset(before);
      this.requestUpdate();
    }, SAY_AFTER_MS);
  }

  private leversNow(): readonly Lever[] {
    const { base } = this.trial;
    if (!base) return [];
    if (this.levers?.of !== base) this.levers = { of: base, list: leversOf(base) };
    return this.levers.list;
  }

  protected override draw(): void {
    const { language, prediction, trial } = this;
    const words = whatIfWords.in(language, () => this.requestUpdate());
    render(
      whatIfView({
        ...{ language, words, prediction: prediction.current, offline: prediction.offline },
        panel: catalogueOf(language)?.panel ?? english,
        badge: badgeMessages(language),
        compact: this.density === 'compact',
        trial,
        levers: this.leversNow(),
        said: this.said,
        ...{ allInputs: this.allInputs, allReasons: this.allReasons },
        change: this.change,
        reset: this.reset,
        retry: () => prediction.retry(),
        toggleInputs: () => {
          this.allInputs = !this.allInputs;
          this.requestUpdate();
        },
        toggleReasons: () => {
          this.allReasons = !this.allReasons;
          this.requestUpdate();
        },
      }),
      this.renderRoot,
    );
    setAttribute(this, 'state', this.state);
    setAttribute(this, 'freshness', this.freshness);
    this.toggleAttribute('offline', this.offline);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'aicrm-what-if': WhatIf;
  }
}
