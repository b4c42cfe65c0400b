import { type RecordType, recordTypes } from '@aicrm/schema/ids';
import type { Problem } from '@aicrm/schema/problem';
import { must } from '@aicrm/schema/result';
import type { TokenAnswer } from '@aicrm/schema/wire';
import { css, html, nothing } from 'lit';
import type { Api } from '../api.js';
import { secretOnce } from '../tokens/secret-once.js';
import { ConsoleElement, define, formText } from '../ui/element.js';
import { formatMoment } from '../ui/format.js';
import { problemNote } from '../ui/problem-note.js';
import './code-block.js';
import { type EmbedChoice, type EmbedPlan, embedElements, embedHosts, vendorPages } from './embed-choice.js';
import './embed-preview.js';
import { planOf } from './snippets.js';

const hostOf = (id: string) => embedHosts.find((one) => one.id === id) ?? embedHosts[0];
const elementOf = (tag: string) =>
  embedElements.find((one) => one.tag === tag) ?? must(embedElements[0], 'element');
const isOrigin = (text: string): boolean => URL.canParse(text) && new URL(text).origin === text;

/** The page `#/embed`: what to copy to show an element in a host, a token to try it with, and the element itself. */
export class EmbedPage extends ConsoleElement {
  static override styles = [
    ...ConsoleElement.styles,
    css`
      .grid {
        grid-template-columns: repeat(auto-fill, minmax(min(16rem, 100%), 1fr));
      }
      .hosts {
        display: flex;
        flex-wrap: wrap;
        gap: 0.375rem;
        padding-block-start: 0.25rem;
      }
      .hosts label {
        position: relative;
        padding: 0.3125rem 0.75rem;
        border: 1px solid var(--line-strong);
        border-radius: 99px;
        cursor: pointer;
      }
      .hosts label:has(:checked) {
        border-color: var(--accent);
        background: var(--accent-soft);
        color: var(--accent);
        font-weight: 600;
      }
      .hosts label:has(:focus-visible) {
        outline: 2px solid var(--accent);
        outline-offset: 2px;
      }
      .hosts input {
        position: absolute;
        opacity: 0;
        inset: 0;
        inline-size: 100%;
        block-size: 100%;
        cursor: pointer;
      }
    `,
  ];

  static override properties = {
    api: { attribute: false },
    host: { state: true },
    tag: { state: true },
    type: { state: true },
    connection: { state: true },
    source: { state: true },
    origin: { state: true },
    minted: { state: true },
    problem: { state: true },
  };

  declare api: Api;
  declare host: EmbedChoice['host'];
  declare tag: string;
  declare type: RecordType;
  declare connection: string;
  declare source: string;
  declare origin: string;
  declare minted: TokenAnswer | undefined;
  declare problem: Problem | undefined;

  constructor() {
    super();
    this.host = 'plain-html';
    this.tag = 'aicrm-customer-insight-card';
    this.type = 'contact';
    this.connection = 'crm';
    this.source = '7';
    this.origin = 'https://crm.example.com';
  }

  private get choice(): EmbedChoice {
    const { host, type, connection, source, origin } = this;
    const element = elementOf(this.tag);
    const record = element.records.length === 0 ? '' : `${type}:${connection}:${source}`;
    return { worker: location.origin, host, element, record, origin };
  }

  private readonly edited = (event: Event): void => {
    const form = event.currentTarget;
    if (!(form instanceof HTMLFormElement)) return;
    const before = hostOf(this.host);
    const host = hostOf(formText(form, 'host'));
    const element = elementOf(formText(form, 'element'));
    const said = formText(form, 'type');
    const type = recordTypes.find((one) => one === said);
    this.host = host.id;
    this.tag = element.tag;
    this.type = type && element.records.includes(type) ? type : (element.records[0] ?? this.type);
    if (element.records.length > 0 && form.elements.namedItem('connection') !== null) {
      const connection = formText(form, 'connection');
      // A name that a person wrote stays; the one that the host's guide uses goes with the host.
      this.connection = connection === before.connection ? host.connection : connection;
      this.source = formText(form, 'source');
    } else if (this.connection === before.connection) this.connection = host.connection;
    this.origin = formText(form, 'origin').replace(/\/+$/, '');
    this.minted = undefined;
    this.problem = undefined;
  };

  private readonly mint = async (): Promise<void> => {
    const { choice } = this;
    const answer = await this.api.mint(planOf(choice).token);
    this.minted = answer.ok ? answer.value : undefined;
    this.problem = answer.ok ? undefined : answer.error;
  };

  private renderForm({ element, host }: EmbedChoice) {
    return html`<form
      class="card stack"
      aria-labelledby="what"
      @input=${this.edited}
      @submit=${(event: Event) => event.preventDefault()}
    >
      <h2 id="what">What goes where</h2>
      <fieldset>
        <legend>Host</legend>
        <div class="hosts">
          ${embedHosts.map(
            ({ id, label }) =>
              html`<label
                ><input type="radio" name="host" value=${id} .checked=${id === host} />${label}</label
              >`,
          )}
        </div>
      </fieldset>
      <div class="grid">
        <label class="field"
          ><span>Element</span
          ><select name="element">
            ${embedElements.map(
              ({ tag, label }) =>
                html`<option value=${tag} ?selected=${tag === element.tag}>${label}</option>`,
            )}
          </select></label
        >
        ${
          element.records.length === 0
            ? nothing
            : html`<label class="field"
                ><span>Record type</span
                ><select name="type">
                  ${element.records.map(
                    (one) => html`<option value=${one} ?selected=${one === this.type}>${one}</option>`,
                  )}
                </select></label
              ><label class="field"
                ><span>Connection, as imports name it</span
                ><input name="connection" required maxlength="40" autocomplete="off" spellcheck="false" .value=${this.connection} /></label
              ><label class="field"
                ><span>Id in the source</span
                ><input name="source" required maxlength="200" autocomplete="off" spellcheck="false" .value=${this.source}
              /></label>`
        }
        <label class="field"
          ><span>Origin of the host’s page</span
          ><input name="origin" type="url" required autocomplete="off" spellcheck="false" .value=${this.origin} aria-invalid=${isOrigin(this.origin) ? nothing : 'true'}
        /></label>
      </div>
      ${
        element.records.length === 0
          ? html`<p class="muted">This element shows the whole business and names no record.</p>`
          : nothing
      }
      ${
        isOrigin(this.origin)
          ? nothing
          : html`<p class="note warn" role="status">
              An origin is a scheme and a name, with nothing behind it: <code class="mono">https://crm.example.com</code>.
            </p>`
      }
    </form>`;
  }

  private renderCopy({ host }: EmbedChoice, plan: EmbedPlan) {
    const { guide } = hostOf(host);
    const vendor = vendorPages[host];
    return html`<section class="card stack" aria-labelledby="copy">
      <h2 id="copy">Copy</h2>
      ${
        plan.refusal === null
          ? html`${plan.snippets.map(
              ({ title, note, code }) =>
                html`<code-block .heading=${title} .note=${note} .code=${code}></code-block>`,
            )}
            <code-block
              .heading=${'Content security policy'}
              .note=${'Where the host sends a policy, it needs these sources; nothing unsafe-.'}
              .code=${plan.policy.join(';\n')}
            ></code-block>`
          : html`<p class="note warn" role="status">${plan.refusal}</p>`
      }
      <p class="muted">
        Guide: <code class="mono">packages/embed/${guide === '' ? 'README.md' : `hosts/${guide}/README.md`}</code>, the
        same page as in Storybook.
        ${vendor === undefined ? nothing : html`<a href=${vendor} target="_blank" rel="noreferrer">The vendor’s own page</a>`}
      </p>
    </section>`;
  }

  private renderToken({ token }: EmbedPlan) {
    const named = token.origins.join(' ');
    return html`<section class="card stack" aria-labelledby="token">
      <h2 id="token">Try a token</h2>
      <p class="muted">
        What the host’s server will get: <code class="mono">${token.scopes.join(' ')}</code>, origin
        <code class="mono">${named}</code
        >${token.record === undefined ? '' : html`, for <code class="mono">${token.record}</code> alone`}.
        ${named === 'null' ? 'A sandboxed frame has the origin null.' : nothing}
      </p>
      <div>
        <button type="button" class="button" @click=${this.mint}>Make a token for this origin</button>
      </div>
      ${problemNote(this.problem)}
      ${
        this.minted
          ? secretOnce(
              'The token',
              this.minted.token,
              `Valid until ${formatMoment(this.minted.expiresAt)}. It is not shown again.`,
            )
          : nothing
      }
    </section>`;
  }

  override render() {
    const { choice } = this;
    const plan = planOf(choice);
    return html`<div class="stack">
      <h1>Embed</h1>
      ${this.renderForm(choice)} ${this.renderCopy(choice, plan)}
      ${plan.refusal === null ? this.renderToken(plan) : nothing}
      <embed-preview .api=${this.api} .tag=${choice.element.tag} .record=${choice.record}></embed-preview>
    </div>`;
  }
}
define('embed-page', EmbedPage);
