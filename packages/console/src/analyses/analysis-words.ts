import type { AnalysisName } from '@aicrm/schema/analysis';

export interface AnalysisWords {
  readonly label: string;
  readonly says: string;
  /** The element that shows it, and its property that takes the file. */
  readonly shown?: { readonly tag: string; readonly property: string };
  /** What there is in place of a preview. */
  readonly elsewhere?: string;
}

/** What is computed for a whole tenant, in the order in which pages use it. */
export const analysisWords: Readonly<Record<AnalysisName, AnalysisWords>> = {
  'customer-value': {
    label: 'Customer value',
    says: 'What each customer is expected to spend, from the days and sums of all purchases.',
    elsewhere: 'It is a model of single customers: the customer insight card shows what it says of each.',
  },
  segments: {
    label: 'Customer segments',
    says: 'Customers by how recently, how often and for how much they buy.',
    shown: { tag: 'aicrm-segments', property: 'segments' },
  },
  'sales-forecast': {
    label: 'Sales forecast',
    says: 'Sales by month with ranges, by level, and what open deals add.',
    shown: { tag: 'aicrm-forecast-chart', property: 'forecast' },
  },
  insights: {
    label: 'What changed this week',
    says: 'Figures of the last full week that are not what chance makes of usual weeks.',
    shown: { tag: 'aicrm-insights', property: 'insights' },
  },
  'action-rules': {
    label: 'Rules of next actions',
    says: 'When which action is proposed for a record.',
    elsewhere: 'They are edited under Rules.',
  },
};
