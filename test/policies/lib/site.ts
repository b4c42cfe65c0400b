import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { resolve } from 'node:path';
import { must } from '@aicrm/schema/result';
import { build } from 'vite';

export type Answer = (request: Request) => Promise<Response> | Response;

export interface Site {
  readonly origin: string;
  /** Replaced by each test: the ports stay, what lies behind them changes. */
  answer: Answer;
  close(): Promise<void>;
}

/** An origin of its own on loopback. */
export async function openSite(): Promise<Site> {
  async function respond(asked: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of asked) chunks.push(chunk as Buffer);
    const headers = new Headers();
    for (const [name, value] of Object.entries(asked.headers))
      if (typeof value === 'string') headers.set(name, value);
    const method = asked.method ?? 'GET';
    const body = method === 'GET' || method === 'HEAD' ? undefined : Buffer.concat(chunks);
    const request = new Request(new URL(asked.url ?? '/', site.origin), {
      method,
      headers,
      ...(body?.length ? { body } : {}),
    });
    const given = method === 'OPTIONS' ? new Response(null, { status: 204 }) : await site.answer(request);
    response.writeHead(given.status, {
      ...Object.fromEntries(given.headers),
      // What our worker and a CDN send with every answer.
      'access-control-allow-origin': '*',
      'access-control-allow-headers': 'authorization, content-type',
      'cross-origin-resource-policy': 'cross-origin',
    });
    response.end(Buffer.from(await given.arrayBuffer()));
  }
  const server = createServer((asked, response) => {
    respond(asked, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = must(server.address(), 'address');
  if (typeof address === 'string') throw new Error('a socket has no origin');
  const site: Site = {
    origin: `http://127.0.0.1:${address.port}`,
    answer: () => new Response('', { status: 404 }),
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
  return site;
}

/** The embed as it is published, by file name. */
export async function builtEmbed(): Promise<ReadonlyMap<string, string | Uint8Array<ArrayBuffer>>> {
  const configFile = resolve(import.meta.dirname, '../../../packages/embed/vite.config.ts');
  const built = await build({ configFile, logLevel: 'error', build: { write: false } });
  const files = new Map<string, string | Uint8Array<ArrayBuffer>>();
  for (const one of [built].flat())
    for (const file of 'output' in one ? one.output : [])
      if (file.type === 'chunk') files.set(file.fileName, file.code);
      // Text models lie beside the script.
      else
        files.set(file.fileName, typeof file.source === 'string' ? file.source : new Uint8Array(file.source));
  return files;
}

/**
 * Holds the elements' files back until all copies of the script have asked for theirs: a copy that finds the elements
 * defined loads none of its own, so whether two copies meet would depend on how fast the first one came.
 */
export function meeting(copies: number): (pathname: string) => Promise<void> {
  const asked = new Set<string>();
  const { promise, resolve } = Promise.withResolvers<void>();
  return async (pathname) => {
    if (!pathname.includes('/assets/define-lead-score-badge-')) return;
    asked.add(pathname);
    if (asked.size >= copies) resolve();
    await promise;
  };
}

/** What a host's own Lit does to a page's policy when it loads, and no more. */
export const hostLit = (): Response =>
  new Response("globalThis.trustedTypes?.createPolicy('lit-html', { createHTML: (text) => text });", {
    headers: { 'content-type': 'text/javascript' },
  });

/** A file of the embed, from whatever folder it is served. */
export function embedFile(
  files: Awaited<ReturnType<typeof builtEmbed>>,
  pathname: string,
): Response | undefined {
  const code = files.get(pathname.replace(/^\/(?:embed|copy)\//, ''));
  return code === undefined
    ? undefined
    : new Response(code, {
        headers: {
          'content-type': typeof code === 'string' ? 'text/javascript' : 'application/octet-stream',
        },
      });
}
