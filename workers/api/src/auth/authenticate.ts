import type { Scope } from '@aicrm/schema/wire';
import type { MiddlewareHandler } from 'hono';
import { openScope, type TenantScope } from '../db/scope.js';
import type { Dependencies } from '../dependencies.js';
import type { AppEnv, Caller, Context } from '../http/context.js';
import { forbidden, unauthorised } from '../http/problem-error.js';
import { usableSecret, verifyToken } from './embed-token.js';
import { type PresentedKey, parseApiKey, sameDigest, sha256 } from './secrets.js';

interface Signed {
  readonly caller: Caller;
  readonly scope: TenantScope;
}

const wrongKey = () =>
  unauthorised('The API key is not valid.', 'Use a key of this tenant that was not revoked.');
const wrongToken = () => unauthorised('The embed token is not valid.', 'Get a fresh token from your server.');

/** Where a key id does not exist, a comparison still runs, so that the time says nothing about which ids do. */
const noHash = '0'.repeat(64);

/**
 * Lets a request through whose credential holds any of the given scopes, and opens its tenant.
 * `{ keysOnly: true }` keeps pages out whatever their token says.
 */
export const needs =
  (anyOf: readonly Scope[], options: { readonly keysOnly?: boolean } = {}): MiddlewareHandler<AppEnv> =>
  async (c, next) => {
    const { caller, scope } = await authenticate(c);
    c.set('scope', scope);
    c.set('caller', caller);
    if (options.keysOnly && caller.kind !== 'key')
      throw forbidden('A token of a page cannot do this.', 'Call this route from a server, with an API key.');
    if (!anyOf.some((wanted) => caller.scopes.includes(wanted)))
      throw forbidden(
        `This needs the scope ${anyOf.join(' or ')}.`,
        'Use a credential that was given that scope.',
      );
    await next();
  };

async function authenticate(c: Context): Promise<Signed> {
  const deps = c.get('deps');
  const credential = bearerOf(c);
  if (credential === null)
    throw unauthorised(
      'The request has no credential.',
      'Send "Authorization: Bearer" with an API key or an embed token.',
    );
  if (!credential.startsWith('aicrm_')) return byToken(c, deps, credential);
  const key = parseApiKey(credential);
  if (key === null) throw wrongKey();
  return byKey(c, deps, key);
}

export function bearerOf(c: Context): string | null {
  const [, credential] = /^Bearer +([^\s]{1,8192})$/i.exec(c.req.header('authorization') ?? '') ?? [];
  return credential ?? null;
}

async function byKey(c: Context, deps: Dependencies, presented: PresentedKey): Promise<Signed> {
  const scope = openScope(deps.db, presented.tenant);
  const stored = await scope.keys.get(presented.id);
  const matches = sameDigest(await sha256(presented.secret), stored?.hash ?? noHash);
  if (!matches || stored === null || stored.revokedAt !== null) throw wrongKey();
  const origin = c.req.header('origin');
  // A key in a page of a customer is everybody's key. Our own console is the one page where a person types it in.
  if (origin !== undefined && origin !== new URL(c.req.url).origin)
    throw forbidden(
      'API keys are for servers; this request comes from a page.',
      'Let your server mint an embed token for the page: POST /v1/tokens.',
    );
  return { scope, caller: { kind: 'key', keyId: stored.id, scopes: stored.scopes, record: null } };
}

async function byToken(c: Context, deps: Dependencies, token: string): Promise<Signed> {
  if (!usableSecret(deps.tokenSecret)) throw wrongToken();
  const claims = await verifyToken(deps.tokenSecret, token, deps.now());
  if (claims === 'expired')
    throw unauthorised('The embed token has expired.', 'Get a fresh token from your server.');
  if (claims === 'invalid') throw wrongToken();
  const scope = openScope(deps.db, claims.tenant);
  const key = await scope.keys.get(claims.keyId);
  if (key === null || key.revokedAt !== null) throw wrongToken();
  checkOrigin(c, claims.origins);
  return {
    scope,
    caller: { kind: 'token', keyId: key.id, scopes: claims.scopes, record: claims.record },
  };
}

/**
 * A token works on the pages it was minted for. Browsers send Origin on every cross-origin request and leave it out
 * only of a GET to the page's own origin, which they mark by Sec-Fetch-Site (a page can set neither). A request with
 * neither is no page's and is refused: servers have API keys.
 */
function checkOrigin(c: Context, allowed: readonly string[]): void {
  const sent = c.req.header('origin');
  const own = c.req.header('sec-fetch-site') === 'same-origin' ? new URL(c.req.url).origin : undefined;
  const origin = sent ?? own;
  if (origin === undefined || !allowed.includes(origin))
    throw forbidden(
      origin === undefined
        ? 'An embed token is for pages, and this request names no page.'
        : 'The embed token is not for pages of this origin.',
      'Mint the token with the origin of the page that uses it.',
    );
}
