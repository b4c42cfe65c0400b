import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { problem } from '@aicrm/schema/problem';
import { must } from '@aicrm/schema/result';
import { ImportRequest, ImportRows, type ImportState, type RejectedRow } from '@aicrm/schema/wire';

/** What a stand-in for the worker does to one request before it answers properly: refuse, or write and hang up. */
export type Fault = { status: number; headers?: Record<string, string>; body?: string } | 'lose the answer';

interface StoredImport {
  readonly request: ImportRequest;
  state: ImportState;
  readonly chunks: Map<
    number,
    { text: string; rows: readonly (readonly string[])[]; rejected: RejectedRow[] }
  >;
}

export interface FakeWorker {
  readonly url: string;
  readonly key: string;
  readonly imports: readonly StoredImport[];
  /** Records by `type:connection:key`. */
  readonly records: ReadonlyMap<string, readonly string[]>;
  readonly calls: readonly { method: string; path: string; body: unknown; bytes: number }[];
  /** Faults for the next requests whose path ends in this text, one each. */
  fail(pathEnd: string, ...faults: Fault[]): void;
  /** A fixed answer for a path. */
  answer(method: string, path: string, status: number, body: unknown): void;
  onRows(listener: (() => void) | null): void;
  close(): Promise<void>;
}

async function textOf(request: IncomingMessage): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of request) pieces.push(piece as Uint8Array);
  return Buffer.concat(pieces).toString('utf8');
}

/**
 * The import routes of the worker over HTTP on the loopback, as the wire protocol describes them: every body is parsed
 * by its schema, a chunk that came before changes nothing, the same offset with other rows is a conflict. Rows are
 * rejected for their width, an empty key or a key seen before. Polling an import once ends its `finishing`.
 */
export async function startFakeWorker(): Promise<FakeWorker> {
  const key = 'aicrm_test_key';
  const imports: StoredImport[] = [];
  const records = new Map<string, readonly string[]>();
  const calls: { method: string; path: string; body: unknown; bytes: number }[] = [];
  const faults: { pathEnd: string; fault: Fault }[] = [];
  const fixed = new Map<string, { status: number; body: unknown }>();
  let listener: (() => void) | null = null;

  function receive(stored: StoredImport, text: string) {
    const { offset, rows } = ImportRows.parse(JSON.parse(text));
    const before = stored.chunks.get(offset);
    if (before && before.text !== text) return problem('conflict', 'Other rows', 'The offset was used.');
    if (before) return { state: stored.state, rejected: before.rejected };
    const { request } = stored;
    const rejected: RejectedRow[] = [];
    let [inserted, updated, unchanged] = [0, 0, 0];
    rows.forEach((cells, i) => {
      const at = request.key.map((column) => request.header.indexOf(column));
      const id = at.map((index) => cells[index] ?? '').join(':');
      const message =
        cells.length !== request.header.length
          ? `The row has ${cells.length} cells where the header has ${request.header.length}.`
          : id.trim() === ''
            ? 'The key is empty.'
            : null;
      if (message !== null) {
        rejected.push({ row: offset + i + 1, issues: [{ at: 'row', message }] });
        return;
      }
      const name = `${request.type}:${request.connection}:${id}`;
      const old = records.get(name);
      if (!old) inserted += 1;
      else if (JSON.stringify(old) === JSON.stringify(cells)) unchanged += 1;
      else updated += 1;
      if (!request.dryRun) records.set(name, cells);
    });
    stored.chunks.set(offset, { text, rows, rejected });
    const { counts } = stored.state;
    stored.state = {
      ...stored.state,
      counts: {
        read: counts.read + rows.length,
        inserted: counts.inserted + inserted,
        updated: counts.updated + updated,
        unchanged: counts.unchanged + unchanged,
        rejected: counts.rejected + rejected.length,
      },
    };
    return { state: stored.state, rejected };
  }

  function route(method: string, path: string, text: string): { status: number; body: unknown } {
    const known = fixed.get(`${method} ${path}`);
    if (known) return known;
    const [, id, action] = /^\/v1\/imports\/([^/]+)(?:\/(rows|finish))?$/.exec(path) ?? [];
    const stored = imports.find((one) => one.state.id === id);
    if (method === 'POST' && path === '/v1/imports') {
      const request = ImportRequest.parse(JSON.parse(text));
      const { type, connection } = request;
      const counts = { read: 0, inserted: 0, updated: 0, unchanged: 0, rejected: 0 };
      const state: ImportState = {
        id: `import-${imports.length + 1}`,
        type,
        connection,
        fileName: request.fileName ?? null,
        dryRun: request.dryRun ?? false,
        status: 'open',
        counts,
        createdAt: '2024-01-01T00:00:00Z',
      };
      imports.push({ request, state, chunks: new Map() });
      return { status: 201, body: state };
    }
    if (!stored) return { status: 404, body: problem('not-found', 'Not found', 'There is no such import.') };
    if (action === 'rows') {
      const body = receive(stored, text);
      return { status: 'kind' in body ? 409 : 200, body };
    }
    if (action === 'finish') stored.state = { ...stored.state, status: 'finishing' };
    else if (stored.state.status === 'finishing') stored.state = { ...stored.state, status: 'done' };
    return { status: 200, body: stored.state };
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await textOf(request);
    const method = request.method ?? '';
    const path = request.url ?? '';
    calls.push({ method, path, body: text === '' ? null : JSON.parse(text), bytes: Buffer.byteLength(text) });
    const at = faults.findIndex((one) => path.endsWith(one.pathEnd));
    const fault = at >= 0 ? must(faults.splice(at, 1)[0], 'fault').fault : null;
    if (fault !== null && fault !== 'lose the answer') {
      response.writeHead(fault.status, fault.headers ?? {}).end(fault.body ?? '');
      return;
    }
    const allowed = request.headers.authorization === `Bearer ${key}`;
    const { status, body } = allowed
      ? route(method, path, text)
      : { status: 401, body: problem('permission', 'Not signed in', 'The API key is not valid.') };
    if (path.endsWith('/rows')) listener?.();
    if (fault === 'lose the answer') response.destroy();
    else response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      response.writeHead(400).end(String(error));
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    key,
    imports,
    records,
    calls,
    fail: (pathEnd, ...more) => {
      faults.push(...more.map((fault) => ({ pathEnd, fault })));
    },
    answer: (method, path, status, body) => {
      fixed.set(`${method} ${path}`, { status, body });
    },
    onRows: (next) => {
      listener = next;
    },
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
