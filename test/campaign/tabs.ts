import { browserTabs, stopBrowser, takeover } from '@aicrm/client/testing/browser-tabs';
import type { Row } from '../measure/row.js';

const rounds = Number(process.env.AICRM_TAKEOVERS ?? 10);
const promised = 1_000;

/** Two pages of a real browser on one store: how long nobody leads after the leader's end. */
export async function tabs(): Promise<Row[]> {
  const rows: Row[] = [];
  try {
    for (const how of ['close', 'crash'] as const) {
      const took: number[] = [];
      for (let i = 0; i < rounds; i++) {
        const pages = await browserTabs();
        const leader = await pages.open('a');
        await pages.open('b');
        took.push(await takeover(pages, leader, 'b', how));
        await pages.close();
      }
      took.sort((one, other) => one - other);
      const slowest = took.at(-1) ?? Number.POSITIVE_INFINITY;
      rows.push({
        case: 'two tabs',
        metric: `ms from the leader's ${how} to the heir's request, slowest of ${rounds}`,
        better: 'lower',
        ours: slowest,
        reference: null,
        referenceName: '',
        target: `<= ${promised}`,
        noise: null,
        pass: slowest <= promised,
        why: `median ${took[took.length >> 1]?.toFixed(0)} ms`,
      });
    }
  } finally {
    await stopBrowser();
  }
  return rows;
}
