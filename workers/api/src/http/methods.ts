import { problem } from '@aicrm/schema/problem';
import type { Hono, MiddlewareHandler } from 'hono';
import type { AppEnv } from './context.js';
import { sendProblem } from './middleware.js';

/**
 * Answers 405 with `Allow` for a path that is there with other methods. Before any credential is looked at, so that the
 * answer is the same on every route; it says no more than the list of routes, which is public.
 */
export function refuseOtherMethods(app: Hono<AppEnv>): MiddlewareHandler<AppEnv> {
  // Read at the first request, when every route is mounted.
  let known: { readonly path: RegExp; readonly method: string }[] | undefined;
  return async (c, next) => {
    known ??= app.routes
      .filter(({ method }) => method !== 'ALL')
      .map(({ path, method }) => ({ path: new RegExp(`^${path.replace(/:[^/]+/g, '[^/]+')}$`), method }));
    const allowed = new Set(known.filter(({ path }) => path.test(c.req.path)).map(({ method }) => method));
    if (allowed.has('GET')) allowed.add('HEAD');
    if (allowed.size === 0 || allowed.has(c.req.method)) return next();
    const allow = [...allowed].sort().join(', ');
    const refused = sendProblem(
      c,
      problem('bad-data', 'Not this method', `This address takes ${allow}.`, { status: 405 }),
    );
    refused.headers.set('allow', allow);
    return refused;
  };
}
