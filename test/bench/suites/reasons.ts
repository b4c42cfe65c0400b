import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contributions, expectedMargin } from '@aicrm/learn/model/attribution';
import { margin } from '@aicrm/learn/model/evaluate';
import { type Row, skippedRow } from '../../measure/row.js';
import { benchModel, COLUMNS } from '../lib/model.js';
import { python, pythonPeer } from '../lib/python.js';
import { factRow, inMilliseconds, interleave, perSecond, timingRow } from '../lib/rounds.js';
import { toXgboostJson } from '../lib/xgboost-json.js';

const BATCH = 500;
const SINGLES = 100;
/** XGBoost sums in float32. */
const EQUAL = 1e-5;

export async function reasons(): Promise<Row[]> {
  const { model, rows, shape } = benchModel();
  const { data } = rows.x;
  const out = new Float64Array(COLUMNS);
  const oursAll = () => {
    const begin = performance.now();
    for (let i = 0; i < BATCH; i++) contributions(model, data, out, i * COLUMNS);
    return (performance.now() - begin) / 1000 / BATCH;
  };
  // One lead at a time as a page asks for it: an array of its own, and a row nobody looked at before.
  let next = BATCH;
  const oursOne = () => {
    const begin = performance.now();
    for (let i = 0; i < SINGLES; i++, next++) {
      const at = (next % rows.x.rows) * COLUMNS;
      contributions(model, data.slice(at, at + COLUMNS));
    }
    return (performance.now() - begin) / 1000 / SINGLES;
  };

  const base = expectedMargin(model);
  let off = 0;
  for (let i = 0; i < BATCH; i++) {
    const sum = contributions(model, data, out, i * COLUMNS).reduce((a, b) => a + b, base);
    off = Math.max(off, Math.abs(sum - margin(model, data, i * COLUMNS)));
  }

  const all = [{ name: 'ours, Node', run: oursAll as () => number | Promise<number> }];
  const one = [{ name: 'ours, Node', run: oursOne as () => number | Promise<number> }];
  const peer = pythonPeer(await python(), 'xgboost');
  let equal = '';
  if (typeof peer !== 'string') {
    const { python: process, label } = peer;
    const files = { path: join(process.folder, 'model.json'), out: join(process.folder, 'contributions') };
    writeFileSync(files.path, toXgboostJson(model));
    await process.load('rows', rows);
    await process.ask({ do: 'load_xgboost', path: files.path });
    await process.ask({ do: 'contributions_out', name: 'rows', rows: BATCH, out: files.out });
    const theirs = new Float32Array(Uint8Array.from(readFileSync(files.out)).buffer);
    let most = 0;
    for (let i = 0; i < BATCH; i++) {
      contributions(model, data, out, i * COLUMNS);
      for (let j = 0; j < COLUMNS; j++)
        most = Math.max(most, Math.abs((out[j] ?? 0) - (theirs[i * (COLUMNS + 1) + j] ?? Number.NaN)));
    }
    if (!(most <= EQUAL)) throw new Error(`${label}'s contributions differ from ours by ${most}`);
    equal = `same model, contributions equal to ${most.toExponential(0)}`;
    const ask = async (what: string) =>
      (await process.ask({ do: what, name: 'rows', rows: BATCH, calls: SINGLES })).seconds;
    all.push({ name: `${label} pred_contribs, nthread=1`, run: () => ask('xgboost_reasons') });
    one.push({ name: `${label} pred_contribs from Python`, run: () => ask('xgboost_one_reason') });
  }
  const [oursBatch, theirBatch] = await interleave(all, { rounds: 7, warm: 2 });
  const [oursSingle, theirSingle] = await interleave(one, { rounds: 7, warm: 2 });
  if (!oursBatch || !oursSingle) throw new Error('no rounds');
  const unit = perSecond('rows');
  return [
    timingRow({
      case: 'reasons: TreeSHAP, batch',
      unit,
      ours: oursBatch,
      ...(theirBatch ? { reference: theirBatch } : {}),
      target: '>= 1,000 rows/s',
      limit: 1_000,
      ifFails:
        'wall clock, so a busy machine adds to it: 0.34 to 0.40 ms of processor time a row were measured, after 0.64 to 0.70 with the polynomials that Gauss points replaced; what is left is one multiplication down and two up for each node and point, without SIMD',
      why: [equal, shape].filter(Boolean).join('; '),
    }),
    timingRow({
      case: 'reasons: one lead',
      unit: inMilliseconds,
      ours: oursSingle,
      ...(theirSingle ? { reference: theirSingle } : {}),
      target: '<= 2 ms',
      limit: 2,
      why: `${SINGLES} leads a round, one call each; the table made with a model’s first lead is in the rounds before`,
    }),
    factRow({
      case: 'reasons: sum of contributions',
      metric: '|sum − margin|',
      better: 'lower',
      ours: off,
      target: '<= 1e-6',
      pass: off <= 1e-6,
      why: `the worst of ${BATCH} rows`,
    }),
    ...(typeof peer === 'string' ? [skippedRow('reasons: against XGBoost', unit.metric, peer)] : []),
  ];
}
