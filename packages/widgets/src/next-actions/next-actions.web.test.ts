import { must } from '@aicrm/schema/result';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import type { AboutAction } from '../events.js';
import { elementSuite, findings, mount, settle } from '../testing/element-suite.js';
import { FakeData, FakeDataClient, failed, ready } from '../testing/fake-data.js';
import { asOf, context, files, jonas, marta, storeOf } from '../testing/insight-fixtures.js';
import { decisionsOf, undoMs } from './decisions.js';
import { later } from './define.js';
import '../customer-insight-card/define.js';
import type { NextActions } from './next-actions.js';

const tag = 'aicrm-next-actions';
const now = Date.parse(asOf);
const dayMs = 86_400_000;

beforeAll(() => later());

/** Each test has a customer of its own, because a page keeps what was decided about one. */
let customers = 0;
function customer(): { readonly id: string; readonly data: FakeData; readonly client: FakeDataClient } {
  const id = `contact:shop:test-${customers++}`;
  const data = new FakeData({
    views: { [id]: ready({ ...marta.view, id }) },
    timelines: { [id]: ready(marta.timeline) },
    messages: ready(marta.messages.map((one) => ({ ...one, contact: id }))),
    analyses: files,
  });
  return { id, data, client: new FakeDataClient(data) };
}
const set = (id: string) => (element: NextActions) => {
  element.recordId = id;
  element.asOf = asOf;
  element.context = context;
};

elementSuite(tag, [
  { name: 'three to do', client: () => new FakeDataClient(storeOf(marta)), set: set(marta.id) },
  { name: 'nothing to do', client: () => new FakeDataClient(storeOf(jonas)), set: set(jonas.id) },
  { name: 'loading', client: () => new FakeDataClient(), set: set(marta.id) },
  { name: 'empty', client: () => new FakeDataClient(), set: () => undefined },
  {
    name: 'error',
    client: () =>
      new FakeDataClient(
        new FakeData({
          views: { [marta.id]: failed('error') },
          timelines: { [marta.id]: failed('error') },
          analyses: {
            'action-rules': failed('error'),
            'customer-value': failed('error'),
            segments: failed('error'),
          },
          messages: failed('error'),
        }),
      ),
    set: set(marta.id),
  },
]);

const all = (element: HTMLElement, css: string): HTMLElement[] => [
  ...must(element.shadowRoot, 'shadow root').querySelectorAll<HTMLElement>(css),
];
const find = (element: HTMLElement, css: string): HTMLElement => must(all(element, css)[0], css);
const rules = (element: HTMLElement) => all(element, '.action').map((one) => one.dataset.rule);
const button = (element: HTMLElement, rule: string, label: string): HTMLElement =>
  must(
    all(element, `[data-rule="${rule}"] button`).find((one) => one.textContent?.trim() === label),
    label,
  );
const active = (element: HTMLElement): Element | null => element.shadowRoot?.activeElement ?? null;

async function shown({ id, client }: ReturnType<typeof customer>) {
  const element = await mount(tag, (one) => {
    one.client = client;
    set(id)(one);
  });
  const told: AboutAction[] = [];
  element.addEventListener('aicrm-action', ({ detail }) => told.push(detail));
  await settle(element);
  return { element, told };
}

afterEach(() => {
  vi.useRealTimers();
  for (const element of document.querySelectorAll(`${tag}, aicrm-customer-insight-card`)) element.remove();
});

describe('proposals', () => {
  it('come with what is expected of them and why, the best first', async () => {
    const { element } = await shown(customer());
    expect(rules(element)).toEqual(['keep-customer', 'escalate-complaint', 'call-again']);
    const [best, second] = all(element, '.action').map((one) => one.textContent?.replace(/\s+/g, ' '));
    expect(best).toMatch(/\+6\.2 points, worth €\d+\.\d\d Measured between customers/);
    expect(best).toMatch(/Because churn risk: \d+%/);
    expect(second).toContain('no estimate: the rule names no model for it');
    expect(find(element, '.held').textContent).toContain('cannot be decided without: deal stalled');
  });

  it('are gone once decided, told to the host, and kept when they can no longer be taken back', async () => {
    const one = customer();
    const { element, told } = await shown(one);
    await userEvent.click(button(element, 'keep-customer', 'Accept'));
    await settle(element);
    expect(rules(element)).toEqual(['escalate-complaint', 'call-again']);
    expect(told).toEqual([
      {
        recordId: one.id,
        rule: 'keep-customer',
        kind: 'offer',
        label: 'Make the retention offer',
        what: 'done',
      },
    ]);
    expect(find(element, '[role=status]').textContent).toContain('Accepted: Make the retention offer');
    expect(active(element)).toBe(find(element, '.undo-button'));
    expect(one.data.kept).toEqual([]);
    await decisionsOf(one.id).keep();
    await settle(element);
    expect(one.data.kept).toEqual([{ kind: 'action', record: one.id, rule: 'keep-customer', what: 'done' }]);
    expect(rules(element)).toEqual(['escalate-complaint', 'call-again']);
  });

  it('come back where a person takes it back, with the focus, and nothing is kept', async () => {
    const one = customer();
    const { element, told } = await shown(one);
    await userEvent.click(button(element, 'call-again', 'Dismiss'));
    await settle(element);
    await userEvent.keyboard('{Enter}');
    await settle(element);
    expect(rules(element)).toHaveLength(3);
    expect(active(element)).toBe(button(element, 'call-again', 'Accept'));
    expect(told.map(({ what }) => what)).toEqual(['dismissed', 'undone']);
    await decisionsOf(one.id).keep();
    expect(one.data.kept).toEqual([]);
  });

  it('are put off for a day, a week, or until a day that is chosen; Escape folds the choice', async () => {
    const one = customer();
    const { element, told } = await shown(one);
    const snooze = button(element, 'call-again', 'Snooze');
    await userEvent.click(snooze);
    await settle(element);
    expect(active(element)?.textContent?.trim()).toBe('1 day');
    expect(await findings(element)).toEqual([]);
    await userEvent.keyboard('{Escape}');
    await settle(element);
    expect(all(element, '.snooze-row')).toEqual([]);
    expect(active(element)).toBe(button(element, 'call-again', 'Snooze'));

    await userEvent.click(button(element, 'call-again', 'Snooze'));
    await settle(element);
    await userEvent.click(button(element, 'call-again', '1 week'));
    await settle(element);
    expect(told.at(-1)).toMatchObject({ what: 'snoozed', until: new Date(now + 7 * dayMs).toISOString() });

    await userEvent.click(button(element, 'escalate-complaint', 'Snooze'));
    await settle(element);
    const field = find(element, 'input');
    await userEvent.fill(field, '2026-12-24');
    await userEvent.click(button(element, 'escalate-complaint', 'Set'));
    await settle(element);
    expect(told.at(-1)?.until).toBe(new Date('2026-12-24T00:00').toISOString());
    expect(rules(element)).toEqual(['keep-customer']);
    // The one before could no longer be taken back.
    expect(one.data.kept).toMatchObject([
      { rule: 'call-again', what: 'snoozed', until: '2026-11-29T10:00:00Z' },
    ]);
  });

  it('are back, and say so, where a decision cannot be stored', async () => {
    const one = customer();
    one.data.keepFails = true;
    const { element } = await shown(one);
    await userEvent.click(button(element, 'keep-customer', 'Dismiss'));
    await decisionsOf(one.id).keep();
    await settle(element);
    expect(rules(element)).toHaveLength(3);
    expect(find(element, '[role=status]').textContent).toContain('could not be stored');
  });

  it('agree with the card of the same customer, and are kept when both are gone', async () => {
    const one = customer();
    const { element } = await shown(one);
    const card = await mount('aicrm-customer-insight-card', (other) => {
      other.client = one.client;
      other.recordId = one.id;
      other.asOf = asOf;
      other.context = context;
    });
    await settle(card);
    expect(rules(card)).toEqual(rules(element));
    await userEvent.click(button(card, 'keep-customer', 'Dismiss'));
    await settle(element);
    expect(rules(element)).toEqual(['escalate-complaint', 'call-again']);
    card.remove();
    expect(one.data.kept).toEqual([]);
    element.remove();
    await settle(element);
    expect(one.data.kept).toHaveLength(1);
  });

  it('respect what was done before, as the host has it', async () => {
    const one = customer();
    const { element } = await shown(one);
    element.history = [{ rule: 'keep-customer', at: now - 10 * dayMs, what: 'done' }];
    await settle(element);
    expect(rules(element)).toEqual(['escalate-complaint', 'call-again']);
    expect(find(element, '.held').textContent).toContain('done a short while ago');
  });
});

describe('a decision', () => {
  const decision = { rule: 'a', label: 'A', what: 'done' as const, at: now };

  it('is kept after its time, unless the pointer or focus holds it', async () => {
    vi.useFakeTimers();
    const data = new FakeData();
    const decisions = decisionsOf('contact:shop:timed');
    decisions.decide(decision, data);
    decisions.hold();
    await vi.advanceTimersByTimeAsync(10 * undoMs);
    expect(data.kept).toEqual([]);
    decisions.resume();
    await vi.advanceTimersByTimeAsync(undoMs - 1);
    expect(data.kept).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(data.kept).toHaveLength(1);
    expect(decisions.undo()).toBeUndefined();
  });
});
