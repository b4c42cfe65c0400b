import { define } from '../internal/define.js';
import { LeadScoreBadge } from './lead-score-badge.js';

define('aicrm-lead-score-badge', LeadScoreBadge);

export { painted } from '../score-badge/score-badge.js';

/** Fetches all that opening needs. A loader calls it while the page is idle, so that a badge opens with the network off. */
export const later = (): Promise<unknown> =>
  Promise.all([import('../score-badge/reasons.js'), import('../score-badge/model-card.js')]);
