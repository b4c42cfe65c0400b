import type { CsvFile, CsvRow } from '@aicrm/connectors/csv/read-csv';
import type { Problem } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';
import type { ImportRequest, ImportState, RejectedRow } from '@aicrm/schema/wire';
import type { Api } from '../api.js';
import { type Broken, brokenOff, type Resume, stopped, stoppedEarly } from './broken-import.js';
import { asDetected, checkFile, type FileOptions, openFile, unreadable } from './read-file.js';

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
  readonly step: 'checking' | 'sending' | 'finishing';
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
  /** How the file is read; as detected where left out. */
  readonly read?: FileOptions;
  /** An import that broke off, to go on with; its request is the one that is given. */
  readonly resume?: Resume | undefined;
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
 * Sends a file through an import: checked to its end, opened, rows in chunks, finished, and followed until its views are
 * built. The whole file is never in memory. A fault of the file as a whole, wherever it stands, refuses it before the
 * worker is asked anything; rows that are refused end nothing. What breaks off later says how far it came, and can be
 * given as `resume` to go on: chunks are cut alike each time, so those that were confirmed are passed over.
 */
export async function sendFile(
  api: ImportApi,
  file: Blob,
  request: ImportRequest,
  options: SendOptions,
): Promise<Result<Sent, Broken>> {
  const { signal, tell, pauseMs = 700, read = asDetected } = options;
  let bytes = 0;
  const count = (more: number) => {
    bytes += more;
  };
  const share = () => (file.size > 0 ? Math.min(1, bytes / file.size) : 1);
  tell({ share: 0, step: 'checking', state: null });
  const telling = (more: number) => {
    count(more);
    tell({ share: share(), step: 'checking', state: null });
  };
  const checked = await checkFile(file, read, telling, signal);
  if (signal.aborted)
    return fail({ problem: stoppedEarly, ...(options.resume ? { resume: options.resume } : {}) });
  if (!checked.ok) return fail({ problem: checked.error });
  const { header, rows: total } = checked.value;

  let resume = options.resume;
  if (!resume) {
    const opened = await api.openImport({ ...request, header: [...header] });
    if (!opened.ok) return fail({ problem: opened.error });
    resume = { id: opened.value.id, request, offset: 0 };
  }
  const { id, offset: done } = resume;
  const broken = (error: Problem, offset: number) => fail(brokenOff(error, { id, request, offset }, total));
  bytes = 0;
  const csv = await openFile(file, read, count);
  if (!csv.ok) return broken(csv.error, done);
  const rejected: RejectedRow[] = [];
  let offset = 0;
  try {
    for await (const chunk of chunksOf(csv.value)) {
      const sent = Math.max(offset, done);
      if (signal.aborted) return broken(stopped, sent);
      if (!chunk.ok) return broken(chunk.error, sent);
      const rows = chunk.value.map(({ cells }) => [...cells]);
      const at = offset;
      if (at + rows.length > done) {
        const answer = await persistently(() => api.sendRows(id, { offset: at, rows }), pauseMs);
        if (!answer.ok) return broken(answer.error, sent);
        rejected.push(...answer.value.rejected.slice(0, mostListed - rejected.length));
        tell({ share: share(), step: 'sending', state: answer.value.state });
      }
      offset += rows.length;
    }
  } catch {
    return broken(unreadable, Math.max(offset, done));
  }
  const ended = await finish(api, id, options, 1);
  return ended.ok ? ok({ state: ended.value, rejected }) : broken(ended.error, offset);
}
