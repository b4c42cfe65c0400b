import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { languageOf, languageReady, onLanguageChange } from '../locales/locale.js';
import { sheetOf } from './css.js';
import { setAttribute } from './dom.js';
import { begins, turnToAsk, turnToDraw } from './mount-queue.js';

/** How a property meets the page. The words are Lit's; `initial` stands where the page sets nothing. */
export interface Property {
  /** The attribute's name; `false` where only scripts can set it. */
  readonly attribute: string | false;
  /** `Boolean`: the attribute counts by being there. */
  readonly type?: BooleanConstructor;
  /** Whether the attribute follows the property. */
  readonly reflect?: boolean;
  readonly initial?: unknown;
}

/** A server has no `HTMLElement`, and a class must be importable there. */
const Base = globalThis.HTMLElement ?? (class {} as typeof HTMLElement);

/**
 * What all our elements share: properties and attributes, one update a microtask, controllers, the page's language, and
 * a promise to the host that nothing is thrown into it.
 *
 * It is Lit's element cut down to what ours use, under Lit's names, so that a list of a thousand badges and the first
 * paint don't carry the rest. What an element draws with is its own affair: the closed badge makes its few nodes by
 * hand, everything larger calls Lit's `render` in `draw`.
 */
export abstract class AicrmElement extends Base implements ReactiveControllerHost {
  static readonly properties: Readonly<Record<string, Property>> = {};
  static readonly styles: readonly string[] = [];

  /** Read once, by `customElements.define`: the moment to give the class its accessors. */
  static get observedAttributes(): string[] {
    // biome-ignore lint/complexity/noThisInStatic: the subclass is meant, which has the properties.
    return AicrmElement.defineProperties(this);
  }

  /** Gives a class an accessor for each of its properties. @returns The attributes to listen to. */
  private static defineProperties({ properties, prototype }: typeof AicrmElement): string[] {
    for (const [name, { initial }] of Object.entries(properties)) {
      const read = ({ values }: AicrmElement): unknown => values[name] ?? initial;
      Object.defineProperty(prototype, name, {
        configurable: true,
        get(this: AicrmElement): unknown {
          return read(this);
        },
        set(this: AicrmElement, value: unknown) {
          // An attribute that was reflected comes back as what it says already.
          if (Object.is(value, read(this))) return;
          this.values[name] = value;
          this.requestUpdate();
        },
      });
    }
    return Object.values(properties).flatMap(({ attribute }) => attribute || []);
  }

  /** Resolves when what is asked for now has been drawn. */
  updateComplete: Promise<boolean> = Promise.resolve(true);

  /** The language of words, numbers and dates: the nearest `lang` around the element. */
  protected language = 'en';

  private readonly values: Record<string, unknown> = {};
  private readonly controllers = new Set<ReactiveController>();
  /** What a page set before the tag was defined; such a property hides the class's accessor until it is moved. */
  private early: Record<string, unknown> | undefined;
  private root: ShadowRoot | undefined;
  private pending = false;
  private begun = false;
  private forgetLanguage: (() => void) | undefined;

  constructor() {
    super();
    const { properties } = this.constructor as typeof AicrmElement;
    for (const name in properties)
      if (Object.hasOwn(this, name)) {
        this.early = { ...this.early, [name]: Reflect.get(this, name) };
        Reflect.deleteProperty(this, name);
      }
  }

  /** Made when the element is drawn first: to define a tag that a page has a hundred times must stay cheap. */
  get renderRoot(): ShadowRoot {
    if (!this.root) {
      this.root = this.attachShadow({ mode: 'open' });
      this.root.adoptedStyleSheets = (this.constructor as typeof AicrmElement).styles.map(sheetOf);
    }
    return this.root;
  }

  connectedCallback(): void {
    this.begun = true;
    // After the attributes, because what a script says counts more.
    Object.assign(this, this.early);
    this.early = undefined;
    this.language = languageOf(this);
    this.forgetLanguage = onLanguageChange(() => {
      this.language = languageOf(this);
      this.requestUpdate();
    });
    for (const controller of this.controllers) controller.hostConnected?.();
    this.requestUpdate();
  }

  disconnectedCallback(): void {
    for (const controller of this.controllers) controller.hostDisconnected?.();
    this.forgetLanguage?.();
  }

  attributeChangedCallback(attribute: string, _before: string | null, value: string | null): void {
    const { properties } = this.constructor as typeof AicrmElement;
    for (const name in properties)
      if (properties[name]?.attribute === attribute)
        Reflect.set(this, name, properties[name].type ? value !== null : value);
  }

  addController(controller: ReactiveController): void {
    this.controllers.add(controller);
    if (this.isConnected) controller.hostConnected?.();
  }

  removeController(controller: ReactiveController): void {
    this.controllers.delete(controller);
  }

  /** Draws in the next microtask, once for all that is asked until then; an element that never was in a page waits for it. */
  requestUpdate(): void {
    if (this.pending || !this.begun) return;
    this.pending = true;
    this.updateComplete = this.update();
  }

  private async update(): Promise<boolean> {
    if (!this.root) begins();
    // The first paint waits, briefly, for a language that is a chunk, so that no English flashes by.
    await languageReady(this.language);
    try {
      const ask = () => this.controllers.forEach((controller) => void controller.hostUpdate?.());
      if (!this.root) await turnToAsk();
      ask();
      // All have asked before any is drawn, so that the client reads what it has of them in one go.
      const turn = turnToDraw(Boolean(this.root));
      if (turn) {
        await turn;
        ask();
      }
      this.pending = false;
      this.draw();
      this.reflect();
      for (const controller of this.controllers) controller.hostUpdated?.();
    } catch (error) {
      // A defect of ours is logged and leaves the last paint; the host's page must not stop for it.
      this.pending = false;
      console.error(`<${this.localName}>`, error);
    }
    return !this.pending;
  }

  private reflect(): void {
    const { properties } = this.constructor as typeof AicrmElement;
    for (const name in properties) {
      const { attribute, type, reflect } = properties[name] ?? {};
      if (!reflect || !attribute) continue;
      const value: unknown = Reflect.get(this, name);
      if (type) this.toggleAttribute(attribute, Boolean(value));
      else setAttribute(this, attribute, String(value));
    }
  }

  /** Brings the shadow root to what the properties and controllers say now. */
  protected abstract draw(): void;
}
