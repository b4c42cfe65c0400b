import { createServer, type Server } from 'node:http';
import { resolve } from 'node:path';
import { type Browser, chromium } from 'playwright';
import { build } from 'vite';

/** The embed files as a worker serves them, by their path below `/embed/v1/`. */
export async function builtFiles(...configs: string[]): Promise<Map<string, string | Uint8Array>> {
  const files = new Map<string, string | Uint8Array>();
  for (const config of configs) {
    const configFile = resolve(import.meta.dirname, '../..', config);
    const built = await build({ configFile, logLevel: 'error', build: { write: false } });
    for (const one of [built].flat())
      for (const file of 'output' in one ? one.output : [])
        files.set(file.fileName, file.type === 'chunk' ? file.code : file.source);
  }
  return files;
}

export interface Site {
  readonly server: Server;
  /** The host's page, by its IP address. */
  readonly host: string;
  /** The worker, by a name: another origin on the same port. */
  readonly worker: string;
}

/** A host and a worker on two origins; `answer` sees full addresses. */
export async function openSite(answer: (request: Request) => Promise<Response>): Promise<Site> {
  const server = createServer((incoming, outgoing) => {
    const chunks: Uint8Array[] = [];
    incoming.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    incoming.on('end', () => {
      const { method = 'GET', headers, url = '/' } = incoming;
      const withBody = method !== 'GET' && method !== 'HEAD';
      const request = new Request(`http://${headers.host}${url}`, {
        method,
        headers: Object.entries(headers).flatMap(([name, value]) =>
          typeof value === 'string' ? [[name, value] as [string, string]] : [],
        ),
        ...(withBody ? { body: Buffer.concat(chunks) } : {}),
      });
      const reply =
        method === 'OPTIONS' ? Promise.resolve(new Response(null, { status: 204 })) : answer(request);
      reply.then(
        async (given) => {
          outgoing.writeHead(given.status, {
            'access-control-allow-origin': '*',
            'access-control-allow-headers': 'authorization, content-type',
            ...Object.fromEntries(given.headers),
          });
          outgoing.end(Buffer.from(await given.arrayBuffer()));
        },
        (error: unknown) => outgoing.writeHead(500).end(String(error)),
      );
    });
  });
  await new Promise<void>((ready) => server.listen(0, ready));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  return { server, host: `http://127.0.0.1:${port}`, worker: `http://localhost:${port}` };
}

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium',
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
