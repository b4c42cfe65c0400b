import { type Problem, problem } from '@aicrm/schema/problem';
import { css, html, nothing, type PropertyValues } from 'lit';
import type { Api } from '../api.js';
import { ConsoleElement, define } from '../ui/element.js';
import { problemNote } from '../ui/problem-note.js';
import { defineElement } from './define-element.js';
import { type LoadScript, openPreview } from './preview-client.js';

/** Shows one of our elements as a host's page would, for a record of this worker. */
export class EmbedPreview extends ConsoleElement {
  static override styles = [
    ...ConsoleElement.styles,
    css`
      .place {
        min-inline-size: 0;
        padding: 1rem;
        overflow-x: auto;
        border: 1px dashed var(--line-strong);
        border-radius: 0.5rem;
      }
    `,
  ];

  static override properties = {
    api: { attribute: false },
    tag: {},
    record: {},
    load: { attribute: false },
    shown: { state: true },
    busy: { state: true },
    problem: { state: true },
  };

  declare api: Api;
  declare tag: string;
  /** The record's whole id; empty where the element shows the whole business. */
  declare record: string;
  /** Loads the worker's script; tests give a fake. */
  declare load: LoadScript | undefined;
  declare shown: HTMLElement | undefined;
  declare busy: boolean;
  declare problem: Problem | undefined;

  private call = 0;

  constructor() {
    super();
    this.tag = '';
    this.record = '';
    this.busy = false;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    // What is shown must be what the form beside it says.
    if (changed.has('tag') && this.shown && this.shown.localName !== this.tag) this.clear();
    if (changed.has('record') && this.shown) {
      if (this.record === '') this.shown.removeAttribute('record-id');
      else this.shown.setAttribute('record-id', this.record);
    }
    if (changed.has('api')) this.clear();
  }

  private clear(): void {
    this.call += 1;
    this.shown = undefined;
    this.problem = undefined;
    this.busy = false;
  }

  private readonly show = async (): Promise<void> => {
    this.call += 1;
    const call = this.call;
    const { tag } = this;
    this.busy = true;
    this.problem = undefined;
    const ready = await openPreview(this.api, this.load);
    const came = await defineElement(tag).then(
      () => true,
      () => false,
    );
    if (call !== this.call) return;
    this.busy = false;
    if (!ready.ok) this.problem = ready.error;
    else if (!came)
      this.problem = problem('temporary', 'The element did not load', 'Its file did not get through.', {
        action: 'Try again.',
      });
    else {
      const element = document.createElement(tag);
      if (this.record !== '') element.setAttribute('record-id', this.record);
      this.shown = element;
    }
  };

  override render() {
    return html`<section class="card stack" aria-labelledby="title">
      <h2 id="title">Preview</h2>
      <p class="muted">
        The element itself, with a token for this page’s origin and this worker’s data. Nothing done in it is kept: the
        token may only read.
      </p>
      ${
        this.shown
          ? html`<div class="place">${this.shown}</div>`
          : html`<div>
            <button type="button" class="button" ?disabled=${this.busy} @click=${this.show}>
              ${this.busy ? 'Loading…' : 'Show it here'}
            </button>
          </div>`
      }
      ${problemNote(this.problem)}
      <p class="sr" role="status">${this.shown ? `${this.tag} is shown.` : nothing}</p>
    </section>`;
  }
}
define('embed-preview', EmbedPreview);
