import { margins } from '@aicrm/learn/model/evaluate';
import { readArtefact } from '@aicrm/runtime/artefact';

const bytesOf = async (path: string): Promise<ArrayBuffer> => (await fetch(path)).arrayBuffer();

/** Our evaluator, and ONNX Runtime's own wasm build, in a page: margins of one case by each. */
export async function bothMargins(at: number): Promise<{ ours: number[]; ort: number[] }> {
  const bytes = new Uint8Array(await bytesOf(`/case/${at}/model`));
  const data = new Float32Array(await bytesOf(`/case/${at}/rows`));
  const read = readArtefact(bytes, '');
  if (!read.ok) throw new Error(read.error.detail);
  const { model } = read.value;
  const rows = data.length / model.columns;
  const entry: string = '/ort/ort.wasm.min.mjs';
  const ort = (await import(/* @vite-ignore */ entry)) as typeof import('onnxruntime-web/wasm');
  ort.env.wasm.numThreads = 1;
  ort.env.wasm.wasmPaths = '/ort/';
  const session = await ort.InferenceSession.create(bytes, { executionProviders: ['wasm'] });
  const output = await session.run({ row: new ort.Tensor('float32', data, [rows, model.columns]) });
  const found = output.margin?.data ?? [];
  await session.release();
  return {
    ours: [...margins(model, { rows, columns: model.columns, data })],
    ort: Array.from(found, Number),
  };
}
