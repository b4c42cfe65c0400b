import { protocolVersion } from '@aicrm/schema/wire';
import { Hono } from 'hono';
import { instantOf } from '../dependencies.js';
import type { AppEnv } from '../http/context.js';

/** GET /v1/health: 200 when the database answers. The only route without a credential. */
export const health = new Hono<AppEnv>().get('/', async (c) => {
  const deps = c.get('deps');
  await deps.db.ping();
  return c.json({ status: 'ok', protocol: protocolVersion, serverTime: instantOf(deps.now()) });
});
