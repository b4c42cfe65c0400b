import type { BadgeMessages } from './messages.js';

export const badge: BadgeMessages = {
  name: 'Lead score',
  bands: { high: 'High', medium: 'Medium', low: 'Low' },
  empty: 'No record',
  loading: 'Scoring…',
  inputs: 'Too little data',
  noModel: 'No model yet',
  noEvidence: 'Not enough evidence',
  permission: 'No access',
  error: 'Unavailable',
  stale: 'older data',
  offline: 'no connection',
  panelFailed: 'The reasons could not be loaded. The score itself is not affected.',
};
