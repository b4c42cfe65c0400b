import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

// AICRM_URL=https://YOUR-WORKER AICRM_KEY=... SITE=https://crm.example node token-server.ts
const { AICRM_URL = '', AICRM_KEY = '', SITE = '' } = process.env;

/** POST /aicrm/token: the one route of yours. The key stays here; the page gets a token that ends in 15 minutes. */
export async function tokenEndpoint(
  request: IncomingMessage,
  response: ServerResponse,
  isSignedIn: (request: IncomingMessage) => boolean,
): Promise<void> {
  if (request.method !== 'POST') return void response.writeHead(405).end();
  if (!isSignedIn(request)) return void response.writeHead(401).end();
  const answer = await fetch(`${AICRM_URL}/v1/tokens`, {
    method: 'POST',
    headers: { authorization: `Bearer ${AICRM_KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify({ scopes: ['sync:all', 'models:read', 'events:write'], origins: [SITE] }),
  });
  response.writeHead(answer.status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(await answer.text());
}

if (import.meta.main) {
  // Put your own session's check here; as it stands, nobody is signed in.
  const isSignedIn = () => false;
  createServer((request, response) => {
    tokenEndpoint(request, response, isSignedIn).catch(() => response.writeHead(502).end());
  }).listen(8080);
}
