import { sendJson, sendProblem } from './http.mjs';

/** What a CRM page needs and no more: it reads records and models, tells what people did, and can change nothing. */
const crmScopes = ['sync:all', 'models:read', 'events:write'];
const timeoutMs = 5_000;

/**
 * POST /aicrm/token: the one route a customer writes for AI-CRM. It swaps the secret API key, which stays on this
 * server, for a token of minutes that only works on this CRM's own pages. A real CRM checks the user's session first.
 */
export function createTokenExchange({ api, apiKey, origins, scopes = crmScopes, record }) {
  return async (request, response) => {
    const site = request.headers['sec-fetch-site'];
    if (site && site !== 'same-origin')
      return sendProblem(response, 403, 'permission', 'Not from here', 'Only pages of this CRM get a token.');
    if (!apiKey)
      return sendProblem(
        response,
        503,
        'temporary',
        'Not set up',
        'This CRM has no AI-CRM key yet: set AICRM_KEY.',
      );
    let answer;
    try {
      answer = await fetch(new URL('/v1/tokens', api), {
        method: 'POST',
        headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
        body: JSON.stringify({ scopes, origins, ...(record ? { record } : {}) }),
        signal: AbortSignal.timeout(timeoutMs),
      });
    } catch {
      return sendProblem(
        response,
        503,
        'temporary',
        'AI-CRM is not reachable',
        'The prediction service does not answer. Stored scores stay on screen.',
        { 'retry-after': '10' },
      );
    }
    const body = await answer.text();
    if (answer.ok) return sendJson(response, body);
    response.writeHead(answer.status, {
      'content-type': answer.headers.get('content-type') ?? 'application/problem+json',
      'cache-control': 'no-store',
    });
    return response.end(body);
  };
}
