import type { ActionRule, Condition, SignalSpec } from '@aicrm/schema/next-action';

/** Signals that the other models and the record itself give; null where a model did not answer. */
export const defaultSignals: readonly SignalSpec[] = [
  { id: 'lead.probability', label: 'chance to convert', type: 'number' },
  { id: 'lead.band', label: 'lead band', type: 'text' },
  { id: 'lead.value', label: 'value of a conversion', type: 'number', unit: 'money' },
  { id: 'deal.probability', label: 'chance to win', type: 'number' },
  { id: 'deal.amount', label: 'deal amount', type: 'number', unit: 'money' },
  { id: 'deal.stalled', label: 'deal stalled', type: 'flag' },
  { id: 'churn.probability', label: 'chance to leave', type: 'number' },
  { id: 'customer.value', label: 'expected value of the customer', type: 'number', unit: 'money' },
  { id: 'message.tone', label: 'tone of the last message', type: 'text' },
  { id: 'message.unanswered', label: 'last message unanswered', type: 'flag' },
  { id: 'contact.days', label: 'days since the last contact', type: 'number', unit: 'days' },
  { id: 'product.next', label: 'product bought next most likely', type: 'text' },
];

const all = (...of: readonly Condition[]): Condition => ({ op: 'all', of });

/** What a sales manager would start with; a tenant edits its copy. */
export const defaultRules: readonly ActionRule[] = [
  {
    id: 'call-hot-lead',
    label: 'Hot lead without contact',
    when: all(
      { op: '=', signal: 'lead.band', value: 'high' },
      { op: '>=', signal: 'contact.days', value: 1 },
    ),
    action: { kind: 'call', label: 'Call the lead' },
    effect: {
      how: 'counterfactual',
      signal: 'lead.probability',
      feature: 'contact.days',
      value: 'lead.value',
    },
    cooldownDays: 3,
    weight: 80,
  },
  {
    id: 'meet-stalled-deal',
    label: 'Stalled deal',
    when: { op: '=', signal: 'deal.stalled', value: true },
    action: { kind: 'meeting', label: 'Set the next meeting' },
    effect: {
      how: 'counterfactual',
      signal: 'deal.probability',
      feature: 'meeting.days',
      value: 'deal.amount',
    },
    cooldownDays: 7,
    weight: 70,
  },
  {
    id: 'escalate-complaint',
    label: 'Complaint of a customer without an answer',
    when: all(
      { op: '=', signal: 'message.tone', value: 'negative' },
      { op: '=', signal: 'message.unanswered', value: true },
    ),
    action: { kind: 'escalate', label: 'Hand to the account manager' },
    effect: { how: 'none' },
    cooldownDays: 7,
    weight: 100,
  },
  {
    id: 'keep-customer',
    label: 'Customer about to leave',
    when: { op: '>=', signal: 'churn.probability', value: 0.5 },
    action: { kind: 'offer', label: 'Make the retention offer' },
    effect: { how: 'uplift', offer: 'retention', value: 'customer.value' },
    cooldownDays: 60,
    weight: 90,
  },
  {
    id: 'next-product',
    label: 'Content customer with a likely next product',
    when: all({ op: 'known', signal: 'product.next' }, { op: '<', signal: 'churn.probability', value: 0.3 }),
    action: { kind: 'e-mail', label: 'Write about the next product' },
    effect: { how: 'none' },
    cooldownDays: 30,
    weight: 30,
  },
];
