import type { Client } from '@aicrm/client/client';
import type { OffersInput, OffersInsight } from '@aicrm/client/offers/types';
import { defaultClient, whenClient } from '@aicrm/client/registry';
import type { OfferConsent } from '@aicrm/schema/offer';
import type { Problem } from '@aicrm/schema/problem';
import type { Result } from '@aicrm/schema/result';
import type { RecordView } from '@aicrm/schema/view';
import { html, nothing, render, type TemplateResult } from 'lit/html.js';
import { emit } from '../events.js';
import { AicrmElement, type Property } from '../internal/aicrm-element.js';
import { DataController, dataOf } from '../internal/data-controller.js';
import { setAttribute } from '../internal/dom.js';
import { directionOf, wordsIn } from '../locales/locale.js';
import { offersWords } from '../locales/offers.js';
import type { OffersMessages } from '../locales/offers-messages.js';
import { insightTokens } from '../theme/insight-tokens.js';
import { panelTokens } from '../theme/panel-tokens.js';
import { tokens } from '../theme/tokens.js';
import { OfferActs } from './acts.js';
import { Exposure } from './exposure.js';
import { Line } from './line.js';
import { styles } from './styles.js';
import { consentRow, offerCards } from './view.js';

type Choose = (input: OffersInput) => Result<OffersInsight, Problem>;
type State = 'empty' | 'loading' | 'ready' | 'error';

const placesByDefault = 3;
const placesAtMost = 24;

/**
 * Offers for a customer, chosen in the page: by the tenant's rules, within its caps, by what each is expected to do. Without
 * consent only the fallback is shown, and nothing about the customer is read, counted or kept. Each offer says why it is
 * there. What became of it (seen, followed, dismissed) is told to the host and kept once.
 *
 * @element aicrm-offers
 *
 * @attr {'empty'|'loading'|'ready'|'error'} state - Read-only: what is painted. `empty`: nothing is on offer.
 * @attr {boolean} offline - Read-only: the worker cannot be reached. The state stays what it was.
 * @attr {'light'|'dark'} theme - Fixes the colours; without it they follow the `color-scheme` of the page around.
 *
 * @fires {CustomEvent<AboutOffer>} aicrm-offer - An offer was seen (half of it, for a second), followed, dismissed, or its dismissal taken back. Detail: `recordId` (`null` without consent), `offer`, `what`, `at`.
 * @fires {CustomEvent<AboutOfferConsent>} aicrm-offer-consent - A person answered the question, or changed the answer. The element follows at once; to keep the answer is the host's. Detail: `consent`.
 *
 * @slot image-ID - A picture of the offer with that id, 16 by 9, such as `<img slot="image-tea" alt="">`. If any offer has one, all cards leave room.
 *
 * @csspart card - The whole.
 * @csspart consent - The question, or the answer.
 * @csspart offers - The list.
 * @csspart offer - One offer.
 * @csspart picture - Around the picture.
 * @csspart saving - What is saved.
 * @csspart price - Price, and price before.
 * @csspart link - The link to the offer.
 * @csspart why - Why it is shown.
 * @csspart dismissed - What stands in the place of a dismissed offer.
 *
 * @cssprop [--aicrm-card-padding=1.25em] - Inner distance: a length.
 * @cssprop [--aicrm-panel-radius=0.75rem] - Corner radius: a length.
 * @cssprop [--aicrm-offer-block-size=17em] - Least height of an offer, kept free while offers load: a length.
 * @cssprop [--aicrm-font-family=inherit] - Font family; the page's own by default.
 * @cssprop [--aicrm-font-size=0.875rem] - Size of body text: a length; the rest is set in em of it.
 * @cssprop [--aicrm-color-accent] - The link; keep 4.5:1 on the surface.
 */
export class Offers extends AicrmElement {
  static override readonly styles = [tokens, panelTokens, insightTokens, styles];

  static override readonly properties: Readonly<Record<string, Property>> = {
    catalogue: { attribute: false },
    customer: { attribute: false },
    history: { attribute: false },
    recordId: { attribute: 'record-id' },
    consent: { attribute: 'consent', initial: 'asked' },
    most: { attribute: 'most', initial: placesByDefault },
    asOf: { attribute: 'as-of' },
    density: { attribute: 'density', initial: 'comfortable' },
    client: { attribute: false },
  };

  /** The tenant's offers, see `OfferCatalogue`: an object, such as parsed JSON. */
  declare catalogue: unknown;

  /**
   * The customer: a record view, a plain record of what rules read, or `{id, fields, purchases, effects, chances}`. Read with
   * consent only. Without it, what `record-id` names is asked of the client; with it, nothing is asked of the network.
   */
  declare customer: unknown;

  /** What became of offers before: a list of `{offer, what, at}`, as `aicrm-offer` told it. Read with consent only. */
  declare history: unknown;

  /** Id of the customer's record, such as `contact:shop:42`: whom impressions, clicks and dismissals are kept of. */
  declare recordId: string | undefined;

  /**
   * Whether offers may be chosen by what is known of the customer. `asked`: there is no answer yet, and the element asks.
   * @default 'asked'
   */
  declare consent: OfferConsent;

  /**
   * How many offers at most, from 1 to 24.
   * @default 3
   */
  declare most: number | string;

  /** The moment to choose for, an ISO instant; now where it is not set. */
  declare asOf: string | undefined;

  /**
   * `compact` takes less room.
   * @default 'comfortable'
   */
  declare density: 'comfortable' | 'compact';

  /** The client that keeps what people do; the page's default client where none is set. */
  declare client: Client | undefined;

  private readonly view: DataController<RecordView>;
  private readonly acts: OfferActs;
  private readonly line: Line;
  private choose: Choose | undefined;
  private loading = false;
  private failed = false;
  private made:
    | { readonly of: readonly unknown[]; readonly result: Result<OffersInsight, Problem> }
    | undefined;
  private scope: readonly unknown[] | undefined;

  constructor() {
    super();
    this.view = new DataController(
      this,
      () => {
        const id = this.key;
        return id === undefined || this.customer !== undefined || this.answer !== 'given'
          ? undefined
          : {
              key: id,
              client: this.client ?? defaultClient(),
              watch: (data, listener) => data.watchView(id, listener),
            };
      },
      whenClient,
    );
    this.line = new Line(this, () => this.client ?? defaultClient());
    this.acts = new OfferActs(this);
    new Exposure(
      this,
      (offer) => this.acts.wantsToSee(offer),
      (offer) => this.acts.saw(offer),
    );
  }

  /** What is painted. */
  get state(): State {
    if (this.catalogue === undefined || this.catalogue === null) return 'empty';
    if (this.failed) return 'error';
    if (this.choose === undefined || this.view.current.state === 'loading') return 'loading';
    const { made } = this;
    if (!made) return 'loading';
    if (!made.result.ok) return 'error';
    return made.result.value.choice.chosen.length === 0 ? 'empty' : 'ready';
  }

  /** Whether the worker cannot be reached, or the browser says that it has no line. */
  get offline(): boolean {
    return this.line.offline;
  }

  /** What was chosen, and why each other offer was refused; `undefined` while it is not known. */
  get choice(): OffersInsight['choice'] | undefined {
    return this.made?.result.ok ? this.made.result.value.choice : undefined;
  }

  private get answer(): OfferConsent {
    const { consent }: { consent: unknown } = this;
    return consent === 'given' || consent === 'refused' ? consent : 'asked';
  }

  private get key(): string | undefined {
    const { recordId }: { recordId: unknown } = this;
    const id = typeof recordId === 'string' || typeof recordId === 'number' ? String(recordId).trim() : '';
    return id === '' ? undefined : id;
  }

  private get places(): number {
    const most = Math.floor(Number(this.most));
    return most >= 1 ? Math.min(most, placesAtMost) : placesByDefault;
  }

  /** The rules come with the first catalogue, in a chunk of their own. */
  private load(): void {
    if (this.choose || this.loading || this.failed) return;
    this.loading = true;
    void import('@aicrm/client/offers/offers').then(
      ({ offersFor }) => {
        this.choose = offersFor;
        this.loading = false;
        this.requestUpdate();
      },
      () => {
        this.failed = true;
        this.loading = false;
        this.requestUpdate();
      },
    );
  }

  /** Chooses anew when something that it rests on is another. */
  private rank(): void {
    const { choose, view, acts, answer, catalogue, customer, history, places } = this;
    if (!choose || view.current.state === 'loading') return;
    const who = customer ?? view.value;
    const id = this.key;
    const scope = [answer, id ?? who];
    if (!this.scope || scope.some((one, i) => one !== this.scope?.[i])) {
      this.scope = scope;
      const recordId = answer === 'given' ? (id ?? idOf(who)) : undefined;
      acts.begin({ recordId, data: this.dataFor(recordId) });
    }
    const of = [catalogue, who, history, answer, id, places, this.asOf];
    if (this.made && of.every((one, i) => one === this.made?.of[i])) return;
    const asOf = Date.parse(this.asOf ?? '');
    const result = choose({
      ...{ catalogue, history, consent: answer, recordId: id, customer: who, most: places },
      own: acts.own,
      hidden: acts.hiddenSince,
      showing: acts.showing,
      at: Number.isNaN(asOf) ? Date.now() : asOf,
    });
    this.made = { of, result };
  }

  /** The data that keep what is done; none where nobody is named. A client that comes late still gets what was done before. */
  private dataFor(recordId: string | undefined) {
    const own = this.client;
    return () => {
      if (recordId === undefined) return undefined;
      const client = own ?? defaultClient();
      return client ? dataOf(client) : undefined;
    };
  }

  private readonly reply = (consent: 'given' | 'refused'): void => {
    this.consent = consent;
    emit(this, 'aicrm-offer-consent', { consent });
  };

  private readonly retry = (): void => {
    this.failed = false;
    this.view.retry();
    this.requestUpdate();
  };

  protected override draw(): void {
    const { language } = this;
    const given = this.catalogue !== undefined && this.catalogue !== null;
    if (given) {
      this.load();
      this.rank();
    }
    const words = offersWords.in(language, () => this.requestUpdate());
    const { state } = this;
    render(
      html`<section
        class="card ${this.density === 'compact' ? 'compact' : ''}"
        part="card"
        lang=${wordsIn(language)}
        dir=${directionOf(language)}
        aria-label=${words ? this.heading(words) : nothing}
        aria-busy=${String(state === 'loading')}
      >
        ${words ? this.content(state, words) : this.bones()}
      </section>`,
      this.renderRoot,
    );
    setAttribute(this, 'state', words ? state : 'loading');
    this.toggleAttribute('offline', this.offline);
  }

  private heading(words: OffersMessages): string {
    return this.answer === 'given' ? words.forYou : words.forEverybody;
  }

  private content(state: State, words: OffersMessages): TemplateResult {
    const { answer, made } = this;
    if (this.catalogue === undefined || this.catalogue === null)
      return html`<p class="absent">${words.notGiven}</p>`;
    const insight = made?.result.ok ? made.result.value : undefined;
    return html`<header>
        <h3>${this.heading(words)}</h3>
        ${state === 'error' ? nothing : consentRow(answer, words, this.reply)}
      </header>
      ${this.notes(words).map((note) => html`<p class="note" role="status">${note}</p>`)}
      ${
        state === 'error'
          ? this.failure(words)
          : state === 'loading' || !insight
            ? html`${this.bones()}<p class="sr" role="status">${words.loading}</p>`
            : state === 'empty'
              ? html`<p class="absent">${words.nothing}</p>`
              : offerCards({
                  ...{ insight, words, acts: this.acts },
                  language: this.language,
                  pictured: this.pictured,
                })
      }`;
  }

  /** What a customer should know of the line, and of their own data. */
  private notes(words: OffersMessages): (string | TemplateResult)[] {
    const { current, freshness } = this.view;
    const missing = current.state === 'error' || current.state === 'insufficient-data';
    return [
      ...(this.offline ? [words.noteOffline] : []),
      ...(freshness === 'stale' ? [words.noteStale] : []),
      ...(current.state === 'permission' ? [words.notePermission] : []),
      ...(missing
        ? [
            html`${words.noteNoCustomer}
              <button class="link" type="button" @click=${this.retry}>${words.retry}</button>`,
          ]
        : []),
    ];
  }

  private failure(words: OffersMessages): TemplateResult {
    const problem = this.made && !this.made.result.ok ? this.made.result.error : undefined;
    return html`<div class="failure" role="status">
      <p class="lead">${words.errorTitle}</p>
      <p class="fine">${problem ? html`${words.unreadable} <bdi>${problem.detail}</bdi>` : words.errorHelp}</p>
      ${problem ? nothing : html`<p><button class="button" type="button" @click=${this.retry}>${words.retry}</button></p>`}
    </div>`;
  }

  private get pictured(): boolean {
    return this.querySelector(':scope > [slot^="image-"]') !== null;
  }

  /** As many as will come at most, of their least size, and still. */
  private bones(): TemplateResult {
    const count = this.answer === 'given' ? this.places : 1;
    return html`<div class="grid" aria-hidden="true">
      ${Array.from(
        { length: count },
        () =>
          html`<div class="offer bones">
            ${this.pictured ? html`<div class="picture"></div>` : nothing}<i class="bone"></i><i class="bone"></i><i class="bone"></i></div>`,
      )}
    </div>`;
  }
}

function idOf(customer: unknown): string | undefined {
  const id: unknown =
    typeof customer === 'object' && customer !== null && 'id' in customer ? customer.id : undefined;
  return typeof id === 'string' && id !== '' ? id : undefined;
}

declare global {
  interface HTMLElementTagNameMap {
    'aicrm-offers': Offers;
  }
}
