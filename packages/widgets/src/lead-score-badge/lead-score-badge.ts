import type { Property } from '../internal/aicrm-element.js';
import { ScoreBadge } from '../score-badge/score-badge.js';

/**
 * A lead's chance as a compact pill that fits a table row; it opens to the reasons behind it. The score is computed in
 * the page: from a stored record that `record-id` names, from a record that the host hands over in `record`, or from
 * both, the host's fields over the stored ones. No field of the record leaves the page.
 *
 * @element aicrm-lead-score-badge
 */
export class LeadScoreBadge extends ScoreBadge {
  static override readonly properties: Readonly<Record<string, Property>> = {
    ...ScoreBadge.properties,
    model: { attribute: 'model', initial: 'lead-score' },
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'aicrm-lead-score-badge': LeadScoreBadge;
  }
}
