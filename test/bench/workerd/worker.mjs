// The product's loops inside workerd. A worker's clock stands still while it computes, so whoever asks takes the time.
// JavaScript because the root's types (DOM, Node) and the workers' cannot both hold in one file that imports from both.
import { contributions } from '@aicrm/learn/model/attribution';
import { margins } from '@aicrm/learn/model/evaluate';
import { trainBoosting } from '@aicrm/learn/train/boosting';
import {
  countSlice,
  recordFieldChanges,
  recordSlices,
  upsertSlice,
} from '../../../workers/api/src/db/bulk-records.ts';
import { openDatabase } from '../../../workers/api/src/db/database.ts';
import { syntheticRows } from '../lib/data.ts';
import { benchModel, COLUMNS } from '../lib/model.ts';
import { modelLoops } from '../lib/model-loops.ts';
import { leadRows } from './lead-rows.ts';

/** Rows a statement gets at most: what one chunk of an import holds. */
const CHUNK = 2_000;
const NOW = '2026-01-01T00:00:00.000Z';
const CHUNK_ROW = `insert into import_chunks (tenant, import_id, row_offset, ordinal, row_count, hash)
  values (?1, ?2, ?3, ?3, ?4, '')`;
let imports = 0;

let small;
const out = new Float64Array(COLUMNS);

const loops = {
  ...modelLoops,
  score() {
    const { model, rows } = benchModel();
    return margins(model, rows.x)[7];
  },
  reasons() {
    const { model, rows } = benchModel();
    for (let i = 0; i < 500; i++) contributions(model, rows.x.data, out, i * COLUMNS);
    return out[0];
  },
  train() {
    small ??= syntheticRows(5_000, COLUMNS, 21);
    return trainBoosting(small.x, small.y).value.length;
  },
};

async function bulk(db, tenant, rows, withHistory) {
  // An import may change a field once; the next write is another import.
  const id = `import-${++imports}`;
  const at = { tenant, type: 'lead', connection: 'bench' };
  for (let from = 0; from < rows.length; from += CHUNK) {
    const slices = recordSlices(rows.slice(from, from + CHUNK));
    // What an import's transaction holds but for its keys and rejected rows.
    const chunk = { sql: CHUNK_ROW, parameters: [tenant, id, from, CHUNK] };
    await db.batch([
      ...(withHistory ? [chunk] : []),
      ...slices.flatMap((slice) => [
        ...(withHistory
          ? [countSlice(at, slice, id, from), recordFieldChanges(at, slice, id, NOW, from)]
          : []),
        upsertSlice(at, slice, id, NOW),
      ]),
    ]);
  }
}

async function single(d1, tenant, rows) {
  const insert = d1.prepare(
    `insert into records (tenant, type, connection, source_id, fields, changed_at, import_id)
     values (?1, 'lead', 'bench', ?2, ?3, ?4, 'import')
     on conflict (tenant, type, connection, source_id)
     do update set fields = excluded.fields, changed_at = excluded.changed_at, import_id = excluded.import_id`,
  );
  for (const [id, fields] of rows) await insert.bind(tenant, id, JSON.stringify(fields), NOW).run();
}

const prepared = new Map();

// biome-ignore lint/style/noDefaultExport: this is how workerd finds a worker.
export default {
  async fetch(request, env) {
    try {
      return await answer(request, env);
    } catch (error) {
      return new Response(String(error), { status: 500 });
    }
  },
};

async function answer(request, env) {
  const { pathname, searchParams } = new URL(request.url);
  const name = pathname.slice(1);
  if (name in loops) {
    let last = 0;
    for (let i = 0; i < Number(searchParams.get('loops')); i++) last = loops[name]();
    return Response.json({ answer: last });
  }
  const tenant = searchParams.get('tenant');
  const count = Number(searchParams.get('rows'));
  if (name === 'prepare') prepared.set(tenant, leadRows(count, Number(searchParams.get('seed'))));
  const rows = prepared.get(tenant) ?? [];
  if (name === 'bulk') await bulk(openDatabase(env.DB), tenant, rows, false);
  if (name === 'import') await bulk(openDatabase(env.DB), tenant, rows, true);
  if (name === 'single') await single(env.DB, tenant, rows);
  if (name === 'forget') prepared.clear();
  const stored =
    name === 'count'
      ? await env.DB.prepare('select count(*) as n from records where tenant = ?1').bind(tenant).first()
      : {};
  return Response.json({ answer: stored?.n ?? rows.length });
}
