import { TableRows } from '@aicrm/schema/custom-model';
import { must } from '@aicrm/schema/result';
import { Hono } from 'hono';
import { needs } from '../auth/authenticate.js';
import { openUpload, receivePart, removeUpload } from '../custom/parts.js';
import { readBody } from '../http/body.js';
import type { AppEnv } from '../http/context.js';
import { notFound } from '../http/problem-error.js';

/** POST /v1/tables opens a table to learn from, .../rows takes its parts; DELETE removes it before its day is over. */
export const modelTables = new Hono<AppEnv>()
  .use(needs(['models:write'], { keysOnly: true }))
  .post('/', async (c) => {
    const id = await openUpload(c.get('deps'), c.get('scope'));
    return c.json(must(await c.get('scope').modelTables.get(id), 'the table just opened'), 201);
  })
  .get('/:id', async (c) => {
    const state = await c.get('scope').modelTables.get(c.req.param('id'));
    if (state === null) throw notFound('table');
    return c.json(state);
  })
  .post('/:id/rows', async (c) => {
    const rows = await readBody(c, TableRows);
    return c.json(await receivePart(c.get('deps'), c.get('scope'), c.req.param('id'), rows));
  })
  .delete('/:id', async (c) => {
    const [deps, scope] = [c.get('deps'), c.get('scope')];
    const id = c.req.param('id');
    if ((await scope.modelTables.get(id)) === null) throw notFound('table');
    await removeUpload(deps, scope, id);
    return c.body(null, 204);
  });
