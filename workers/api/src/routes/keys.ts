import { type ApiKey, type ApiKeyCreated, ApiKeyRequest } from '@aicrm/schema/wire';
import { Hono } from 'hono';
import { needs } from '../auth/authenticate.js';
import { makeApiKey } from '../auth/secrets.js';
import { instantOf } from '../dependencies.js';
import { readBody } from '../http/body.js';
import type { AppEnv } from '../http/context.js';
import { badData, forbidden, notFound } from '../http/problem-error.js';

/** GET and POST /v1/keys, DELETE /v1/keys/:id: API keys of the tenant; a secret is in the answer to POST and nowhere else. */
export const keys = new Hono<AppEnv>()
  .use(needs(['tokens:mint'], { keysOnly: true }))
  .get('/', async (c) => {
    const stored = await c.get('scope').keys.list();
    return c.json(stored.map(({ hash: _, ...key }): ApiKey => key));
  })
  .post('/', async (c) => {
    const request = await readBody(c, ApiKeyRequest);
    const label = request.label.trim();
    if (label === '' || label.length > 100)
      throw badData('A key needs a label.', [{ at: 'label', message: 'Write 1 to 100 characters.' }]);
    const scopes = [...new Set(request.scopes)];
    const beyond = scopes.find((scope) => !c.get('caller').scopes.includes(scope));
    if (beyond !== undefined)
      throw forbidden(`This key does not hold ${beyond} itself.`, 'A key can only give what it has.');
    const { id, key, hash } = await makeApiKey(c.get('scope').tenant);
    const createdAt = instantOf(c.get('deps').now());
    await c.get('scope').keys.add({ id, label, scopes, hash }, createdAt);
    const created: ApiKeyCreated = { id, label, scopes, createdAt, revokedAt: null, key };
    return c.json(created, 201);
  })
  .delete('/:id', async (c) => {
    const revoked = await c.get('scope').keys.revoke(c.req.param('id'), instantOf(c.get('deps').now()));
    if (!revoked) throw notFound('key');
    return c.body(null, 204);
  });
