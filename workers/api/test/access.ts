import { must } from '@aicrm/schema/result';
import type { Scope } from '@aicrm/schema/wire';
import { SignJWT } from 'jose';
import { page, tamper, tokenSecret, type World } from './world.js';

export interface Credential {
  readonly name: string;
  readonly key?: string;
  readonly headers?: Record<string, string>;
}

/** Credentials that must get nothing from any route of a tenant, whatever the route: each for its own reason. */
export async function strangers(
  world: World,
  ours: { tenant: string; key: string },
  scopes: readonly Scope[],
): Promise<Credential[]> {
  const now = Math.floor(world.clock.now / 1_000);
  const sign = (audience: string, exp: number, secret = tokenSecret) =>
    new SignJWT({
      tenant: ours.tenant,
      scopes,
      origins: [page],
      key: must(ours.key.split('_')[2], 'id of a key'),
      jti: crypto.randomUUID(),
    })
      .setProtectedHeader({ alg: 'HS256' })
      .setAudience(audience)
      .setIssuer('aicrm-api')
      .setIssuedAt(now - 1_000)
      .setExpirationTime(exp)
      .sign(new TextEncoder().encode(secret));
  const onPage = { origin: page };
  const good = await sign('aicrm', now + 900);
  return [
    { name: 'none' },
    { name: 'an invented key', key: 'aicrm_acme_0123456789abcdef_0123456789abcdef' },
    { name: 'an expired token', key: await sign('aicrm', now - 100), headers: onPage },
    { name: 'a token for another audience', key: await sign('other', now + 900), headers: onPage },
    {
      name: 'a token signed by another',
      key: await sign('aicrm', now + 900, 'another secret of 32 bytes or so'),
      headers: onPage,
    },
    {
      name: 'a tampered token',
      key: tamper(good, 1, (json) => json.replace(page, 'https://evil.example')),
      headers: { origin: 'https://evil.example' },
    },
    { name: 'a token on another page', key: good, headers: { origin: 'https://evil.example' } },
    { name: 'a token on no page', key: good },
    { name: 'a token without the scope', key: await world.token(ours.key, ['models:read']), headers: onPage },
  ];
}
