import { indexHistory, type LeadIndex } from './history-index.js';
import { leadViewAt } from './view.js';

/**
 * The predict side of lead scoring: what the model is called and how a lead's record view is built. It imports no
 * trainer. Views for serving are those of now; training builds the same views at past moments.
 */
export const leadScore = {
  name: 'lead-score',
  label: 'Lead score',
  recordType: 'lead',
  /** Days within which a lead must convert to count as a success, unless the tenant says otherwise. */
  horizonDays: 90,
} as const;

export type { LeadHistory } from './history.js';
export { indexHistory, type LeadIndex, leadViewAt };
