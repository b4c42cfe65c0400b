import { html, type TemplateResult } from 'lit/html.js';
import { InsightElement } from '../internal/insight-element.js';
import type { InsightMessages } from '../locales/insight-messages.js';
import { insightTokens } from '../theme/insight-tokens.js';
import { panelTokens } from '../theme/panel-tokens.js';
import { tokens } from '../theme/tokens.js';
import { actionList } from './action-list.js';
import { actionStyles } from './action-styles.js';

/**
 * What to do next with one customer, by the rules of the tenant: each proposal with its expected effect, where a model
 * knows one, and the evidence that it rests on. The same list stands in the insight card; both agree on what was decided.
 * It is made in the page, from what `record-id` names or what the host hands over, as in the insight card.
 *
 * @element aicrm-next-actions
 *
 * @attr {'empty'|'loading'|'ready'|'insufficient-data'|'permission'|'error'} state - Read-only: what is painted.
 * @attr {'live'|'cached'|'stale'} freshness - Read-only: how fresh the least fresh part is; absent where nothing is painted.
 * @attr {boolean} offline - Read-only: the worker cannot be reached. The state stays what it was.
 * @attr {'light'|'dark'} theme - Fixes the colours; without it they follow the `color-scheme` of the page around.
 *
 * @fires {CustomEvent<AboutAction>} aicrm-action - A person took up, put off or refused a proposal, or took that back. Detail: `recordId` (or `null`), `rule`, `kind`, `label`, `what`, `until`.
 *
 * @csspart card - The whole.
 * @csspart actions - The list.
 *
 * @cssprop [--aicrm-card-padding=1.25em] - Inner distance: a length.
 * @cssprop [--aicrm-panel-radius=0.75rem] - Corner radius: a length.
 * @cssprop [--aicrm-font-family=inherit] - Font family; the page's own by default.
 * @cssprop [--aicrm-font-size=0.875rem] - Size of body text: a length; the rest is set in em of it.
 * @cssprop [--aicrm-color-text] - Text.
 * @cssprop [--aicrm-color-text-muted] - Secondary text; keep 4.5:1 on the surface.
 * @cssprop [--aicrm-color-border] - Lines.
 * @cssprop [--aicrm-color-focus] - Focus ring; keep 3:1 on the page.
 * @cssprop [--aicrm-color-surface] - Background.
 * @cssprop [--aicrm-color-surface-sunken] - Background of quiet blocks.
 * @cssprop [--aicrm-color-accent] - The first button; keep 4.5:1 on the surface.
 */
export class NextActions extends InsightElement {
  static override readonly styles = [tokens, panelTokens, insightTokens, actionStyles];

  protected override content(words: InsightMessages): TemplateResult {
    const { offline, freshness } = this.source;
    const note = offline ? words.noteOffline : freshness === 'stale' ? words.noteStale : '';
    return html`<section class="next">
      <h3>${words.actions}</h3>
      ${note ? html`<p class="fine">${note}</p>` : ''} ${actionList(this.actionView(words))}
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'aicrm-next-actions': NextActions;
  }
}
