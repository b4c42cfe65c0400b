import type { Problem } from '@aicrm/schema/problem';
import type { ScriptOptions } from './script-options.js';

const timeoutMs = 10_000;

const refusal = (status: number, detail: string, action: string): Problem => ({
  kind: status >= 500 || status === 408 || status === 429 ? 'temporary' : 'permission',
  title: 'No token',
  status,
  detail,
  action,
});

/**
 * How the page gets its embed token: from the host's own endpoint (POST, with the host's cookies when it is same-origin;
 * it answers `{ "token": ... }`), or written into the page by the host's server. Rejects with a `Problem`.
 */
export function tokenSource({ tokenUrl, token }: ScriptOptions): () => Promise<string> {
  if (tokenUrl) return () => askHost(tokenUrl);
  let given = false;
  return () => {
    const asksAgain = given;
    given = true;
    if (token && !asksAgain) return Promise.resolve(token);
    const problem = token
      ? refusal(401, 'The token in the page has ended.', 'Reload the page, or use data-token-url.')
      : refusal(401, 'The script tag names no token.', 'Add data-token-url to the script tag.');
    return Promise.reject(problem);
  };
}

async function askHost(url: string): Promise<string> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { accept: 'application/json' },
    // A token endpoint needs to know who is signed in, and nothing of which record they look at.
    credentials: 'same-origin',
    referrerPolicy: 'no-referrer',
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (!answer.ok)
    throw refusal(
      answer.status,
      `The host's token endpoint answered ${answer.status}.`,
      answer.status < 500 ? 'Sign in to the host again.' : 'It is tried again by itself.',
    );
  const body: unknown = await answer.json().catch(() => null);
  const token = typeof body === 'object' && body !== null && 'token' in body ? body.token : undefined;
  if (typeof token === 'string' && token !== '') return token;
  throw refusal(502, "The host's token endpoint gave no token.", 'Let it answer {"token": "..."}.');
}
