import type { Row } from '../../measure/row.js';
import { startChromium } from '../lib/browser.js';
import { inSeconds, interleave, perSecond, timingRow } from '../lib/rounds.js';

const ROWS = 50_000;
const ROW_BY_ROW = 1_500;
const BULK = 10_000;

/** A first sync of 50,000 records into the browser's database, the network aside. */
export async function ingest(): Promise<Row[]> {
  const { open, version } = await startChromium();
  const page = await open();
  const module = await page.evaluateHandle(async () => {
    const url: string = '/pages/ingest.js';
    return (await import(url)) as typeof import('../pages/ingest.js');
  });
  await module.evaluate((m, count) => m.prepare(count), ROWS);
  const erases: number[] = [];
  const [ours, rowByRow, bulk, once] = await interleave(
    [
      {
        name: `ours, ${version}`,
        run: async () => {
          const { seconds, found, erase } = await module.evaluate((m) => m.ours());
          if (found !== ROWS) throw new Error(`${found} of ${ROWS} rows are stored`);
          erases.push(erase);
          return seconds;
        },
      },
      {
        name: `Dexie 4.4.7, a put a row, ${version}`,
        run: () => module.evaluate((m, count) => m.rowByRow(count), ROW_BY_ROW),
      },
      {
        name: `Dexie 4.4.7, bulkPut by 1,000, ${version}`,
        run: () => module.evaluate((m, count) => m.bulkPut(count), BULK),
      },
      {
        name: `ours in one commit, ${version}`,
        run: async () => (await module.evaluate((m) => m.ours(true))).seconds,
      },
    ],
    { rounds: 7, warm: 1 },
  );
  await page.context().close();
  if (!ours || !rowByRow || !bulk || !once) throw new Error('no rounds');
  const unit = perSecond('rows');
  return [
    timingRow({
      case: 'ingest: against Dexie row by row',
      unit,
      ours,
      reference: rowByRow,
      target: '>= 150,000 rows/s',
      limit: 150_000,
      ifFails:
        'tried: rewriting a bucket at every commit made 66,000 rows/s where adding parts made 126,000 in the same minutes; a value a row is 38 times slower to write; one commit for all passes (the row below), but loses the whole sync with a killed tab and paints nothing until its end; each view is written once, so what is left is the cloning of values and the share of the disk',
      why: `${ROWS} views of 14 values by the client's own sync into its own store, in pages of 1,000 and eight commits; network and parsing aside; the row by row on ${ROW_BY_ROW}`,
    }),
    timingRow({
      case: 'ingest: against Dexie bulkPut',
      unit,
      ours,
      reference: bulk,
      target: '>= 1.0 x bulkPut',
      atLeast: 1,
      why: `bulkPut on ${BULK}`,
    }),
    timingRow({
      case: 'ingest: in one commit',
      unit,
      ours: once,
      reference: rowByRow,
      target: 'for information',
      why: 'the same rows as one page: what progressive commits cost',
    }),
    timingRow({
      case: `ingest: erase ${ROWS} rows`,
      unit: inSeconds,
      ours: { name: 'ours', costs: erases.slice(1) },
      target: '<= 1 s',
      limit: 1,
    }),
  ];
}
