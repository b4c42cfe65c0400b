import type { ActionRule } from '@aicrm/schema/next-action';
import { afterEach, describe, expect, it } from 'vitest';
import { fakeWorker, Refusal, testKey } from '../testing/fake-worker.js';
import { deepAll, deepText, expectAccessible, openConsole, type, waitForElement } from '../testing/page.js';

afterEach(() => sessionStorage.clear());

const rule: ActionRule = {
  id: 'call-hot-lead',
  label: 'Hot lead',
  when: {
    op: 'all',
    of: [
      { op: '=', signal: 'lead.band', value: 'high' },
      { op: 'not', of: { op: '<', signal: 'contact.days', value: 1 } },
    ],
  },
  action: { kind: 'call', label: 'Call the lead' },
  effect: { how: 'counterfactual', signal: 'lead.probability', feature: 'contact.days', value: 'lead.value' },
  cooldownDays: 3,
  weight: 80,
};
const sha256 = 'c'.repeat(64);
const pointers = {
  analyses: [
    {
      name: 'action-rules',
      current: { sha256, bytes: 900, computedAt: '2026-11-20T10:00:00Z' },
      refusal: null,
    },
  ],
};

async function openRules(more: Record<string, (body: unknown) => unknown> = {}) {
  const worker = fakeWorker({
    'GET /v1/models': () => [],
    'GET /v1/analyses': () => pointers,
    [`GET /v1/artefacts/${sha256}`]: () => ({ schema: 1, kind: 'action-rules', rules: [rule] }),
    'PUT /v1/action-rules': () => pointers,
    ...more,
  });
  openConsole(worker.send, `#key=${testKey}`);
  location.hash = '#/rules';
  await waitForElement('h1', 'Rules of next actions');
  return worker;
}
const put = (asked: readonly { readonly route: string; readonly body: unknown }[]) =>
  asked.filter(({ route }) => route === 'PUT /v1/action-rules').map(({ body }) => body);

describe('the rules page', () => {
  it('says each rule in words', async () => {
    await openRules();
    await waitForElement('p', 'Call the lead, when lead.band is high and not (contact.days below 1).');
    await expectAccessible();
  });

  it('edits a rule with its condition and effect, and saves all rules at once', async () => {
    const { asked } = await openRules();
    (await waitForElement('button', 'Edit')).click();
    await waitForElement('rule-form');
    await expectAccessible();
    type(await waitForElement('input[name=weight]'), '90');
    type(await waitForElement('input[aria-label="Value of contact.days"]'), '2');
    type(await waitForElement('input[name=worth]'), '');
    (await waitForElement('button', 'Keep the changes')).click();
    await waitForElement('[role=status]', 'Not saved yet.');
    expect(put(asked)).toEqual([]);
    (await waitForElement('button', 'Save for all pages')).click();
    await waitForElement('[role=status]', '1 rule saved.');
    expect(put(asked)).toEqual([
      {
        rules: [
          {
            ...rule,
            weight: 90,
            when: {
              op: 'all',
              of: [
                { op: '=', signal: 'lead.band', value: 'high' },
                { op: 'not', of: { op: '<', signal: 'contact.days', value: 2 } },
              ],
            },
            effect: { how: 'counterfactual', signal: 'lead.probability', feature: 'contact.days' },
          },
        ],
      },
    ]);
  });

  it('does not take a rule that is not whole, and says what it lacks', async () => {
    const { asked } = await openRules();
    await waitForElement('button', 'Edit');
    (await waitForElement('button', 'Add a rule')).click();
    await waitForElement('h2', 'New rule');
    (await waitForElement('button', 'Keep the changes')).click();
    const said = await waitForElement('[role=alert]', 'The rule cannot be used yet');
    for (const part of ['no name', 'names no signal', 'no words']) expect(said.textContent).toContain(part);
    await expectAccessible();
    type(await waitForElement('input[name=label]'), 'Likely to leave');
    type(await waitForElement('input[name=action]'), 'Call them');
    type(await waitForElement('input[aria-label="Signal"]'), 'churn.probability');
    type(await waitForElement('input[aria-label="Value of churn.probability"]'), '0.5');
    (await waitForElement('button', 'Keep the changes')).click();
    await waitForElement('h2', 'Likely to leave');
    (await waitForElement('button', 'Save for all pages')).click();
    await expect.poll(() => put(asked)).toHaveLength(1);
    expect(put(asked)[0]).toMatchObject({
      rules: [
        rule,
        { id: 'rule-2', when: { op: 'all', of: [{ op: '>=', signal: 'churn.probability', value: 0.5 }] } },
      ],
    });
  });

  it('shows what the worker says of rules, and keeps what was edited', async () => {
    const detail = 'rules[0].when.of[0]: There is no signal "lead.band".';
    await openRules({
      'PUT /v1/action-rules': () =>
        new Refusal(400, { kind: 'bad-data', title: 'Rules cannot be used', status: 400, detail }),
    });
    (await waitForElement('button', 'Edit')).click();
    type(await waitForElement('input[name=label]'), 'Warm lead');
    (await waitForElement('button', 'Keep the changes')).click();
    (await waitForElement('button', 'Save for all pages')).click();
    await waitForElement('[role=alert]', 'There is no signal "lead.band".');
    await waitForElement('h2', 'Warm lead');
    (await waitForElement('button', 'Take the changes back')).click();
    await waitForElement('h2', 'Hot lead');
    expect(deepText(document)).not.toContain('Not saved yet.');
  });

  it('says that there are none where none were computed, and lets one be added', async () => {
    await openRules({ 'GET /v1/analyses': () => ({ analyses: [] }) });
    await waitForElement('[role=alert]', 'There are no rules yet');
    await waitForElement('button', 'Add a rule');
  });

  it('offers nothing to edit where the rules cannot be read', async () => {
    await openRules({ 'GET /v1/analyses': () => new Refusal(503, null) });
    await waitForElement('[role=alert]', 'cannot be read');
    expect(deepAll(document, 'button').some((one) => one.textContent?.includes('Add a rule'))).toBe(false);
  });
});
