import { renderClassesCard } from '@aicrm/models/card/classes-page';
import { renderNumberCard } from '@aicrm/models/card/number-page';
import { cardPolicy, renderCard } from '@aicrm/models/card/page';
import type { AnyCard } from '@aicrm/schema/custom-model';
import { Hono } from 'hono';
import { accepts } from 'hono/accepts';
import { needs } from '../auth/authenticate.js';
import { isClassesCard, isNumberCard } from '../custom/card-kinds.js';
import type { AppEnv } from '../http/context.js';
import { notFound } from '../http/problem-error.js';
import { modelNamed } from '../jobs/catalog.js';

function pageOf(card: AnyCard, label: string): string {
  if (isNumberCard(card)) return renderNumberCard(card, { label });
  return isClassesCard(card) ? renderClassesCard(card, { label }) : renderCard(card, { label });
}

/**
 * GET /v1/models/:name/versions/:version/card: the model card as JSON, or as a page where `Accept` prefers HTML. A page
 * opened by hand sends no key, so the console fetches it; the policy lets the page's one style apply and nothing else.
 */
export const cards = new Hono<AppEnv>().get(
  '/:name/versions/:version/card',
  needs(['models:read', 'models:write']),
  async (c) => {
    const name = c.req.param('name');
    const { models, customModels } = c.get('scope');
    const model = modelNamed(name);
    const versions = model === null ? await customModels.versions(name) : await models.versions(name);
    if (model === null && versions.length === 0) throw notFound('model');
    const wanted = c.req.param('version');
    const found = versions.find(({ version }) => version === wanted);
    if (found === undefined) throw notFound('version');
    c.header('vary', 'Accept', { append: true });
    const type = accepts(c, {
      header: 'Accept',
      supports: ['application/json', 'text/html'],
      default: 'application/json',
    });
    if (type !== 'text/html') return c.json(found.card);
    return c.html(pageOf(found.card, model?.label ?? name), 200, {
      'content-security-policy': `${cardPolicy}; frame-ancestors 'none'`,
    });
  },
);
