import { toRecordId } from '@aicrm/schema/ids';
import { must } from '@aicrm/schema/result';
import { type Scope, type TokenAnswer, TokenRequest } from '@aicrm/schema/wire';
import { Hono } from 'hono';
import { needs } from '../auth/authenticate.js';
import { mintToken, usableSecret } from '../auth/embed-token.js';
import { readBody } from '../http/body.js';
import type { AppEnv } from '../http/context.js';
import { badData, forbidden, refuse } from '../http/problem-error.js';

/** What a page may ever hold. Importing, training and minting belong to servers. */
const pageScopes: readonly Scope[] = ['sync:all', 'sync:record', 'models:read', 'events:write'];
const defaultSeconds = 900;

/** POST /v1/tokens: mints a short-lived token for pages of the given origins. */
export const tokens = new Hono<AppEnv>().post('/', needs(['tokens:mint'], { keysOnly: true }), async (c) => {
  const { tokenSecret, now } = c.get('deps');
  if (!usableSecret(tokenSecret))
    throw refuse('temporary', 'No tokens here', 'This worker has no TOKEN_SECRET of 32 bytes or more.', {
      action: 'Set it with "wrangler secret put TOKEN_SECRET".',
    });
  const request = await readBody(c, TokenRequest);
  const caller = c.get('caller');
  for (const scope of request.scopes) {
    if (!pageScopes.includes(scope))
      throw badData(`A page cannot hold the scope ${scope}.`, [
        { at: 'scopes', message: `Choose from ${pageScopes.join(', ')}.` },
      ]);
    // To read one record is less than to read all: a key that holds the larger may give the smaller.
    const held =
      caller.scopes.includes(scope) || (scope === 'sync:record' && caller.scopes.includes('sync:all'));
    if (!held) throw forbidden(`This key does not hold ${scope} itself.`, 'Mint with a key that does.');
  }
  const bound = request.scopes.includes('sync:record');
  if (bound && request.scopes.includes('sync:all'))
    throw badData('A token reads all records or one, not both.', [
      { at: 'scopes', message: 'Leave out sync:all or sync:record.' },
    ]);
  if (bound !== (request.record !== undefined))
    throw badData('The scope sync:record and a record go together.', [
      { at: 'record', message: bound ? 'Name the record, such as lead:odoo:42.' : 'Ask for sync:record.' },
    ]);
  const record = request.record === undefined ? null : toRecordId(request.record);
  if (record !== null && !record.ok) throw badData(record.error, [{ at: 'record', message: record.error }]);

  const answer: TokenAnswer = await mintToken(
    tokenSecret,
    {
      tenant: c.get('scope').tenant,
      scopes: request.scopes,
      origins: request.origins.map((text, i) => readOrigin(text, i, bound)),
      record: record === null ? null : must(record.ok ? record.value : null, 'record'),
      keyId: caller.keyId,
    },
    now(),
    request.expiresIn ?? defaultSeconds,
  );
  return c.json(answer, 201);
});

/**
 * Exact origins only: a wildcard would make a token work on every page that gets hold of it. `null`, which every sandboxed
 * frame has, is no better than that; a token for it reads one record, so that who finds it learns no more than what was shown.
 */
function readOrigin(text: string, i: number, bound: boolean): string {
  if (text === 'null' && bound) return text;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (
    url === null ||
    !/^https?:$/.test(url.protocol) ||
    url.hostname.includes('*') ||
    url.origin !== text.replace(/\/$/, '')
  )
    throw badData(`"${text.slice(0, 80)}" is not the origin of a page.`, [
      {
        at: `origins.${i}`,
        message: 'Write scheme and host, such as https://crm.example.com; null only with sync:record.',
      },
    ]);
  return url.origin;
}
