import { must } from '@aicrm/schema/result';
import { expect, it, vi } from 'vitest';
import { findings, mount } from '../testing/element-suite.js';
import { FakeDataClient } from '../testing/fake-data.js';
import { asOf, marta, storeOf } from '../testing/insight-fixtures.js';
import './define.js';

vi.mock('@aicrm/client/insight/insight', () => {
  throw new TypeError('Failed to fetch dynamically imported module');
});

it('says so where the models cannot be loaded, and shows what happened all the same', async () => {
  const element = await mount('aicrm-customer-insight-card', (one) => {
    one.client = new FakeDataClient(storeOf(marta));
    one.recordId = marta.id;
    one.asOf = asOf;
  });
  const root = must(element.shadowRoot, 'shadow root');
  const actions = () => root.querySelector('.actions')?.textContent;
  // The runner takes its time to fail an import, so that it is waited for, however long.
  await expect.poll(actions, { timeout: 15_000 }).toContain('This part did not load.');
  expect(root.querySelectorAll('.entry')).toHaveLength(6);
  expect(await findings(element)).toEqual([]);
});
