import type { Row } from '../../measure/row.js';
import { COLUMNS, ROWS } from '../lib/model.js';
import { CUSTOMERS, modelLoops, SERIES } from '../lib/model-loops.js';
import { inMilliseconds, inSeconds, interleave, timingRow, type Unit } from '../lib/rounds.js';
import { startWorker } from '../lib/worker.js';

interface Loop {
  readonly name: keyof typeof modelLoops;
  readonly what: string;
  readonly unit: Unit;
  /** Units of work in one loop. */
  readonly units: number;
  readonly loops: number;
  readonly rounds: number;
  /** Most seconds a unit, and as a row says it; training is held to its peers by the suite "training". */
  readonly most?: { readonly limit: number; readonly words: string };
}

const table: readonly Loop[] = [
  {
    name: 'train-large',
    what: `training, ${ROWS} x ${COLUMNS}, 300 trees of depth 6, no sampling`,
    unit: inSeconds,
    units: 1,
    loops: 1,
    rounds: 5,
  },
  {
    name: 'forecast',
    what: `the automatic forecast of ${SERIES} monthly series of 96 values, fit and intervals, a series`,
    unit: inMilliseconds,
    units: SERIES,
    loops: 2,
    rounds: 9,
    most: { limit: 20, words: '<= 20 ms' },
  },
  {
    name: 'bg-nbd',
    what: `BG/NBD by maximum likelihood, ${CUSTOMERS} made customers of 27 to 39 weeks`,
    unit: inSeconds,
    units: 1,
    loops: 5,
    rounds: 9,
    most: { limit: 0.2, words: '<= 0.2 s' },
  },
];

/** What a worker trains besides leads: the same code in workerd and in Node, in turns. */
export async function workerModels(): Promise<Row[]> {
  const worker = await startWorker();
  const rows: Row[] = [];
  for (const { name, what, unit, units, loops, rounds, most } of table) {
    const node = modelLoops[name];
    const { answer } = await worker.ask(`${name}?loops=1`);
    const expected = node();
    // Sums of logarithms may differ in their last digit between builds of V8.
    if (!(Math.abs(answer - expected) <= 1e-9 * Math.abs(expected)))
      throw new Error(`${name}: workerd answers ${answer}, Node ${expected}`);
    const [ours, reference] = await interleave(
      [
        {
          name: 'workerd',
          run: async () => {
            const empty = await worker.ask(`${name}?loops=0`);
            const full = await worker.ask(`${name}?loops=${loops}`);
            return (full.seconds - empty.seconds) / loops / units;
          },
        },
        {
          name: 'the same code in Node',
          run: () => {
            const begin = performance.now();
            for (let i = 0; i < loops; i++) node();
            return (performance.now() - begin) / 1000 / loops / units;
          },
        },
      ],
      { rounds, warm: 2 },
    );
    if (!ours || !reference) throw new Error('no rounds');
    rows.push(
      timingRow({
        case: `workerd: ${name}`,
        unit,
        ours,
        reference,
        target: `${most === undefined ? '' : `${most.words} and `}>= 0.5 x Node`,
        atLeast: 0.5,
        ...(most === undefined ? {} : { limit: most.limit }),
        why: `${what}; equal answers; timed from outside less an empty request, since a worker's clock stands still`,
      }),
    );
  }
  return rows;
}
