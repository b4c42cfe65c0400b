import { must } from '@aicrm/schema/result';
import type { PredictionAnswer } from '@aicrm/schema/wire';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeLeads } from '../../test/histories.js';
import { makeWorld } from '../../test/world.js';

const world = makeWorld();

/** Scores for hosts without a DOM: reasons as JSON, and the badge as an image. */
describe('predictions without a page', () => {
  let ours = { tenant: '', key: '' };
  let theirs = { tenant: '', key: '' };
  let ids: string[] = [];
  beforeAll(async () => {
    ours = await world.tenant('headless');
    theirs = await world.tenant('strangers');
    const made = makeLeads(1_200, 1, world.clock.now, 7);
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
    const at = made.leadHeader.indexOf('id');
    ids = made.leads.slice(0, 20).map((row) => `lead:crm:${must(row[at], 'id')}`);
  });

  const ask = (body: object, key = ours.key) =>
    world.call<PredictionAnswer>('POST', '/v1/predictions', { key, body });

  it('give the reasons that add up to each score, and none where nobody asked', async () => {
    const { body } = await ask({ model: 'lead-score', records: ids, explain: true });
    expect(body.predictions).toHaveLength(ids.length);
    let explained = 0;
    body.predictions.forEach((prediction, i) => {
      const given = must(body.explanations?.[i], 'reasons');
      if (prediction.state !== 'score') return;
      explained++;
      const sum = given.explanation.reasons.reduce((all, { contribution }) => all + contribution, 0);
      expect(given.explanation.base + sum).toBeCloseTo(prediction.logit, 6);
    });
    expect(explained).toBe(ids.length);
    expect((await ask({ model: 'lead-score', records: ids })).body.explanations).toBeUndefined();
  });

  it('explain a hundred records at a time and no more', async () => {
    const many = Array.from({ length: 101 }, (_, i) => ids[i % ids.length]);
    expect((await ask({ model: 'lead-score', records: many, explain: true })).status).toBe(400);
    expect((await ask({ model: 'lead-score', records: many.slice(1), explain: true })).status).toBe(200);
  });

  it('explain nothing where no model is published: the refusal stands alone', async () => {
    const made = makeLeads(3, 1, world.clock.now, 3);
    const columns = made.leadHeader.filter((column) => column !== 'id' && column !== 'size');
    const mapping = columns.map((column) => ({ column, field: column, as: 'auto' as const }));
    await world.importRows(theirs.key, { type: 'lead', header: made.leadHeader, mapping }, made.leads);
    await world.drain();
    const record = `lead:crm:${must(made.leads[0]?.[made.leadHeader.indexOf('id')], 'id')}`;
    const { body } = await ask({ model: 'lead-score', records: [record], explain: true }, theirs.key);
    expect(body.predictions[0]).toMatchObject({ state: 'insufficient-data', why: 'no-model' });
    expect(body.explanations).toEqual([null]);
  });

  const badge = (path: string, key = ours.key) =>
    world.app.request(`/v1/records/${path}`, { headers: { authorization: `Bearer ${key}` } });

  it('are an image that says the same score', async () => {
    const { body } = await ask({ model: 'lead-score', records: ids.slice(0, 1) });
    const [prediction] = body.predictions;
    const answer = await badge(`${ids[0]}/badge.svg?lang=en`);
    expect(answer.headers.get('content-type')).toContain('image/svg+xml');
    const svg = await answer.text();
    const percent = prediction?.state === 'score' ? Math.round(prediction.probability * 100) : Number.NaN;
    expect(svg).toMatch(new RegExp(`<title>Lead score: (${percent}|\\d\\.\\d)%, (High|Medium|Low)</title>`));
    expect(await (await badge(`${ids[0]}/badge.svg?lang=de&theme=dark`)).text()).toContain('lang="de"');
  });

  it("are nothing for another tenant, a record that isn't there, or a model of another type", async () => {
    expect((await badge(`${ids[19]}/badge.svg`, theirs.key)).status).toBe(404);
    expect((await badge('lead:crm:nobody/badge.svg')).status).toBe(404);
    expect((await badge(`${ids[0]}/badge.svg?model=deal-score`)).status).toBe(404);
    expect((await badge(`${ids[0]}/badge.svg?theme=loud`)).status).toBe(400);
  });
});
