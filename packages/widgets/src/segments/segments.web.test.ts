import { segmentsOf, smallSegments } from '@aicrm/client/testing/small-segments';
import { must } from '@aicrm/schema/result';
import { afterEach, describe, expect, it } from 'vitest';
import type { AboutSegment } from '../events.js';
import { elementSuite, mount, settle } from '../testing/element-suite.js';
import { FakeData, FakeDataClient, failed, insufficient, ready } from '../testing/fake-data.js';
import './define.js';
import type { Segments } from './segments.js';

const file = smallSegments();
const refused = segmentsOf(12);
const first = must(file.segments[0], 'segment');
const withState = (state: NonNullable<FakeData['script']['analyses']>['segments']) => () =>
  new FakeDataClient(new FakeData(state ? { analyses: { segments: state } } : {}));
const none = () => undefined;

elementSuite('aicrm-segments', [
  { name: 'ready', client: withState(ready(file)), set: none },
  {
    name: 'one open',
    client: withState(ready(file)),
    set: (element) => Object.assign(element, { open: first.id }),
  },
  { name: 'loading', client: withState(undefined), set: none },
  { name: 'too few', client: withState(insufficient(refused.ok ? '' : refused.error.detail)), set: none },
  { name: 'permission', client: withState(failed('permission')), set: none },
  { name: 'error', client: withState(failed()), set: none },
]);

const show = async (set: (element: Segments) => void): Promise<{ element: Segments; root: ShadowRoot }> => {
  const element = await mount('aicrm-segments', set);
  return { element, root: must(element.shadowRoot, 'root') };
};

afterEach(() => document.body.replaceChildren());

describe('<aicrm-segments>', () => {
  it('says each segment’s shares, the most valuable first, and asks for nothing where the host has the file', async () => {
    const { element, root } = await show((one) => Object.assign(one, { segments: file }));
    expect(element.getAttribute('state')).toBe('ready');
    const rows = [...root.querySelectorAll('summary')].map(
      (row) => row.textContent?.replace(/\s+/g, ' ').trim() ?? '',
    );
    expect(rows).toHaveLength(file.segments.length);
    const best = must([...file.segments].sort((a, b) => b.valueShare - a.valueShare)[0], 'best');
    expect(rows[0]).toContain(best.name);
    expect(rows[0]).toContain(`${Math.round(best.valueShare * 1_000) / 10}%`);
    expect(root.querySelectorAll('[style]')).toHaveLength(0);
  });

  it('opens for a person, one at a time, and tells; a script that sets it tells nobody', async () => {
    const { element, root } = await show((one) => Object.assign(one, { segments: file }));
    const heard: AboutSegment[] = [];
    element.addEventListener('aicrm-segment', ({ detail }) => heard.push(detail));
    element.open = first.id;
    await settle(element);
    expect(root.querySelectorAll('details[open]')).toHaveLength(1);
    expect(heard).toEqual([]);
    const other = must(
      [...root.querySelectorAll<HTMLElement>('details:not([open]) summary')][0],
      'another segment',
    );
    other.click();
    await settle(element);
    expect(root.querySelectorAll('details[open]')).toHaveLength(1);
    expect(other.parentElement?.hasAttribute('open')).toBe(true);
    other.click();
    await settle(element);
    expect(root.querySelectorAll('details[open]')).toHaveLength(0);
    expect(heard.map(({ open }) => open)).toEqual([true, false]);
  });

  it('tells those who may read one record only that they may not see it', async () => {
    const client = withState(ready({ ...file, customers: null, segments: [] }))();
    const { element, root } = await show((one) => Object.assign(one, { client }));
    expect(element.getAttribute('state')).toBe('permission');
    expect(root.textContent).toContain('You cannot see these segments.');
    const empty = withState(ready({ ...file, segments: [] }))();
    const other = await show((one) => Object.assign(one, { client: empty }));
    expect(other.element.getAttribute('state')).toBe('empty');
  });

  it('shows words of data as words, and names what is no file', async () => {
    const bad = '<img src=x onerror=alert(1)>';
    const { element, root } = await show((one) => {
      one.segments = { ...file, notes: [bad], segments: [{ ...first, name: bad, advice: bad, id: bad }] };
      one.open = bad;
    });
    expect(root.querySelector('img')).toBeNull();
    expect(root.textContent).toContain(bad);
    for (const wrong of [4, [], { kind: 'segments' }, { kind: 'segments', segments: [{ id: 1 }] }]) {
      element.segments = wrong;
      await settle(element);
      expect(element.getAttribute('state'), JSON.stringify(wrong)).toBe('error');
    }
  });
});
