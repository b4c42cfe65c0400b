import { join } from 'node:path';
import type { Page } from 'playwright';
import type { Row } from '../../measure/row.js';
import { brotliSize } from '../lib/brotli.js';
import { ortFolder, out, startChromium } from '../lib/browser.js';
import { benchModel, COLUMNS } from '../lib/model.js';
import { factRow, inMilliseconds, timingRow } from '../lib/rounds.js';

interface Ready {
  /** Fetching (from this machine) and compiling the code. */
  readonly code: number;
  /** From the model's bytes in memory to the first score. */
  readonly model: number;
  readonly score: number;
}

/** Each round in a page that has loaded nothing, so that nothing is compiled yet. */
export async function readiness(): Promise<Row[]> {
  const { rows, onnx } = benchModel();
  const { open, server, version } = await startChromium();
  server.file('/data/model.onnx', onnx, 'application/octet-stream');
  const row = Array.from(rows.x.data.subarray(0, COLUMNS), (value) => (Number.isNaN(value) ? null : value));

  async function fresh(work: (page: Page) => Promise<Ready>): Promise<Ready> {
    const page = await open();
    const answer = await work(page);
    await page.context().close();
    return answer;
  }
  const ours = (page: Page): Promise<Ready> =>
    page.evaluate(async (given) => {
      const bytes = new Uint8Array(await (await fetch('/data/model.onnx')).arrayBuffer());
      const x = Float32Array.from(given, (value) => value ?? Number.NaN);
      const begin = performance.now();
      const url: string = '/pages/reader.js';
      const { readArtefact, margin } = (await import(url)) as typeof import('../pages/reader.js');
      const loaded = performance.now();
      const read = readArtefact(bytes, '');
      if (!read.ok) throw new Error(read.error.detail);
      const score = margin(read.value.model, x);
      return { code: loaded - begin, model: performance.now() - loaded, score };
    }, row);
  const ort = (page: Page): Promise<Ready> =>
    page.evaluate(async (given) => {
      const bytes = new Uint8Array(await (await fetch('/data/model.onnx')).arrayBuffer());
      const x = Float32Array.from(given, (value) => value ?? Number.NaN);
      const begin = performance.now();
      const url: string = '/pages/ort.js';
      const { loadOrt, openOrt } = (await import(url)) as typeof import('../pages/ort.js');
      await loadOrt();
      const loaded = performance.now();
      const run = await openOrt(bytes);
      const [score = Number.NaN] = await run(x, 1, x.length);
      return { code: loaded - begin, model: performance.now() - loaded, score };
    }, row);

  const peer = 'onnxruntime-web 1.30 wasm';
  const names = [`ours, ${version}`, `${peer}, ${version}`];
  const both = names.map((name) => ({ name, costs: [] as number[] }));
  const models = names.map((name) => ({ name, costs: [] as number[] }));
  for (let round = -1; round < 9; round++) {
    const taken = [await fresh(ours), await fresh(ort)];
    const off = Math.abs((taken[0]?.score ?? Number.NaN) - (taken[1]?.score ?? Number.NaN));
    if (!(off <= 2e-5)) throw new Error(`onnxruntime-web's first score differs from ours by ${off}`);
    if (round < 0) continue;
    for (const [i, one] of taken.entries()) {
      models[i]?.costs.push(one.model / 1000);
      both[i]?.costs.push((one.code + one.model) / 1000);
    }
  }
  const [oursModel, ortModel] = models;
  const [oursBoth, ortBoth] = both;
  if (!oursModel || !ortModel || !oursBoth || !ortBoth) throw new Error('no rounds');
  const own = brotliSize(join(out, 'pages/reader.js'));
  const wasm = ['ort.wasm.min.mjs', 'ort-wasm-simd-threaded.mjs', 'ort-wasm-simd-threaded.wasm'];
  const theirs = wasm.map((name) => brotliSize(join(ortFolder(), name))).reduce((a, b) => a + b);
  return [
    timingRow({
      case: 'readiness: bytes to first score',
      unit: inMilliseconds,
      ours: oursModel,
      reference: ortModel,
      target: '<= 25 ms',
      limit: 25,
      ifFails:
        'the reader runs once, before any compiler; its lists of numbers are plain loops without a call each, and 15 ms were measured where nothing else ran; a packed layout for single rows was left out because it took 8 ms of this',
      why: `in a fresh page each round, nothing compiled before; model of ${(onnx.length / 1024).toFixed(0)} kB; same score; its wasm is fetched here, as its API has it`,
    }),
    timingRow({
      case: 'readiness: code, model, first score',
      unit: inMilliseconds,
      ours: oursBoth,
      reference: ortBoth,
      target: 'for information',
      why: 'with the fetch of the code from a server on this machine',
    }),
    factRow({
      case: 'readiness: reader and evaluator',
      metric: 'kB brotli',
      better: 'lower',
      ours: own / 1024,
      reference: theirs / 1024,
      referenceName: `${peer}, its three files`,
      target: '<= 6 kB',
      pass: own <= 6 * 1024,
      why: 'the model aside; ours at brotli 11, the wasm at 9',
    }),
  ];
}
