import type { Part } from '@aicrm/client/insight/types';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { InsightMessages } from '../locales/insight-messages.js';

/** A part that is there, or in its place why it is not: bones while it comes, else a sentence and what can be done. */
export function partOf<T>(
  part: Part<T>,
  words: InsightMessages,
  retry: () => void,
  ready: (value: T) => TemplateResult,
  bones = 3,
): TemplateResult {
  switch (part.state) {
    case 'ready':
      return ready(part.value);
    case 'loading':
      return skeleton(bones);
    case 'missing':
      return html`<p class="absent">${part.detail ? html`<bdi>${part.detail}</bdi>` : words.missing[part.why]}</p>`;
    case 'permission':
      return html`<p class="absent">${words.partPermission}</p>`;
    default:
      return html`<div class="absent">
        <p>${words.partError} ${detailOf(part.problem.title, part.problem.detail, words)}</p>
        ${part.problem.title === 'no-client' ? nothing : html`<button class="button" type="button" @click=${retry}>${words.retry}</button>`}
      </div>`;
  }
}

/** Problems of the page's own set-up are ours to word; the worker's come with their words. */
const detailOf = (title: string, detail: string, words: InsightMessages) =>
  title === 'no-client' ? words.noClient : detail ? html`<bdi>${detail}</bdi>` : nothing;

/** Lines that stand still where words will be. */
export const skeleton = (bones: number): TemplateResult => html`<div class="bones" aria-hidden="true">
  ${Array.from({ length: bones }, () => html`<span class="bone"></span>`)}
</div>`;
