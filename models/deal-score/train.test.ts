import { readArtefact } from '@aicrm/runtime/artefact';
import { counterfactuals, explain } from '@aicrm/runtime/explain';
import { predict } from '@aicrm/runtime/predict';
import { must } from '@aicrm/schema/result';
import { describe, expect, it } from 'vitest';
import { end } from '../synthetic/calendar.js';
import { stages } from '../synthetic/deals.js';
import { plantedLeaks } from '../synthetic/mess.js';
import { dealViewAt, expectedValue, indexDeals, stageOrder, stageOutlook } from './deal-score.js';
import { dealHistoryOf, smallCompany } from './testing/synthetic.js';
import { trainDealScore } from './train.js';

const made = smallCompany();
const history = dealHistoryOf(made);
const trained = await trainDealScore(history, { now: end, horizonDays: 90, weeks: 8, synthetic: true });
const { bytes, sha256, card } = must(trained.ok ? trained.value : null, 'a trained model');

describe('a tenant’s deal score', () => {
  it('is learned from stages, meetings and fields, and published where it is better than the base rate', () => {
    expect(card.verdict.publish).toBe(true);
    expect(card.meta.outcome).toBe('is won within 90 days');
    const labels = new Map(card.features.map(({ id, label }) => [id, label]));
    expect(labels.get('stage')).toBe('Stage');
    expect(labels.get('stage.enteredAt')).toBe('Days in this stage');
    expect(labels.get('activities.meetings')).toBe('Meetings so far');
    expect(labels.get('contact.role')).toBe("Contact's role");
    expect(card.limits.join(' ')).toMatch(/deals are too young/);
  });

  it('finds what was planted to leak and leaves it out', () => {
    for (const leak of plantedLeaks.deal) {
      const column = leak.slice('custom.'.length);
      expect(card.leaks.find((found) => found.column === column)).toMatchObject({
        verdict: 'leak',
        used: false,
      });
      expect(card.features.map(({ id }) => id)).not.toContain(column);
    }
    const honest = card.leaks.filter(
      ({ column }) => !plantedLeaks.deal.some((leak) => leak.endsWith(column)),
    );
    expect(honest.filter(({ verdict }) => verdict === 'leak')).toEqual([]);
  });

  it('says more of a deal the further it has come, and what it is worth', () => {
    const artefact = readArtefact(bytes, sha256);
    const model = must(artefact.ok ? artefact.value : null, 'artefact');
    const index = indexDeals(history);
    const open = must(
      [...index.deals.values()].find(
        ({ fields }) => fields.status === 'open' && fields.stage === stages[0] && fields.amount !== undefined,
      ),
      'an open deal',
    );
    const asOf = open.createdAt + 86_400_000;
    const view = dealViewAt(index, open.sourceId, asOf);
    const outlook = stageOutlook(model, view, asOf, stageOrder(index));
    expect(outlook.map(({ stage }) => stage)).toEqual([...stages]);
    expect(must(outlook.at(-1), 'last').probability).toBeGreaterThan(must(outlook[0], 'first').probability);
    const prediction = predict(model, view, asOf);
    if (prediction.state !== 'score') throw new Error(prediction.detail);
    expect(outlook[0]?.probability).toBe(prediction.probability);
    expect(expectedValue(view, 0.5)).toEqual({
      value: must(open.fields.amount, 'amount').minor / 200,
      currency: 'EUR',
    });
    expect(expectedValue({ ...view, fields: { ...view.fields, amount: null } }, 0.5)).toBeNull();
    const { base, reasons } = explain(model, view, asOf);
    const sum = reasons.reduce((total, { contribution }) => total + contribution, base);
    expect(sum).toBeCloseTo(prediction.logit, 6);
    for (const { feature } of counterfactuals(model, view, asOf))
      expect(card.features.find(({ id }) => id === feature)?.changeable).toBe(true);
  });

  it('does not depend on the order of rows', async () => {
    const turned = await trainDealScore(
      {
        ...history,
        deals: history.deals.toReversed(),
        stageChanges: history.stageChanges.toReversed(),
        activities: history.activities.toReversed(),
        companies: history.companies.toReversed(),
      },
      { now: end, horizonDays: 90, weeks: 8, synthetic: true },
    );
    expect(must(turned.ok ? turned.value : null, 'model').sha256).toBe(card.sha256);
  });

  it('says what is missing where there are few deals', async () => {
    const few = await trainDealScore({ ...history, deals: history.deals.slice(0, 60) }, { now: end });
    expect(few).toMatchObject({ ok: false, error: { kind: 'not-enough-data' } });
  });

  it('refuses chance', async () => {
    const shuffled = history.deals.map((row, i) => {
      const other = must(history.deals[(i * 7 + 311) % history.deals.length], 'deal').fields;
      const { closedAt: _, custom: __, ...own } = row.fields;
      const status = row.fields.status === 'open' ? 'open' : other.status === 'won' ? 'won' : 'lost';
      return {
        ...row,
        fields: {
          ...own,
          status: status as typeof other.status,
          ...(row.fields.closedAt === undefined ? {} : { closedAt: row.fields.closedAt }),
        },
      };
    });
    // Without moves, whose number tells who came far, nothing is left that goes with the outcome.
    const noise = await trainDealScore(
      { ...history, deals: shuffled, stageChanges: [], activities: [] },
      { now: end, horizonDays: 90, weeks: 2 },
    );
    expect(must(noise.ok ? noise.value : null, 'model').card.verdict.publish).toBe(false);
  });
});
