import type { Property } from '../internal/aicrm-element.js';
import type { PredictionController } from '../internal/prediction-controller.js';
import { dealWords } from '../locales/deal.js';
import { deal as english } from '../locales/deal-en.js';
import type { DealMessages } from '../locales/deal-messages.js';
import type { BadgeMessages, PanelMessages } from '../locales/messages.js';
import type { PanelFacts } from '../score-badge/reasons.js';
import { ScoreBadge } from '../score-badge/score-badge.js';

/**
 * A deal's chance to be won as a compact pill that fits a table row. It opens to the value to expect, the time in the
 * stage against that of won deals, and the reasons. All is computed in the page: from a stored deal that `record-id`
 * names, from one that the host hands over in `record`, or from both, the host's fields over the stored ones.
 *
 * Beside what the model reads, the opened part reads `amount`, `currency`, `stage`, `closeAt`, and the facts
 * `stage.enteredAt`, `stage.usualDays`, `stage.longDays` and `stage.wonDeals`, which stored deals carry.
 *
 * @element aicrm-deal-score-badge
 *
 * @csspart facts - Expected value, planned close and time in the stage.
 * @csspart stage-line - The drawn line of days in the stage.
 */
export class DealScoreBadge extends ScoreBadge {
  static override readonly properties: Readonly<Record<string, Property>> = {
    ...ScoreBadge.properties,
    model: { attribute: 'model', initial: 'deal-score' },
  };

  private words(language: string): DealMessages | undefined {
    return dealWords.in(language, () => this.requestUpdate());
  }

  override badgeWords(language: string): BadgeMessages {
    const common = super.badgeWords(language);
    return { ...common, name: (this.words(language) ?? english).name };
  }

  panelWords(common: PanelMessages, language: string): PanelMessages {
    return { ...common, outcome: (this.words(language) ?? english).outcome };
  }

  async loadFacts(prediction: PredictionController): Promise<PanelFacts> {
    const { DealFacts } = await import('./deal-facts.js');
    return new DealFacts(this, prediction);
  }

  /** Half a sentence in another language would flash by: nothing is drawn before the words are here. */
  protected override draw(): void {
    if (this.words(this.language)) super.draw();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'aicrm-deal-score-badge': DealScoreBadge;
  }
}
