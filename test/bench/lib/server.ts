import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { must } from '@aicrm/schema/result';

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.wasm': 'application/wasm',
  '.html': 'text/html; charset=utf-8',
};

export interface BenchServer {
  readonly origin: string;
  /** Serves the files of a folder under `/name/`. */
  folder(name: string, path: string): void;
  /** Serves one page or file from memory. */
  file(path: string, content: string | Uint8Array, type?: string): void;
  /** Answers every request whose path begins so. */
  handler(prefix: string, answer: (request: Request) => Promise<Response>): void;
  close(): Promise<void>;
}

/** A server of our own on a free port: browsers give modules, storage and wasm only to a real origin. */
export async function startServer(): Promise<BenchServer> {
  const folders = new Map<string, string>();
  const files = new Map<string, { content: string | Uint8Array; type: string }>();
  const handlers = new Map<string, (request: Request) => Promise<Response>>();

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://bench');
    const handler = [...handlers].find(([prefix]) => pathname.startsWith(prefix))?.[1];
    if (handler) {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const asked = new Request(new URL(request.url ?? '/', origin), {
        method: request.method ?? 'GET',
        headers: Object.entries(request.headers).flatMap(([name, value]) =>
          typeof value === 'string' ? [[name, value] as [string, string]] : [],
        ),
        ...(chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}),
      });
      const given = await handler(asked);
      response.writeHead(given.status, Object.fromEntries(given.headers));
      response.end(Buffer.from(await given.arrayBuffer()));
      return;
    }
    const file = files.get(pathname) ?? fromFolder(pathname);
    if (!file) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'content-type': file.type, 'cache-control': 'no-store' }).end(file.content);
  }

  function fromFolder(pathname: string): { content: Uint8Array; type: string } | undefined {
    const [, name = '', ...rest] = normalize(pathname).split('/');
    const folder = folders.get(name);
    if (!folder) return undefined;
    const path = join(folder, ...rest);
    if (!existsSync(path) || !statSync(path).isFile()) return undefined;
    return { content: readFileSync(path), type: types[extname(path)] ?? 'application/octet-stream' };
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = must(server.address(), 'address');
  if (typeof address === 'string') throw new Error('a socket has no origin');
  const origin = `http://127.0.0.1:${address.port}`;
  const blank = '<!doctype html><html lang="en"><head><title>blank</title></head><body></body></html>';
  files.set('/blank', { content: blank, type: 'text/html; charset=utf-8' });

  return {
    origin,
    folder: (name, path) => void folders.set(name, path),
    file: (path, content, type = 'text/html; charset=utf-8') => void files.set(path, { content, type }),
    handler: (prefix, given) => void handlers.set(prefix, given),
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
