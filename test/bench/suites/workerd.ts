import { contributions } from '@aicrm/learn/model/attribution';
import { margins } from '@aicrm/learn/model/evaluate';
import { trainBoosting } from '@aicrm/learn/train/boosting';
import type { Row } from '../../measure/row.js';
import { syntheticRows } from '../lib/data.js';
import { benchModel, COLUMNS, ROWS } from '../lib/model.js';
import { inSeconds, interleave, perSecond, timingRow, type Unit } from '../lib/rounds.js';
import { startWorker } from '../lib/worker.js';

interface Loop {
  readonly name: 'score' | 'reasons' | 'train';
  readonly what: string;
  readonly unit: Unit;
  /** Units of work in one loop. */
  readonly units: number;
  readonly loops: number;
  readonly node: () => number | undefined;
}

/** The same code in both engines' hosts: workerd once ran large nested loops 6 to 10 times slower, at random. */
export async function workerd(): Promise<Row[]> {
  const worker = await startWorker();
  const { model, rows } = benchModel();
  const small = syntheticRows(5_000, COLUMNS, 21);
  const out = new Float64Array(COLUMNS);
  const loops: Loop[] = [
    {
      name: 'score',
      what: `scoring, 100 trees of depth 6, ${ROWS} rows`,
      unit: perSecond('rows'),
      units: ROWS,
      loops: 4,
      node: () => margins(model, rows.x)[7],
    },
    {
      name: 'reasons',
      what: 'reasons, 500 rows',
      unit: perSecond('rows'),
      units: 500,
      loops: 1,
      node() {
        for (let i = 0; i < 500; i++) contributions(model, rows.x.data, out, i * COLUMNS);
        return out[0];
      },
    },
    {
      name: 'train',
      what: 'training, 5,000 rows, 200 trees of depth 4',
      unit: inSeconds,
      units: 1,
      loops: 1,
      node: () => trainBoosting(small.x, small.y).value.length,
    },
  ];
  const table: Row[] = [];
  for (const { name, what, unit, units, loops: count, node } of loops) {
    const { answer } = await worker.ask(`${name}?loops=1`);
    const expected = node();
    if (answer !== expected) throw new Error(`${name}: workerd answers ${answer}, Node ${expected}`);
    const [ours, reference] = await interleave(
      [
        {
          name: 'workerd',
          run: async () => {
            const empty = await worker.ask(`${name}?loops=0`);
            const full = await worker.ask(`${name}?loops=${count}`);
            return (full.seconds - empty.seconds) / count / units;
          },
        },
        {
          name: 'the same code in Node',
          run: () => {
            const begin = performance.now();
            for (let i = 0; i < count; i++) node();
            return (performance.now() - begin) / 1000 / count / units;
          },
        },
      ],
      { rounds: 9, warm: 2 },
    );
    if (!ours || !reference) throw new Error('no rounds');
    table.push(
      timingRow({
        case: `workerd: ${name}`,
        unit,
        ours,
        reference,
        target: '>= 0.5 x Node',
        atLeast: 0.5,
        why: `${what}; equal answers; timed from outside less an empty request, since a worker's clock stands still`,
      }),
    );
  }
  return table;
}
