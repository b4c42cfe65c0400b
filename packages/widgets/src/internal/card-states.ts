import { html, nothing, type TemplateResult } from 'lit/html.js';

/** The card's bones while nothing is here yet: they keep still, and the size that the card will have. */
export const skeleton = (loading = ''): TemplateResult => html`
  <div class="bones" aria-hidden="true">
    <i class="bone title"></i><i class="bone line"></i>
    <div class="figures"><i class="bone big"></i><i class="bone big"></i></div>
    <div class="bone-chart"><i></i><i></i><i></i><i></i></div>
  </div>
  <p class="sr" role="status">${loading}</p>
`;

/** A sentence in the card's place, and what a person can do about it. */
export const message = (
  title: string,
  details: readonly (string | undefined)[],
  retry?: { readonly name: string; readonly act: () => void },
): TemplateResult => html`<div class="message" role="status">
  <p class="title">${title}</p>
  ${details.filter(Boolean).map((detail) => html`<p>${detail}</p>`)}
  ${retry ? html`<button type="button" class="retry" @click=${retry.act}>${retry.name}</button>` : nothing}
</div>`;
