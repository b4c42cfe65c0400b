import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { FakeWorker, leadView } from '@aicrm/client/testing/fake-worker';
import { smallModel } from '@aicrm/client/testing/small-model';
import { reserve } from '@aicrm/widgets/lead-score-badge/reserve';
import type { BrowserContext } from 'playwright';
import { build } from 'vite';
import { out } from './browser.js';
import type { BenchServer } from './server.js';

const embed = resolve(import.meta.dirname, '../../../packages/embed');

export const embedFiles = join(out, 'embed');

/** The script as it is delivered, built from the sources of now. */
async function buildEmbed(outDir: string): Promise<void> {
  await build({
    root: embed,
    configFile: join(embed, 'vite.config.ts'),
    logLevel: 'error',
    build: { outDir, emptyOutDir: true },
  });
}

/** What happened on the page, taken by an inline script that runs before anything else. */
export interface Seen {
  /** Milliseconds from navigation until the first badge and until all showed a score. */
  first: number;
  all: number;
  /** Milliseconds from navigation until our script was there. */
  script: number;
  shift: number;
  longTasks: number[];
}

/** Said in the console when all is painted: to ask the page instead would put a script of some 20 ms into what is timed. */
export const allPainted = 'all badges are painted';

const observe = `const said = '${allPainted}'; window.seen = { first: NaN, all: NaN, script: NaN, shift: 0, longTasks: [] };
new PerformanceObserver((list) => { for (const e of list.getEntries()) seen.shift += e.value; }).observe({ type: 'layout-shift', buffered: true });
new PerformanceObserver((list) => { for (const e of list.getEntries()) seen.longTasks.push(e.duration); }).observe({ type: 'longtask', buffered: true });
const painted = new Set();
new MutationObserver((changes) => {
  for (const { target } of changes) if (target.getAttribute('state') === 'score') painted.add(target);
  if (painted.size > 0 && isNaN(seen.first)) seen.first = performance.now();
  if (painted.size === wanted && isNaN(seen.all)) { seen.all = performance.now(); console.debug(said); }
}).observe(document, { subtree: true, attributes: true, attributeFilter: ['state'] });`;

// Fixed columns: a table that fits them to its rows shifts by itself while a long page comes in, with us or without.
const style = `body { font: 14px sans-serif; margin: 1rem; } table { table-layout: fixed; inline-size: 44rem; } td { padding: 4px 12px; } .chip { display: inline-block; inline-size: 10.75rem; block-size: 1.75rem; vertical-align: middle; }
${reserve}`;

/** A host's list of leads: with our script and a badge a row, or the same list with an empty box of the badge's size. */
function listPage(count: number, ours: boolean): string {
  const cell = (i: number) =>
    ours
      ? `<aicrm-lead-score-badge record-id="lead:bench:${i}"></aicrm-lead-score-badge>`
      : '<span class="chip"></span>';
  const rows = Array.from(
    { length: count },
    (_, i) => `<tr><td>Person ${i}</td><td>person.${i}@example.org</td><td>${cell(i)}</td></tr>`,
  );
  const tag =
    '<script type="module" src="/embed/aicrm.js" data-aicrm data-token="good" data-cache="persistent"></script>';
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Leads</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>${style}</style>
<script>const wanted = ${count}; ${observe}</script>${ours ? tag : ''}</head>
<body><h1>Leads</h1><table><tbody>${rows.join('')}</tbody></table></body></html>`;
}

let ready: Promise<void> | undefined;

/**
 * Whether the worker answers. It is switched off here and not by intercepting requests in the browser, which would send
 * every file of the page through this process and turn the browser's cache off.
 */
let workerAnswers = true;

/** A file of the embed, with the caching that the worker gives it: names with a hash in them never change. */
function embedFile(folder: string, path: string): Response {
  const name = path.replace('/embed/', '');
  const cached = name.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
  return new Response(new Uint8Array(readFileSync(join(folder, name))), {
    headers: { 'content-type': 'text/javascript', 'cache-control': cached },
  });
}

/**
 * Builds the embed and serves it with a worker in memory: 1,000 leads, and lists of 1, 100 and 1,000 of them.
 * @param folder Where it is built: a test beside a bench must not empty the bench's.
 */
export function serveEmbed(server: BenchServer, folder: string = embedFiles): Promise<void> {
  ready ??= serve(server, folder);
  return ready;
}

async function serve(server: BenchServer, folder: string): Promise<void> {
  await buildEmbed(folder);
  server.handler('/embed/', async (request) => embedFile(folder, new URL(request.url).pathname));
  const worker = new FakeWorker();
  worker.publish(await smallModel());
  worker.upsert(
    ...Array.from({ length: 1_000 }, (_, i) => leadView(`lead:bench:${i}`, { 'orders.count': i % 9 })),
  );
  server.handler('/v1/', async (request) =>
    workerAnswers ? worker.fetch(request) : new Response(null, { status: 503 }),
  );
  for (const count of [1, 100, 1_000]) {
    server.file(`/list-${count}`, listPage(count, true));
    server.file(`/control-${count}`, listPage(count, false));
  }
}

export interface Visit {
  readonly seen: Seen;
  /** Seconds of processor time that the page's main thread took, all in all; other programs are not in it. */
  readonly busy: number;
  /** Files of the embed that were asked for before all badges were painted. */
  readonly files: readonly string[];
}

declare const seen: Seen;

/** Opens a list, waits until all its badges show a score and then for a quiet second, and takes everything down. */
export async function visit(
  context: BrowserContext,
  url: string,
  { throttle = 1, offline = false, ours = true } = {},
): Promise<Visit> {
  const page = await context.newPage();
  workerAnswers = !offline;
  const session = await context.newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  if (throttle > 1) await session.send('Emulation.setCPUThrottlingRate', { rate: throttle });
  const painted =
    ours && page.waitForEvent('console', { predicate: (one) => one.text() === allPainted, timeout: 60_000 });
  await page.goto(url);
  await painted;
  await page.waitForTimeout(1_200);
  const taken = await page.evaluate(() => {
    const files = performance
      .getEntriesByType('resource')
      .filter((entry) => entry instanceof PerformanceResourceTiming)
      .filter(({ name }) => name.includes('/embed/'));
    const script = files.find(({ name }) => name.endsWith('/aicrm.js'));
    seen.script = script?.responseEnd ?? Number.NaN;
    const before = files.filter(({ startTime }) => startTime < seen.all);
    return { seen, files: before.map(({ name }) => new URL(name).pathname.replace('/embed/', '')) };
  });
  const { metrics } = await session.send('Performance.getMetrics');
  await page.close();
  return { ...taken, busy: metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN };
}
