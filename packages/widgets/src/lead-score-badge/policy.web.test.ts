import { must } from '@aicrm/schema/result';
import { expect, it } from 'vitest';

const script = new URL('../testing/csp-page.ts', import.meta.url).href;
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' ws:; trusted-types lit-html; require-trusted-types-for 'script'";

/** A page of its own under the policy, with what the browser blocked in it from its first moment. */
async function page(content: string): Promise<{ document: Document; blocked: string[] }> {
  const frame = document.createElement('iframe');
  frame.srcdoc = `<!doctype html><html lang="en"><meta http-equiv="Content-Security-Policy" content="${policy}"><body>${content}</body></html>`;
  document.body.append(frame);
  await new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
  const blocked: string[] = [];
  const inside = must(frame.contentWindow, 'window of the frame') as Window & typeof globalThis;
  const observer = new inside.ReportingObserver(
    (reports) => blocked.push(...reports.map(({ body }) => JSON.stringify(body))),
    { types: ['csp-violation'], buffered: true },
  );
  observer.observe();
  return { document: inside.document, blocked };
}

it('paints, opens and draws its bars under a strict policy with Trusted Types', async () => {
  const { document: inside, blocked } = await page(`<script type="module" src="${script}"></script>`);
  const badge = () => inside.querySelector('aicrm-lead-score-badge')?.shadowRoot;
  await expect.poll(() => badge()?.querySelectorAll('.bar').length, { timeout: 15_000 }).toBe(6);
  const [first, second] = [...(badge()?.querySelectorAll('.bar') ?? [])].map((bar) =>
    bar.getBoundingClientRect(),
  );
  expect(must(first, 'a bar').width).toBeGreaterThan(must(second, 'a bar').width * 1.8);
  const pill = must(badge()?.querySelector('.pill'), 'pill');
  expect(inside.defaultView?.getComputedStyle(pill).borderTopWidth).toBe('1px');
  expect(blocked).toEqual([]);
});

it('has a policy that blocks, or the test above would prove nothing', async () => {
  const { blocked } = await page('<p style="color: red">inline</p>');
  await expect.poll(() => blocked.length).toBeGreaterThan(0);
  expect(blocked.join()).toContain('style-src');
});
