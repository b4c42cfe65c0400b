import type { ActionRule, Condition } from '@aicrm/schema/next-action';
import { describe, expect, it } from 'vitest';
import { issuesOf } from './check-rule.js';
import { changeAt, conditionWords, signalsOf, withOperator } from './condition-edit.js';

const hot: Condition = { op: '=', signal: 'lead.band', value: 'high' };
const late: Condition = { op: '>=', signal: 'contact.days', value: 1 };
const both: Condition = { op: 'all', of: [hot, { op: 'not', of: late }] };

const rule: ActionRule = {
  id: 'call',
  label: 'Hot lead',
  when: both,
  action: { kind: 'call', label: 'Call' },
  effect: { how: 'none' },
  cooldownDays: 3,
  weight: 80,
};

describe('changing a condition', () => {
  it('replaces a part where it stands, through a negation', () => {
    expect(changeAt(both, [1, 0], hot)).toEqual({ op: 'all', of: [hot, { op: 'not', of: hot }] });
    expect(changeAt(both, [], late)).toEqual(late);
  });

  it('takes a part out, and a list or negation with its last', () => {
    expect(changeAt(both, [1, 0], null)).toEqual({ op: 'all', of: [hot] });
    expect(changeAt({ op: 'any', of: [hot] }, [0], null)).toBeNull();
  });

  it('keeps what it compares with as far as the operator can', () => {
    expect(withOperator(late, '=')).toEqual({ op: '=', signal: 'contact.days', value: 1 });
    expect(withOperator(hot, '<')).toEqual({ op: '<', signal: 'lead.band', value: 0 });
    expect(withOperator(hot, 'any')).toEqual({ op: 'any', of: [hot] });
    expect(withOperator(hot, 'known')).toEqual({ op: 'known', signal: 'lead.band' });
  });

  it('is told in words', () => {
    expect(conditionWords(both)).toBe('lead.band is high and not (contact.days at least 1)');
    expect(conditionWords({ op: 'any', of: [both, { op: '=', signal: 'deal.stalled', value: true }] })).toBe(
      '(lead.band is high and not (contact.days at least 1)) or deal.stalled is yes',
    );
    expect(signalsOf({ op: 'all', of: [both, hot] })).toEqual(['lead.band', 'contact.days']);
  });
});

describe('checking a rule', () => {
  it('has nothing to say of one that is in order', () => {
    expect(issuesOf(rule, [{ ...rule, id: 'other' }])).toEqual([]);
  });

  it.each([
    [{ label: ' ' }, 'no name'],
    [{ id: 'taken' }, 'Another rule has the id'],
    [{ cooldownDays: Number.NaN }, '0 to 3,650'],
    [{ weight: 1_001 }, '0 to 1,000'],
    [{ when: { ...late, signal: '' } }, 'names no signal'],
    [{ when: { op: 'not', of: { op: '<', signal: 'x', value: Number.NaN } } }, 'is no number'],
    [{ effect: { how: 'uplift', offer: '' } }, 'names an offer'],
    [{ label: 'x'.repeat(101) }, 'longer than 100'],
  ] as const)('says of %j what is wrong', (change, said) => {
    const issues = issuesOf({ ...rule, ...change }, [{ ...rule, id: 'taken' }]);
    expect(issues.join(' ')).toContain(said);
  });
});
