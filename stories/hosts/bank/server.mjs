// A second customer's backend, mounted beside the CRM's in one process: a bank whose calls were learned from, and whose
// model the gate refused. Like the CRM, it owns its records and swaps its own API key for short-lived page tokens.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { sendFile, sendJson } from '../crm/server/http.mjs';
import { createTokenExchange } from '../crm/server/token.mjs';
import { loadCalls } from './server/calls.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const compress = promisify(gzip);
/** The page hands its records to the badge itself, so its token may read models and nothing else. */
const scopes = ['models:read'];
const listed = 30;

/**
 * The bank's routes, for `start({ mounts: [...] })` of the CRM's server.
 * @param {{ sampleDir: string, api: string, apiKey?: string }} options `api` is the worker's address, `apiKey` the bank's
 *   own secret key.
 * @returns {Promise<(site: { origins: string[] }) => readonly unknown[]>}
 */
export async function bankMount({ sampleDir, api, apiKey }) {
  const calls = await loadCalls(sampleDir);
  const body = await compress(
    JSON.stringify({ about: calls.about, quarters: calls.quarters, calls: calls.newest(listed) }),
  );
  return ({ origins }) => {
    const exchange = createTokenExchange({ api, apiKey, origins, scopes });
    return [
      [/^\/bank$/, (_, response) => response.writeHead(308, { location: '/bank/' }).end()],
      [/^\/bank\/$/, (_, response) => sendFile(response, join(here, 'public'), 'index.html', { api })],
      [/^\/bank\/calls$/, (_, response) => sendJson(response, body, { 'content-encoding': 'gzip' })],
      [/^\/bank\/token$/, (request, response) => exchange(request, response), ['POST']],
      [
        /^\/bank\/assets\/([\w.-]+)$/,
        (_, response, [, path]) => sendFile(response, join(here, 'public'), path, {}),
      ],
    ];
  };
}
