import { analysisFiles } from '@aicrm/schema/analysis';
import { MessagePage, TimelinePage } from '@aicrm/schema/timeline';
import { WidgetEventsAnswer } from '@aicrm/schema/widget-event';
import { readBy } from './read-by.js';

/*
 * Answers that come long after the first paint, read with their schemas: zod comes with them, in a chunk of its own.
 */
export const readTimelinePage = readBy(TimelinePage);
export const readMessagePage = readBy(MessagePage);
export const readEventsAnswer = readBy(WidgetEventsAnswer);
export const readAnalysis = {
  'customer-value': readBy(analysisFiles['customer-value']),
  segments: readBy(analysisFiles.segments),
  'sales-forecast': readBy(analysisFiles['sales-forecast']),
  insights: readBy(analysisFiles.insights),
  'action-rules': readBy(analysisFiles['action-rules']),
};
