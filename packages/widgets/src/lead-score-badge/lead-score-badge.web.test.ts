import { must } from '@aicrm/schema/result';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import { elementSuite, findings, mount, settle } from '../testing/element-suite.js';
import { card, explained, FakeClient, problem, refusalState, scoreState } from '../testing/fake-client.js';
import { later } from './define.js';
import type { LeadScoreBadge } from './lead-score-badge.js';
import { reserve } from './reserve.js';

const tag = 'aicrm-lead-score-badge';

// The chunks are here before the tests, so that no test waits for a line; their failure has tests of its own.
beforeAll(() => Promise.all([later(), import('../locales/ar.js'), import('../locales/de.js')]));

const medium = scoreState(0.34, 'medium');

function named(element: LeadScoreBadge): void {
  element.recordId = 'lead:club:1';
}
const openInline = (element: LeadScoreBadge): void => {
  named(element);
  element.open = true;
  element.display = 'inline';
};

const offlineClient = () => {
  const client = new FakeClient(scoreState(0.34, 'medium', 'stale'));
  client.online = false;
  return client;
};

elementSuite(tag, [
  { name: 'high', client: () => new FakeClient(scoreState(0.79, 'high')), set: named },
  { name: 'medium', client: () => new FakeClient(medium), set: named },
  { name: 'low', client: () => new FakeClient(scoreState(0.04, 'low')), set: named },
  { name: 'stale and offline, opened', client: offlineClient, set: openInline },
  { name: 'opened inline', client: () => new FakeClient(medium), set: openInline },
  {
    name: 'opened as a popover',
    client: () => new FakeClient(medium),
    set: (element) => {
      named(element);
      element.open = true;
      element.cardHref = '/cards/lead-score';
    },
  },
  { name: 'empty', client: () => new FakeClient(), set: () => undefined },
  { name: 'loading', client: () => new FakeClient({ state: 'loading' }), set: named },
  {
    name: 'too little data',
    client: () => new FakeClient(refusalState('inputs', ['Spend'])),
    set: openInline,
  },
  { name: 'no model', client: () => new FakeClient(refusalState('no-model')), set: openInline },
  { name: 'no evidence', client: () => new FakeClient(refusalState('no-evidence')), set: openInline },
  {
    name: 'permission',
    client: () => new FakeClient({ state: 'permission', problem: problem('permission', 'Expired.') }),
    set: openInline,
  },
  {
    name: 'error',
    client: () => new FakeClient({ state: 'error', problem: problem('temporary', 'Down.') }),
    set: openInline,
  },
]);

const root = (element: LeadScoreBadge): ShadowRoot => must(element.shadowRoot, 'shadow root');
const text = (element: LeadScoreBadge): string =>
  root(element).textContent?.replace(/\s+/g, ' ').trim() ?? '';
const find = (element: LeadScoreBadge, css: string): HTMLElement =>
  must(root(element).querySelector<HTMLElement>(css), css);
const button = (element: LeadScoreBadge) => find(element, 'button.pill');

const scored = (client: FakeClient, set: (element: LeadScoreBadge) => void = () => undefined) =>
  mount(tag, (element) => {
    element.client = client;
    named(element);
    set(element);
  });

const opened = (client: FakeClient) => scored(client, openInline);

afterEach(() => {
  for (const element of document.querySelectorAll(tag)) element.remove();
  document.documentElement.lang = 'en';
  document.documentElement.dir = '';
});

describe('the closed badge', () => {
  it('says the score as a number and a word, and the band by its shape', async () => {
    const element = await scored(new FakeClient(medium));
    expect(text(element)).toBe('Lead score: 34%Medium');
    expect(button(element).className).toBe('pill medium');
    expect(find(element, 'svg[part="meter"]').getAttribute('aria-hidden')).toBe('true');
  });

  it.each([
    ['score', medium, 'live'],
    ['score', scoreState(0.3, 'medium', 'cached'), 'cached'],
    ['score', scoreState(0.3, 'medium', 'stale'), 'stale'],
    ['insufficient-data', refusalState('inputs'), 'live'],
    ['permission', { state: 'permission', problem: problem('permission', '') } as const, null],
    ['error', { state: 'error', problem: problem('temporary', '') } as const, null],
    ['loading', { state: 'loading' } as const, null],
  ])('reflects %s (%#)', async (state, answer, freshness) => {
    const element = await scored(new FakeClient(answer));
    expect(element.getAttribute('state')).toBe(state);
    expect(element.getAttribute('freshness')).toBe(freshness);
    expect(element.state).toBe(state);
  });

  it('is empty where no record is given, and asks nobody', async () => {
    const client = new FakeClient(medium);
    const element = await mount(tag, (one) => {
      one.client = client;
    });
    expect(element.getAttribute('state')).toBe('empty');
    expect(client.watched).toEqual([]);
    expect(root(element).querySelector('button')).toBeNull();
  });

  it('keeps its state when the worker dies: offline is an attribute of its own', async () => {
    const client = new FakeClient(medium);
    const element = await scored(client);
    expect(element.hasAttribute('offline')).toBe(false);
    client.goOffline();
    await settle(element);
    expect(element.hasAttribute('offline')).toBe(true);
    expect(element.getAttribute('state')).toBe('score');
    expect(text(element)).toContain('no connection');
  });

  it('has the same size in every state', async () => {
    const sizes = new Set<string>();
    for (const answer of [medium, refusalState('no-evidence'), { state: 'loading' } as const, undefined]) {
      const element = await scored(new FakeClient(answer));
      const { width, height } = element.getBoundingClientRect();
      sizes.add(`${width} ${height}`);
      element.remove();
    }
    expect([...sizes]).toHaveLength(1);
  });

  it('takes the room that the documented CSS reserves before it is defined', async () => {
    const style = document.createElement('style');
    style.textContent = reserve.replaceAll(tag, 'x-before');
    document.head.append(style);
    for (const display of ['popover', 'inline'] as const) {
      const before = document.createElement('x-before');
      before.setAttribute('display', display);
      document.body.append(before);
      const after = await scored(new FakeClient(medium), (one) => {
        one.display = display;
      });
      const { width, height } = before.getBoundingClientRect();
      expect(width).toBeGreaterThan(100);
      expect(after.getBoundingClientRect()).toMatchObject({ width, height });
      before.remove();
    }
    style.remove();
  });

  it('survives a reset that zeroes every element of the page', async () => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      '*, ::before, ::after { margin: 0; padding: 0; border: 0 solid; box-sizing: border-box }',
    );
    const before = await scored(new FakeClient(medium));
    const { width, height } = before.getBoundingClientRect();
    const padding = getComputedStyle(button(before)).paddingInlineStart;
    document.adoptedStyleSheets = [sheet];
    const after = await scored(new FakeClient(medium));
    expect(after.getBoundingClientRect()).toMatchObject({ width, height });
    expect(getComputedStyle(button(after)).paddingInlineStart).toBe(padding);
    expect(padding).not.toBe('0px');
    document.adoptedStyleSheets = [];
  });

  it.each([undefined, null, 7, 'text', [1], () => 1, new Date(), Symbol('x')])(
    'tolerates %s as a record',
    async (record) => {
      const element = await mount(tag, (one) => {
        one.client = new FakeClient(medium);
        Object.assign(one, { record });
      });
      expect(['empty', 'error', 'score']).toContain(element.getAttribute('state'));
    },
  );

  it('turns a client that throws, and one that is none, into a state', async () => {
    const throwing = new FakeClient();
    throwing.watch = () => {
      throw new Error('broken');
    };
    expect((await scored(throwing)).getAttribute('state')).toBe('error');
    const none = await mount(tag, (one) => {
      named(one);
      Object.assign(one, { client: 'not a client' });
    });
    expect(none.getAttribute('state')).toBe('error');
  });
});

describe('opening', () => {
  it('opens and closes by keyboard, keeps the focus, and tells the host', async () => {
    const element = await scored(new FakeClient(medium));
    const heard: string[] = [];
    for (const name of ['aicrm-open', 'aicrm-close'] as const)
      document.body.addEventListener(name, ({ type, detail }) => heard.push(`${type} ${detail.recordId}`), {
        once: true,
      });
    expect(button(element).getAttribute('aria-expanded')).toBe('false');
    button(element).focus();
    await userEvent.keyboard('{Enter}');
    await settle(element);
    expect(button(element).getAttribute('aria-expanded')).toBe('true');
    expect(find(element, '#panel').matches(':popover-open')).toBe(true);
    await userEvent.keyboard('{Tab}');
    expect(root(element).activeElement?.className).toBe('close');
    await userEvent.keyboard('{Escape}');
    await settle(element);
    expect(root(element).querySelector('#panel')).toBeNull();
    expect(root(element).activeElement).toBe(button(element));
    expect(heard).toEqual(['aicrm-open lead:club:1', 'aicrm-close lead:club:1']);
  });

  it('closes at a press outside, and stays at one inside', async () => {
    const element = await scored(new FakeClient(medium));
    button(element).click();
    await settle(element);
    find(element, 'h3').dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, composed: true }));
    expect(element.open).toBe(true);
    document.body.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, composed: true }));
    expect(element.open).toBe(false);
  });

  it('fires no event when the host opens and closes it', async () => {
    const element = await scored(new FakeClient(medium));
    const heard: string[] = [];
    for (const name of ['aicrm-open', 'aicrm-close'] as const)
      element.addEventListener(name, ({ type }) => heard.push(type));
    element.open = true;
    await settle(element);
    expect(root(element).querySelector('table')).not.toBeNull();
    element.open = false;
    await settle(element);
    expect(heard).toEqual([]);
    button(element).click();
    expect(heard).toEqual(['aicrm-open']);
  });

  it('lets a dialog of the host be: Escape closes the reasons only', async () => {
    const dialog = document.createElement('dialog');
    document.body.append(dialog);
    dialog.showModal();
    const element = await scored(new FakeClient(medium));
    dialog.append(element);
    element.display = 'inline';
    button(element).focus();
    await userEvent.keyboard('{Enter}');
    await settle(element);
    await userEvent.keyboard('{Escape}');
    expect(element.open).toBe(false);
    expect(dialog.open).toBe(true);
    dialog.remove();
  });
});

describe('the reasons', () => {
  it('add up to the logit of the painted score, folded and unfolded', async () => {
    const client = new FakeClient(medium);
    const element = await opened(client);
    const sum = () =>
      [...root(element).querySelectorAll<HTMLElement>('[data-contribution]')].reduce(
        (total, cell) => total + Number(cell.dataset.contribution),
        -2,
      );
    const rows = () => root(element).querySelectorAll('[data-contribution]').length;
    expect(sum()).toBeCloseTo(medium.score.logit, 6);
    expect(rows()).toBe(6);
    find(element, 'section .link').click();
    await settle(element);
    expect(rows()).toBe(9);
    expect(sum()).toBeCloseTo(medium.score.logit, 6);
    expect(text(element)).toContain('All together 34%');
  });

  it('show numbers that add up to the shown score, folded and unfolded', async () => {
    const element = await opened(new FakeClient(medium));
    const hundredths = () =>
      [...root(element).querySelectorAll('.number')].map((cell) =>
        Math.round(100 * Number(cell.textContent?.replace('\u2212', '-'))),
      );
    for (const rows of [8, 11]) {
      const numbers = hundredths();
      expect(numbers).toHaveLength(rows);
      expect(numbers.slice(0, -1).reduce((sum, one) => sum + one, 0)).toBe(numbers.at(-1));
      find(element, 'section .link').click();
      await settle(element);
    }
  });

  it('say why the start is another number than the average', async () => {
    const client = new FakeClient(medium);
    const answer = explained();
    expect(text(await opened(client))).not.toContain('averages log-odds');
    client.explained = { ...answer, meta: { ...answer.meta, baseRate: 0.2 } };
    expect(text(await opened(client))).toContain('averages log-odds');
  });

  it('says sign and size in words, beside bars that show them', async () => {
    const element = await opened(new FakeClient(medium));
    const [first, second] = root(element).querySelectorAll('tbody tr:not(.total)');
    expect(first?.textContent?.replace(/\s+/g, ' ')).toContain('The input 1 0 · raises strongly +0.90');
    expect(second?.textContent?.replace(/\s+/g, ' ')).toContain('The input 2 1 · lowers −0.45');
    const bars = [...root(element).querySelectorAll('.bar')].map((bar) => bar.getBoundingClientRect());
    expect(must(bars[0], 'a bar').width).toBeCloseTo(must(bars[1], 'a bar').width * 2, 0);
    expect(must(bars[1], 'a bar').right).toBeCloseTo(must(bars[0], 'a bar').left, 0);
  });

  it('says what would change the score most, the inputs used and the time of the data', async () => {
    const element = await opened(new FakeClient(medium));
    const shown = text(element).replaceAll(/[\u2068\u2069]/g, '');
    expect(shown).toContain('If “Campaign type” were Type A');
    expect(shown).toContain('from 34% to 51%');
    expect(shown).toContain('If “Days since last purchase” were 3 days instead of 40 days');
    expect(shown).toContain('Scored on 9 of 14 inputs');
    expect(find(element, 'time').getAttribute('datetime')).toBe('2026-11-22T09:00:00Z');
  });

  it('are asked again when the score moves, and an answer to the older score is dropped', async () => {
    const client = new FakeClient(medium);
    const element = await opened(client);
    let answerOld: (value: ReturnType<typeof explained>) => void = () => undefined;
    client.explain = () => new Promise((resolve) => (answerOld = resolve));
    client.tell(scoreState(0.5, 'high'));
    await settle(element);
    expect(find(element, '.body').getAttribute('aria-busy')).toBe('true');
    const old = answerOld;
    client.explain = () => Promise.resolve(explained(0.6));
    client.tell(scoreState(0.6, 'high'));
    await settle(element);
    old(explained(0.5, 3));
    await settle(element);
    expect(text(element)).toContain('All together 60%');
    expect(find(element, '.body').getAttribute('aria-busy')).toBe('false');
  });

  it('fail alone: the score stays', async () => {
    const client = new FakeClient(medium);
    client.explained = new Error('no chunk');
    const element = await opened(client);
    expect(find(element, '[role="alert"]').textContent).toContain('The reasons could not be computed');
    expect(element.getAttribute('state')).toBe('score');
  });

  it('name what is missing, and what to do about a problem', async () => {
    const missing = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    const little = await opened(new FakeClient(refusalState('inputs', missing)));
    expect(root(little).querySelectorAll('.missing li')).toHaveLength(7);
    expect(text(little)).toContain('and 2 more');
    const client = new FakeClient({
      state: 'permission',
      problem: { ...problem('permission', 'The token has expired.'), action: 'Sign in again.' },
    });
    const denied = await opened(client);
    expect(text(denied)).toContain('The token has expired. Sign in again.');
    client.answer = medium;
    find(denied, '.retry').click();
    await settle(denied);
    expect(denied.getAttribute('state')).toBe('score');
    expect(root(denied).activeElement).toBe(button(denied));
  });

  it('lead to the model card, whose facts are shown in the panel', async () => {
    const client = new FakeClient(medium);
    client.cardAnswer = card;
    const element = await opened(client);
    find(element, '.about .link').click();
    await settle(element);
    expect(text(element)).toContain('puts the right one first in 78% of pairs (76% to 80%)');
    expect(text(element)).toContain('Age group sensitive');
    expect(await findings(element)).toEqual([]);
  });

  it('say so where the card cannot be had', async () => {
    const element = await opened(new FakeClient(medium));
    find(element, '.about .link').click();
    await settle(element);
    expect(find(element, '.about [role="alert"]').textContent).toContain('could not be loaded');
  });

  it.each([
    ['/cards/1', true],
    ['https://crm.example/card', true],
    ['javascript:alert(1)', false],
    ['data:text/html,x', false],
    ['https://[', false],
  ])('link to %s: %s', async (href, shown) => {
    const element = await scored(new FakeClient(medium), (one) => {
      openInline(one);
      one.cardHref = href;
    });
    expect(root(element).querySelector('a') !== null).toBe(shown);
  });
});

describe('strings from a CRM', () => {
  const evil = '<img src=x onerror="globalThis.hacked=1"><script>globalThis.hacked=1</script>"\'';

  it('are shown as text, wherever they come from', async () => {
    const client = new FakeClient(medium);
    const answer = explained(0.34, 4, { label: evil, value: evil, unit: evil });
    client.explained = {
      ...answer,
      counterfactuals: [{ feature: evil, label: evil, from: evil, to: evil, probability: 0.9 }],
      meta: { ...answer.meta, outcome: evil },
    };
    client.cardAnswer = {
      ...card,
      version: evil,
      limits: [evil],
      verdict: { ...card.verdict, reason: evil },
    };
    const element = await opened(client);
    find(element, '.about .link').click();
    await settle(element);
    expect(text(element).split('onerror').length - 1).toBeGreaterThan(6);
    expect(root(element).querySelector('img, script')).toBeNull();
    const refused = await opened(new FakeClient(refusalState('inputs', [evil])));
    expect(text(refused)).toContain('<script>');
    expect('hacked' in globalThis).toBe(false);
  });
});

describe('language and direction', () => {
  it('follow the nearest lang, and the page when it changes', async () => {
    document.documentElement.lang = 'de';
    const element = await scored(new FakeClient(medium));
    expect(text(element)).toBe('Lead-Score: 34\u00a0%Mittel'.replace('\u00a0', ' '));
    document.documentElement.lang = 'en-GB';
    await settle(element);
    expect(text(element)).toBe('Lead score: 34%Medium');
  });

  it('keep English sentences whole in a page that runs from right to left', async () => {
    document.documentElement.dir = 'rtl';
    const element = await opened(new FakeClient(medium));
    expect(getComputedStyle(find(element, '.fine')).direction).toBe('ltr');
    document.documentElement.lang = 'ar';
    await settle(element);
    expect(getComputedStyle(find(element, '.fine')).direction).toBe('rtl');
  });

  it('mirror the bars from right to left', async () => {
    document.documentElement.dir = 'rtl';
    document.documentElement.lang = 'ar';
    const element = await opened(new FakeClient(medium));
    const [first, second] = [...root(element).querySelectorAll('.bar')].map((bar) =>
      bar.getBoundingClientRect(),
    );
    expect(must(first, 'a bar').right).toBeCloseTo(must(second, 'a bar').left, 0);
    expect(text(element)).toContain('متوسط');
    expect(await findings(element)).toEqual([]);
  });
});
