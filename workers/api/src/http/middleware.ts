import { type Problem, problem } from '@aicrm/schema/problem';
import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { routePath } from 'hono/route';
import type { Dependencies } from '../dependencies.js';
import type { AppEnv, Context } from './context.js';
import { ProblemError } from './problem-error.js';

/** 2,000 rows of 2,000 characters; a larger body is a mistake or an attack. */
export const maxBodyBytes = 4 * 1024 * 1024;

export function sendProblem(c: Context, found: Problem): Response {
  const headers: Record<string, string> = { 'content-type': 'application/problem+json' };
  if (found.retryAfter !== undefined) headers['retry-after'] = String(found.retryAfter);
  if (found.status === 401) headers['www-authenticate'] = 'Bearer';
  return new Response(JSON.stringify({ ...found, requestId: c.get('requestId') }), {
    status: found.status,
    headers,
  });
}

export const limitBody = bodyLimit({
  maxSize: maxBodyBytes,
  onError: (c) =>
    sendProblem(
      c,
      problem('bad-data', 'The body is too large', `A body holds ${maxBodyBytes} bytes at most.`, {
        status: 413,
        action: 'Send fewer rows at a time.',
      }),
    ),
});

/** Gives each request its id and its line in the log: route pattern, tenant, status and time, and nothing it held. */
export const observe =
  (deps: Dependencies): MiddlewareHandler<AppEnv> =>
  async (c, next) => {
    const started = deps.now();
    const requestId = crypto.randomUUID();
    c.set('requestId', requestId);
    c.set('deps', deps);
    await next();
    c.header('x-request-id', requestId);
    deps.log({
      event: 'request',
      requestId,
      method: c.req.method,
      route: routePath(c, -1),
      tenant: c.get('scope')?.tenant ?? null,
      status: c.res.status,
      ms: deps.now() - started,
    });
  };

/** Answers of the API are data for one caller: never kept, never framed, never guessed at. */
export const secureHeaders: MiddlewareHandler<AppEnv> = async (c, next) => {
  await next();
  if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store');
  c.header('x-content-type-options', 'nosniff');
  c.header('referrer-policy', 'no-referrer');
  if (!c.res.headers.has('content-security-policy'))
    c.header('content-security-policy', "default-src 'none'; frame-ancestors 'none'");
  c.header('cross-origin-resource-policy', 'cross-origin');
  c.header('strict-transport-security', 'max-age=31536000');
};

/**
 * Pages of other origins call this API with a token in a header and no cookies, so answering every origin's preflight
 * gives nothing away; which origin may use which token is decided where the token is checked.
 */
export const cors: MiddlewareHandler<AppEnv> = async (c, next) => {
  const origin = c.req.header('origin');
  if (c.req.method === 'OPTIONS' && origin !== undefined && c.req.header('access-control-request-method')) {
    return new Response(null, {
      status: 204,
      headers: {
        'access-control-allow-origin': origin,
        'access-control-allow-methods': 'GET, POST, DELETE',
        'access-control-allow-headers': 'authorization, content-type, if-none-match',
        'access-control-max-age': '86400',
        vary: 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers',
      },
    });
  }
  await next();
  c.header('vary', 'Origin, Authorization', { append: true });
  if (origin === undefined) return undefined;
  c.header('access-control-allow-origin', origin);
  c.header('access-control-expose-headers', 'ETag, Retry-After, X-Request-Id');
  return undefined;
};

/** Turns whatever was thrown into a problem document. What was unforeseen is logged by its place, not by its words. */
export function onError(error: Error, c: Context): Response {
  if (error instanceof ProblemError) return sendProblem(c, error.problem);
  c.get('deps').log({ event: 'error', requestId: c.get('requestId'), ...traceOf(error) });
  return sendProblem(
    c,
    problem(
      'temporary',
      'Something failed on our side',
      'The request was not finished; nothing is half-written.',
      {
        status: 500,
        action: 'Try again; if it happens again, report the request id.',
      },
    ),
  );
}

/** A message can hold a value of somebody's record; the name and the stack cannot. D1 names tables and columns only. */
export function traceOf(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { name: typeof error };
  const stack = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  const told = /^D1_|^DataCloneError/.test(error.message) ? { message: error.message.slice(0, 200) } : {};
  return { name: error.name, ...told, stack: stack.slice(0, 6).map((line) => line.trim()) };
}
