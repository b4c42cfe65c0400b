/**
 * Our elements as React components, typed by the elements' own classes. Importing it has no effect and needs no DOM; it
 * holds no element, so a bundle grows by a kilobyte whatever is used.
 */
import type {} from '@aicrm/widgets/customer-insight-card/customer-insight-card';
import type {} from '@aicrm/widgets/dashboard/dashboard';
import type {} from '@aicrm/widgets/deal-score-badge/deal-score-badge';
import type {} from '@aicrm/widgets/feedback-sentiment-panel/feedback-sentiment-panel';
import type {} from '@aicrm/widgets/forecast-chart/forecast-chart';
import type {} from '@aicrm/widgets/insights/insights';
import type {} from '@aicrm/widgets/lead-score-badge/lead-score-badge';
import type {} from '@aicrm/widgets/next-actions/next-actions';
import type {} from '@aicrm/widgets/offers/offers';
import type {} from '@aicrm/widgets/record-list/record-list';
import type {} from '@aicrm/widgets/segments/segments';
import type {} from '@aicrm/widgets/what-if/what-if';
import { wrapElement } from './react/wrap-element.js';

export type { ElementProps } from './react/types.js';
/** For a tag that has no name below yet. */
export { wrapElement };

export const LeadScoreBadge = wrapElement('aicrm-lead-score-badge');
export const DealScoreBadge = wrapElement('aicrm-deal-score-badge');
export const CustomerInsightCard = wrapElement('aicrm-customer-insight-card');
export const FeedbackSentimentPanel = wrapElement('aicrm-feedback-sentiment-panel');
export const ForecastChart = wrapElement('aicrm-forecast-chart');
export const NextActions = wrapElement('aicrm-next-actions');
export const Offers = wrapElement('aicrm-offers');
export const Insights = wrapElement('aicrm-insights');
export const Dashboard = wrapElement('aicrm-dashboard');
export const RecordList = wrapElement('aicrm-record-list');
export const Segments = wrapElement('aicrm-segments');
export const WhatIf = wrapElement('aicrm-what-if');
