import { must } from '@aicrm/schema/result';
import type { ImportRows, ImportRowsAnswer } from '@aicrm/schema/wire';
import { sha256 } from '../auth/secrets.js';
import { isUniqueViolation } from '../db/database.js';
import type { StoredImport } from '../db/imports.js';
import type { TenantScope } from '../db/scope.js';
import { badData, refuse } from '../http/problem-error.js';
import { type ImportPlan, planImport } from './plan.js';
import { readRows, repeatedKey } from './rows.js';

/** Chunks of one file that race for a place read again; with so many lost races something else is wrong. */
const mostTries = 8;

/** The plan of an open import, made anew from its stored request so that every chunk is read by the same rules. */
export function planOf(stored: StoredImport): ImportPlan {
  const plan = planImport(stored.request, null);
  return must(plan.ok ? plan.value : null, 'plan of an opened import');
}

/**
 * Takes one chunk of rows. A chunk that came before (same offset, same rows) changes nothing and gets the answer it
 * would have got; the same offset with other rows, or one that overlaps another chunk, is a conflict.
 */
export async function receiveChunk(
  scope: TenantScope,
  stored: StoredImport,
  chunk: ImportRows,
  now: string,
): Promise<ImportRowsAnswer> {
  const { id } = stored.state;
  const { offset, rows } = chunk;
  if (offset < 0) throw badData('The offset of a chunk is its first row, counted from 0.');
  const hash = await sha256(JSON.stringify(rows));
  const plan = planOf(stored);
  const read = readRows(plan, rows, offset);

  for (let attempt = 1; ; attempt++) {
    const before = await scope.imports.chunk(id, offset);
    if (before !== null) {
      if (before.hash !== hash) throw conflict(`Other rows were sent for offset ${offset}.`);
      return answer(scope, id, offset, rows.length);
    }
    if (stored.state.status !== 'open') throw conflict('The import was finished; it takes no more rows.');
    if (rows.length === 0) return { state: stored.state, rejected: [] };
    if (await scope.imports.overlaps(id, offset, rows.length))
      throw conflict(`Rows from ${offset} on overlap a chunk that came before.`);

    const { chunks, earlier } = await scope.imports.arrived(
      id,
      read.accepted.map((row) => row.sourceId),
    );
    const accepted = read.accepted.filter((row) => !earlier.has(row.sourceId));
    const repeated = read.accepted.flatMap((row) => {
      const first = earlier.get(row.sourceId);
      if (first === undefined) return [];
      const cells = rows[row.row - offset - 1] ?? [];
      return [{ row: row.row, issues: [repeatedKey(plan, row.sourceId, first)], cells }];
    });
    const rejected = [...read.rejected, ...repeated].sort((a, b) => a.row - b.row);
    const keys = accepted.map((row) => [row.sourceId, row.row] as const);
    const write = {
      stored,
      offset,
      ordinal: chunks,
      rowCount: rows.length,
      hash,
      accepted,
      rejected,
      keys,
      now,
    };
    try {
      await scope.imports.addChunk(write);
      return answer(scope, id, offset, rows.length);
    } catch (error) {
      if (!isUniqueViolation(error) || attempt >= mostTries) throw error;
    }
  }
}

async function answer(
  scope: TenantScope,
  id: string,
  offset: number,
  rowCount: number,
): Promise<ImportRowsAnswer> {
  const [stored, rejected] = await Promise.all([
    scope.imports.get(id),
    scope.imports.rejectedOf(id, offset + 1, offset + rowCount + 1),
  ]);
  return { state: must(stored, 'the import').state, rejected };
}

const conflict = (detail: string) =>
  refuse('conflict', 'The rows do not fit the import', detail, {
    action: 'Open a new import for another file.',
  });
