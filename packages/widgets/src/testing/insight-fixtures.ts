import type { ActionRule } from '@aicrm/schema/next-action';
import type { FeedbackMessage, TimelineItem } from '@aicrm/schema/timeline';
import type { RecordView } from '@aicrm/schema/view';
import type { InsightAnalyses } from '../internal/insight-source.js';
import { FakeData, ready, type Script } from './fake-data.js';

/** The moment that all fixtures are told for. */
export const asOf = '2026-11-22T10:00:00Z';
const now = Date.parse(asOf);
const dayMs = 86_400_000;
const ago = (days: number, hours = 0): string =>
  `${new Date(now - days * dayMs - hours * 3_600_000).toISOString().slice(0, 19)}Z`;

/**
 * Made by `trainValue`, `rfmSegments` and `segmentsFile` of @aicrm/models from `madeOrders(1200)` (models/value/testing/orders.ts),
 * rounded to six digits: a shop whose customers behave as the models say.
 */
export const analyses = {
  'customer-value': {
    schemaVersion: 1,
    name: 'value',
    version: '2026-11-15',
    trainedAt: '2026-11-16T02:00:00Z',
    currency: 'EUR',
    horizonDays: 133,
    purchases: { kind: 'pareto-nbd', r: 0.703327, alpha: 9.6873, s: 0.879636, beta: 38.1955 },
    purchasesCovariance: [
      0.00698022, 0.00605847, -0.0133797, -0.022119, 0.00605847, 0.00750565, -0.006477, -0.0109622,
      -0.0133797, -0.006477, 0.320646, 0.429758, -0.022119, -0.0109622, 0.429758, 0.588816,
    ],
    spend: { kind: 'gamma-gamma', p: 4.65502, q: 4.2457, v: 13.6626 },
    spendCovariance: [
      0.0301316, -0.0092485, -0.0417149, -0.0092485, 0.00769595, 0.017949, -0.0417149, 0.017949, 0.0637088,
    ],
    reference: { gap: 16.3571, x: 2, T: 43.2857, m: 15.7983 },
    trainingWindow: { from: '2025-10-11', to: '2026-11-14', customers: 1200, repeat: 704 },
  },
  segments: {
    schema: 1,
    kind: 'segments',
    computedAt: '2026-11-16T02:00:00Z',
    currency: 'EUR',
    customers: 1200,
    recencyDays: [400, 318, 249, 178, 62],
    frequency: [-1, 1, 2, 4, 27],
    money: [13.74, 24.99, 42.11, 80.12, 1028.76],
    rules: {
      parts: 5,
      segments: [
        rule(
          'champions',
          'Champions',
          [5, 5],
          [4, 5],
          'Reward them, ask for reviews, show what is new first.',
          [4, 5],
        ),
        rule('loyal', 'Loyal', [4, 5], [4, 5], 'Offer what goes with what they buy.'),
        rule('at-risk', 'At risk', [1, 3], [4, 5], 'Write personally, with a reason to come back.'),
        rule('occasional', 'Occasional', [1, 5], [1, 3], 'Win a second purchase.'),
      ],
    },
    segments: [
      summary('champions', 'Champions', 179, 0.364654),
      summary('loyal', 'Loyal', 178, 0.236508),
      summary('at-risk', 'At risk', 158, 0.152),
      summary('occasional', 'Occasional', 685, 0.246838),
    ],
    notes: [],
  },
  'action-rules': {
    schema: 1,
    kind: 'action-rules',
    rules: [
      {
        id: 'escalate-complaint',
        label: 'Complaint of a customer without an answer',
        when: {
          op: 'all',
          of: [
            { op: '=', signal: 'message.tone', value: 'negative' },
            { op: '=', signal: 'message.unanswered', value: true },
          ],
        },
        action: { kind: 'escalate', label: 'Hand to the account manager' },
        effect: { how: 'none' },
        cooldownDays: 7,
        weight: 100,
      },
      {
        id: 'keep-customer',
        label: 'Customer about to leave',
        when: { op: '>=', signal: 'churn.probability', value: 0.3 },
        action: { kind: 'offer', label: 'Make the retention offer' },
        effect: { how: 'uplift', offer: 'retention', value: 'customer.value' },
        cooldownDays: 60,
        weight: 90,
      },
      {
        id: 'call-again',
        label: 'No contact for three weeks',
        when: { op: '>=', signal: 'contact.days', value: 21 },
        action: { kind: 'call', label: 'Call about the last order' },
        effect: { how: 'none' },
        cooldownDays: 14,
        weight: 50,
      },
      {
        id: 'meet-stalled-deal',
        label: 'Stalled deal',
        when: { op: '=', signal: 'deal.stalled', value: true },
        action: { kind: 'meeting', label: 'Set the next meeting' },
        effect: { how: 'none' },
        cooldownDays: 7,
        weight: 70,
      },
    ] satisfies ActionRule[],
  },
} satisfies InsightAnalyses;

type Span = readonly [number, number];
function rule(
  id: string,
  name: string,
  recency: Span,
  frequency: Span,
  advice: string,
  money: Span = [1, 5],
) {
  return { id, name, advice, recency, frequency, money };
}
function summary(id: string, name: string, customers: number, valueShare: number) {
  return { id, name, advice: '', customers, share: customers / 1200, valueShare, median: {}, apart: [] };
}

const order = (days: number, minor: number, ...products: string[]): TimelineItem => ({
  kind: 'order',
  id: `order:shop:${days}`,
  at: ago(days),
  total: { minor, currency: 'EUR' },
  products,
});
const messageItem = ({ id, at, channel, text, rating }: FeedbackMessage): TimelineItem => ({
  kind: 'message',
  id,
  at,
  channel,
  text,
  rating,
});
const message = (customer: string, days: number, channel: string, text: string): FeedbackMessage => ({
  id: `message:shop:${customer}-${days}`,
  at: ago(days, 2),
  channel,
  contact: `contact:shop:${customer}`,
  text,
  rating: null,
});
const newestFirst = <T extends { readonly at: string }>(items: readonly T[]): T[] =>
  [...items].sort((a, b) => (a.at < b.at ? 1 : -1));

/** A customer as the store has it: the record's view, what happened, and its messages. */
export interface Customer {
  readonly id: string;
  readonly view: RecordView;
  readonly timeline: readonly TimelineItem[];
  readonly messages: readonly FeedbackMessage[];
}

function customer(
  key: string,
  name: string,
  own: readonly TimelineItem[],
  messages: readonly FeedbackMessage[],
): Customer {
  const timeline = newestFirst([...own, ...messages.map(messageItem)]);
  const orders = timeline.filter((item) => item.kind === 'order');
  return {
    id: `contact:shop:${key}`,
    view: {
      id: `contact:shop:${key}`,
      type: 'contact',
      seq: 1,
      viewAt: asOf,
      fields: { name },
      facts: {
        'orders.count': orders.length,
        'orders.firstAt': orders.at(-1)?.at ?? null,
        'orders.lastAt': orders[0]?.at ?? null,
      },
    },
    timeline,
    messages: newestFirst(messages),
  };
}

/** Bought every two or three weeks, complained, and has been silent since. */
export const marta = customer(
  'marta',
  'Marta Oduya',
  [
    ...[330, 309, 297, 270, 255, 236, 221, 199, 183, 170, 151, 139].map((days, i) =>
      order(
        days,
        1_650 + 240 * (i % 4),
        ...['Filter coffee 1 kg', 'Paper filters', 'Oat biscuits'].slice(0, 1 + (i % 3)),
      ),
    ),
    order(121, 4_180, 'Espresso beans 2 kg', 'Grinder brush'),
    order(104, 2_240, 'Filter coffee 1 kg'),
    {
      kind: 'activity',
      id: 'activity:shop:1',
      at: ago(34),
      activity: 'call',
      subject: 'Asked about the broken grinder',
    },
    {
      kind: 'activity',
      id: 'activity:shop:2',
      at: ago(150),
      activity: 'e-mail',
      subject: 'Autumn catalogue',
    },
    {
      kind: 'deal',
      id: 'deal:shop:1',
      at: ago(48),
      name: 'Office machine, two years',
      status: 'open',
      amount: { minor: 189_000, currency: 'EUR' },
    },
    {
      kind: 'stage-change',
      id: 'stage-change:shop:1',
      at: ago(40),
      deal: 'deal:shop:1',
      from: 'Offer',
      to: 'Negotiation',
    },
  ],
  [
    message('marta', 290, 'email', 'Thank you, the coffee arrived quickly and it tastes wonderful.'),
    message('marta', 240, 'review', 'Great beans, friendly service. I love this shop and recommend it.'),
    message('marta', 201, 'email', 'Could you send the invoice of last week again, please?'),
    message('marta', 160, 'chat', 'The new roast is lovely, thanks for the tip!'),
    message(
      'marta',
      101,
      'email',
      'The grinder arrived broken and nobody answers the phone. I am very disappointed.',
    ),
    message(
      'marta',
      62,
      'ticket',
      'This is the third time I write. The replacement is wrong again, terrible service.',
    ),
    message(
      'marta',
      5,
      'email',
      'I am still waiting for my refund. This is awful, I will not order here again.',
    ),
  ],
);

/** Buys every other week, and is content. */
export const jonas = customer(
  'jonas',
  'Jonas Weber',
  [
    ...[340, 318, 301, 283, 262, 247, 229, 214, 196, 180, 161, 148, 129, 113, 95, 80, 61, 44, 27, 9].map(
      (days, i) => order(days, 2_150 + 310 * (i % 5), 'Filter coffee 1 kg'),
    ),
    {
      kind: 'activity',
      id: 'activity:shop:7',
      at: ago(3),
      activity: 'e-mail',
      subject: 'Thanks for the review',
    },
  ],
  [
    message('jonas', 120, 'review', 'Excellent coffee and very fast delivery. Highly recommended.'),
    message('jonas', 30, 'email', 'Everything was perfect, thank you so much!'),
  ],
);

/** Came a week ago for the first time. */
export const ada = customer('ada', 'Ada Lindqvist', [order(8, 1_890, 'Filter coffee 1 kg')], []);

/** Of whom nothing is known but the name. */
export const silent = customer('silent', 'M. Sørensen', [], []);

/** What other models of a CRM would add: consent, and a measured effect of an offer. */
export const context = {
  consent: { offer: true, call: true, 'e-mail': true },
  effects: { uplifts: [{ offer: 'retention', effect: 0.062, low: 0.021, high: 0.098, reliable: true }] },
};

/** A store that has these customers, and the tenant's files. */
export const storeOf = (...customers: readonly Customer[]): FakeData =>
  new FakeData({
    views: Object.fromEntries(customers.map(({ id, view }) => [id, ready(view)])),
    timelines: Object.fromEntries(customers.map(({ id, timeline }) => [id, ready(timeline)])),
    messages: ready(customers.flatMap(({ messages }) => messages)),
    analyses: files,
  });

export const files: NonNullable<Script['analyses']> = {
  'customer-value': ready(analyses['customer-value']),
  segments: ready(analyses.segments),
  'action-rules': ready(analyses['action-rules']),
};
