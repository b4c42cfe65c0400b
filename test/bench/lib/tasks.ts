import { must } from '@aicrm/schema/result';
import type { Browser, BrowserContext } from 'playwright';
import { allPainted } from './embed-page.js';

/** One turn of the page's event loop in which something of ours ran or was drawn. */
export interface OwnTask {
  /** Milliseconds after the page began to be parsed. */
  readonly at: number;
  /** Milliseconds of processor time of the page's main thread: what other programs take meanwhile is not in it. */
  readonly cpu: number;
  /** Its dearest parts, for people. */
  readonly parts: string;
}

/** What is done to a context before its page is opened. */
export type Prepare = (context: BrowserContext) => Promise<unknown>;

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds: wall clock's beginning and length, and the thread's own time. */
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args: {
    readonly data?: { readonly url?: string };
    readonly beginData?: { readonly url?: string };
  };
}

const categories = ['devtools.timeline', 'disabled-by-default-devtools.timeline', 'v8', 'v8.execute'];
const script = /^(v8\.(evaluate|compile)Module|FunctionCall|RunMicrotasks)$/;

/**
 * Opens a list in a context of its own and takes what its main thread did, from the navigation until the model's card,
 * the last that a first visit fetches, has been read.
 *
 * A task counts whole, style, layout and paint of the host's page with it, from the one on in which our first element is
 * made. Before, the page draws itself, and only what our script takes counts.
 */
export async function ownTasks(
  browser: Browser,
  url: string,
  { throttle = 1, prepare }: { throttle?: number; prepare?: Prepare | undefined } = {},
): Promise<readonly OwnTask[]> {
  const context = await browser.newContext();
  try {
    await prepare?.(context);
    const page = await context.newPage();
    if (throttle > 1) {
      const session = await context.newCDPSession(page);
      await session.send('Emulation.setCPUThrottlingRate', { rate: throttle });
    }
    await browser.startTracing(page, { categories });
    const painted = page.waitForEvent('console', { predicate: (one) => one.text() === allPainted });
    const card = page.waitForResponse((response) => response.url().includes('/v1/models/'));
    await page.goto(url);
    await painted;
    await card;
    await page.waitForTimeout(500);
    const trace = JSON.parse((await browser.stopTracing()).toString('utf8')) as {
      readonly traceEvents: readonly TraceEvent[];
    };
    return ownOf(trace.traceEvents, url);
  } finally {
    await context.close();
  }
}

const end = ({ ts, dur = 0 }: TraceEvent): number => ts + dur;
const cpu = (events: readonly TraceEvent[]): number =>
  events.reduce((sum, { tdur = 0 }) => sum + tdur / 1000, 0);

function ownOf(events: readonly TraceEvent[], url: string): OwnTask[] {
  // The browser has pages of its own, each with a main thread.
  const parsed = events.find(({ name, args }) => name === 'ParseHTML' && args.beginData?.url === url);
  const { pid, tid, ts: began } = must(parsed, 'no page of this address in the trace');
  const main = events
    .filter((one) => one.ph === 'X' && one.pid === pid && one.tid === tid)
    .sort((a, b) => a.ts - b.ts);
  const first = main.find(
    ({ name, args }) => name === 'FunctionCall' && args.data?.url?.includes('/embed/assets/'),
  );
  const since = must(first, 'no element of ours in the trace').ts;
  return main
    .filter(({ name }) => name === 'RunTask')
    .flatMap((task) => {
      const inside = main.filter((one) => one !== task && one.ts >= task.ts && end(one) <= end(task));
      const ours = end(task) > since ? [task] : outermost(inside.filter(({ name }) => script.test(name)));
      if (ours.length === 0) return [];
      const parts = Map.groupBy(inside, ({ name }) => name);
      const dearest = [...parts]
        .map(([name, all]) => [name, cpu(outermost(all))] as const)
        .sort(([, a], [, b]) => b - a)
        .slice(0, 6);
      return {
        at: (task.ts - began) / 1000,
        cpu: cpu(ours),
        parts: dearest.map(([name, ms]) => `${name} ${ms.toFixed(1)}`).join(', '),
      };
    });
}

/** Those that lie in no other of them; sorted by their beginning. */
function outermost(events: readonly TraceEvent[]): TraceEvent[] {
  let until = 0;
  return events.filter((one) => {
    if (end(one) <= until) return false;
    until = end(one);
    return true;
  });
}

export const longest = (tasks: readonly OwnTask[]): OwnTask =>
  must(
    tasks.reduce<OwnTask | undefined>((most, one) => (most && most.cpu >= one.cpu ? most : one), undefined),
    'no task of ours in the trace',
  );
