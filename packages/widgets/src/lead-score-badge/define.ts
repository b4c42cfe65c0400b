import { define } from '../internal/define.js';
import { LeadScoreBadge } from './lead-score-badge.js';

define('aicrm-lead-score-badge', LeadScoreBadge);

/** Fetches what opening a badge loads, so that a loader can do it while the page is idle and a badge opens offline. */
export const later = (): Promise<unknown> => Promise.all([import('./reasons.js'), import('./model-card.js')]);
