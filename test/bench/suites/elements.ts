import type { JSHandle } from 'playwright';
import type { Row } from '../../measure/row.js';
import { startChromium } from '../lib/browser.js';
import { factRow, inMilliseconds, interleave, quantile, type Timing, timingRow } from '../lib/rounds.js';

type Elements = JSHandle<typeof import('../pages/elements.js')>;

const BADGE = 'aicrm-lead-score-badge';
const peers = [
  { kind: 'bench-plain-lit', name: 'plain Lit element of the same pill' },
  { kind: 'sl-badge', name: 'Shoelace 2.20 badge' },
  { kind: 'bench-vanilla', name: 'the same pill by hand, a cloned template' },
];

/** What the element costs by itself: a client that answers at once, so neither model nor store nor network is in it. */
export async function elements(): Promise<Row[]> {
  const { open, version } = await startChromium();
  const page = await open();
  await page.evaluate(async () => {
    const url: string = '/pages/shoelace.js';
    await import(url);
  });
  const module: Elements = await page.evaluateHandle(async () => {
    const url: string = '/pages/elements.js';
    return (await import(url)) as typeof import('../pages/elements.js');
  });
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const spent = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN;
  };
  const mount = async (kind: string, count: number) => {
    const before = await spent();
    await module.evaluate((m, [of, n]) => m.mount(of, n), [kind, count] as const);
    const seconds = (await spent()) - before;
    await module.evaluate((m) => m.unmount());
    return seconds;
  };
  const timed = (count: number) =>
    interleave(
      [{ kind: BADGE, name: `ours, ${version}` }, ...peers].map(({ kind, name }) => ({
        name,
        run: () => mount(kind, count),
      })),
      { rounds: 11, warm: 3 },
    );
  const rows: Row[] = [];
  for (const count of [100, 1_000]) {
    const [ours, ...theirs] = await timed(count);
    if (!ours) throw new Error('no rounds');
    for (const [i, reference] of theirs.entries()) {
      const held = count === 1_000 && i === 0;
      rows.push(
        timingRow({
          case: `elements: ${count.toLocaleString('en')} created, against ${peers[i]?.kind}`,
          unit: inMilliseconds,
          ours,
          reference,
          target: held ? '<= 1.15 x plain Lit' : 'for information',
          ...(held ? { atLeast: 1 / 1.15 } : {}),
          ifFails:
            'beyond the plain element: a controller, four attributes that tell the state, and a language to follow; made by hand since Lit cost more, one icon copied, nothing put into the page before it is whole',
          why: 'processor time of the main thread, so other programs take no part in it, from the first element made to all laid out',
        }),
      );
    }
  }
  rows.push(...(await memory(module)));
  await page.context().close();
  return rows;
}

async function memory(module: Elements): Promise<Row[]> {
  const heap = () => module.evaluate((m) => m.heap());
  const costs = new Map<string, number[]>();
  for (let round = -1; round < 5; round++)
    for (const kind of [BADGE, 'bench-bare-lit', 'sl-badge', 'bench-vanilla']) {
      const before = await heap();
      await module.evaluate((m, of) => m.mount(of, 100), kind);
      const after = await heap();
      await module.evaluate((m) => m.unmount());
      if (round >= 0) costs.set(kind, [...(costs.get(kind) ?? []), (after - before) / 100 / 1024]);
    }
  const timing = (kind: string): Timing => ({ name: kind, costs: costs.get(kind) ?? [] });
  const middle = (kind: string) => quantile(timing(kind).costs, 0.5);
  const badge = middle(BADGE);

  await module.evaluate(async (m) => {
    for (let i = 0; i < 20; i++) {
      await m.mount('aicrm-lead-score-badge', 20);
      m.unmount();
    }
  });
  const begin = await heap();
  await module.evaluate(async (m) => {
    for (let i = 0; i < 200; i++) {
      await m.mount('aicrm-lead-score-badge', 20);
      m.unmount();
    }
  });
  const growth = ((await heap()) - begin) / 200 / 20;
  return [
    factRow({
      case: 'elements: heap per badge at 100',
      metric: 'KB',
      better: 'lower',
      ours: badge,
      reference: middle('bench-bare-lit'),
      referenceName: `bare Lit; Shoelace ${middle('sl-badge').toFixed(1)}, by hand ${middle('bench-vanilla').toFixed(1)}`,
      noise: (quantile(timing(BADGE).costs, 0.75) - quantile(timing(BADGE).costs, 0.25)) / 2,
      target: '<= 4 KB',
      pass: badge <= 4,
      why: 'JavaScript heap after collection, the middle of 5 rounds',
    }),
    factRow({
      case: 'elements: growth over 200 mounts',
      metric: 'bytes a badge',
      better: 'lower',
      ours: growth,
      target: 'none (<= 50, what a collector leaves)',
      pass: growth <= 50,
      why: '200 mounts of 20 badges; a badge that is kept would show as some thousand',
    }),
  ];
}
