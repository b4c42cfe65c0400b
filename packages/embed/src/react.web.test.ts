import { createClient } from '@aicrm/client/client';
import { clearDefaultClient, setDefaultClient } from '@aicrm/client/registry';
import { FakeWorker, leadView } from '@aicrm/client/testing/fake-worker';
import { smallModel } from '@aicrm/client/testing/small-model';
import { createElement, createRef, type ReactElement, StrictMode } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Contact, ContactPage } from '../hosts/react/contact-page.js';
import { LeadScoreBadge } from './react.js';

let root: Root;
let place: HTMLElement;
let end: AbortController;
const tag = 'aicrm-lead-score-badge';
const badge = () => place.querySelector(tag);
const render = (what: ReactElement) => root.render(createElement(StrictMode, null, what));
const until = { timeout: 10_000 };

beforeEach(async () => {
  const worker = new FakeWorker();
  worker.upsert(...Array.from({ length: 30 }, (_, i) => leadView(`lead:club:${i}`)));
  worker.publish(await smallModel());
  end = new AbortController();
  setDefaultClient(
    createClient({
      api: 'https://worker.example',
      getToken: () => Promise.resolve('good'),
      fetch: worker.fetch,
      cache: 'memory',
      signal: end.signal,
    }),
  );
  place = document.body.appendChild(document.createElement('main'));
  root = createRoot(place);
});
afterEach(() => {
  root.unmount();
  place.remove();
  end.abort();
  clearDefaultClient();
});

it('sets props as properties before the tag is defined, and the example then scores', async () => {
  const record = {
    'facts.orders.count': 9,
    'facts.orders.lastAt': '2026-02-20T00:00:00Z',
    'fields.segment': 'loyal',
  };
  const contact: Contact = { id: 'contact:crm:7', name: 'Ada', record };
  render(createElement(ContactPage, { contact }));
  await expect.poll(() => Object(badge()).record).toBe(contact.record);
  expect(badge()?.hasAttribute('record')).toBe(false);
  await import('@aicrm/widgets/lead-score-badge/define');
  await import('@aicrm/widgets/customer-insight-card/define');
  await expect.poll(() => badge()?.getAttribute('state'), until).toBe('score');
  const card = place.querySelector('aicrm-customer-insight-card');
  expect(card?.recordId).toBe('contact:crm:7');
  expect(card?.getAttribute('density')).toBe('compact');
  badge()?.shadowRoot?.querySelector('button')?.click();
  await expect
    .poll(() => place.querySelector('[role=status]')?.textContent, until)
    .toBe('Reasons of lead-score are open.');
});

it('tells the newest handler once, follows changed props, and gives a prop that is gone its default back', async () => {
  await import('@aicrm/widgets/lead-score-badge/define');
  const first = vi.fn();
  const second = vi.fn();
  const ref = createRef<HTMLElementTagNameMap[typeof tag]>();
  render(
    createElement(LeadScoreBadge, { ref, recordId: 'lead:club:7', display: 'inline', onAicrmOpen: first }),
  );
  await expect.poll(() => badge()?.getAttribute('state'), until).toBe('score');
  expect(ref.current).toBe(badge());
  render(createElement(LeadScoreBadge, { ref, recordId: 'lead:club:8', onAicrmOpen: second }));
  await expect.poll(() => badge()?.recordId).toBe('lead:club:8');
  expect(badge()?.display).toBe('popover');
  await expect.poll(() => badge()?.getAttribute('state'), until).toBe('score');
  badge()?.shadowRoot?.querySelector('button')?.click();
  await expect.poll(() => second.mock.calls.length, until).toBe(1);
  expect(second.mock.calls[0]?.[0].detail).toEqual({ recordId: 'lead:club:8', model: 'lead-score' });
  expect(first).not.toHaveBeenCalled();
  root.render(null);
  await expect.poll(() => ref.current).toBe(null);
});
