import type { FittedModel } from '@aicrm/learn/model/ensemble';
import { margin, margins } from '@aicrm/learn/model/evaluate';
import { readArtefact } from '@aicrm/runtime/artefact';
import { openOrt } from './ort.js';

interface Held {
  readonly model: FittedModel;
  readonly data: Float32Array;
  readonly rows: number;
  readonly columns: number;
  readonly ort: Awaited<ReturnType<typeof openOrt>>;
}

let held: Held | undefined;

const bytesOf = async (url: string): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(await (await fetch(url)).arrayBuffer());

function ready(): Held {
  if (!held) throw new Error('nothing is loaded');
  return held;
}

/** Loads model and rows into both runtimes; answers the largest difference of their margins. */
export async function load(modelUrl: string, rowsUrl: string, columns: number): Promise<number> {
  const bytes = await bytesOf(modelUrl);
  const data = new Float32Array((await bytesOf(rowsUrl)).buffer);
  const read = readArtefact(bytes, '');
  if (!read.ok) throw new Error(read.error.detail);
  const rows = data.length / columns;
  held = { model: read.value.model, data, rows, columns, ort: await openOrt(bytes) };
  const ours = margins(held.model, { rows, columns, data });
  const theirs = await held.ort(data, rows, columns);
  return theirs.reduce((most, value, i) => Math.max(most, Math.abs(value - (ours[i] ?? Number.NaN))), 0);
}

/** Seconds per row over the whole matrix. */
export function oursAll(): number {
  const { model, data, rows, columns } = ready();
  const begin = performance.now();
  margins(model, { rows, columns, data });
  return (performance.now() - begin) / 1000 / rows;
}

export async function ortAll(): Promise<number> {
  const { ort, data, rows, columns } = ready();
  const begin = performance.now();
  await ort(data, rows, columns);
  return (performance.now() - begin) / 1000 / rows;
}

/** Seconds per call on one row; each call has another row, so that no branch is learned by heart. */
export function oursOne(calls: number): number {
  const { model, data, columns } = ready();
  let sum = 0;
  const begin = performance.now();
  for (let i = 0; i < calls; i++) sum += margin(model, data, i * columns);
  const spent = performance.now() - begin;
  if (Number.isNaN(sum)) throw new Error('not a number');
  return spent / 1000 / calls;
}

export async function ortOne(calls: number): Promise<number> {
  const { ort, data, columns } = ready();
  const begin = performance.now();
  for (let i = 0; i < calls; i++) await ort(data.subarray(i * columns, (i + 1) * columns), 1, columns);
  return (performance.now() - begin) / 1000 / calls;
}
