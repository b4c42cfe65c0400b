import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ActionRecord } from '@aicrm/schema/next-action';
import { describe, expect, it } from 'vitest';
import { defaultRules, defaultSignals } from './defaults.js';
import { nextActions, type RankedActions } from './next-action.js';

/**
 * What the shipped rules propose for four records, each once with every kind of sentence. `UPDATE_GOLDEN=1 vitest run ...
 * models/next-action/golden.test.ts` writes the file anew; look at the difference first.
 */
interface Golden {
  readonly name: string;
  readonly record: ActionRecord;
  readonly ranked: RankedActions;
}

const at = Date.parse('2026-03-02T09:00:00Z');
const record = (recordId: string, more: Partial<ActionRecord>): ActionRecord => ({
  recordId,
  at,
  signals: {},
  counterfactuals: [],
  uplifts: [],
  consent: {},
  history: [],
  ...more,
});

const records: Readonly<Record<string, ActionRecord>> = {
  'a stalled deal whose next meeting would raise its chance': record('deal:crm:7', {
    signals: { 'deal.stalled': true, 'deal.amount': 20_000, 'deal.probability': 0.41 },
    counterfactuals: [
      {
        signal: 'deal.probability',
        feature: 'meeting.days',
        label: 'days to the next meeting',
        from: null,
        to: 7,
        unit: 'days',
        before: 0.41,
        after: 0.58,
        changeable: true,
      },
    ],
  }),
  'a leaving customer whom the offer reliably changes': record('contact:crm:8', {
    signals: { 'churn.probability': 0.7, 'customer.value': 900 },
    uplifts: [{ offer: 'retention', effect: 0.1, low: 0.05, high: 0.15, reliable: true }],
    consent: { offer: true },
  }),
  'a complaint without an answer and a call three days ago': record('contact:crm:9', {
    signals: {
      'message.tone': 'negative',
      'message.unanswered': true,
      'lead.band': 'high',
      'contact.days': 2,
    },
    history: [{ rule: 'call-hot-lead', at: at - 2 * 86_400_000, what: 'done' }],
  }),
  'nothing known': record('lead:crm:1', {}),
};

const path = join(import.meta.dirname, 'golden', 'actions.json');
const ranked = (one: ActionRecord): RankedActions => nextActions(defaultRules, one, defaultSignals);

if (process.env.UPDATE_GOLDEN === '1') {
  const cases: Golden[] = Object.entries(records).map(([name, one]) => ({
    name,
    record: one,
    ranked: ranked(one),
  }));
  writeFileSync(path, `${JSON.stringify(cases, null, 2)}\n`);
}

describe('golden next actions', () => {
  const golden = JSON.parse(readFileSync(path, 'utf8')) as Golden[];

  it.each(golden)('$name', ({ record: one, ranked: expected }) => {
    expect(JSON.parse(JSON.stringify(ranked(one)))).toEqual(expected);
  });

  it('hold every code once', () => {
    const codes = new Set(golden.flatMap((one) => one.ranked.actions.map(({ words }) => words.code)));
    expect(codes).toEqual(new Set(['counterfactual', 'uplift', 'no-estimate', 'wait']));
    expect(golden.flatMap((one) => one.ranked.suppressed)).toEqual([
      { rule: 'call-hot-lead', why: 'cooldown' },
    ]);
  });
});
