import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { expect, userEvent, waitFor } from 'storybook/test';
import './playground/model-playground.js';
import { sampleCsv } from './playground/sample.js';

type Story = StoryObj;

const meta: Meta = {
  title: 'Model playground',
  parameters: {
    docs: {
      description: {
        component:
          'Drop a table, say what to predict, and train a model of it in this page: the same trainer, gate, card and scorer as the product’s. Too little data or a model that is no better than the average is refused in the trainer’s own words.',
      },
      source: { code: null },
    },
  },
  render: () => html`<div style="padding: 16px"><model-playground></model-playground></div>`,
};
export default meta;

const inside = (canvas: HTMLElement): ShadowRoot => {
  const root = canvas.querySelector('model-playground')?.shadowRoot;
  if (!root) throw new Error('no playground in the story');
  return root;
};
const find = <E extends Element = HTMLElement>(canvas: HTMLElement, css: string): E => {
  const found = inside(canvas).querySelector<E>(css);
  if (!found) throw new Error(`no ${css} in the playground`);
  return found;
};
const press = (canvas: HTMLElement, css: string): Promise<void> => userEvent.click(find(canvas, css));
const there = (canvas: HTMLElement, css: string) =>
  waitFor(() => expect(inside(canvas).querySelector(css)).not.toBeNull(), { timeout: 45_000 });

/** A file as a person would choose it. */
async function give(canvas: HTMLElement, csv: string): Promise<void> {
  await userEvent.upload(
    find<HTMLInputElement>(canvas, 'input[type=file]'),
    new File([csv], 'tiny.csv', { type: 'text/csv' }),
  );
  await there(canvas, '.train');
}

const tiny = (rows: number): string =>
  [
    'visits,plan,bought',
    ...Array.from({ length: rows }, (_, i) => {
      const visits = (i * 7) % 23;
      const noise = (i * 13) % 11;
      return `${visits},${i % 3 === 0 ? 'pro' : 'basic'},${visits + noise > 16 ? 'yes' : 'no'}`;
    }),
  ].join('\n');

/** All that a page can send by, watched: what each was asked for. */
function watchDoors() {
  const asked: string[] = [];
  const { fetch: fetched, XMLHttpRequest: request } = globalThis;
  const beacon = navigator.sendBeacon;
  const open = request.prototype.open;
  globalThis.fetch = (...given) => {
    asked.push(`fetch ${String(given[0])}`);
    return fetched(...given);
  };
  request.prototype.open = function (this: XMLHttpRequest, method: string, url: string | URL) {
    asked.push(`${method} ${url}`);
    return open.call(this, method, url, true);
  };
  navigator.sendBeacon = (url) => {
    asked.push(`beacon ${url}`);
    return true;
  };
  return {
    asked,
    close() {
      globalThis.fetch = fetched;
      request.prototype.open = open;
      navigator.sendBeacon = beacon;
    },
  };
}

export const Start: Story = {
  play: async ({ canvasElement }) => {
    await expect(find(canvasElement, '.drop').textContent).toContain('Drop a CSV file');
    await expect(inside(canvasElement).querySelector('.train')).toBeNull();
  },
};

/** Trials of a company that does not exist, judged by the newest fifth; a row of them is tried. */
export const Sample: Story = {
  play: async ({ canvasElement }) => {
    await press(canvasElement, '.sample');
    await there(canvasElement, '.train');
    await press(canvasElement, '.train');
    await there(canvasElement, 'aicrm-what-if[state=score]');
    await expect(find(canvasElement, '.verdict').textContent).toContain('passed the gate');
  },
};

/** A tiny file of one's own, trained for real; every way out of the page is watched, and none is taken. */
export const OwnFile: Story = {
  play: async ({ canvasElement }) => {
    const doors = watchDoors();
    try {
      await give(canvasElement, sampleCsv(700));
      await press(canvasElement, '.train');
      await there(canvasElement, 'progress');
      await there(canvasElement, 'tbody tr');
      await there(canvasElement, 'aicrm-what-if[state=score]');
      await expect(find<HTMLIFrameElement>(canvasElement, 'iframe').srcdoc).toContain('converted');
      await expect(find<HTMLIFrameElement>(canvasElement, 'iframe').getAttribute('sandbox')).toBe('');
      await expect(find(canvasElement, 'tbody').textContent).toContain('invited_colleagues');
      await expect(doors.asked).toEqual([]);
      await expect(find(canvasElement, '.requests').textContent).toContain('file: 0.');
      // The count is no ornament: a request that is made is counted.
      await fetch(new URL('./support/page-styles.ts', import.meta.url), { method: 'HEAD' });
      await waitFor(() => expect(find(canvasElement, '.requests').textContent).toContain('file: 1.'));
      await expect(doors.asked).toHaveLength(1);
    } finally {
      doors.close();
    }
  },
};

/** Sixty rows: the trainer says what is missing. */
export const NotEnoughData: Story = {
  play: async ({ canvasElement }) => {
    await give(canvasElement, tiny(60));
    await press(canvasElement, '.train');
    await there(canvasElement, '.refused');
    await expect(find(canvasElement, '.refused').textContent).toContain('Not enough data');
    await expect(inside(canvasElement).querySelector('iframe')).toBeNull();
  },
};

/** A column that nearly says the outcome by itself: the gate holds the model back, and no prediction is shown. */
export const HeldBack: Story = {
  play: async ({ canvasElement }) => {
    await give(canvasElement, tiny(260));
    await press(canvasElement, '.train');
    await there(canvasElement, '.verdict.bad');
    await expect(inside(canvasElement).querySelector('tbody')).toBeNull();
    await expect(inside(canvasElement).querySelector('iframe')).not.toBeNull();
  },
};

/** A number is predicted with its range; fields stand in for the sliders. */
export const ANumber: Story = {
  play: async ({ canvasElement }) => {
    const rows = Array.from(
      { length: 240 },
      (_, i) => `${i % 17},${(i * 5) % 29},${3 * (i % 17) + ((i * 5) % 29)}`,
    );
    await give(canvasElement, ['hours,people,cost', ...rows].join('\n'));
    await press(canvasElement, '.train');
    await there(canvasElement, 'playground-row-trial');
    const trial = find(canvasElement, 'playground-row-trial').shadowRoot;
    await waitFor(() => expect(trial?.querySelector('input')).not.toBeNull());
    const input = trial?.querySelector('input');
    if (!input) throw new Error('no field');
    input.value = '16';
    input.dispatchEvent(new Event('change', { bubbles: true }));
    await waitFor(() => expect(trial?.querySelector('.said')?.textContent).toContain('→'));
  },
};

/** Cancelled: the worker is ended and the question stands again. */
export const Cancelled: Story = {
  play: async ({ canvasElement }) => {
    await press(canvasElement, '.sample');
    await there(canvasElement, '.train');
    await press(canvasElement, '.train');
    await there(canvasElement, '.cancel');
    await press(canvasElement, '.cancel');
    await waitFor(() => expect(inside(canvasElement).querySelector('progress')).toBeNull());
    await expect(find<HTMLButtonElement>(canvasElement, '.train').disabled).toBe(false);
  },
};
