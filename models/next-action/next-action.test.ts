import type { ActionRecord, ActionRule } from '@aicrm/schema/next-action';
import { must } from '@aicrm/schema/result';
import { describe, expect, it } from 'vitest';
import { defaultRules, defaultSignals } from './defaults.js';
import { dryRun } from './dry-run.js';
import { nextActions } from './next-action.js';
import { checkRules, holds } from './rules.js';

const day = 86_400_000;
const at = Date.parse('2026-03-02T09:00:00Z');
const base: ActionRecord = {
  recordId: 'deal:odoo:7',
  at,
  signals: { 'deal.stalled': true, 'deal.amount': 20_000, 'deal.probability': 0.41 },
  counterfactuals: [
    {
      signal: 'deal.probability',
      feature: 'meeting.days',
      label: 'days to the next meeting',
      from: null,
      to: 7,
      before: 0.41,
      after: 0.58,
      changeable: true,
    },
  ],
  uplifts: [],
  consent: {},
  history: [],
};
const rank = (more: Partial<ActionRecord>) => nextActions(defaultRules, { ...base, ...more }, defaultSignals);
const first = (more: Partial<ActionRecord>) => must(rank(more).actions[0], 'an action');

describe('next best action', () => {
  it('takes the effect from the model and the value from the deal', () => {
    const best = first({});
    expect(best).toMatchObject({ rule: 'meet-stalled-deal', kind: 'meeting', effect: { state: 'estimate' } });
    expect(best.effect.state === 'estimate' && best.effect.gain).toBeCloseTo(3_400, 6);
    expect(best.text).toBe(
      'Set the next meeting: deal stalled true; with days to the next meeting at 7 the model says 58 % instead of 41 %.',
    );
  });

  it('never invents an effect', () => {
    expect(first({ counterfactuals: [] }).effect).toEqual({ state: 'no-estimate', why: 'not-available' });
    const fixed = base.counterfactuals.map((one) => ({ ...one, changeable: false }));
    expect(first({ counterfactuals: fixed }).effect).toEqual({ state: 'no-estimate', why: 'not-changeable' });
    const uplift = { offer: 'retention', effect: 0.1, low: -0.1, high: 0.3, reliable: false };
    const leaving = {
      signals: { 'churn.probability': 0.7, 'customer.value': 900 },
      consent: { offer: true },
    };
    expect(first({ ...leaving, uplifts: [uplift] }).effect).toEqual({
      state: 'no-estimate',
      why: 'not-reliable',
    });
    const reliable = { ...uplift, low: 0.05, reliable: true };
    expect(first({ ...leaving, uplifts: [reliable] }).effect).toMatchObject({ gain: 90 });
  });

  it('waits where nothing applies and where acting is expected to harm', () => {
    expect(first({ signals: {} }).kind).toBe('wait');
    const worse = base.counterfactuals.map((one) => ({ ...one, after: 0.3 }));
    expect(rank({ counterfactuals: worse }).actions.map(({ kind }) => kind)).toEqual(['wait', 'meeting']);
  });

  it('ranks by value and then by urgency', () => {
    const signals = {
      ...base.signals,
      'message.tone': 'negative',
      'message.unanswered': true,
      'product.next': 'Pump L',
      'churn.probability': 0.1,
    };
    expect(rank({ signals }).actions.map(({ kind }) => kind)).toEqual([
      'meeting',
      'escalate',
      'e-mail',
      'wait',
    ]);
  });

  it('respects consent, cooldown, dismissal and snooze, and their ends', () => {
    const why = (more: Partial<ActionRecord>) => rank(more).suppressed[0]?.why;
    const event = (what: 'done' | 'dismissed' | 'snoozed', days: number, until?: number) => ({
      history: [
        { rule: 'meet-stalled-deal', at: at - days * day, what, ...(until === undefined ? {} : { until }) },
      ],
    });
    expect(why({ consent: { meeting: false } })).toBe('consent');
    expect(why(event('done', 6))).toBe('cooldown');
    expect(why(event('done', 7))).toBeUndefined();
    expect(why(event('dismissed', 29))).toBe('dismissed');
    expect(why(event('dismissed', 30))).toBeUndefined();
    expect(why(event('snoozed', 1, at + 1))).toBe('snoozed');
    expect(why(event('snoozed', 1, at))).toBeUndefined();
    // An offer needs a yes.
    expect(why({ signals: { 'churn.probability': 0.7 } })).toBe('consent');
  });
});

describe('rules as data', () => {
  it('accepts the default rules', () => {
    expect(checkRules(defaultRules, defaultSignals).ok).toBe(true);
  });

  it.each([
    [{ op: '>', signal: 'moon.phase', value: 1 }, 'no signal "moon.phase"'],
    [{ op: '=', signal: 'lead.band', value: 3 }, 'is a text'],
    [{ op: '<', signal: 'deal.stalled', value: 3 }, 'is a flag'],
    [{ op: 'eval', signal: 'lead.band', value: 'x' }, 'rules[0].when'],
    [{ op: 'all', of: [] }, 'rules[0].when'],
  ])('refuses %j', (when, words) => {
    const checked = checkRules([{ ...defaultRules[0], when }], defaultSignals);
    expect(!checked.ok && checked.error.detail).toContain(words);
  });

  it('refuses two rules of one id and effects of unknown signals', () => {
    const [rule] = defaultRules;
    expect(checkRules([rule, rule], defaultSignals).ok).toBe(false);
    const effect = { how: 'uplift', offer: 'x', value: 'nothing' };
    expect(checkRules([{ ...rule, effect }], defaultSignals).ok).toBe(false);
    expect(checkRules('rules', defaultSignals).ok).toBe(false);
  });

  it('treats an unknown signal as neither true nor false', () => {
    const low = { op: '<', signal: 'x', value: 1 } as const;
    const yes = { op: '=', signal: 'y', value: true } as const;
    expect(holds(low, {})).toBeNull();
    expect(holds({ op: 'not', of: low }, {})).toBeNull();
    expect(holds({ op: 'any', of: [low, yes] }, { y: true })).toBe(true);
    expect(holds({ op: 'all', of: [low, yes] }, { y: false })).toBe(false);
    expect(holds({ op: 'all', of: [low, yes] }, { y: true })).toBeNull();
    expect(holds({ op: 'known', signal: 'x' }, {})).toBe(false);
    expect(holds({ op: 'known', signal: 'toString' }, {})).toBe(false);
  });
});

describe('dry run', () => {
  const rule = must(defaultRules[1], 'a rule') satisfies ActionRule;
  const moments = Array.from({ length: 30 }, (_, i) => ({ ...base, at: at + i * day }));

  it('counts what would have been proposed, with the cooldown of its own proposals', () => {
    const [result] = dryRun([rule], moments).rules;
    expect(result).toMatchObject({ rule: rule.id, fired: 5, suppressed: { cooldown: 25 }, unknown: 0 });
    expect(result?.records[1]).toEqual({ recordId: base.recordId, at: at + 7 * day });
  });

  it('does not depend on the order, and counts what nobody could know', () => {
    expect(dryRun(defaultRules, [...moments].reverse())).toEqual(dryRun(defaultRules, moments));
    expect(dryRun([rule], [{ ...base, signals: {} }]).rules[0]).toMatchObject({ fired: 0, unknown: 1 });
  });
});
