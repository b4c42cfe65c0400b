import type { Explained, ScoreRequest } from '@aicrm/client/client';
import type { ModelMeta } from '@aicrm/schema/model';
import { must } from '@aicrm/schema/result';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import { elementSuite, mount, settle } from '../testing/element-suite.js';
import { FakeClient, meta, problem, refusalState, scoreState } from '../testing/fake-client.js';
import './define.js';
import type { WhatIf } from './what-if.js';

const tag = 'aicrm-what-if';
beforeAll(() =>
  Promise.all([
    ...[import('../locales/ar.js'), import('../locales/de.js')],
    ...[import('../locales/what-if-ar.js'), import('../locales/what-if-de.js')],
  ]),
);

type Feature = ModelMeta['features'][number];
const feature = (
  id: string,
  as: Feature['spec']['as'],
  profile: Partial<Feature['profile']>,
  more = {},
): Feature => ({
  spec: { id, label: `The ${id}`, from: `fields.${id}`, as, changeable: true, sensitive: false, ...more },
  encoder: { kind: 'raw' },
  profile: { present: 1, meanAbs: 1, ...profile },
});
const features = [
  feature('calls', 'number', { quantiles: [0, 1, 2, 3, 5, 8, 10], meanAbs: 3 }),
  feature('kind', 'category', { levels: { A: 0.6, B: 0.4 }, meanAbs: 2 }),
  feature('rate', 'number', { quantiles: [0, 0.1, 0.2, 0.3, 0.5, 0.8, 1] }, { unit: 'share' }),
  feature('bare', 'number', {}),
  feature('fixed', 'number', { quantiles: [0, 1, 2, 3, 4, 5, 6] }, { changeable: false }),
];
const stored: Record<string, number | string> = { calls: 2, kind: 'A', rate: 0.25, bare: 7, fixed: 1 };

/** A model by hand: each call adds .2 to the logit, kind B takes 1. */
function answer({ record = {} }: ScoreRequest): Explained {
  const read = (id: string) => (record[`fields.${id}`] === undefined ? stored[id] : record[`fields.${id}`]);
  const shares: Record<string, number> = {
    calls: 0.2 * Number(read('calls')),
    kind: read('kind') === 'B' ? -1 : 0,
  };
  return {
    explanation: {
      base: -1,
      reasons: features.map(({ spec: { id, label } }) => ({
        feature: id,
        label,
        value: (read(id) ?? null) as string | number | null,
        contribution: shares[id] ?? 0,
      })),
    },
    counterfactuals: [],
    meta: { ...meta, features },
  };
}

class ModelClient extends FakeClient {
  override explain(request: ScoreRequest) {
    this.explains.push(request);
    return this.explained instanceof Error || 'kind' in this.explained
      ? super.explain(request)
      : Promise.resolve(answer(request));
  }
}
const client = () => new ModelClient(scoreState(0.354, 'high'));
const named = (element: WhatIf): void => {
  element.recordId = 'lead:club:1';
};
const offline = () => {
  const made = new ModelClient(scoreState(0.354, 'high', 'stale'));
  made.online = false;
  return made;
};

elementSuite(tag, [
  { name: 'score', client, set: named },
  { name: 'offline and stale', client: offline, set: named },
  { name: 'empty', client, set: () => undefined },
  { name: 'loading', client: () => new ModelClient({ state: 'loading' }), set: named },
  { name: 'too little data', client: () => new ModelClient(refusalState('inputs', ['Spend'])), set: named },
  {
    name: 'permission',
    client: () => new ModelClient({ state: 'permission', problem: problem('permission', 'Expired.') }),
    set: named,
  },
  {
    name: 'error',
    client: () => new ModelClient({ state: 'error', problem: problem('temporary', 'Down.') }),
    set: named,
  },
]);

const root = (element: WhatIf): ShadowRoot => must(element.shadowRoot, 'shadow root');
const find = <E extends HTMLElement = HTMLElement>(element: WhatIf, css: string): E =>
  must(root(element).querySelector<E>(css), css);
const text = (element: WhatIf, css: string): string =>
  find(element, css)
    .textContent?.replace(/[\s\u2068\u2069]+/g, ' ')
    .trim() ?? '';
const shown = async (fake: ModelClient = client(), set = named) => {
  const element = await mount(tag, (one) => {
    one.client = fake;
    set(one);
  });
  await settle(element);
  return element;
};
const slide = async (element: WhatIf, to: number, css = 'input[type="range"]') => {
  const input = find<HTMLInputElement>(element, css);
  input.value = String(to);
  input.dispatchEvent(new Event('input', { bubbles: true }));
  input.dispatchEvent(new Event('change', { bubbles: true }));
  await settle(element);
};

afterEach(() => {
  for (const element of document.querySelectorAll(tag)) element.remove();
  document.documentElement.lang = 'en';
});

describe('the card', () => {
  it('offers the changeable inputs only, the weightiest first, over the ranges of the training rows', async () => {
    const element = await shown();
    const labels = [...root(element).querySelectorAll('label')].map(({ textContent }) => textContent?.trim());
    expect(labels).toEqual(['The calls', 'The kind', 'The rate', 'The bare']);
    expect(find<HTMLInputElement>(element, 'input[type="range"]').max).toBe('10');
    // Without quantiles there is a field and no slider: its ends would be made up.
    expect(root(element).querySelectorAll('input[type="range"]')).toHaveLength(2);
    expect(root(element).querySelectorAll('input[type="number"]')).toHaveLength(3);
  });

  it('shows the score as it is, the one of the changes and the difference, and goes back', async () => {
    const element = await shown();
    expect(text(element, '.scores')).toBe('As it is 35%High');
    await slide(element, 7);
    expect(text(element, '.before')).toContain('35%');
    expect(text(element, '.after')).toContain('60%');
    expect(text(element, '.points')).toBe('+25 points');
    expect(text(element, '.changed')).toContain('now 2');
    find(element, '.reset').click();
    await settle(element);
    expect(text(element, '.scores')).toBe('As it is 35%High');
    expect(root(element).activeElement?.getAttribute('type')).toBe('range');
  });

  it('asks the client for the changes over the record, and for nothing else', async () => {
    const fake = client();
    const element = await shown(fake, (one) => {
      named(one);
      one.record = { calls: 4 };
    });
    await slide(element, 7);
    expect(fake.explains.at(-1)).toEqual({
      model: 'lead-score',
      recordId: 'lead:club:1',
      record: { calls: 4, 'fields.calls': 7 },
    });
  });

  it('types and shows shares in per cent', async () => {
    const fake = client();
    const element = await shown(fake);
    const field = find<HTMLInputElement>(element, '#input-2-exact');
    expect(field.value).toBe('25');
    field.value = '40';
    field.dispatchEvent(new Event('change', { bubbles: true }));
    await settle(element);
    expect(fake.explains.at(-1)?.record).toEqual({ 'fields.rate': 0.4 });
  });

  it('chooses levels, and that nothing is known', async () => {
    const fake = client();
    const element = await shown(fake);
    const select = find<HTMLSelectElement>(element, 'select');
    await userEvent.selectOptions(select, 'B');
    await settle(element);
    expect(text(element, '.points')).toMatch(/^−\d+ points$/);
    await userEvent.selectOptions(select, 'not known');
    await settle(element);
    expect(fake.explains.at(-1)?.record).toEqual({ 'fields.kind': null });
  });

  it('moves by round steps with the keys', async () => {
    const element = await shown();
    find(element, 'input[type="range"]').focus();
    await userEvent.keyboard('{End}');
    await settle(element);
    expect(find<HTMLInputElement>(element, '#input-0-exact').value).toBe('10');
    await userEvent.keyboard('{ArrowLeft}{ArrowDown}');
    await settle(element);
    expect(find<HTMLInputElement>(element, '#input-0-exact').value).toBe('8');
  });

  it('says politely what came of it, once the hand rests', async () => {
    const element = await shown();
    await slide(element, 7);
    expect(text(element, '[role="status"]')).toBe('');
    await expect
      .poll(() => text(element, '[role="status"]'), { timeout: 3_000 })
      .toBe('From 35% to 60%, High.');
  });

  it('tells the host what was tried, and no value of the record', async () => {
    const element = await shown();
    const told: unknown[] = [];
    element.addEventListener('aicrm-what-if', ({ detail }) => told.push(detail));
    await slide(element, 7);
    expect(told).toEqual([
      {
        recordId: 'lead:club:1',
        model: 'lead-score',
        features: ['calls'],
        probability: expect.closeTo(0.5987, 3),
      },
    ]);
    element.recordId = 'lead:club:2';
    await settle(element);
    expect(told).toHaveLength(1);
  });

  it('forgets what was tried when another record comes, and keeps it while the same is synced', async () => {
    const fake = client();
    const element = await shown(fake);
    await slide(element, 7);
    fake.tell(scoreState(0.36, 'high'));
    await settle(element);
    expect(root(element).querySelector('.after')).not.toBeNull();
    fake.tell(scoreState(0.36, 'high', 'live', 'lead:club:2'));
    await settle(element);
    expect(root(element).querySelector('.after')).toBeNull();
  });

  it('says so where a change cannot be answered', async () => {
    const fake = client();
    const element = await shown(fake);
    fake.explained = problem('temporary', 'The reasons are away.');
    await slide(element, 7);
    expect(text(element, '[role="alert"]')).toContain('The reasons are away.');
    expect(text(element, '.scores')).toBe('As it is 35%High');
  });

  it.each([
    ['de', 'Was wäre, wenn'],
    ['ar', 'ماذا لو'],
  ])('speaks %s', async (language, name) => {
    document.documentElement.lang = language;
    const element = await shown();
    expect(text(element, 'h2')).toBe(name);
  });
});
