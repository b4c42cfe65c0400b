import { join } from 'node:path';
import { type Browser, chromium } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchOptions, out } from '../bench/lib/browser.js';
import { serveEmbed, visit } from '../bench/lib/embed-page.js';
import { type BenchServer, startServer } from '../bench/lib/server.js';

// The page of the bench's rows, with the delivered script, its real client and store: what can be held without a clock.

let browser: Browser;
let server: BenchServer;

beforeAll(async () => {
  [browser, server] = await Promise.all([chromium.launch(launchOptions), startServer()]);
  await serveEmbed(server, join(out, '../budgets'));
}, 90_000);
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

describe('a list of 100 badges', () => {
  it('shifts nothing, neither at the first visit nor at one whose scores come from the store', async () => {
    const context = await browser.newContext();
    const first = await visit(context, `${server.origin}/list-100`);
    const later = await visit(context, `${server.origin}/list-100`, { offline: true });
    for (const { seen } of [first, later]) {
      // All 100 were painted, or there would have been nothing to shift.
      expect(seen.all).toBeGreaterThan(0);
      expect(seen.shift).toBe(0);
    }
    await context.close();
  });

  it('is seen to shift where its badges are made to grow', async () => {
    const context = await browser.newContext();
    // A host that reserves no room and gives a badge with a score more of it.
    await context.addInitScript(() => {
      document.addEventListener('DOMContentLoaded', () => {
        const style = document.createElement('style');
        style.textContent = 'aicrm-lead-score-badge[state="score"] { min-block-size: 6rem; }';
        document.head.append(style);
      });
    });
    const { seen } = await visit(context, `${server.origin}/list-100`);
    expect(seen.shift).toBeGreaterThan(0);
    await context.close();
  });
});
