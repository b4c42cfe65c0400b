import type { Ranked } from '@aicrm/client/client';
import type { Band } from '@aicrm/schema/prediction';
import { must } from '@aicrm/schema/result';
import type { RecordView } from '@aicrm/schema/view';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import { elementSuite, mount, settle } from '../testing/element-suite.js';
import { problem, refusalState, scoreState } from '../testing/fake-client.js';
import { FakeDataClient } from '../testing/fake-data.js';
import './define.js';
import type { RecordList } from './record-list.js';

const tag = 'aicrm-record-list';
beforeAll(() =>
  Promise.all([
    ...[import('../locales/ar.js'), import('../locales/de.js')],
    ...[import('../locales/record-list-ar.js'), import('../locales/record-list-de.js')],
  ]),
);

const view = (i: number): RecordView => ({
  id: `lead:crm:${i}`,
  type: 'lead',
  seq: i,
  viewAt: '2026-11-22T00:00:00Z',
  fields: { name: `Company ${i}`, city: i % 2 === 0 ? 'Leeds' : null },
  facts: { 'orders.sum90': i * 100 },
});
/** Every tenth record has too little for a score; the others' falls with their number. */
const ranked = (n: number): Ranked[] =>
  Array.from({ length: n }, (_, i) => i)
    .filter((i) => i % 10 !== 9)
    .map((i) => {
      const probability = 0.9 - (0.85 * i) / n;
      const band: Band = probability > 0.6 ? 'high' : probability > 0.3 ? 'medium' : 'low';
      return { recordId: `lead:crm:${i}`, probability, band };
    });

class ListClient extends FakeDataClient {
  scores: Ranked[];
  failure: ReturnType<typeof problem> | null = null;
  constructor(n: number, answer: FakeDataClient['answer'] = scoreState(0.9, 'high')) {
    super({ stored: { lead: Array.from({ length: n }, (_, i) => view(i)) } });
    this.scores = ranked(n);
    this.answer = answer;
  }
  override rank = (_: string, onSlice?: (soFar: readonly Ranked[]) => void) => {
    onSlice?.(this.scores.slice(0, 3));
    return Promise.resolve(this.scores);
  };
  override get status() {
    return { ...super.status, problem: this.failure };
  }
}
const failing = (kind: 'permission' | 'temporary') => {
  const client = new ListClient(0);
  client.failure = problem(kind, 'The service gave no answer.');
  return client;
};
const offline = () => {
  const client = new ListClient(20, scoreState(0.9, 'high', 'stale'));
  client.online = false;
  return client;
};
const columns = (element: RecordList): void => {
  element.columns = 'fields.city:City,facts.orders.sum90:Spend:USD';
};
const pending = () => {
  const client = new ListClient(3);
  client.data = () => new Promise(() => {});
  return client;
};

elementSuite(tag, [
  { name: 'records', client: () => new ListClient(40), set: columns },
  { name: 'offline and stale', client: offline, set: columns },
  { name: 'no model', client: () => new ListClient(5, refusalState('no-model')), set: columns },
  { name: 'empty', client: () => new ListClient(0), set: columns },
  { name: 'loading', client: pending, set: columns },
  { name: 'permission', client: () => failing('permission'), set: columns },
  { name: 'error', client: () => failing('temporary'), set: columns },
]);

const root = (element: RecordList): ShadowRoot => must(element.shadowRoot, 'shadow root');
const find = (element: RecordList, css: string): HTMLElement =>
  must(root(element).querySelector<HTMLElement>(css), css);
const all = (element: RecordList, css: string): string[] =>
  [...root(element).querySelectorAll(css)].map(({ textContent }) => textContent?.trim() ?? '');
const shown = async (client: ListClient, set: (element: RecordList) => void = columns) => {
  const element = await mount(tag, (one) => {
    one.client = client;
    set(one);
  });
  await expect.poll(() => find(element, 'article').getAttribute('aria-busy')).toBe('false');
  await settle(element);
  return element;
};
const chosen = (element: RecordList): unknown[] => {
  const told: unknown[] = [];
  element.addEventListener('aicrm-select', ({ detail }) => told.push(detail.recordId));
  return told;
};

afterEach(() => {
  for (const element of document.querySelectorAll(tag)) element.remove();
  document.documentElement.lang = 'en';
});

describe('the list', () => {
  it('has the best first, what has no score last, and the columns that were asked for', async () => {
    const element = await shown(new ListClient(12));
    expect(all(element, '.title').slice(0, 2)).toEqual(['Company 0', 'Company 1']);
    expect(all(element, '.title').at(-1)).toBe('Company 9');
    expect(all(element, '.score .fine')).toEqual(['no score']);
    expect(all(element, '.head .cell')).toEqual(['City', 'Spend']);
    expect(all(element, '#row-2 .cell')).toEqual(['Leeds', '$200']);
    // An empty cell is a dash, no word.
    expect(all(element, '#row-1 .cell')[0]).toBe('–');
    expect(find(element, '.bar').textContent).toContain('12 records, 11 with a score');
  });

  it('draws what is near, of 10,000 records', async () => {
    const element = await shown(new ListClient(10_000));
    expect(root(element).querySelectorAll('.row').length).toBeLessThan(60);
    expect(find(element, '.grid').getAttribute('aria-rowcount')).toBe('10001');
    find(element, '.grid').scrollTop = 5_000 * find(element, '.row').offsetHeight;
    await expect.poll(() => root(element).querySelector('#row-5000')).not.toBeNull();
    expect(root(element).querySelectorAll('.row').length).toBeLessThan(60);
  });

  it('sorts by name and by score, either way round', async () => {
    const element = await shown(new ListClient(12));
    const press = async (css: string) => {
      find(element, css).click();
      await settle(element);
    };
    const first = () => all(element, '#row-0 .title')[0];
    await press('.head .name button');
    expect(find(element, '.head .name').getAttribute('aria-sort')).toBe('ascending');
    // As people count, not as characters follow: 2 before 10.
    expect(all(element, '#row-2 .title')).toEqual(['Company 2']);
    await press('.head .name button');
    expect(first()).toBe('Company 11');
    await press('.head .score button');
    expect(first()).toBe('Company 0');
    expect(find(element, '.head .score').getAttribute('aria-sort')).toBe('descending');
    await press('.head .score button');
    expect(first()).toBe('Company 11');
    expect(all(element, '.score').at(-1)).toBe('no score');
  });

  it('shows the records of one band', async () => {
    const element = await shown(new ListClient(20));
    find(element, '.chip.low').click();
    await settle(element);
    const said = new Set(all(element, '.row .word'));
    expect(said).toEqual(new Set(['Low']));
    expect(find(element, '.chip.low').getAttribute('aria-pressed')).toBe('true');
    find(element, '.chip').click();
    await settle(element);
    expect(find(element, '.grid').getAttribute('aria-rowcount')).toBe('21');
  });

  it('is walked with the keys, and tells what was chosen', async () => {
    const element = await shown(new ListClient(200));
    const told = chosen(element);
    const grid = find(element, '.grid');
    const active = () => grid.getAttribute('aria-activedescendant');
    grid.focus();
    await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowUp}');
    await settle(element);
    expect(active()).toBe('row-1');
    await userEvent.keyboard('{End}');
    await settle(element);
    expect(active()).toBe('row-199');
    await expect.poll(() => root(element).querySelector('#row-199')).not.toBeNull();
    await userEvent.keyboard('{PageUp}');
    await settle(element);
    expect(Number(active()?.slice(4))).toBeLessThan(199);
    await userEvent.keyboard('{Home}{Enter}');
    await settle(element);
    expect(told).toEqual(['lead:crm:0']);
    expect(find(element, '#row-0').getAttribute('aria-selected')).toBe('true');
    expect(element.selected).toBe('lead:crm:0');
  });

  it('chooses by a press, and says nothing for a property', async () => {
    const element = await shown(new ListClient(20));
    const told = chosen(element);
    element.selected = 'lead:crm:3';
    await settle(element);
    expect(told).toEqual([]);
    find(element, '#row-4').click();
    expect(told).toEqual(['lead:crm:4']);
  });

  it('takes a host’s own records, and asks nobody', async () => {
    const client = new ListClient(20);
    const element = await shown(client, (one) => {
      one.columns = 'fields.city:City';
      one.records = [
        { id: 'a', name: 'Low', probability: 0.1, band: 'low' },
        { id: 'b', name: 'High', probability: 0.9, band: 'high', values: { 'fields.city': 'Köln' } },
      ];
    });
    expect(all(element, '.title')).toEqual(['High', 'Low']);
    expect(all(element, '#row-0 .cell')).toEqual(['Köln']);
    expect(client.watched).toEqual([]);
  });

  it('lists records without a model, and says that there is none', async () => {
    const client = new ListClient(5, refusalState('no-model'));
    client.scores = [];
    const element = await shown(client);
    expect(root(element).querySelectorAll('.row')).toHaveLength(5);
    expect(find(element, '.note').textContent).toContain('No model has been trained yet');
  });

  it('reads anew after a sync, and keeps what is shown until then', async () => {
    const client = new ListClient(5);
    const element = await shown(client);
    client.tenant.script = { stored: { lead: Array.from({ length: 7 }, (_, i) => view(i)) } };
    for (const listener of client.statusListeners) listener({ ...client.status, syncedAt: 5 });
    expect(root(element).querySelectorAll('.row')).toHaveLength(5);
    await expect.poll(() => root(element).querySelectorAll('.row').length).toBe(7);
  });

  it('asks again after an error', async () => {
    const client = failing('temporary');
    const element = await shown(client);
    expect(element.getAttribute('state')).toBe('error');
    client.failure = null;
    client.tenant.script = { stored: { lead: [view(1)] } };
    find(element, '.button').click();
    await expect.poll(() => element.getAttribute('state')).toBe('ready');
  });

  it.each([
    ['de', '20 Datensätze, 18 mit Score'],
    ['ar', 'السجلات'],
  ])('speaks %s', async (language, count) => {
    document.documentElement.lang = language;
    const element = await shown(new ListClient(20));
    expect(find(element, '.bar').textContent).toContain(count);
  });
});
