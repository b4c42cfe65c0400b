import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { BrowserContext } from 'playwright';
import type { Row } from '../../measure/row.js';
import { brotliSize } from '../lib/brotli.js';
import { out, startChromium } from '../lib/browser.js';
import { embedFiles, serveEmbed, type Visit, visit } from '../lib/embed-page.js';
import { factRow, inMilliseconds, quantile, type Timing, timingRow } from '../lib/rounds.js';
import { longest, type OwnTask, ownTasks } from '../lib/tasks.js';

const ROUNDS = 5;
const THROTTLE = 4;

/** The delivered script on a host's page, with its real client, store and scoring; the worker answers from this machine. */
export async function page(): Promise<Row[]> {
  const { browser, server, version } = await startChromium();
  await serveEmbed(server);
  const at = (path: string) => `${server.origin}/${path}`;
  const fresh = async (work: (context: BrowserContext) => Promise<Visit>): Promise<Visit> => {
    const context = await browser.newContext();
    try {
      return await work(context);
    } finally {
      await context.close();
    }
  };

  // A page view before has filled the store; from here the network to the worker is off.
  const context = await browser.newContext();
  await visit(context, at('list-100'));
  const cached: Visit[] = [];
  const cachedList: Visit[] = [];
  const later: Visit[] = [];
  const laterControl: Visit[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    cached.push(await visit(context, at('list-1'), { offline: true }));
    cachedList.push(await visit(context, at('list-1000'), { offline: true }));
    later.push(await visit(context, at('list-100')));
    laterControl.push(await visit(context, at('control-100'), { ours: false }));
  }
  await context.close();

  const cold: Visit[] = [];
  const control: Visit[] = [];
  const throttled: Visit[] = [];
  const throttledControl: Visit[] = [];
  const tasks: OwnTask[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    cold.push(await fresh((one) => visit(one, at('list-100'))));
    control.push(await fresh((one) => visit(one, at('control-100'), { ours: false })));
    throttled.push(await fresh((one) => visit(one, at('list-100'), { throttle: THROTTLE })));
    throttledControl.push(
      await fresh((one) => visit(one, at('control-100'), { throttle: THROTTLE, ours: false })),
    );
    tasks.push(longest(await ownTasks(browser, at('list-100'))));
  }

  const timing = (name: string, visits: readonly Visit[], cost: (one: Visit) => number): Timing => ({
    name,
    costs: visits.map(cost),
  });
  const sincePaint = ({ seen }: Visit) => (seen.all - seen.script) / 1000;
  return [
    ...weight(cached),
    timingRow({
      case: 'page: a stored score, the worker out of reach',
      unit: inMilliseconds,
      ours: timing(`ours, ${version}`, cached, sincePaint),
      target: '<= 50 ms after the script is there',
      limit: 50,
      ifFails:
        'wall clock from the script over its four chunks and the store to the paint, a dozen messages between processes that a busy machine makes wait; taken out: Lit, the first Intl format (20 ms), a second request of every badge, the rounds of files; tried without gain: one file for the client',
      why: 'one badge; chunks from the browser cache, as on every later visit',
    }),
    timingRow({
      case: 'page: 1,000 stored scores, the worker out of reach',
      unit: inMilliseconds,
      ours: timing(`ours, ${version}`, cachedList, sincePaint),
      target: 'for information',
    }),
    firstVisit(cold, control),
    timingRow({
      case: 'page: main thread, 100 badges, a later visit',
      unit: inMilliseconds,
      ours: timing(`ours, ${version}`, later, ({ busy }) => busy),
      reference: timing('the same page without our script', laterControl, ({ busy }) => busy),
      target: 'for information',
      why: 'the same with the store filled: what most page views cost',
    }),
    longestOfOurs(tasks),
    ...smoothness(throttled, throttledControl, [...cold, ...cached, ...cachedList, ...later]),
  ];
}

/** What a first visit adds to the page's own work: processor time, so other programs add little to it. */
function firstVisit(visits: readonly Visit[], control: readonly Visit[]): Row {
  const ours = visits.map(({ busy }) => busy * 1000);
  const theirs = control.map(({ busy }) => busy * 1000);
  const cost = Math.min(...ours) - Math.min(...theirs);
  const whole = (times: readonly number[]) => times.map((ms) => ms.toFixed(0)).join(', ');
  return factRow({
    case: 'page: main thread, 100 badges, first visit, beyond the page without',
    metric: 'ms',
    better: 'lower',
    ours: cost,
    noise: (quantile(ours, 0.75) - quantile(ours, 0.25)) / 2,
    target: '<= 75 ms',
    pass: cost <= 75,
    ifFails:
      'tried: zod taken out of engine and cards, Lit, the first Intl format and the pulse of waiting badges taken out; the engine of a first visit is most of it (Dexie started and writing, 1,000 views read, collecting garbage); drawing in a few frames instead of one cost up to 70 ms in turns with the script of before on a busy machine (288 and 290 beside 217 and 225, the page’s own included), because each frame lays out and paints the page anew, and is kept because it took the longest task from 114 to 123 ms down to 39 to 43; size and layout containment of a badge gave nothing (a frame of 8 took 6.3 to 7.2 ms with and 6.1 to 6.4 without)',
    why: `processor time of the page until a quiet second after: load, sync of 1,000 leads, model, scores, paint, and what is fetched while idle; ${whole(ours)} with and ${whole(theirs)} without, the least of each`,
  });
}

/** The longest task in which something of ours ran or was drawn, by the main thread's own time. */
function longestOfOurs(tasks: readonly OwnTask[]): Row {
  const ms = tasks.map(({ cpu }) => cpu * THROTTLE);
  const best = tasks.reduce((least, one) => (one.cpu < least.cpu ? one : least));
  return factRow({
    case: `page: longest task of ours, 100 badges, first visit, processor time x ${THROTTLE}`,
    metric: 'ms',
    better: 'lower',
    ours: Math.min(...ms),
    noise: (quantile(ms, 0.75) - quantile(ms, 0.25)) / 2,
    target: '<= 50 ms',
    pass: Math.min(...ms) <= 50,
    ifFails: 'test/budgets holds it; a machine that is busy enough lengthens processor time, too',
    why: `the main thread's time in a trace, layout and paint of the host's page included, of the best visit: ${ms.map((one) => one.toFixed(0)).join(', ')}; its parts: ${best.parts}`,
  });
}

/** A built file and all that it imports statically. */
function closure(names: readonly string[]): string[] {
  const found = new Set<string>();
  const add = (name: string): void => {
    if (found.has(name)) return;
    found.add(name);
    const source = readFileSync(join(embedFiles, name), 'utf8');
    for (const [, path = ''] of source.matchAll(/(?:from|import)\s*"(\.{1,2}\/[^"]+)"/g))
      add(posix.join(posix.dirname(name), path));
  };
  for (const name of names) add(name);
  return [...found].sort();
}

const kilobytes = (name: string): number => brotliSize(join(embedFiles, name)) / 1024;
const total = (names: readonly string[]): number => names.reduce((sum, name) => sum + kilobytes(name), 0);
const list = (names: readonly string[]): string =>
  names.map((name) => `${name.replace('assets/', '')} ${kilobytes(name).toFixed(1)}`).join(', ');

function weight(visits: readonly Visit[]): Row[] {
  const asked = [...new Set(visits.flatMap((one) => one.files))].sort();
  const needed = closure(asked.filter((name) => /^(aicrm\.js|assets\/(define|start)-)/.test(name)));
  if (needed.length < 3) throw new Error(`the embed is built in another way: ${asked.join(', ')}`);
  const referenceName = 'Shoelace 2.20 badge, its component alone, bundled';
  const reference = brotliSize(join(out, 'pages/shoelace.js')) / 1024;
  const shared = { metric: 'kB brotli', better: 'lower', reference, referenceName } as const;
  return [
    factRow({
      case: 'page: script, badge and scorer',
      ...shared,
      ours: total(needed),
      target: '<= 12 kB',
      pass: total(needed) <= 12,
      ifFails: 'Lit is no longer in it: look for what the client or the scorer took on',
      why: `what the first stored score needs: ${list(needed)}`,
    }),
    factRow({
      case: 'page: all asked for before a stored score is painted',
      ...shared,
      ours: total(asked),
      target: 'for information',
      pass: null,
      why: `beyond what is needed, fetched ahead while the page waits: ${list(asked.filter((name) => !needed.includes(name))) || 'nothing'}`,
    }),
  ];
}

function smoothness(throttled: readonly Visit[], control: readonly Visit[], all: readonly Visit[]): Row[] {
  const shift = Math.max(...[...all, ...throttled].map(({ seen }) => seen.shift));
  const longest = ({ seen }: Visit) => Math.max(0, ...seen.longTasks);
  const ours = throttled.map(longest);
  const theirs = control.map(longest);
  const best = Math.min(...ours);
  const floor = Math.min(...theirs);
  return [
    factRow({
      case: 'page: layout shift',
      metric: 'CLS',
      better: 'lower',
      ours: shift,
      target: '0',
      pass: shift === 0,
      why: `the worst of ${all.length + throttled.length} visits; the page has the documented CSS that reserves the badge's room`,
    }),
    factRow({
      case: `page: longest task at ${THROTTLE} x throttle, 100 badges, first visit`,
      metric: 'ms',
      better: 'lower',
      ours: best,
      reference: floor,
      referenceName: 'the same page without our script',
      noise: (quantile(ours, 0.75) - quantile(ours, 0.25)) / 2,
      target: 'none over 50 ms (0), or none the page has not',
      pass: best <= Math.max(50, floor),
      ifFails:
        'by the wall clock, and the emulation idles by it, so other programs count four times; the row of processor time is the one to judge ours by; since 100 badges are drawn 16 a frame, ask in a task of their own, and cards are read without zod, what is longest is the style, layout and paint of one frame of the page',
      why: `the best of ${ours.length} visits, since other programs only lengthen tasks; ours ${ours.map((ms) => ms.toFixed(0)).join(', ')}; without ${theirs.map((ms) => ms.toFixed(0)).join(', ')}`,
    }),
  ];
}
