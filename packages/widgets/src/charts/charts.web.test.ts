import { must } from '@aicrm/schema/result';
import { html, render } from 'lit/html.js';
import { afterEach, describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import { sheetOf } from '../internal/css.js';
import { languageReady } from '../locales/locale.js';
import { chartSamples, months } from '../testing/chart-samples.js';
import { findings } from '../testing/element-suite.js';
import { panelTokens } from '../theme/panel-tokens.js';
import { tokens } from '../theme/tokens.js';
import { chart } from './chart.js';
import { chartStyles } from './chart-styles.js';
import type { ChartSpec } from './chart-types.js';
import { valueFormat } from './format.js';
import { lineChart } from './line-chart.js';
import { sparkline } from './sparkline.js';

const kinds = Object.keys(chartSamples);
const frames = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 20)));

async function show(content: unknown, { width = 600, dir = 'ltr' } = {}): Promise<ShadowRoot> {
  const host = document.createElement('section');
  host.style.cssText = `display: block; inline-size: ${width}px; font: 13px sans-serif`;
  host.dir = dir;
  const root = host.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = [tokens, panelTokens, chartStyles].map(sheetOf);
  document.body.append(host);
  render(html`${content}`, root);
  await frames();
  return root;
}
const draw = (spec: ChartSpec, options?: Parameters<typeof show>[1]) => show(chart(spec), options);
const sample = (kind: string, language = 'en'): ChartSpec => must(chartSamples[kind], kind)(language);
const keysOf = (root: ShadowRoot): HTMLElement => must(root.querySelector<HTMLElement>('.keys'), 'keys');
const status = (root: ShadowRoot): string => root.querySelector('[role=status]')?.textContent ?? '';
const drawingOf = (root: ShadowRoot): SVGElement =>
  must(root.querySelector<SVGElement>('.drawing'), 'drawing');

const thrown: string[] = [];
addEventListener('error', ({ message }) => thrown.push(message));

afterEach(() => {
  document.body.replaceChildren();
  // What an observer of sizes throws into the page would be the host's to see.
  expect(thrown.splice(0)).toEqual([]);
});

describe.each(kinds)('the chart %s', (kind) => {
  it.each([220, 480, 1200])(
    'draws for %d pixels, only what is there, and without style attributes',
    async (width) => {
      for (const language of ['en', 'ar']) {
        await languageReady(language);
        const root = await draw(sample(kind, language), { width, dir: language === 'ar' ? 'rtl' : 'ltr' });
        expect(drawingOf(root).getAttribute('width')).toBe(String(width));
        const markup = root.innerHTML;
        expect(markup).not.toMatch(/NaN|undefined|Infinity/);
        expect(root.querySelector('[style]')).toBeNull();
        // Words stay within the drawing, whatever its width.
        const box = drawingOf(root).getBoundingClientRect();
        for (const text of drawingOf(root).querySelectorAll('text')) {
          const own = text.getBoundingClientRect();
          expect(own.left, `${language} ${text.textContent}`).toBeGreaterThanOrEqual(box.left - 2);
          expect(own.right, `${language} ${text.textContent}`).toBeLessThanOrEqual(box.right + 2);
        }
        document.body.replaceChildren();
      }
    },
  );

  it('is read with keys, point by point, aloud', async () => {
    const root = await draw(sample(kind));
    await userEvent.tab();
    expect(root.activeElement).toBe(keysOf(root));
    const first = status(root);
    expect(first).not.toBe('');
    expect(root.querySelector('.tip')).not.toBeNull();
    await userEvent.keyboard('{ArrowDown}');
    expect(status(root)).not.toBe(first);
    await userEvent.keyboard('{Home}');
    expect(status(root)).toBe(first);
    await userEvent.keyboard('{End}{ArrowDown}');
    expect(status(root)).not.toBe(first);
    await userEvent.keyboard('{Escape}');
    expect(root.querySelector('.tip')).toBeNull();
  });

  it('has the same numbers as a table, and axe finds nothing', async () => {
    const root = await draw(sample(kind));
    const rows = root.querySelectorAll('tbody tr');
    expect(rows.length).toBe(sample(kind).table.rows.length);
    const heads = root.querySelectorAll('thead th').length;
    for (const row of rows) expect(row.children.length).toBe(heads);
    must(root.querySelector('details'), 'details').open = true;
    keysOf(root).focus();
    await userEvent.keyboard('{ArrowDown}');
    expect(await findings(must(root.host, 'host'))).toEqual([]);
  });
});

describe('a chart', () => {
  const long = (count: number): ChartSpec =>
    lineChart({
      label: 'Long',
      language: 'en',
      dates: months(count),
      grain: 'month',
      format: valueFormat('number', 'en'),
      lines: [
        { name: 'Values', values: Float64Array.from({ length: count }, (_, i) => i % 97), ink: 'main' },
      ],
    });

  it('is drawn anew for another width', async () => {
    const root = await draw(sample('line'), { width: 700 });
    const wide = root.querySelectorAll('.drawing text').length;
    (root.host as HTMLElement).style.inlineSize = '260px';
    await frames();
    expect(drawingOf(root).getAttribute('width')).toBe('260');
    expect(root.querySelectorAll('.drawing text').length).toBeLessThan(wide);
  });

  it('follows the pointer, without a word to screen readers, and lets it go', async () => {
    const root = await draw(sample('line'));
    const box = drawingOf(root).getBoundingClientRect();
    const at = (x: number): PointerEventInit => ({
      ...{ clientX: box.left + x, clientY: box.top + 50, bubbles: true, pointerType: 'mouse' },
    });
    keysOf(root).dispatchEvent(new PointerEvent('pointermove', at(300)));
    const tip = must(root.querySelector<HTMLElement>('.tip'), 'tip');
    const title = tip.textContent;
    expect(status(root)).toBe('');
    const placed = tip.getBoundingClientRect();
    expect(placed.left).toBeGreaterThanOrEqual(box.left - 1);
    expect(placed.right).toBeLessThanOrEqual(box.right + 1);
    keysOf(root).dispatchEvent(new PointerEvent('pointermove', at(500)));
    expect(root.querySelector('.tip')?.textContent).not.toBe(title);
    keysOf(root).dispatchEvent(new PointerEvent('pointerleave', at(500)));
    expect(root.querySelector('.tip')).toBeNull();
  });

  it('runs from right to left in Arabic, and the keys follow the eye', async () => {
    await languageReady('ar');
    const root = await draw(sample('line', 'ar'), { dir: 'rtl' });
    keysOf(root).focus();
    await userEvent.keyboard('{Home}');
    const first = status(root);
    await userEvent.keyboard('{ArrowLeft}');
    const second = status(root);
    expect(second).not.toBe(first);
    await userEvent.keyboard('{ArrowRight}');
    expect(status(root)).toBe(first);
    // Persian words run from right to left, Persian charts don't; we have no Persian words, so English ones stand there.
    const other = await draw(sample('line', 'fa'));
    keysOf(other).focus();
    await userEvent.keyboard('{Home}');
    const begin = status(other);
    await userEvent.keyboard('{ArrowRight}');
    expect(status(other)).not.toBe(begin);
  });

  it('tells what was chosen, by Enter and by a press', async () => {
    const chosen: number[] = [];
    const root = await draw({ ...sample('bars'), choose: (index) => chosen.push(index) });
    keysOf(root).focus();
    await userEvent.keyboard('{Home}{ArrowDown}{Enter}');
    await userEvent.click(keysOf(root), { position: { x: 20, y: 5 } });
    expect(chosen).toEqual([1, 0]);
    const silent = await draw(sample('bars'));
    keysOf(silent).focus();
    await userEvent.keyboard('{Home}{Enter}');
    expect(chosen).toHaveLength(2);
  });

  it('draws ten thousand points as a path that the pixels can show', async () => {
    const root = await draw(long(10_000));
    const path = root.querySelector('.stroke')?.getAttribute('d') ?? '';
    expect(path.split('L').length).toBeLessThan(4 * 600);
  });

  it('without any point is a picture with a name', async () => {
    const root = await draw(long(0));
    expect(root.querySelector('.keys')).toBeNull();
    expect(root.querySelector('[role=img]')?.getAttribute('aria-label')).toBe('Long');
    expect(root.innerHTML).not.toContain('NaN');
  });
});

it('a sparkline says what it shows, and has no dot where there is nothing', async () => {
  const root = await show(sparkline({ label: 'From 3 to 9', values: [3, Number.NaN, 5, 9] }));
  const svg = must(root.querySelector('svg'), 'svg');
  expect(svg.getAttribute('aria-label')).toBe('From 3 to 9');
  expect(svg.querySelector('circle')?.getAttribute('cx')).toBe('92');
  const mirrored = await show(sparkline({ label: 'x', values: [3, 9], mirrored: true }));
  expect(mirrored.querySelector('circle')?.getAttribute('cx')).toBe('4');
  const none = await show(sparkline({ label: 'No values', values: [] }));
  expect(none.querySelector('circle')).toBeNull();
  expect(none.innerHTML).not.toContain('NaN');
});
