import { readArtefact } from '@aicrm/runtime/artefact';
import { viewFromHost } from '@aicrm/runtime/host-record';
import { predict } from '@aicrm/runtime/predict';
import { describe, expect, it } from 'vitest';
import type { LeadHistory } from './history.js';
import { indexHistory, leadViewAt } from './lead-score.js';
import { syntheticHistory, syntheticNow } from './testing/synthetic.js';
import { type LeadScoreOptions, trainLeadScore } from './train.js';

const train = async (history: LeadHistory, more: Partial<LeadScoreOptions> = {}) => {
  const trained = await trainLeadScore(history, {
    now: syntheticNow,
    horizonDays: 60,
    synthetic: true,
    ...more,
  });
  if (!trained.ok) throw new Error(trained.error.detail);
  return trained.value;
};
const good = syntheticHistory({ leads: 900, seed: 11, signal: 2 });

describe('a tenant’s lead score', () => {
  it('is learned from facts and fields, and is published where it is better than the base rate', async () => {
    const { card } = await train(good);
    expect(card.verdict.publish).toBe(true);
    const used = card.features.map(({ id }) => id);
    expect(used).toEqual(
      expect.arrayContaining(['orders.count90', 'orders.lastAt', 'source', 'contact.town']),
    );
    expect(card.meta.outcome).toBe('converts within 60 days');
  });

  it('carries no name, address or key of a person', async () => {
    const { bytes, card } = await train(good);
    const text = new TextDecoder().decode(bytes) + JSON.stringify(card);
    for (const lead of good.leads.slice(0, 50)) {
      expect(text).not.toContain(lead.fields.name);
      expect(text).not.toContain(lead.fields.email);
    }
    expect(text).toContain('referral');
  });

  it('refuses chance', async () => {
    const { card } = await train(syntheticHistory({ leads: 900, seed: 3, signal: 0 }));
    expect(card.verdict).toMatchObject({ publish: false });
    expect(card.verdict.reason).toMatch(/no better than the base rate|higher scores did not mean/);
  });

  it('leaves out a custom field that was filled in with the outcome', async () => {
    const leaky = syntheticHistory({
      leads: 900,
      seed: 11,
      signal: 1,
      custom: (converted, random) => ({ handover: converted && random() < 0.97 ? 'done' : 'none' }),
    });
    const { card } = await train(leaky);
    expect(card.leaks.find(({ column }) => column === 'handover')).toMatchObject({
      verdict: 'leak',
      used: false,
    });
    expect(card.features.map(({ id }) => id)).not.toContain('handover');
  });

  it('says what is missing where there is too little', async () => {
    const few = await trainLeadScore(syntheticHistory({ leads: 12, seed: 1, signal: 1 }), {
      now: syntheticNow,
    });
    expect(few).toMatchObject({ ok: false, error: { kind: 'not-enough-data' } });
    const lost = good.leads.map((lead) => ({ ...lead, fields: { ...lead.fields, status: 'lost' as const } }));
    const oneClass = await trainLeadScore({ ...good, leads: lost }, { now: syntheticNow, horizonDays: 60 });
    expect(oneClass.ok ? '' : oneClass.error.detail).toMatch(/it never happened/);
  });

  it('uses the tenant’s own words and leaves out what it is told to', async () => {
    const { card } = await train(good, {
      labels: { 'orders.count90': 'Visits this quarter' },
      exclude: ['contact.town'],
    });
    expect(card.features.find(({ id }) => id === 'orders.count90')?.label).toBe('Visits this quarter');
    expect(card.features.map(({ id }) => id)).not.toContain('contact.town');
  });

  it('scores a host page’s bare names like the stored view', async () => {
    const { bytes, sha256 } = await train(good);
    const artefact = readArtefact(bytes, sha256);
    if (!artefact.ok) throw new Error(artefact.error.detail);
    const view = leadViewAt(indexHistory(good), 'l5', syntheticNow);
    const host: Record<string, unknown> = {
      id: view.id,
      source: view.fields.source,
      town: view.fields['contact.town'],
    };
    for (const [name, path] of Object.entries(artefact.value.meta.hostFields)) {
      if (!/^[a-z]+_[a-z_\d]+$/i.test(name)) continue;
      const bag = path.startsWith('facts.') ? view.facts : view.fields;
      host[name] = bag[path.slice(path.indexOf('.') + 1)];
    }
    host.createdAt = view.fields.createdAt;
    const [stored, handed] = [view, viewFromHost(artefact.value.meta, host)].map((one) =>
      predict(artefact.value, one, syntheticNow),
    );
    expect(stored?.state).toBe('score');
    expect(handed).toMatchObject({ state: 'score' });
    expect(handed?.state === 'score' && handed.probability).toBe(
      stored?.state === 'score' && stored.probability,
    );
  });
});
