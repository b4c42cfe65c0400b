import { quietInsights, smallInsights } from '@aicrm/client/testing/small-insights';
import { afterEach, describe, expect, it } from 'vitest';
import type { AboutInsight } from '../events.js';
import { elementSuite, mount, settle } from '../testing/element-suite.js';
import { FakeData, FakeDataClient, failed, insufficient, ready } from '../testing/fake-data.js';
import './define.js';
import type { Insights } from './insights.js';

const file = smallInsights();
const withState = (state: NonNullable<FakeData['script']['analyses']>['insights']) => () =>
  new FakeDataClient(new FakeData(state ? { analyses: { insights: state } } : {}));
const none = () => undefined;

elementSuite('aicrm-insights', [
  { name: 'ready', client: withState(ready(file)), set: none },
  { name: 'a quiet week', client: withState(ready(quietInsights())), set: none },
  { name: 'loading', client: withState(undefined), set: none },
  { name: 'too little history', client: withState(insufficient('Eight weeks would be enough.')), set: none },
  { name: 'permission', client: withState(failed('permission')), set: none },
  { name: 'error', client: withState(failed()), set: none },
]);

const show = async (set: (element: Insights) => void): Promise<{ element: Insights; root: ShadowRoot }> => {
  const element = await mount('aicrm-insights', set);
  const root = element.shadowRoot;
  if (!root) throw new Error('nothing was drawn');
  return { element, root };
};
const textOf = (root: ShadowRoot): string => root.textContent?.replace(/\s+/g, ' ') ?? '';

afterEach(() => {
  document.documentElement.lang = 'en';
  document.documentElement.dir = 'ltr';
  document.body.replaceChildren();
});

describe('<aicrm-insights>', () => {
  it('says each change with its number, usual weeks, parts and certainty', async () => {
    const { element, root } = await show((one) => Object.assign(one, { insights: file }));
    expect(element.getAttribute('state')).toBe('ready');
    expect(root.querySelectorAll('.change')).toHaveLength(file.insights.length);
    const text = textOf(root);
    expect(text).toContain('−32%');
    expect(text).toContain('Usually 82 to 123.');
    expect(text).toContain('North (region) made 101% of the change.');
    expect(text).toContain('The second week running.');
    expect(text).toContain('Clear');
    expect(text).toContain('3 metrics were looked at.');
  });

  it('says the same in German and Arabic from the codes, never the English sentence', async () => {
    for (const [lang, words] of [
      ['de', ['Bestellungen', 'Üblich sind 82 bis 123.', 'Die zweite Woche in Folge.']],
      ['ar', ['الطلبات', 'للأسبوع الثاني على التوالي.']],
    ] as const) {
      document.documentElement.lang = lang;
      const { element, root } = await show((one) => Object.assign(one, { insights: file }));
      await settle(element);
      for (const word of words) expect(textOf(root)).toContain(word);
      expect(textOf(root)).not.toContain('was expected');
      element.remove();
    }
  });

  it('shows the English sentence where there are no codes, as text and nothing else', async () => {
    const insights = { kind: 'insights', insights: [{ text: 'Orders <b>fell</b>.' }], judged: [] };
    const { root } = await show((one) => Object.assign(one, { insights }));
    expect(textOf(root)).toContain('Orders <b>fell</b>.');
    expect(root.querySelector('.change b')).toBeNull();
  });

  it('says of a quiet week that nothing moved, and how much was looked at', async () => {
    const { root } = await show((one) => Object.assign(one, { insights: quietInsights() }));
    expect(textOf(root)).toContain('Nothing moved beyond chance.');
    expect(textOf(root)).toContain('3 metrics were looked at');
    expect(root.querySelector('.change')).toBeNull();
  });

  it('draws parts that add up from what was expected to what came', async () => {
    const { root } = await show((one) => Object.assign(one, { insights: file }));
    const details = root.querySelector<HTMLDetailsElement>('.drivers');
    if (!details) throw new Error('no drivers');
    details.open = true;
    const cells = [...details.querySelectorAll('tbody tr')].map(
      (row) => [...row.children].at(-1)?.textContent?.trim() ?? '',
    );
    const changed = root.querySelector('.told p')?.textContent ?? '';
    expect(changed.startsWith(cells.at(-1) ?? '?')).toBe(true);
    expect(cells.length).toBeGreaterThanOrEqual(4);
  });

  it('hands a person’s wish for the records to the host, and fires nothing by itself', async () => {
    const heard: AboutInsight[] = [];
    document.body.addEventListener('aicrm-insight', ({ detail }) => heard.push(detail));
    const { root } = await show((one) => Object.assign(one, { insights: file }));
    expect(heard).toEqual([]);
    root.querySelector<HTMLButtonElement>('.link')?.click();
    expect(heard).toHaveLength(1);
    expect(heard[0]?.filter.week).toEqual(['2026-11-09', '2026-11-15']);
  });

  it('says what is wrong with what a host hands over', async () => {
    const { element, root } = await show((one) => Object.assign(one, { insights: { kind: 'forecast' } }));
    expect(element.getAttribute('state')).toBe('error');
    expect(textOf(root)).toContain('not a file of insights');
  });
});
