import type { SegmentsMessages } from './segments-messages.js';

export const segments: SegmentsMessages = {
  name: 'Customer segments',
  loading: 'Loading the segments…',
  empty: 'There are no segments yet.',
  retry: 'Try again',
  tooLittleTitle: 'Too few customers for segments',
  permissionTitle: 'You cannot see these segments.',
  permissionHelp: 'Sign in again, or ask your administrator for access.',
  errorTitle: 'The segments cannot be shown right now.',
  errorHelp: 'Nothing is lost. Try again in a moment.',
  noClient: 'AI-CRM is not set up in this page: its script tag with data-aicrm is missing, or did not load.',
  notSegments: 'The page handed over something that is not a file of segments.',
  noteOffline: 'No connection to the service. These are the segments stored in this browser.',
  noteStale: 'The data is older than usual: the last update did not come through.',
  customers: (count) => `Customers: ${count}`,
  inSegments: (count) => `segments: ${count}`,
  shareOfCustomers: 'Customers',
  shareOfValue: 'Value',
  apart: 'What sets them apart',
  nothingApart: 'Nothing sets this segment apart beyond chance.',
  advice: 'What helps',
  valueIs:
    'Value is what customers of the segment have bought; shares are of all customers and of all they bought.',
  dataOf: (when) => `Computed from data of ${when}`,
};
