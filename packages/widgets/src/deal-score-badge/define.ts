import { define } from '../internal/define.js';
import { DealScoreBadge } from './deal-score-badge.js';

define('aicrm-deal-score-badge', DealScoreBadge);

/** Fetches all that opening needs. A loader calls it while the page is idle, so that a badge opens with the network off. */
export const later = (): Promise<unknown> =>
  Promise.all([
    import('../score-badge/reasons.js'),
    import('../score-badge/model-card.js'),
    import('./deal-facts.js'),
  ]);
