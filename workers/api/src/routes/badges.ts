import { svgBadge } from '@aicrm/embed/strings/svg-badge';
import { Hono } from 'hono';
import { needs } from '../auth/authenticate.js';
import type { AppEnv } from '../http/context.js';
import { badData, notFound } from '../http/problem-error.js';
import { mustMayRead, readRecordKey } from '../http/record-access.js';
import { catalog, modelNamed } from '../jobs/catalog.js';
import { predictStored, storedViews } from '../jobs/predict-stored.js';

/**
 * GET /v1/records/:id/badge.svg?model=&lang=&theme=: the closed badge as an image, for mails, files and hosts that run
 * nothing. It is asked for by a server with its credential in the header, never by an `<img>` with one in its address.
 */
export const badges = new Hono<AppEnv>().get(
  '/:id/badge.svg',
  needs(['sync:all', 'sync:record']),
  async (c) => {
    const key = await readRecordKey(c, c.req.param('id'));
    mustMayRead(c, key);
    const wanted = c.req.query('model');
    const model =
      wanted === undefined
        ? (catalog.find((one) => one.recordType === key.type) ?? null)
        : modelNamed(wanted);
    if (model === null || model.recordType !== key.type) throw notFound('model');
    const theme = c.req.query('theme') ?? 'light';
    if (theme !== 'light' && theme !== 'dark')
      throw badData('There is no such theme.', [{ at: 'theme', message: 'Write light or dark.' }]);
    const scope = c.get('scope');
    const views = await storedViews(scope, [key]);
    const { predictions } = await predictStored(c.get('deps'), scope, model.name, views, c.get('deps').now());
    const [prediction] = predictions;
    if (prediction === undefined) throw notFound('record');
    const language = c.req.query('lang') ?? 'en';
    return c.body(svgBadge(prediction, { language, theme }), 200, {
      'content-type': 'image/svg+xml; charset=utf-8',
    });
  },
);
