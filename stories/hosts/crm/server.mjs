// The customer's own backend, as small as it can honestly be: it owns the CRM's data, serves the CRM's pages, and
// exchanges its secret API key for short-lived page tokens. Nothing in it is part of AI-CRM.
//   node stories/hosts/crm/server.mjs        (see README.md for the environment variables)
import { createServer } from 'node:http';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { loadCrm } from './server/crm-data.mjs';
import { contentSecurityPolicy, originOf, sendFile, sendJson, sendProblem } from './server/http.mjs';
import { createTokenExchange } from './server/token.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const compress = promisify(gzip);

/**
 * Starts the CRM on 127.0.0.1.
 * @param {{ port?: number, sampleDir: string, api: string, apiKey?: string, embedDir?: string, shiftWeeks?: number,
 *   mounts?: readonly import('./server.mjs').Mount[] }} options
 *   `api` is the AI-CRM worker's address, `apiKey` the tenant's secret key (never sent to the page), `embedDir` the built
 *   embed files to serve under /aicrm/embed/, `shiftWeeks` the whole weeks by which all dates of the sample are moved, `mounts` further customers' routes under paths of
 *   their own.
 * @returns {Promise<{ url: string, port: number, close: () => Promise<void> }>}
 */
export async function start({ port = 8080, sampleDir, api, apiKey, embedDir, shiftWeeks = 0, mounts = [] }) {
  const crm = await loadCrm(sampleDir, shiftWeeks);
  const list = await compress(JSON.stringify(crm.list()));
  const apiOrigin = originOf(api);
  let exchange;

  const routes = [
    [/^\/crm\/leads$/, (_, response) => sendJson(response, list, { 'content-encoding': 'gzip' })],
    [
      /^\/crm\/leads\/([^/]+)$/,
      async (request, response, [, id]) => {
        const lead = crm.lead(decodeURIComponent(id));
        if (lead)
          return sendJson(response, await compress(JSON.stringify(lead)), { 'content-encoding': 'gzip' });
        return sendProblem(response, 404, 'not-found', 'No such lead', `There is no lead ${request.url}.`);
      },
    ],
    [/^\/aicrm\/token$/, (request, response) => exchange(request, response), ['POST']],
    [
      /^\/aicrm\/embed\/(.+)$/,
      (_, response, [, path]) => sendFile(response, embedDir, path, { crossOrigin: true }),
    ],
    // What the page's own leak detector is tried on; it reads nothing and keeps nothing.
    [
      /^\/leak-test$/,
      (request, response) => request.resume() && response.writeHead(204).end(),
      ['GET', 'POST'],
    ],
    [/^\/assets\/([\w.-]+)$/, (_, response, [, path]) => sendFile(response, join(here, 'public'), path, {})],
    [
      /^\/(?:business|leads\/[^/]+)?$/,
      (_, response) => sendFile(response, join(here, 'public'), 'index.html', { api }),
    ],
  ];

  async function answer(request, response) {
    response.setHeader('content-security-policy', contentSecurityPolicy(apiOrigin));
    response.setHeader('x-content-type-options', 'nosniff');
    response.setHeader('referrer-policy', 'no-referrer');
    const pathname = URL.parse(request.url ?? '/', 'http://crm.invalid')?.pathname ?? '';
    const route = routes.find(([pattern]) => pattern.test(pathname));
    if (!route)
      return sendProblem(response, 404, 'not-found', 'Not found', `There is nothing at ${pathname}.`);
    const [pattern, handle, methods = ['GET']] = route;
    if (!methods.includes(request.method === 'HEAD' ? 'GET' : (request.method ?? '')))
      return sendProblem(response, 405, 'bad-data', 'Method not allowed', `Use ${methods.join(' or ')}.`, {
        allow: methods.join(', '),
      });
    return handle(request, response, pattern.exec(pathname));
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error) => {
      const malformed = error instanceof URIError;
      if (!malformed)
        process.stderr.write(`crm: ${request.method} ${request.url}: ${error?.stack ?? error}\n`);
      if (response.headersSent) response.destroy();
      else if (malformed)
        sendProblem(response, 400, 'bad-data', 'Bad address', 'The address is not properly encoded.');
      else
        sendProblem(
          response,
          500,
          'temporary',
          'Something went wrong',
          'The CRM could not answer. Try again.',
        );
    });
  });

  await new Promise((done, failed) => {
    server.once('error', failed);
    server.listen(port, '127.0.0.1', done);
  });
  const bound = server.address().port;
  // A page may be opened under either name of this machine; nobody else's origin gets a token.
  const origins = [`http://127.0.0.1:${bound}`, `http://localhost:${bound}`];
  exchange = createTokenExchange({ api, apiKey, origins });
  for (const mount of mounts) routes.push(...mount({ origins }));
  return {
    url: `http://127.0.0.1:${bound}/`,
    port: bound,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

if (process.argv[1] && import.meta.url === pathToFileURL(resolve(process.argv[1])).href) {
  const root = resolve(here, '../../..');
  const api = process.env.AICRM_API ?? 'http://127.0.0.1:8082';
  const { bankMount } = await import('../bank/server.mjs');
  const { portalMount } = await import('../portal/server.mjs');
  const sampleDir = process.env.CRM_SAMPLE ?? join(root, 'packages/cli/samples/retail-club');
  const shiftWeeks = Number(process.env.CRM_SHIFT_WEEKS ?? 0);
  const { url, close } = await start({
    port: Number(process.env.PORT ?? 8080),
    sampleDir,
    api,
    apiKey: process.env.AICRM_KEY,
    embedDir: process.env.AICRM_EMBED ?? join(root, 'packages/embed/dist'),
    shiftWeeks,
    mounts: [
      await bankMount({
        sampleDir: join(root, 'packages/cli/samples/drifting-bank'),
        api,
        apiKey: process.env.BANK_KEY,
      }),
      await portalMount({ sampleDir, api, apiKey: process.env.AICRM_KEY, shiftWeeks }),
    ],
  });
  process.stdout.write(`ready: ${url}\n`);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.once(signal, () => void close().then(() => process.exit(0)));
}
