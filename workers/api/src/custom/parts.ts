import { sha256Hex } from '@aicrm/runtime/artefact';
import type { TableRows, TableState } from '@aicrm/schema/custom-model';
import { must } from '@aicrm/schema/result';
import type { TenantScope } from '../db/scope.js';
import { type Dependencies, instantOf } from '../dependencies.js';
import { badData, notFound, ProblemError, refuse } from '../http/problem-error.js';
import { type ReadPart, readPart } from './read-part.js';

/** 30,000 rows of 20 columns: training holds 86 MB then, and a worker has 128. */
export const mostCells = 600_000;
/** Of all parts of one table as they are stored. */
export const mostBytes = 16 * 1024 * 1024;
/** Tables of a tenant at one time. */
const mostTables = 20;
/** Nobody comes back to an upload after a day, and copies of people's data should not lie about. */
const keptMs = 24 * 3_600_000;

const conflict = (detail: string, action: string) =>
  refuse('conflict', 'The rows do not fit the table', detail, { action });

export async function openUpload(deps: Dependencies, scope: TenantScope): Promise<string> {
  const { modelTables } = scope;
  if ((await modelTables.ids()).length >= mostTables)
    throw refuse('conflict', 'There are too many tables', `${mostTables} tables are kept at a time.`, {
      action: 'Remove one with DELETE /v1/tables/:id, or wait: each goes a day after its last rows came.',
    });
  const id = crypto.randomUUID();
  await modelTables.open(id, instantOf(deps.now()));
  return id;
}

/** Reads a part of a table and takes it. */
export async function receivePart(
  deps: Dependencies,
  scope: TenantScope,
  id: string,
  { offset, part }: TableRows,
): Promise<TableState> {
  const read = await readPart(part);
  if (!read.ok) throw new ProblemError(read.error);
  return storePart(deps, scope, id, offset, read.value);
}

/**
 * Takes a part of a table. The same part again changes nothing; other rows at the same place, rows that overlap, and other
 * columns are conflicts. The file is stored before the row that names it.
 */
export async function storePart(
  deps: Dependencies,
  scope: TenantScope,
  id: string,
  offset: number,
  part: ReadPart,
): Promise<TableState> {
  const { modelTables } = scope;
  const state = await modelTables.get(id);
  if (state === null) throw notFound('table');
  const { names, rows } = part;
  const bytes = new TextEncoder().encode(JSON.stringify({ table: id, offset, ...part }));
  if ((state.rows + rows) * names.length > mostCells || state.bytes + bytes.length > mostBytes)
    throw badData(
      `The table grows too large: at most ${mostCells.toLocaleString('en-GB')} values in ${mostBytes / 1024 / 1024} MB are taken.`,
    );
  const settled = await modelTables.settleNames(id, names);
  if (settled.length !== names.length || settled.some((name, c) => name !== names[c]))
    throw conflict(
      `Its columns are ${settled.slice(0, 12).join(', ')}; these rows have ${names.slice(0, 12).join(', ')}.`,
      'Send every part with the same columns in the same order.',
    );
  const sha256 = await sha256Hex(bytes);
  const known = await modelTables.parts(id);
  const same = known.find((line) => line.offset === offset);
  if (same !== undefined) {
    if (same.sha256 !== sha256)
      throw conflict(`Other rows were sent for offset ${offset}.`, 'Open a new table for another file.');
    return state;
  }
  if (known.some((line) => line.offset < offset + rows && offset < line.offset + line.rows))
    throw conflict(`Rows from ${offset} on overlap a part that came before.`, 'Count the offset in rows.');
  await deps.artefacts.put(scope.tenant, sha256, bytes);
  await modelTables.addPart(id, { offset, rows, sha256, bytes: bytes.length }, instantOf(deps.now()));
  return must(await modelTables.get(id), 'the table');
}

/** A part as it was stored; throws where the store has lost it. */
export async function readStored(deps: Dependencies, scope: TenantScope, sha256: string): Promise<ReadPart> {
  const bytes = await deps.artefacts.get(scope.tenant, sha256);
  if (bytes === null) throw new Error(`part ${sha256} is not in the store`);
  return JSON.parse(new TextDecoder().decode(bytes)) as ReadPart;
}

export async function removeUpload(deps: Dependencies, scope: TenantScope, id: string): Promise<void> {
  for (const sha256 of await scope.modelTables.remove(id)) await deps.artefacts.drop(scope.tenant, sha256);
}

/** Removes what was uploaded longer ago than it is kept. */
export async function forgetUploads(deps: Dependencies, scope: TenantScope): Promise<void> {
  for (const id of await scope.modelTables.staleSince(instantOf(deps.now() - keptMs)))
    await removeUpload(deps, scope, id);
}
