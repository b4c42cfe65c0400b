import { predictPurchaseChurn } from '@aicrm/models/churn/purchase-churn';
import { defaultRules as actionRules } from '@aicrm/models/next-action/defaults';
import { behaviourOf } from '@aicrm/models/segments/behaviour';
import { segmentsFile, withoutTotals } from '@aicrm/models/segments/file';
import { rfmSegments } from '@aicrm/models/segments/rfm';
import { defaultRules as segmentRules } from '@aicrm/models/segments/rules';
import { customersAt, dayMs, purchasesOf } from '@aicrm/models/value/customers';
import { madeOrders, ordersNow } from '@aicrm/models/value/testing/orders';
import { inputsOf, trainValue } from '@aicrm/models/value/train';
import { predictValue } from '@aicrm/models/value/value';
import { must } from '@aicrm/schema/result';
import type { TimelineItem } from '@aicrm/schema/timeline';
import type { RecordView } from '@aicrm/schema/view';
import { describe, expect, it } from 'vitest';
import type { Loaded } from '../data-types.js';
import { healthOf } from './health.js';
import { customerInsight } from './insight.js';
import type { InsightInput, Part, ReadMessage, ToneInsight } from './types.js';

const orders = madeOrders(600);
const trained = trainValue(orders, { now: ordersNow });
if (!trained.ok) throw new Error(trained.error.detail);
const { model } = trained.value;
// The middle of the day after the last order, so that "today" has no purchase that others do not see.
const now = ordersNow + dayMs / 2;
const today = Math.floor(now / dayMs);
const customers = customersAt(purchasesOf(orders, now), today);
const regular = must(
  customers.find(({ x }) => x >= 5),
  'a regular customer',
);

const loaded = <T>(value: T, dataAt = '2026-01-01T06:00:00Z'): Loaded<T> => ({
  state: 'ready',
  value,
  freshness: 'live',
  dataAt,
});
const timelineOf = (contact: string): TimelineItem[] =>
  orders
    .filter(({ fields }) => fields.contact === contact)
    .map(({ sourceId, fields }) => ({
      kind: 'order' as const,
      id: `order:shop:${sourceId}`,
      at: fields.at,
      total: fields.total ?? null,
      products: [],
    }))
    .sort((a, b) => (a.at < b.at ? 1 : -1));
const viewOf = (facts: RecordView['facts'], fields: RecordView['fields'] = {}): RecordView => ({
  id: 'contact:shop:1',
  type: 'contact',
  seq: 1,
  viewAt: '2026-01-01',
  fields,
  facts,
});

const nothing: InsightInput = {
  recordId: 'contact:shop:1',
  view: undefined,
  record: undefined,
  timeline: undefined,
  messages: undefined,
  model: undefined,
  segments: undefined,
  rules: undefined,
};
const insight = (more: Partial<InsightInput>) => customerInsight({ ...nothing, ...more }, now);
const value = <T>(part: Part<T>): T => {
  if (part.state !== 'ready') throw new Error(JSON.stringify(part));
  return part.value;
};
const message = (
  daysAgo: number,
  tone: 'negative' | 'neutral' | 'positive' | null,
  id = `message:shop:${daysAgo}`,
): ReadMessage => ({
  message: {
    id,
    at: new Date(now - daysAgo * dayMs).toISOString(),
    channel: 'email',
    contact: 'contact:shop:1',
    text: '…',
    rating: null,
  },
  tone:
    tone === null
      ? null
      : {
          label: tone,
          probability: 0.8,
          probabilities: { negative: 0.1, neutral: 0.1, positive: 0.1, [tone]: 0.8 },
        },
});

describe('value', () => {
  const own = value(insight({ timeline: loaded(timelineOf(regular.id)), model: loaded(model) }).value);
  const inputs = inputsOf(regular);

  it("is the models' own figures for the very inputs that they learned from", () => {
    const worth = predictValue(model, inputs);
    const churn = predictPurchaseChurn(model, inputs, 90);
    if (worth.state !== 'value' || churn.state !== 'churn') throw new Error('no golden answer');
    expect(own.alive).toBeCloseTo(worth.alive, 12);
    expect(own.churn.probability).toBeCloseTo(churn.probability, 12);
    expect(value(own.lifetime).value).toBeCloseTo(worth.amount / 100, 8);
    expect(value(own.lifetime).low).toBeCloseTo((worth.worth?.low.minor ?? Number.NaN) / 100, 8);
    const near = predictValue(model, inputs, 90);
    expect(near.state === 'value' && near.purchases.value).toBeCloseTo(own.expected.value, 12);
    expect(own.purchases).toMatchObject({ repeats: regular.x, from: 'days' });
  });

  it('has reasons that add up, each in its own scale', () => {
    for (const { base, reasons, sum } of [
      own.churn.reasons,
      value(own.lifetime).reasons,
      own.expected.reasons,
    ])
      expect(reasons.reduce((total, { contribution }) => total + contribution, base)).toBeCloseTo(sum, 9);
    expect(own.expected.reasons.sum).toBeCloseTo(own.expected.value, 9);
    expect(value(own.lifetime).reasons.sum).toBe(value(own.lifetime).value);
  });

  it('tells its course from what was known then: it falls in silence and ends at the figure of today', () => {
    expect(own.course.at(-1)).toEqual({ at: today * dayMs, alive: own.alive });
    const silent = insight({
      timeline: loaded(timelineOf(regular.id).slice(-3)),
      model: loaded(model),
    });
    const course = value(silent.value).course.slice(-4);
    expect(course).toHaveLength(4);
    for (const [i, { alive }] of course.entries())
      if (i > 0) expect(alive).toBeLessThan(course[i - 1]?.alive ?? 0);
  });

  it('reads counters where the days of orders are not all known, and says so', () => {
    const facts = {
      'orders.count': 9,
      'orders.sum': 450,
      'orders.firstAt': '2025-02-01T10:00:00Z',
      'orders.lastAt': '2025-12-20T10:00:00Z',
    };
    const counted = insight({ view: loaded(viewOf(facts)), model: loaded(model) });
    expect(value(counted.value)).toMatchObject({
      purchases: { repeats: 8, gapDays: 12, ageDays: 334, meanSpend: 50, from: 'counts' },
      course: [],
    });
    // While the orders themselves are on their way, nobody reads figures that they will replace.
    const waiting = insight({
      view: loaded(viewOf(facts)),
      timeline: { state: 'loading' },
      model: loaded(model),
    });
    expect(waiting.value).toEqual({ state: 'loading' });
    // One of nine orders in the timeline is not the whole history.
    const partly = insight({
      view: loaded(viewOf(facts)),
      timeline: loaded(timelineOf(regular.id).slice(0, 1)),
      model: loaded(model),
    });
    expect(value(partly.value).purchases.from).toBe('counts');
    const host = insight({
      record: { ordersCount: 9, 'facts.orders.firstAt': '2025-02-01', 'orders.lastAt': '2025-12-20' },
      model: loaded(model),
    });
    expect(value(host.value).purchases).toMatchObject({ repeats: 8, meanSpend: null, spent: null });
  });

  it.each([
    ['not-given', {}],
    ['no-orders', { record: { name: 'Ada' } }],
    ['no-orders', { view: loaded(viewOf({ 'orders.count': 0 })) }],
    ['new-customer', { record: { ordersCount: 1, ordersFirstAt: '2026-01-01', ordersLastAt: '2026-01-01' } }],
    ['bad-orders', { record: { ordersCount: 3, ordersFirstAt: '2025-12-01', ordersLastAt: '2025-11-01' } }],
    ['bad-orders', { record: { ordersCount: 3, ordersFirstAt: 'last spring', ordersLastAt: '2025-11-01' } }],
  ] as const)('says %s in place of a figure (%#)', (why, more) => {
    expect(insight({ ...more, model: loaded(model) }).value).toMatchObject({ state: 'missing', why });
  });

  it('hands on how its parts were refused, and waits for those on their way', () => {
    const record = { ordersCount: 3, ordersFirstAt: '2025-12-01', ordersLastAt: '2025-12-11' };
    const refused: Loaded<never> = { state: 'insufficient-data', detail: 'There are 12 customers.' };
    expect(insight({ record, model: refused }).value).toEqual({
      state: 'missing',
      why: 'not-computed',
      detail: 'There are 12 customers.',
    });
    expect(insight({ record, model: { state: 'loading' } }).value).toEqual({ state: 'loading' });
    expect(insight({ view: { state: 'loading' }, model: loaded(model) }).value).toEqual({ state: 'loading' });
    const moneyless = { ...model, spend: null, spendCovariance: null };
    expect(value(insight({ record, model: loaded(moneyless) }).value).lifetime).toMatchObject({
      why: 'no-amounts',
    });
  });
});

describe('segment', () => {
  const behaviour = behaviourOf(orders, now);
  const segmentation = rfmSegments(behaviour);
  if (!segmentation.ok) throw new Error(segmentation.error.detail);
  const { members } = segmentation.value;
  const file = segmentsFile(behaviour, segmentation.value, segmentRules, '2026-01-01T00:00:00Z');

  it('is the one that the whole of the customers gives, for each of them', () => {
    let seen = 0;
    for (const member of members.filter((_, i) => i % 5 === 0)) {
      const items = timelineOf(member.id);
      if (items.every(({ at }) => Date.parse(at) >= today * dayMs)) continue;
      const { segment } = insight({ timeline: loaded(items), segments: loaded(file) });
      expect(value(segment), member.id).toMatchObject({
        id: member.segment,
        recency: member.recency,
        frequency: member.frequency,
        money: member.money,
      });
      seen += 1;
    }
    expect(seen).toBeGreaterThan(100);
  });

  it('has the words and the size of the segment, and refuses rules that do not work', () => {
    const { segment } = insight({ timeline: loaded(timelineOf(regular.id)), segments: loaded(file) });
    const { id, advice, size } = value(segment);
    const rule = segmentRules.segments.find((one) => one.id === id);
    expect(advice).toBe(rule?.advice);
    expect(size?.share).toBeCloseTo((size?.customers ?? 0) / members.length, 12);
    const bare = withoutTotals(file);
    const placed = insight({ timeline: loaded(timelineOf(regular.id)), segments: loaded(bare) }).segment;
    expect(value(placed)).toMatchObject({ id, size: null });
    const broken = { ...file, rules: { parts: 5, segments: segmentRules.segments.slice(0, -1) } };
    expect(
      insight({ timeline: loaded(timelineOf(regular.id)), segments: loaded(broken) }).segment,
    ).toMatchObject({ state: 'missing', why: 'not-computed' });
  });
});

describe('tone', () => {
  it('has a point for each message that has a tone, the oldest first, and counts the others', () => {
    const { tone } = insight({
      messages: loaded([message(1, 'negative'), message(9, null), message(40, 'positive')]),
    });
    expect(value(tone)).toMatchObject({
      points: [{ tone: 'positive' }, { tone: 'negative' }],
      unread: 1,
      last: { tone: 'negative' },
      trend: { change: null },
    });
  });

  it('speaks of a change only where both sides have five messages', () => {
    const many = [
      ...Array.from({ length: 8 }, (_, i) => message(i + 1, 'negative', `a${i}`)),
      ...Array.from({ length: 8 }, (_, i) => message(100 + i, 'positive', `b${i}`)),
    ];
    expect(value(insight({ messages: loaded(many) }).tone).trend.change).toMatchObject({ sure: true });
    expect(value(insight({ messages: loaded(many.slice(4)) }).tone).trend.change).toBeNull();
  });

  it.each([
    ['no-messages', []],
    ['unread-messages', [message(1, null)]],
  ] as const)('says %s', (why, messages) => {
    expect(insight({ messages: loaded(messages) }).tone).toMatchObject({ state: 'missing', why });
  });
});

describe('health', () => {
  const health = (alive: number | null, messages: readonly ReadMessage[], unanswered: boolean | null) => {
    const base = insight({ timeline: loaded(timelineOf(regular.id)), model: loaded(model) }).value;
    const part = alive === null ? insight({}).value : { ...base, value: { ...value(base), alive } };
    const tone: Part<ToneInsight> = insight({ messages: loaded(messages) }).tone;
    return healthOf(part as typeof base, tone, unanswered, now);
  };

  it.each([
    [0.9, [], null, 'good', 'buying', 1],
    [0.6, [], null, 'watch', 'buying', 1],
    [0.2, [message(1, 'positive')], false, 'risk', 'buying', 3],
    [0.9, [message(1, 'negative')], null, 'watch', 'tone', 2],
    [0.9, [message(3, 'negative')], true, 'risk', 'answers', 3],
    [0.9, [message(1, 'negative'), message(2, 'negative'), message(3, 'neutral')], false, 'risk', 'tone', 3],
    [null, [message(1, 'positive')], false, 'good', 'tone', 2],
    // A tone of a year ago says nothing of today.
    [0.9, [message(300, 'negative')], null, 'good', 'buying', 1],
  ] as const)('with P(alive) %s, %# is %s', (alive, messages, unanswered, word, decidedBy, known) => {
    expect(value(health(alive, messages, unanswered))).toMatchObject({ word, decidedBy, known });
  });

  it('is nothing where nothing is known', () => {
    expect(insight({}).health).toMatchObject({ state: 'missing' });
    expect(insight({ model: { state: 'loading' } }).health).toEqual({ state: 'loading' });
  });
});

describe('actions', () => {
  const problem = { kind: 'temporary' as const, title: 'Refused', status: 503, detail: 'Down.' };
  const rules = loaded({ schema: 1 as const, kind: 'action-rules' as const, rules: [...actionRules] });
  const complaint = {
    rules,
    messages: loaded([message(3, 'negative')]),
    timeline: loaded<readonly TimelineItem[]>([
      {
        kind: 'activity',
        id: 'activity:shop:1',
        at: new Date(now - 10 * dayMs).toISOString(),
        activity: 'call',
        subject: null,
      },
    ]),
  };

  it('come from the signals that are known here, with their evidence', () => {
    const { actions } = value(insight(complaint).actions);
    expect(actions.map(({ rule }) => rule)).toEqual(['escalate-complaint', undefined]);
    expect(actions[0]?.evidence).toEqual([
      { signal: 'message.tone', label: 'tone of the last message', value: 'negative' },
      { signal: 'message.unanswered', label: 'last message unanswered', value: true },
    ]);
    expect(actions[0]?.effect).toEqual({ state: 'no-estimate', why: 'none-stated' });
  });

  it('respect what was done with them, and an answer that was given', () => {
    const at = now - dayMs;
    const snoozed = { rule: 'escalate-complaint', at, what: 'snoozed' as const, until: now + dayMs };
    expect(value(insight({ ...complaint, history: [snoozed] }).actions)).toMatchObject({
      actions: [{ kind: 'wait' }],
      suppressed: [{ rule: 'escalate-complaint', why: 'snoozed', label: 'Hand to the account manager' }],
    });
    const over = { ...snoozed, until: now - 1 };
    expect(value(insight({ ...complaint, history: [over] }).actions).actions).toHaveLength(2);
    const answered = { ...complaint, messages: loaded([message(11, 'negative')]) };
    expect(value(insight(answered).actions).actions).toHaveLength(1);
  });

  it('take what other models computed, and say which rules nobody can decide', () => {
    const uplift = { offer: 'retention', effect: 0.08, low: 0.03, high: 0.12, reliable: true };
    const { actions, undecided } = value(
      insight({
        rules,
        signals: { 'churn.probability': 0.7, 'customer.value': 500 },
        consent: { offer: true },
        effects: { uplifts: [uplift] },
      }).actions,
    );
    expect(actions[0]).toMatchObject({ rule: 'keep-customer', effect: { change: 0.08, gain: 40 } });
    expect(undecided.find(({ label }) => label === 'Set the next meeting')).toEqual({
      label: 'Set the next meeting',
      signals: [{ id: 'deal.stalled', label: 'deal stalled' }],
    });
  });

  it('know no silence where no activity is known', () => {
    const { timeline: _, ...silent } = complaint;
    expect(value(insight(silent).actions).actions).toHaveLength(1);
  });

  it('wait for all that they rest on', () => {
    for (const part of ['timeline', 'messages'] as const)
      expect(insight({ ...complaint, [part]: { state: 'loading' } }).actions).toEqual({ state: 'loading' });
    expect(insight({ ...complaint, timeline: { state: 'error', problem } }).actions.state).toBe('ready');
  });

  it('are missing without rules', () => {
    const none = loaded({ schema: 1 as const, kind: 'action-rules' as const, rules: [] });
    expect(insight({ rules: none }).actions).toMatchObject({ state: 'missing', why: 'no-rules' });
  });
});

it('is of the oldest of its parts', () => {
  const view = loaded(viewOf({}, { name: 'Ada' }), '2025-12-30');
  expect(insight({ view, model: loaded(model) })).toMatchObject({ name: 'Ada', dataAt: '2025-12-30' });
  expect(insight({}).dataAt).toBeNull();
});
