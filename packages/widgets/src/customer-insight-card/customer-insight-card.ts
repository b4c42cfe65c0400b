import type { TemplateResult } from 'lit/html.js';
import type { Property } from '../internal/aicrm-element.js';
import { InsightElement } from '../internal/insight-element.js';
import type { InsightMessages } from '../locales/insight-messages.js';
import { actionStyles } from '../next-actions/action-styles.js';
import { insightTokens } from '../theme/insight-tokens.js';
import { panelTokens } from '../theme/panel-tokens.js';
import { tokens } from '../theme/tokens.js';
import { card } from './card.js';
import type { Figure, Kind } from './card-view.js';
import { fitStyles } from './fit-styles.js';
import { historyStyles } from './history-styles.js';
import { reasonStyles } from './reason-styles.js';
import { styles } from './styles.js';
import { pageSize } from './timeline.js';

/**
 * A customer at a glance: health, churn risk, lifetime value, segment, tone of messages, what to do next, and what
 * happened. All of it is computed in the page: from a stored record that `record-id` names, from what the host hands over
 * (`record`, `timeline`, `messages`, `analyses`), or from both. What is handed over is asked of nobody, and leaves the
 * page for nobody. Each part arrives, and fails, alone.
 *
 * @element aicrm-customer-insight-card
 *
 * @attr {'empty'|'loading'|'ready'|'insufficient-data'|'permission'|'error'} state - Read-only: what is painted.
 * @attr {'live'|'cached'|'stale'} freshness - Read-only: how fresh the least fresh part is; absent where nothing is painted.
 * @attr {boolean} offline - Read-only: the worker cannot be reached. The state stays what it was.
 * @attr {'light'|'dark'} theme - Fixes the colours; without it they follow the `color-scheme` of the page around.
 *
 * @fires {CustomEvent<AboutAction>} aicrm-action - A person took up, put off or refused a proposal, or took that back. Detail: `recordId` (or `null`), `rule`, `kind`, `label`, `what`, `until`.
 *
 * @slot - Content of the host, above the footer.
 * @slot actions - Buttons of the host, at the end of the header.
 *
 * @csspart card - The whole.
 * @csspart header - Name and segment.
 * @csspart segment - The segment's name.
 * @csspart note - The line that says that data are old or the line is cut.
 * @csspart health - Health at a glance.
 * @csspart figures - The three figures.
 * @csspart reasons - The opened reasons of a figure.
 * @csspart actions - Next best actions.
 * @csspart tone - Tone of messages.
 * @csspart timeline - What happened.
 * @csspart footer - Freshness and links.
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
 * @cssprop [--aicrm-color-accent] - Links and the first button; keep 4.5:1 on the surface.
 * @cssprop [--aicrm-color-raise] - Bars and marks of what is good; keep 3:1 on the surface.
 * @cssprop [--aicrm-color-lower] - Bars and marks of what is bad; keep 3:1 on the surface.
 * @cssprop [--aicrm-color-high] - Ink of "healthy"; keep 4.5:1 on its surface, like the next two.
 * @cssprop [--aicrm-color-high-surface] - Fill of "healthy".
 * @cssprop [--aicrm-color-medium] - Ink of "keep an eye on".
 * @cssprop [--aicrm-color-medium-surface] - Fill of "keep an eye on".
 * @cssprop [--aicrm-color-risk] - Ink of "at risk".
 * @cssprop [--aicrm-color-risk-surface] - Fill of "at risk".
 */
export class CustomerInsightCard extends InsightElement {
  static override readonly styles = [
    tokens,
    panelTokens,
    insightTokens,
    styles,
    reasonStyles,
    historyStyles,
    fitStyles,
    actionStyles,
  ];

  static override readonly properties: Readonly<Record<string, Property>> = {
    ...InsightElement.properties,
    cardHref: { attribute: 'card-href' },
  };

  private opened: Figure | undefined;
  private kind: Kind | undefined;
  private shown = pageSize;
  /** Of which record the card was opened so: another one begins anew. */
  private of: unknown;

  /** Address of a page with the models' cards, relative or http(s). */
  declare cardHref: string | undefined;

  protected override content(words: InsightMessages): TemplateResult {
    const of = this.key ?? this.record?.id;
    if (of !== this.of) {
      this.of = of;
      this.opened = undefined;
      this.kind = undefined;
      this.shown = pageSize;
    }
    const { insight, timeline, offline, freshness } = this.source;
    const { language, moment: now, retry, cardHref, opened, kind, shown } = this;
    const again = (change: () => void): void => {
      change();
      this.requestUpdate();
    };
    return card({
      ...{
        insight,
        timeline,
        words,
        language,
        now,
        offline,
        freshness,
        retry,
        cardHref,
        opened,
        kind,
        shown,
      },
      actions: this.actionView(words),
      openFigure: (figure) =>
        again(() => {
          this.opened = opened === figure ? undefined : figure;
        }),
      chooseKind: (chosen) =>
        again(() => {
          this.kind = chosen;
          this.shown = pageSize;
        }),
      showMore: () =>
        again(() => {
          this.shown += pageSize * 2;
        }),
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'aicrm-customer-insight-card': CustomerInsightCard;
  }
}
