import { cardPolicy, renderCard } from '@aicrm/models/card/page';
import { Hono } from 'hono';
import { accepts } from 'hono/accepts';
import { needs } from '../auth/authenticate.js';
import type { AppEnv } from '../http/context.js';
import { notFound } from '../http/problem-error.js';
import { modelNamed } from '../jobs/catalog.js';

/**
 * GET /v1/models/:name/versions/:version/card: the model card as JSON, or as a page where `Accept` prefers HTML. A page
 * opened by hand sends no key, so the console fetches it; the policy lets the page's one style apply and nothing else.
 */
export const cards = new Hono<AppEnv>().get(
  '/:name/versions/:version/card',
  needs(['models:read', 'models:write']),
  async (c) => {
    const model = modelNamed(c.req.param('name'));
    if (model === null) throw notFound('model');
    const wanted = c.req.param('version');
    const versions = await c.get('scope').models.versions(model.name);
    const found = versions.find(({ version }) => version === wanted);
    if (found === undefined) throw notFound('version');
    c.header('vary', 'Accept', { append: true });
    const type = accepts(c, {
      header: 'Accept',
      supports: ['application/json', 'text/html'],
      default: 'application/json',
    });
    if (type !== 'text/html') return c.json(found.card);
    return c.html(renderCard(found.card, { label: model.label }), 200, {
      'content-security-policy': `${cardPolicy}; frame-ancestors 'none'`,
    });
  },
);
