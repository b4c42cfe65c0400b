import { type DealIndex, indexDeals } from './history-index.js';
import { expectedValue, stageOrder, stageOutlook } from './outlook.js';
import { stageNorms, stalledSignal } from './stalled.js';
import { dealViewAt } from './view.js';

/**
 * The predict side of deal scoring: what the model is called, how a deal's record view is built, and what is read from
 * a view and a probability. It imports no trainer.
 */
export const dealScore = {
  name: 'deal-score',
  label: 'Deal score',
  recordType: 'deal',
  /** Days within which a deal must be won to count as a success, unless the tenant says otherwise. */
  horizonDays: 180,
} as const;

export type { DealHistory } from './history.js';
export {
  type DealIndex,
  dealViewAt,
  expectedValue,
  indexDeals,
  stageNorms,
  stageOrder,
  stageOutlook,
  stalledSignal,
};
