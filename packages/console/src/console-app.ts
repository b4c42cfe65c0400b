import { css, html, nothing, type TemplateResult } from 'lit';
import './analyses/analyses-page.js';
import { Api, type Health } from './api.js';
import './embed/embed-page.js';
import './imports/import-page.js';
import './models/model-page.js';
import './models/models-page.js';
import './predictions/predictions-page.js';
import './rules/rules-page.js';
import { storedKey, takeKeyFromAddress } from './session.js';
import './sign-in.js';
import './tokens/tokens-page.js';
import { ConsoleElement } from './ui/element.js';
import { formatMoment } from './ui/format.js';
import { Loader } from './ui/loader.js';

const pages = [
  ['models', 'Models'],
  ['predictions', 'Predictions'],
  ['analyses', 'Analyses'],
  ['rules', 'Rules'],
  ['import', 'Import'],
  ['embed', 'Embed'],
  ['tokens', 'Tokens and keys'],
] as const;

/** The parts of the address behind `#/`. One that cannot be decoded stays as it is written, and so names no page. */
function partsOf(hash: string): readonly string[] {
  const parts = hash.replace(/^#\/?/, '').split('/').filter(Boolean);
  try {
    return parts.map(decodeURIComponent);
  } catch {
    return [hash];
  }
}

/**
 * The whole console: sign-in, header, and the page that the address names (`#/models`, `#/models/lead-score`,
 * `#/predictions`, `#/analyses`, `#/rules`, `#/import`, `#/embed`, `#/tokens`).
 *
 * @element aicrm-console
 */
export class ConsoleApp extends ConsoleElement {
  static override styles = [
    ...ConsoleElement.styles,
    css`
      header {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.25rem 1.25rem;
        padding: 0.625rem 1.5rem;
        border-block-end: 1px solid var(--line);
        background: var(--card);
      }
      .brand {
        font-weight: 700;
      }
      .brand span {
        margin-inline-start: 0.375rem;
        color: var(--muted);
        font-weight: 400;
      }
      nav {
        display: flex;
        flex-wrap: wrap;
        gap: 0.25rem;
      }
      nav a {
        padding: 0.375rem 0.625rem;
        border-radius: 0.5rem;
        color: var(--muted);
        text-decoration: none;
      }
      nav a:hover {
        background: var(--sunken);
      }
      nav a[aria-current] {
        background: var(--accent-soft);
        color: var(--accent);
        font-weight: 600;
      }
      .end {
        display: flex;
        align-items: center;
        gap: 0.75rem;
        margin-inline-start: auto;
      }
      .dot {
        display: inline-block;
        inline-size: 0.5rem;
        block-size: 0.5rem;
        margin-inline-end: 0.375rem;
        border-radius: 50%;
        background: var(--good);
      }
      .dot.bad {
        background: var(--bad);
      }
      main:focus {
        outline: none;
      }
      main {
        max-inline-size: 76rem;
        margin-inline: auto;
        padding: 1.25rem 1.5rem 3rem;
      }
      @media (max-width: 40rem) {
        header {
          gap: 0.25rem 0.5rem;
          padding: 0.5rem 0.75rem;
        }
        .end .word {
          position: absolute;
          clip-path: inset(50%);
        }
        nav {
          order: 3;
          flex-basis: 100%;
        }
        nav a {
          padding-inline: 0.5rem;
        }
        main {
          padding: 0.875rem 0.75rem 2rem;
        }
      }
    `,
  ];

  static override properties = { send: { attribute: false }, api: { state: true }, path: { state: true } };

  /** Sends requests; tests give a fake. */
  declare send: typeof fetch | undefined;
  declare api: Api | null;
  declare path: readonly string[];

  private readonly health = new Loader<Health>(this, () => (this.api ?? this.anonymous()).health());

  constructor() {
    super();
    this.api = null;
    this.path = [];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const handed = takeKeyFromAddress(location, history);
    const key = handed ?? storedKey.read();
    if (handed) storedKey.write(handed);
    if (key) this.api = this.withKey(key);
    this.readPath();
    window.addEventListener('hashchange', this.readPath);
    void this.health.run();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('hashchange', this.readPath);
  }

  private withKey(key: string): Api {
    return this.send ? new Api(key, this.send) : new Api(key);
  }

  private anonymous(): Api {
    return this.withKey('');
  }

  private readonly readPath = (): void => {
    // A key pasted into the address of an open console is taken like one that came with it.
    const handed = takeKeyFromAddress(location, history);
    if (handed) this.signedIn(handed);
    const moved = this.path.length > 0;
    this.path = partsOf(location.hash);
    if (moved) void this.updateComplete.then(() => this.renderRoot.querySelector('main')?.focus());
  };

  private signedIn(key: string): void {
    storedKey.write(key);
    this.api = this.withKey(key);
    void this.health.run();
  }

  private readonly signOut = (): void => {
    storedKey.forget();
    this.api = null;
  };

  private renderHealth(): TemplateResult | typeof nothing {
    const { value, problem } = this.health;
    if (problem)
      return html`<span class="muted"><span class="dot bad"></span><span class="word">Worker does not answer</span></span>`;
    if (!value) return nothing;
    return html`<span class="muted" title=${`Protocol ${value.protocol}, ${formatMoment(value.serverTime)}`}
      ><span class="dot"></span><span class="word">Worker is up</span></span
    >`;
  }

  private renderPage(api: Api): TemplateResult {
    const [page, name] = this.path;
    if (page === 'import') return html`<import-page .api=${api}></import-page>`;
    if (page === 'predictions')
      return html`<predictions-page .api=${api} .record=${name ?? ''}></predictions-page>`;
    if (page === 'analyses') return html`<analyses-page .api=${api}></analyses-page>`;
    if (page === 'rules') return html`<rules-page .api=${api}></rules-page>`;
    if (page === 'embed') return html`<embed-page .api=${api}></embed-page>`;
    if (page === 'tokens') return html`<tokens-page .api=${api}></tokens-page>`;
    if (page === 'models' && name) return html`<model-page .api=${api} .name=${name}></model-page>`;
    if (page === undefined || page === 'models') return html`<models-page .api=${api}></models-page>`;
    return html`<div class="note bad" role="alert">
      <strong>There is no such page</strong>
      <p>The address names nothing here. <a href="#/models">Go to the models</a>.</p>
    </div>`;
  }

  override render() {
    const { api } = this;
    const [page = 'models'] = this.path;
    return html`<header>
        <div class="brand">AI-CRM<span>${api?.tenant || 'console'}</span></div>
        ${
          api
            ? html`<nav aria-label="Pages">
              ${pages.map(
                ([id, label]) =>
                  html`<a href=${`#/${id}`} aria-current=${page === id ? 'page' : nothing}>${label}</a>`,
              )}
            </nav>`
            : nothing
        }
        <div class="end" role="status">${this.renderHealth()}</div>
        ${api ? html`<button type="button" class="button" @click=${this.signOut}>Sign out</button>` : nothing}
      </header>
      <main tabindex="-1">
        ${
          api
            ? this.renderPage(api)
            : html`<sign-in
              .send=${this.send}
              @signed-in=${(event: CustomEvent<string>) => this.signedIn(event.detail)}
            ></sign-in>`
        }
      </main>`;
  }
}
