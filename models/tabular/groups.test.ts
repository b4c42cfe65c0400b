import { ece10, rocAuc } from '@aicrm/learn/metrics';
import { describe, expect, it } from 'vitest';
import { groupFigures, smallGroups } from './groups.js';
import { madeTable } from './testing/table.js';
import { trainTabular } from './train.js';

const names = [...Array<string>(40).fill('north'), ...Array<string>(30).fill('south'), 'isle', 'rock'];
const y = Uint8Array.from(names, (_, i) => (i % 3 === 0 ? 1 : 0));
const p = Float64Array.from(names, (_, i) => 0.2 + 0.5 * (i % 3 === 0 ? 1 : 0) + 0.002 * (i % 7));

describe('figures of groups', () => {
  it('are those of each group alone, the largest first, and all rows are in one', () => {
    const [north, south, ...rest] = groupFigures(names, p, y);
    expect(north).toMatchObject({ group: 'north', rows: 40, positives: 14, observed: 14 / 40 });
    expect(north?.auc).toBe(rocAuc(p.slice(0, 40), y.slice(0, 40)));
    expect(north?.calibrationError).toBe(ece10(p.slice(0, 40), y.slice(0, 40)));
    expect(south).toMatchObject({ group: 'south', rows: 30, positives: 10 });
    expect(rest.map(({ group }) => group)).toEqual(['isle', 'rock']);
  });

  it('are null where an outcome has fewer than ten rows', () => {
    const few = groupFigures(names.slice(0, 27), p.slice(0, 27), y.slice(0, 27));
    expect(few[0]).toMatchObject({ rows: 27, positives: 9, auc: null, calibrationError: null });
    expect(few[0]?.predicted).toBeGreaterThan(0.2);
  });

  it('name no group of fewer than ten rows in a card', () => {
    const merged = groupFigures(names, p, y, true);
    expect(merged.map(({ group }) => group)).toEqual(['north', 'south', smallGroups]);
    expect(merged.reduce((sum, { rows }) => sum + rows, 0)).toBe(names.length);
  });

  it('refuse what does not belong together', () => {
    expect(() => groupFigures(names.slice(1), p, y)).toThrow(RangeError);
  });

  it('come from the rows that a model was judged on, with its horizon in the card', async () => {
    const table = madeTable({ rows: 1_500, seed: 4, signal: 1.2 });
    const groups = { by: 'Sales office', of: table.recordIds.map((_, i) => (i % 3 === 0 ? 'A' : 'B')) };
    const recipe = {
      name: 'made',
      recordType: 'row',
      outcome: 'happens',
      horizonDays: 20,
      now: Date.parse('2025-06-01'),
      seed: 1,
      dataLicence: 'made',
      synthetic: true,
    };
    const trained = await trainTabular({ ...table, groups }, recipe);
    const plain = await trainTabular(table, recipe);
    if (!trained.ok || !plain.ok) throw new Error('it did not train');
    const { evaluation, meta } = trained.value.card;
    expect(evaluation?.groups?.by).toBe('Sales office');
    const figures = evaluation?.groups?.figures ?? [];
    expect(figures.map(({ group }) => group)).toEqual(['B', 'A']);
    expect(figures.reduce((sum, { rows }) => sum + rows, 0)).toBe(evaluation?.rows);
    expect(figures.reduce((sum, { positives }) => sum + positives, 0)).toBe(evaluation?.positives);
    expect(meta.horizonDays).toBe(20);
    // They are only looked at: the model is the same to the last byte.
    expect(trained.value.sha256).toBe(plain.value.sha256);
    expect(plain.value.card.evaluation).not.toHaveProperty('groups');
  });
});
