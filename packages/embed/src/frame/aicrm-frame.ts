import { connectFrame, type FrameHost } from './host.js';

/** Attributes of the host element itself; all others are the shown element's. */
const own = new Set([
  'element',
  'src',
  'token-url',
  'label',
  'same-origin',
  'style',
  'class',
  'id',
  'slot',
  'part',
]);

/**
 * Shows an element of ours in a frame: for pages that want no foreign script beside their own data. The frame is sandboxed
 * (`allow-scripts` only, so it has no storage and no way to the page), grows with its content, and wears the page's theme.
 *
 * Attributes that it does not know, such as `record-id`, go to the element in the frame.
 *
 * @attr {string} element - The tag to show, such as `aicrm-customer-insight-card`.
 * @attr {string} src - Address of the frame's page; `frame` beside this script by default.
 * @attr {string} token-url - Endpoint of the host that answers `{"token": "..."}` to a POST. Mint it with origin `null`.
 * @attr {string} label - What the frame is called to screen readers.
 * @attr {boolean} same-origin - Lets the frame keep data in the storage of its own origin; mint tokens with that origin.
 *
 * @fires aicrm-state - What the element paints now. Detail: `state`.
 */
export class AicrmFrame extends HTMLElement {
  static defaultSource = '';

  private frame: HTMLIFrameElement | undefined;
  private host: FrameHost | undefined;
  private given: Readonly<Record<string, unknown>> = {};
  private readonly attributesChanged = new MutationObserver(() => this.show());

  /** Asks the host's server for a token; `token-url` is used without it. */
  getToken: (() => Promise<string>) | undefined;

  /** Properties for the element in the frame: `{ record: {...} }`. They are cloned into the frame, not sent anywhere. */
  get properties(): Readonly<Record<string, unknown>> {
    return this.given;
  }
  set properties(next: Readonly<Record<string, unknown>>) {
    this.given = next;
    this.show();
  }

  connectedCallback(): void {
    // A property that a page set before the tag was defined hides the accessor.
    if (Object.hasOwn(this, 'properties')) {
      const early = this.properties;
      Reflect.deleteProperty(this, 'properties');
      this.given = early;
    }
    const frame = document.createElement('iframe');
    frame.title = this.getAttribute('label') ?? 'AI-CRM';
    frame.setAttribute(
      'sandbox',
      this.hasAttribute('same-origin') ? 'allow-scripts allow-same-origin' : 'allow-scripts',
    );
    frame.referrerPolicy = 'no-referrer';
    frame.loading = 'lazy';
    frame.style.cssText = 'display:block;inline-size:100%;border:0;background:none;color-scheme:inherit';
    frame.src = this.getAttribute('src') ?? AicrmFrame.defaultSource;
    const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
    root.replaceChildren(frame);
    this.frame = frame;
    this.host = connectFrame({
      frame,
      getToken: () => (this.getToken ? this.getToken() : askHost(this.getAttribute('token-url'))),
      onEvent: (name, detail) =>
        this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true })),
      onState: (state) => this.dispatchEvent(new CustomEvent('aicrm-state', { detail: { state } })),
      onUnknownElement: (element) => console.warn(`The frame does not know <${element}>.`),
    });
    this.show();
    this.attributesChanged.observe(this, { attributes: true });
  }

  disconnectedCallback(): void {
    this.attributesChanged.disconnect();
    this.host?.stop();
    this.host = undefined;
    this.frame?.remove();
  }

  private show(): void {
    const element = this.getAttribute('element');
    if (!element || !this.host) return;
    const attributes: Record<string, string> = {};
    for (const { name, value } of this.attributes) if (!own.has(name)) attributes[name] = value;
    this.host.show({ element, attributes, properties: this.given });
  }
}

async function askHost(url: string | null): Promise<string> {
  if (url === null)
    throw {
      kind: 'permission',
      title: 'No token',
      status: 401,
      detail: 'The frame has neither token-url nor getToken.',
      action: 'Add token-url to <aicrm-frame>.',
    };
  const { tokenSource } = await import('../host-token.js');
  return tokenSource({
    api: '',
    tokenUrl: new URL(url, document.baseURI).href,
    token: undefined,
    cache: undefined,
    user: undefined,
  })();
}

/** Defines the tag, once, whatever copies are on the page. */
export function defineFrame(source: string): void {
  if (customElements.get('aicrm-frame')) return;
  AicrmFrame.defaultSource = source;
  customElements.define('aicrm-frame', AicrmFrame);
}
