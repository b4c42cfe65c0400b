import { must } from '@aicrm/schema/result';
import { expect, it, vi } from 'vitest';
import { findings, mount } from '../testing/element-suite.js';
import { FakeClient, scoreState } from '../testing/fake-client.js';
import './define.js';

vi.mock('../score-badge/reasons.js', () => {
  throw new TypeError('Failed to fetch dynamically imported module');
});

it('says so where the reasons cannot be loaded, and leaves the score alone', async () => {
  const element = await mount('aicrm-lead-score-badge', (one) => {
    one.client = new FakeClient(scoreState(0.34, 'medium'));
    one.recordId = 'lead:club:1';
  });
  const root = must(element.shadowRoot, 'shadow root');
  const pill = must(root.querySelector('button'), 'pill');
  const alert = () => root.querySelector('[role="alert"]')?.textContent;
  pill.click();
  // The runner takes its time to fail an import, so that it is waited for, however long.
  await expect.poll(alert, { timeout: 15_000 }).toContain('could not be loaded');
  expect(root.querySelector('b')?.textContent).toBe('34%');
  expect(element.getAttribute('state')).toBe('score');
  expect(await findings(element)).toEqual([]);
  pill.click();
  await element.updateComplete;
  expect(alert()).toBeUndefined();
});
