import { parseTenantId } from '@aicrm/schema/ids';
import { grantableScopes } from '@aicrm/schema/wire';
import { Hono } from 'hono';
import * as z from 'zod/mini';
import { bearerOf } from '../auth/authenticate.js';
import { makeApiKey, randomHex, sameDigest, sha256 } from '../auth/secrets.js';
import { createTenant } from '../db/tenants.js';
import { instantOf } from '../dependencies.js';
import { readBody } from '../http/body.js';
import type { AppEnv } from '../http/context.js';
import { badData, refuse, unauthorised } from '../http/problem-error.js';

const TenantRequest = z.object({
  tenant: z.string(),
  name: z.optional(z.string().check(z.maxLength(200))),
  currency: z.optional(z.string().check(z.regex(/^[A-Z]{3}$/))),
});

/** POST /v1/tenants, with the operator's key: makes a tenant and its first API key, which holds every scope. */
export const tenants = new Hono<AppEnv>().post('/', async (c) => {
  const deps = c.get('deps');
  const presented = bearerOf(c);
  const expected = deps.operatorKey;
  // Digests are compared even where no key is set, so that the time does not tell whether there is one.
  const matches = sameDigest(await sha256(presented ?? ''), await sha256(expected ?? ''));
  if (!matches || presented === null || expected === undefined || expected.length < 16)
    throw unauthorised(
      'Tenants are created with the operator key.',
      'Set OPERATOR_KEY and send it as bearer.',
    );

  const request = await readBody(c, TenantRequest);
  const tenant = parseTenantId(request.tenant);
  if (!tenant.ok) throw badData(tenant.error, [{ at: 'tenant', message: tenant.error }]);
  const { id, key, hash } = await makeApiKey(tenant.value);
  const made = await createTenant(
    deps.db,
    {
      tenant: tenant.value,
      name: request.name ?? tenant.value,
      currency: request.currency ?? null,
      epoch: randomHex(6),
      createdAt: instantOf(deps.now()),
    },
    { id, label: 'first key', scopes: grantableScopes, hash },
  );
  if (!made)
    throw refuse('conflict', 'The tenant exists', `There is a tenant "${tenant.value}" already.`, {
      action: 'Choose another id, or use a key of that tenant.',
    });
  return c.json({ tenant: tenant.value, key }, 201);
});
