import { madeUpFeedback } from '@aicrm/widgets/testing/made-up-feedback';
import type { Browser, Page } from 'playwright';
import type { Row } from '../../measure/row.js';
import { startChromium } from '../lib/browser.js';
import { serveEmbed } from '../lib/embed-page.js';
import { factRow, inMilliseconds, inSeconds, quantile, type Timing, timingRow } from '../lib/rounds.js';

const ROUNDS = 5;
const MESSAGES = 5_000;
const tag = 'aicrm-feedback-sentiment-panel';

/** A host's page that gets its messages from elsewhere, when it likes. */
const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Feedback</title>
<script type="module" src="/embed/aicrm.js" data-aicrm data-token="good"></script><${tag}></${tag}>`;

interface Seen {
  /** Seconds from handing the messages over to the first figures on screen, and to the last message read. */
  readonly first: number;
  readonly all: number;
  /** The browser's long tasks meanwhile, in milliseconds by the clock. */
  readonly long: readonly number[];
}

/** Runs in the page: hands the messages over and watches. */
async function read({ name, url }: { name: string; url: string }): Promise<Seen> {
  const messages = (await (await fetch(url)).json()) as readonly { text: string }[];
  const panel = document.querySelector(name) as HTMLElement & { messages: unknown };
  const long: number[] = [];
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) long.push(duration);
  });
  await new Promise((resolve) => setTimeout(resolve, 300));
  observer.observe({ type: 'longtask' });
  const began = performance.now();
  panel.messages = messages;
  const until = async (done: () => boolean): Promise<number> => {
    while (!done()) await new Promise((resolve) => requestAnimationFrame(resolve));
    return (performance.now() - began) / 1000;
  };
  const first = await until(() => panel.getAttribute('state') === 'ready');
  const all = await until(() => !panel.hasAttribute('reading'));
  await new Promise((resolve) => setTimeout(resolve, 300));
  observer.disconnect();
  return { first, all, long };
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args: { readonly data?: { readonly url?: string } };
}

/** The longest task of a page's main thread by processor time, in milliseconds, while `work` runs. */
async function longestTask(browser: Browser, page: Page, work: () => Promise<void>): Promise<number> {
  await browser.startTracing(page, {
    categories: ['devtools.timeline', 'disabled-by-default-devtools.timeline'],
  });
  await work();
  const trace = JSON.parse((await browser.stopTracing()).toString('utf8')) as {
    readonly traceEvents: readonly TraceEvent[];
  };
  const ours = trace.traceEvents.find(
    ({ name, args }) => name === 'FunctionCall' && args.data?.url?.includes('/embed/assets/'),
  );
  if (!ours) throw new Error('nothing of ours ran');
  return Math.max(
    ...trace.traceEvents
      .filter(
        ({ name, ph, pid, tid }) => name === 'RunTask' && ph === 'X' && pid === ours.pid && tid === ours.tid,
      )
      .map(({ tdur = 0 }) => tdur / 1000),
  );
}

/** 5,000 messages of a customer list, read by the delivered script in the page. */
export async function feedback(): Promise<Row[]> {
  const { browser, server, version } = await startChromium();
  await serveEmbed(server);
  server.file('/feedback', html, 'text/html; charset=utf-8');
  server.file(
    '/feedback.json',
    JSON.stringify(madeUpFeedback({ count: MESSAGES, days: 700 })),
    'application/json',
  );
  const seen: Seen[] = [];
  const tasks: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const context = await browser.newContext();
    const page = await context.newPage();
    const model = page.waitForResponse((response) => response.url().includes('sentiment-en'));
    await page.goto(`${server.origin}/feedback`);
    // The model comes while the page is idle, so that the panel is there when its messages are.
    await (await model).finished();
    tasks.push(
      await longestTask(browser, page, async () => {
        seen.push(await page.evaluate(read, { name: tag, url: '/feedback.json' }));
      }),
    );
    await context.close();
  }
  const timing = (costs: readonly number[]): Timing => ({ name: `ours, ${version}`, costs });
  const long = seen.flatMap((one) => one.long);
  return [
    timingRow({
      case: 'feedback: first figures of 5,000 messages on screen',
      unit: inMilliseconds,
      ours: timing(seen.map(({ first }) => first)),
      target: '<= 200 ms after they are there',
      limit: 200,
    }),
    factRow({
      case: 'feedback: longest task while 5,000 messages are read and drawn',
      metric: 'ms of processor time',
      better: 'lower',
      ours: quantile(tasks, 0.5),
      target: '<= 50',
      pass: quantile(tasks, 0.5) <= 50,
      noise: (quantile(tasks, 0.75) - quantile(tasks, 0.25)) / 2,
      why: `median of ${ROUNDS} page views, worst ${Math.max(...tasks).toFixed(0)} ms; long tasks by the clock, other programs included: ${long.length} in ${ROUNDS} views${long.length > 0 ? `, the longest ${Math.max(...long).toFixed(0)} ms` : ''}`,
    }),
    timingRow({
      case: 'feedback: 5,000 messages read, language, tone, evidence and topics of each',
      unit: inSeconds,
      ours: timing(seen.map(({ all }) => all)),
      target: 'for information',
      why: 'in slices of 8 ms on the page’s own thread; figures are drawn meanwhile',
    }),
  ];
}
