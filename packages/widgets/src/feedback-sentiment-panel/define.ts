import { define } from '../internal/define.js';
import { FeedbackSentimentPanel } from './feedback-sentiment-panel.js';

define('aicrm-feedback-sentiment-panel', FeedbackSentimentPanel);

/** Fetches what reads the messages. A loader calls it while the page is idle, so that the panel works with the network off. */
export const later = async (): Promise<unknown> => {
  const { openEngine } = await import('@aicrm/client/feedback/text-engine');
  return openEngine();
};
