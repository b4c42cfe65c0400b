import { define } from '../internal/define.js';
import { CustomerInsightCard } from './customer-insight-card.js';

define('aicrm-customer-insight-card', CustomerInsightCard);

/** Fetches what reading messages needs. A loader calls it while the page is idle, so that it works with the network off. */
export const later = async (): Promise<unknown> =>
  (await import('@aicrm/client/insight/read-tones')).openTones();
