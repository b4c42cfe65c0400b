import { cardStyleHash } from '@aicrm/models/card/style-hash';
import { ModelCard } from '@aicrm/schema/model';
import { must } from '@aicrm/schema/result';
import type { ModelSummary } from '@aicrm/schema/wire';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeLeads } from '../../test/histories.js';
import { makeWorld } from '../../test/world.js';

const world = makeWorld();
const path = (version: string, model = 'lead-score'): string =>
  `/v1/models/${model}/versions/${version}/card`;

describe('a model card by itself', () => {
  let ours = { tenant: '', key: '' };
  let theirs = { tenant: '', key: '' };
  let card: ModelCard;
  beforeAll(async () => {
    ours = await world.tenant('cards');
    theirs = await world.tenant('others');
    const made = makeLeads(700, 1, world.clock.now, 3);
    const mapping = made.leadHeader
      .filter((column) => column !== 'id')
      .map((column) => ({
        column,
        field: column === 'size' ? 'custom.size' : column,
        as: column === 'size' ? ('number' as const) : ('auto' as const),
      }));
    await world.importRows(ours.key, { type: 'lead', header: made.leadHeader, mapping }, made.leads);
    await world.call('POST', '/v1/models/lead-score/train', { key: ours.key, body: {} });
    await world.drain();
    const model = await world.call<ModelSummary>('GET', '/v1/models/lead-score', { key: ours.key });
    card = must(model.body.versions[0], 'a version').card;
  });

  const ask = async (key: string, accept: string, version = 'v1', model?: string): Promise<Response> =>
    world.app.request(path(version, model), { headers: { authorization: `Bearer ${key}`, accept } });

  it('is JSON for programs', async () => {
    for (const accept of ['application/json', '*/*']) {
      const answer = await ask(ours.key, accept);
      expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
      const body = await answer.json();
      expect(ModelCard.safeParse(body).success).toBe(true);
      expect(body).toEqual(card);
    }
  });

  it('is a page for people, whose policy lets its one style apply and nothing else', async () => {
    const answer = await ask(ours.key, 'text/html,application/xhtml+xml,*/*;q=0.8');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toMatch(/^text\/html/);
    expect(answer.headers.get('vary')).toMatch(/Accept/);
    expect(answer.headers.get('content-security-policy')).toBe(
      `default-src 'none'; style-src '${cardStyleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    );
    const text = await answer.text();
    expect(text).toMatch(/^<!doctype html>/);
    expect(text).toContain(card.sha256);
  });

  it('is nobody else’s, and not there where it is not', async () => {
    expect((await ask(theirs.key, 'application/json')).status).toBe(404);
    expect((await ask(ours.key, 'application/json', 'v9')).status).toBe(404);
    expect((await ask(ours.key, 'application/json', 'v1', 'no-model')).status).toBe(404);
    expect((await world.app.request(path('v1'), {})).status).toBe(401);
  });

  it('keeps the strict policy on every other answer', async () => {
    const answer = await world.app.request('/v1/health', {});
    expect(answer.headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
  });
});
