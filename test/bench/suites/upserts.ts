import type { Row } from '../../measure/row.js';
import { interleave, perSecond, timingRow } from '../lib/rounds.js';
import { startWorker } from '../lib/worker.js';

const BULK = 10_000;
const SINGLE = 250;

/** D1 as wrangler runs it locally: SQLite in workerd, with the product's tables, index and statements. */
export async function upserts(): Promise<Row[]> {
  const worker = await startWorker();
  let tenants = 0;
  let seed = 0;

  async function write(way: string, rows: number, tenant: string): Promise<number> {
    await worker.ask(`prepare?tenant=${tenant}&rows=${rows}&seed=${++seed}`);
    const { seconds } = await worker.ask(`${way}?tenant=${tenant}`);
    const { answer } = await worker.ask(`count?tenant=${tenant}`);
    if (answer !== rows) throw new Error(`${way}: ${answer} of ${rows} records are stored`);
    await worker.ask('forget');
    return seconds / rows;
  }
  const fresh = (way: string, rows: number) => () => write(way, rows, `t${++tenants}`);

  const [bulk, withHistory, single] = await interleave(
    [
      { name: 'one JSON parameter for a chunk of 2,000 rows', run: fresh('bulk', BULK) },
      { name: 'the same, with counts and the history of changes', run: fresh('import', BULK) },
      { name: 'a statement a row (insert ... on conflict do update)', run: fresh('single', SINGLE) },
    ],
    { rounds: 7, warm: 1 },
  );
  // The same records again with other values: every row is a change, and each changed field is written down.
  await write('bulk', BULK, 'again');
  const [again, singleAgain] = await interleave(
    [
      { name: 'changed rows, with the history of changes', run: () => write('import', BULK, 'again') },
      { name: 'a statement a row, changed rows', run: () => write('single', SINGLE, 'single-again') },
    ],
    { rounds: 5, warm: 1 },
  );
  if (!bulk || !withHistory || !single || !again || !singleAgain) throw new Error('no rounds');
  const unit = perSecond('rows');
  return [
    timingRow({
      case: 'upserts: new records, the records alone',
      unit,
      ours: bulk,
      reference: single,
      target: 'for information',
      why: `leads of some 300 bytes, ${BULK} a round against ${SINGLE}; the request and its JSON are in the time`,
    }),
    timingRow({
      case: 'upserts: new records, as an import writes them',
      unit,
      ours: withHistory,
      reference: single,
      target: '>= 50,000 rows/s',
      limit: 50_000,
      ifFails:
        'of some 85 to 95 ms that SQLite took of a busy core for 10,000 rows, counting what is new and changed takes 25, writing the records the rest; looking for changed fields took 15 to 20 more and is left out where nothing was counted as updated; wrangler, workerd and their JSON come on top',
      why: 'counts what is new and changed, keeps the history of changes, writes the records; the keys of an open import and refused rows are not in it',
    }),
    timingRow({
      case: 'upserts: changed records, as an import writes them',
      unit,
      ours: again,
      reference: singleAgain,
      target: 'for information',
      why: 'each row changes several fields, and each change is kept; the single statements keep none',
    }),
  ];
}
