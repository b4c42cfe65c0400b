import { css, html, LitElement, type TemplateResult } from 'lit';
import { pageStyles } from '../support/page-styles.js';
import { contrast } from './contrast.js';
import { defaults, type Pair, readOn, type Scheme, wordOf } from './tokens.js';

const styles = css`
  .editor {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-items: start;
    gap: 1rem;
  }
  @container (min-width: 60rem) {
    .editor {
      grid-template-columns: 22rem minmax(0, 1fr);
    }
    .tools {
      position: sticky;
      inset-block-start: 1rem;
      max-block-size: calc(100dvh - 2rem);
      overflow: auto;
    }
  }
  .colours {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(9.5rem, 1fr));
    gap: 0.35rem 0.8rem;
  }
  input[type='color'] {
    flex: none;
    inline-size: 2.25rem;
    block-size: 1.75rem;
    padding: 0;
    border: 1px solid light-dark(#87919f, #6d7888);
    border-radius: 0.35rem;
    background: none;
  }
  .sizes {
    display: grid;
    gap: 0.5rem;
  }
  .sizes label {
    justify-content: space-between;
  }
  .warnings {
    display: grid;
    gap: 0.3rem;
    list-style: none;
  }
  pre {
    margin: 0;
    padding: 0.75rem;
    overflow: auto;
    border-radius: 0.5rem;
    background: var(--quiet);
    font-size: 0.8125rem;
  }
`;

const sizes = [
  { token: '--aicrm-badge-radius', label: 'Badge radius, px', least: 0, most: 28, usual: 28 },
  { token: '--aicrm-panel-radius', label: 'Card radius, px', least: 0, most: 28, usual: 12 },
  { token: '--aicrm-font-size', label: 'Font size, px', least: 11, most: 20, usual: 14 },
] as const;

/**
 * Edits the `--aicrm-*` tokens of what stands inside it, warns where a text or a mark would be hard to read, and writes
 * the CSS for a host's page.
 */
export class ThemeEditor extends LitElement {
  static override readonly styles = [pageStyles, styles];
  static override readonly properties = {
    colours: { state: true },
    lengths: { state: true },
    scheme: { state: true },
    compact: { state: true },
    copied: { state: true },
  };
  declare colours: ReadonlyMap<string, Pair>;
  declare lengths: ReadonlyMap<string, number>;
  declare scheme: Scheme;
  declare compact: boolean;
  declare copied: string;

  constructor() {
    super();
    this.colours = new Map();
    this.lengths = new Map();
    this.scheme = 'light';
    this.compact = false;
    this.copied = '';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.scheme = getComputedStyle(this).colorScheme.includes('dark') ? 'dark' : 'light';
  }

  private pairOf(token: string): Pair {
    return this.colours.get(token) ?? defaults.get(token) ?? { light: '#000000', dark: '#ffffff' };
  }

  private paint(token: string, colour: string): void {
    this.colours = new Map([...this.colours, [token, { ...this.pairOf(token), [this.scheme]: colour }]]);
    this.copied = '';
  }

  private size(token: string, length: number): void {
    this.lengths = new Map([...this.lengths, [token, length]]);
    this.copied = '';
  }

  private reset(): void {
    this.colours = new Map();
    this.lengths = new Map();
    this.compact = false;
    this.copied = '';
  }

  /** What was changed, as declarations. */
  private declarations(): [string, string][] {
    return [
      ...[...this.colours].map(([token, { light, dark }]): [string, string] => [
        token,
        `light-dark(${light}, ${dark})`,
      ]),
      ...[...this.lengths].map(([token, length]): [string, string] => [token, `${length / 16}rem`]),
    ];
  }

  private get written(): string {
    const lines = this.declarations().map(([token, value]) => `  ${token}: ${value};`);
    return lines.length === 0 ? '/* Nothing is changed yet. */' : [':root {', ...lines, '}'].join('\n');
  }

  private async copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.written);
      this.copied = 'Copied.';
    } catch {
      this.copied = 'The browser does not allow it here: select the text above.';
    }
  }

  override updated(): void {
    const changed = new Map(this.declarations());
    for (const token of [...defaults.keys(), ...sizes.map((one) => one.token)]) {
      const value = changed.get(token);
      if (value === undefined) this.style.removeProperty(token);
      else this.style.setProperty(token, value);
    }
    this.style.colorScheme = this.scheme;
    // Density is an attribute of each element, as in a host's page.
    for (const element of this.querySelectorAll('*'))
      if (element.localName.startsWith('aicrm-'))
        element.setAttribute('density', this.compact ? 'compact' : 'comfortable');
  }

  /** Pairs that cannot be read well enough, in either scheme. */
  private tooFaint() {
    return (['light', 'dark'] as const).flatMap((scheme) =>
      readOn.flatMap(({ ink, ground, least }) => {
        const has = contrast(this.pairOf(ink)[scheme], this.pairOf(ground)[scheme]);
        return has < least ? [{ scheme, ink, ground, least, has }] : [];
      }),
    );
  }

  override render(): TemplateResult {
    const { scheme } = this;
    const faint = this.tooFaint();
    return html`<div class="editor">
      <section class="box tools" tabindex="0" aria-label="Theme">
        <div class="row">
          <label
            >Scheme
            <select
              class="scheme"
              @change=${({ target }: Event) => {
                if (target instanceof HTMLSelectElement)
                  this.scheme = target.value === 'dark' ? 'dark' : 'light';
              }}
            >
              <option value="light" ?selected=${scheme === 'light'}>Light</option>
              <option value="dark" ?selected=${scheme === 'dark'}>Dark</option>
            </select></label
          >
          <label
            ><input
              type="checkbox"
              .checked=${this.compact}
              @change=${({ target }: Event) => {
                if (target instanceof HTMLInputElement) this.compact = target.checked;
              }}
            />
            Compact</label
          >
        </div>
        <div class="colours">
          ${[...defaults.keys()].map(
            (token) =>
              html`<label
                ><input
                  type="color"
                  data-token=${token}
                  .value=${this.pairOf(token)[scheme]}
                  @input=${({ target }: Event) => {
                    if (target instanceof HTMLInputElement) this.paint(token, target.value);
                  }}
                />${wordOf(token)}</label
              >`,
          )}
        </div>
        <div class="sizes">
          ${sizes.map(
            ({ token, label, least, most, usual }) =>
              html`<label
                >${label}
                <input
                  type="range"
                  data-token=${token}
                  min=${least}
                  max=${most}
                  .value=${String(this.lengths.get(token) ?? usual)}
                  @input=${({ target }: Event) => {
                    if (target instanceof HTMLInputElement) this.size(token, target.valueAsNumber);
                  }}
              /></label>`,
          )}
        </div>
        <div role="status">
          ${
            faint.length === 0
              ? html`<p class="enough">Every text and mark keeps the contrast that AA asks for, light and dark.</p>`
              : html`<ul class="warnings bad">
                  ${faint.map(
                    ({ scheme, ink, ground, least, has }) =>
                      html`<li>
                        ${scheme}: ${wordOf(ink)} on ${wordOf(ground)} has ${(Math.floor(has * 100) / 100).toFixed(2)}:1;
                        AA asks for ${least}:1.
                      </li>`,
                  )}
                </ul>`
          }
        </div>
        <pre tabindex="0" aria-label="CSS for your page">${this.written}</pre>
        <div class="row">
          <button type="button" class="first copy" @click=${() => this.copy()}>Copy the CSS</button>
          <button type="button" class="reset" @click=${() => this.reset()}>Start again</button>
          <span class="fine" role="status">${this.copied}</span>
        </div>
      </section>
      <div class="box"><slot></slot></div>
    </div>`;
  }
}

if (!customElements.get('theme-editor')) customElements.define('theme-editor', ThemeEditor);
