import { type CsvFile, type CsvRow, openCsv } from '@aicrm/connectors/csv/read-csv';
import { type Problem, problem } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';
import type { ImportRequest, ImportState, RejectedRow } from '@aicrm/schema/wire';
import type { Api } from '../api.js';

/** Rows a request: the worker takes 2,000, and fewer make the progress smoother on slow lines. */
const chunkRows = 1_000;
/** A chunk that did not get through is sent again; repeating one changes nothing. */
const mostTries = 4;
/** Rejected rows that the page lists; the error file has them all. */
export const mostListed = 50;

export type ImportApi = Pick<Api, 'openImport' | 'sendRows' | 'finishImport' | 'importState'>;

export interface Progress {
  /** Share of the file's bytes that were read, 0..1. */
  readonly share: number;
  readonly step: 'sending' | 'finishing';
  readonly state: ImportState | null;
}

export interface Sent {
  readonly state: ImportState;
  /** The first rejected rows. */
  readonly rejected: readonly RejectedRow[];
}

export interface SendOptions {
  readonly signal: AbortSignal;
  readonly tell: (progress: Progress) => void;
  readonly pauseMs?: number;
}

const stopped = problem('conflict', 'Stopped', 'The import was stopped. What was sent before stays.');

/** Opens a file as a stream and counts the bytes that were read of it. */
export async function openFile(file: Blob, read: (bytes: number) => void): Promise<Result<CsvFile, Problem>> {
  const counter = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, controller) {
      read(chunk.byteLength);
      controller.enqueue(chunk);
    },
  });
  return openCsv(file.stream().pipeThrough(counter));
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

async function persistently<T>(
  ask: () => Promise<Result<T, Problem>>,
  pauseMs: number,
): Promise<Result<T, Problem>> {
  for (let tries = 1; ; tries++) {
    const answer = await ask();
    if (answer.ok || answer.error.kind !== 'temporary' || tries >= mostTries) return answer;
    await pause((answer.error.retryAfter ?? 0) * 1_000 || pauseMs * tries);
  }
}

async function* chunksOf(file: CsvFile): AsyncGenerator<Result<readonly CsvRow[], Problem>> {
  let waiting: CsvRow[] = [];
  for await (const piece of file.rows()) {
    if (!piece.ok) {
      if (waiting.length > 0) yield ok(waiting);
      return yield piece;
    }
    waiting.push(...piece.value);
    while (waiting.length >= chunkRows) {
      yield ok(waiting.slice(0, chunkRows));
      waiting = waiting.slice(chunkRows);
    }
  }
  if (waiting.length > 0) yield ok(waiting);
}

async function finish(api: ImportApi, id: string, options: SendOptions, share: number) {
  const { signal, tell, pauseMs = 700 } = options;
  let ended = await persistently(() => api.finishImport(id), pauseMs);
  while (ended.ok && ended.value.status === 'finishing' && !signal.aborted) {
    tell({ share, step: 'finishing', state: ended.value });
    await pause(pauseMs);
    ended = await persistently(() => api.importState(id), pauseMs);
  }
  return ended;
}

/**
 * Sends a file through an import: opened, rows in chunks, finished, and followed until its views are built. The whole
 * file is never in memory. What is wrong with the file as a whole ends it with a problem; rows that are refused do not.
 */
export async function sendFile(
  api: ImportApi,
  file: Blob,
  request: ImportRequest,
  options: SendOptions,
): Promise<Result<Sent, Problem>> {
  const { signal, tell, pauseMs = 700 } = options;
  let bytes = 0;
  const csv = await openFile(file, (count) => {
    bytes += count;
  });
  if (!csv.ok) return csv;
  const opened = await api.openImport({ ...request, header: [...csv.value.header] });
  if (!opened.ok) return opened;
  const { id } = opened.value;
  const share = () => (file.size > 0 ? Math.min(1, bytes / file.size) : 1);
  const rejected: RejectedRow[] = [];
  let offset = 0;
  for await (const chunk of chunksOf(csv.value)) {
    if (signal.aborted) return fail(stopped);
    if (!chunk.ok) return chunk;
    const rows = chunk.value.map(({ cells }) => [...cells]);
    const answer = await persistently(() => api.sendRows(id, { offset, rows }), pauseMs);
    if (!answer.ok) return answer;
    offset += rows.length;
    rejected.push(...answer.value.rejected.slice(0, mostListed - rejected.length));
    tell({ share: share(), step: 'sending', state: answer.value.state });
  }
  const ended = await finish(api, id, options, 1);
  return ended.ok ? ok({ state: ended.value, rejected }) : ended;
}
