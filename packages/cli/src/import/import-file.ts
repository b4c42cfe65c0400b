import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { type CsvCheck, type CsvOptions, checkCsv, openCsv } from '@aicrm/connectors/csv/read-csv';
import type { RecordType } from '@aicrm/schema/ids';
import { type Problem, problem } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';
import { type ImportRequest, ImportRowsAnswer, ImportState, type RejectedRow } from '@aicrm/schema/wire';
import { type Api, stopped } from '../api.js';
import type { Io } from '../io.js';
import { type Chunk, chunksOf } from './chunks.js';
import { openErrorFile } from './error-file.js';
import { type MappingWish, type ResolvedMapping, resolveMapping } from './resolve-mapping.js';

export interface ImportJob {
  readonly path: string;
  readonly type: RecordType;
  readonly connection: string;
  readonly wish: MappingWish;
  readonly csv: CsvOptions;
  readonly currency?: string | undefined;
  readonly shiftWeeks?: number | undefined;
  readonly dryRun?: boolean | undefined;
  /** The terms of the data and whose it is, for model cards; at most 500 characters. */
  readonly dataLicence?: string | undefined;
  readonly synthetic?: boolean | undefined;
  /** Where rejected rows go, made only if there are any; null for nowhere. */
  readonly errors: string | null;
}

/** A rejected row with its cells as they were read. */
export interface RejectedExample extends RejectedRow {
  readonly cells: readonly string[];
}

export interface ImportOutcome {
  readonly state: ImportState;
  /** The first rejected rows, at most 5, for a summary. */
  readonly examples: readonly RejectedExample[];
  /** Where all of them are, or null where no file was made. */
  readonly errorFile: string | null;
}

export interface ImportListener {
  preview?(mapping: ResolvedMapping, check: CsvCheck): void;
  progress?(read: number, total: number, state: ImportState): void;
}

const examplesKept = 5;
/** How often the worker is asked whether an import's views are made. */
const pollEvery = 1_000;

/** Opening and reading failures of the disk as problems; they are the only errors that the reader throws. */
async function withDisk<T>(
  path: string,
  action: () => Promise<Result<T, Problem>>,
): Promise<Result<T, Problem>> {
  try {
    return await action();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : null;
    if (code === null) throw error;
    const why =
      code === 'ENOENT'
        ? 'There is no such file'
        : code === 'EISDIR'
          ? 'It is a folder'
          : `It failed with ${code}`;
    return fail(problem('bad-data', 'The file cannot be read', `${path}: ${why}.`));
  }
}

/** Reads the beginning of a file and decides its mapping; nothing is sent. */
export async function previewFile(job: Pick<ImportJob, 'path' | 'type' | 'wish' | 'csv'>) {
  return withDisk(job.path, async () => {
    const source = createReadStream(job.path);
    const file = await openCsv(source, job.csv);
    source.destroy();
    if (!file.ok) return file;
    const { header, sample, encoding, delimiter } = file.value;
    const whole = sample.filter((row) => row.issue === null).map((row) => row.cells);
    return ok({ header, encoding, delimiter, ...resolveMapping(job.wish, job.type, header, whole) });
  });
}

/** The worker's word on each refused row, or the reader's where it knows better why the row is broken. */
function reasonsOf(chunk: Chunk, answer: ImportRowsAnswer) {
  return answer.rejected.flatMap((rejected) => {
    const row = chunk.rows[rejected.row - 1 - chunk.offset];
    if (!row) return [];
    return [{ rejected: row.issue ? { ...rejected, issues: [row.issue] } : rejected, cells: row.cells }];
  });
}

/**
 * Imports one file. It is read twice: once to its end, so that a file that is broken somewhere is refused before any of
 * it is written, and once to send it in chunks. A chunk whose answer was lost is sent again; the worker knows it by its
 * offset. Interrupted, what was sent stays, and the same import can be run again from the start.
 */
export async function importFile(
  api: Api,
  job: ImportJob,
  io: Io,
  listener: ImportListener = {},
): Promise<Result<ImportOutcome, Problem>> {
  const prepared = await previewFile(job);
  if (!prepared.ok) return prepared;
  const resolved = prepared.value.result;
  if (!resolved.ok) return resolved;
  const check = await withDisk(job.path, () => checkCsv(createReadStream(job.path), job.csv));
  if (!check.ok) return check;
  listener.preview?.(resolved.value, check.value);

  const { currency, shiftWeeks, dryRun, dataLicence, synthetic } = job;
  const request: ImportRequest = {
    type: job.type,
    connection: job.connection,
    key: [...resolved.value.key],
    mapping: [...resolved.value.mapping],
    header: [...prepared.value.header],
    fileName: basename(job.path),
    ...(currency === undefined ? {} : { currency }),
    ...(shiftWeeks === undefined ? {} : { shiftWeeks }),
    ...(dryRun === undefined ? {} : { dryRun }),
    ...(dataLicence === undefined ? {} : { dataLicence }),
    ...(synthetic === undefined ? {} : { synthetic }),
  };
  const opened = await api.request(
    { method: 'POST', path: '/v1/imports', body: request, repeatable: true },
    ImportState,
  );
  if (!opened.ok) return opened;
  const { id } = opened.value;

  return withDisk(job.path, async () => {
    const file = await openCsv(createReadStream(job.path), job.csv);
    if (!file.ok) return file;
    const errors = job.errors === null ? null : openErrorFile(job.errors, request.header);
    const examples: RejectedExample[] = [];
    try {
      for await (const chunk of chunksOf(file.value.rows(), request.header.length)) {
        if (!chunk.ok) return chunk;
        if (io.signal.aborted) return fail(stopped);
        const { offset, rows, body } = chunk.value;
        const answer = await api.request(
          { method: 'POST', path: `/v1/imports/${id}/rows`, body, repeatable: true },
          ImportRowsAnswer,
        );
        if (!answer.ok) return answer;
        for (const { rejected, cells } of reasonsOf(chunk.value, answer.value)) {
          if (examples.length < examplesKept) examples.push({ ...rejected, cells });
          await errors?.add(rejected, cells);
        }
        listener.progress?.(offset + rows.length, check.value.rows, answer.value.state);
      }
    } finally {
      await errors?.close();
    }
    const done = await api.request(
      { method: 'POST', path: `/v1/imports/${id}/finish`, body: {}, repeatable: true },
      ImportState,
    );
    if (!done.ok) return done;
    return ok({
      state: done.value,
      examples,
      errorFile: errors !== null && errors.written > 0 ? errors.path : null,
    });
  });
}

/** Waits until an import's records can be seen everywhere: behind `finishing` the worker makes their views. */
export async function waitForImport(
  api: Api,
  state: ImportState,
  io: Io,
): Promise<Result<ImportState, Problem>> {
  let current = state;
  while (current.status === 'finishing') {
    if (io.signal.aborted) return fail(stopped);
    await io.sleep(pollEvery);
    const next = await api.request({ path: `/v1/imports/${state.id}`, repeatable: true }, ImportState);
    if (!next.ok) return next;
    current = next.value;
  }
  if (current.status !== 'failed') return ok(current);
  return fail(
    problem('temporary', 'The import has failed', 'Its rows are stored, but their views were not made.', {
      action: 'Import the file again; rows that are there already count as unchanged.',
    }),
  );
}
