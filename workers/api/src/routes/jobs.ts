import { Hono } from 'hono';
import { needs } from '../auth/authenticate.js';
import type { AppEnv } from '../http/context.js';
import { notFound } from '../http/problem-error.js';
import { liveJob } from '../jobs/revive.js';

/** GET /v1/jobs/:id: how far a job is, what it is doing, and how it ended. */
export const jobs = new Hono<AppEnv>().get(
  '/:id',
  needs(['models:read', 'models:write', 'import:write']),
  async (c) => {
    const job = await liveJob(c.get('deps'), c.get('scope'), c.req.param('id'));
    if (job === null) throw notFound('job');
    return c.json(job.state);
  },
);
