import { margins } from '@aicrm/learn/model/evaluate';
import { readArtefact } from '@aicrm/runtime/artefact';

/** Our evaluator inside workerd: a model file and rows in, margins out. */
async function answer(request: Request): Promise<Response> {
  if (request.method !== 'POST') return new Response('ready');
  const body = await request.arrayBuffer();
  const [size = 0] = new Uint32Array(body, 0, 1);
  const read = readArtefact(new Uint8Array(body, 4, size), '');
  if (!read.ok) return new Response(read.error.detail, { status: 400 });
  const { model } = read.value;
  const data = new Float32Array(body.slice(4 + size));
  const found = margins(model, { rows: data.length / model.columns, columns: model.columns, data });
  return new Response(found.slice().buffer);
}

// biome-ignore lint/style/noDefaultExport: this is how workerd finds a worker.
export default { fetch: answer };
