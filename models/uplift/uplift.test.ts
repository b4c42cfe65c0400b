import { createRandom } from '@aicrm/learn/random';
import { must } from '@aicrm/schema/result';
import { describe, expect, test } from 'vitest';
import { readUpliftModel, writeUpliftModel } from './model-file.js';
import { trainUplift, type UpliftOptions, type UpliftRow } from './train.js';
import { predictUplift } from './uplift.js';

const options: UpliftOptions = { treatment: 'the e-mail', outcome: 'visited', now: Date.UTC(2024, 5, 1) };

/** The offer works on who came by web and harms the others by half as much; age moves the outcome only. */
function trial(n: number, effect: number, seed: number, biased = false): UpliftRow[] {
  const random = createRandom(seed);
  return Array.from({ length: n }, () => {
    const web = random.next() < 0.5;
    const age = 20 + random.int(50);
    const treated = random.next() < (biased && web ? 0.8 : 0.4);
    const p = 0.2 + 0.003 * (age - 45) + (treated ? (web ? effect : -effect / 2) : 0);
    const fields = {
      channel: web ? 'web' : 'phone',
      age,
      member: random.next() < 0.5,
      spent: random.next() < 0.1 ? null : random.next(),
    };
    return { treated, outcome: Number(random.next() < p), fields };
  });
}

const trained = (rows: readonly UpliftRow[], more: Partial<UpliftOptions> = {}) => {
  const result = trainUplift(rows, { ...options, ...more });
  if (!result.ok) throw new Error(result.error.detail);
  return result.value;
};

describe('an offer that changes some', () => {
  const { model, card } = trained(trial(4_000, 0.2, 1), { labels: { channel: 'Came by' } });

  test('is found, in its direction and size', () => {
    expect(card.verdict.state).toBe('reliable');
    expect(card.assignment.alike).toBe(true);
    const web = predictUplift(model, { channel: 'web', age: 45 });
    const phone = predictUplift(model, { channel: 'phone', age: 45 });
    if (web.state !== 'effect' || phone.state !== 'effect') throw new Error('no effect');
    expect(web.effect).toBeGreaterThan(0.1);
    expect(phone.effect).toBeLessThan(0);
    expect(web.reasons[0]).toMatchObject({ field: 'channel', label: 'Came by', value: 'web' });
    expect(must(card.persuadable, 'shares').gain).toBeGreaterThan(0.35);
    expect(must(card.persuadable, 'shares').harm).toBeGreaterThan(0.2);
  });

  test('reasons and base add up', () => {
    const one = predictUplift(model, { channel: 'web', age: 61, member: true, spent: null });
    if (one.state !== 'effect') throw new Error('no effect');
    expect(one.reasons.reduce((sum, { contribution }) => sum + contribution, one.base)).toBeCloseTo(
      one.effect,
      6,
    );
  });

  test('the card shows the first group above the last, and treating the best half above lots', () => {
    expect(card.deciles).toHaveLength(10);
    expect(must(card.deciles[0], 'decile').low).toBeGreaterThan(must(card.deciles[9], 'decile').high);
    for (const { actual, low, high } of card.deciles) {
      expect(low).toBeLessThanOrEqual(actual);
      expect(high).toBeGreaterThanOrEqual(actual);
    }
    const half = must(
      card.targets.find(({ share }) => share === 0.5),
      'half',
    );
    expect(half.low).toBeGreaterThan(half.byLotPer1000);
    expect(card.curve).toHaveLength(21);
  });

  test('the same rows and seed give the same file, which is read back', () => {
    const text = writeUpliftModel(model);
    expect(writeUpliftModel(trained(trial(4_000, 0.2, 1), { labels: { channel: 'Came by' } }).model)).toBe(
      text,
    );
    const read = readUpliftModel(text);
    if (!read.ok) throw new Error(read.error.detail);
    expect(predictUplift(read.value, { channel: 'web', age: 33 })).toEqual(
      predictUplift(model, { channel: 'web', age: 33 }),
    );
  });

  test('files that are torn are refused as data', () => {
    const part = must(model.parts[0], 'part');
    const tree = {
      kind: 'trees',
      bias: 0,
      roots: [0],
      feature: [0],
      threshold: [0],
      left: [0],
      right: [0],
      value: [0],
      cover: [1],
    };
    const hostile = [
      '',
      'null',
      '[]',
      '{"name":"uplift"}',
      `{"a":"${'x'.repeat(2_000_001)}"}`,
      JSON.stringify({ ...model, columns: [] }),
      JSON.stringify({
        ...model,
        parts: [{ weight: 1, model: { kind: 'linear', intercept: 0, coefficients: [1], means: [1] } }],
      }),
      // A node that is its own child would be walked for ever.
      JSON.stringify({ ...model, parts: [{ weight: 1, model: tree }] }),
      JSON.stringify({ ...model, parts: [{ weight: 1, model: { ...tree, feature: [-1], roots: [9] } }] }),
      JSON.stringify({ ...model, parts: [{ ...part, weight: 2 }] }),
      JSON.stringify(model).replace(/"intercept":[^,]+/, '"intercept":1e999'),
    ];
    for (const text of hostile) {
      const read = readUpliftModel(text);
      expect(read.ok ? text : read.error.kind).toBe('bad-data');
    }
  });
});

describe('what cannot be told', () => {
  test('noise is "no reliable difference" in at least 95 of 100 draws', () => {
    const states = Array.from(
      { length: 20 },
      (_, seed) => trained(trial(1_500, 0, seed + 50)).card.verdict.state,
    );
    expect(states.filter((state) => state === 'reliable').length).toBeLessThanOrEqual(1);
    const { model, card } = trained(trial(1_500, 0, 50));
    const one = predictUplift(model, { channel: 'web' });
    expect(one.state).toBe('no-reliable-difference');
    expect(card.persuadable).toBeNull();
    expect(card.verdict.reason).toContain('No reliable difference');
  });

  test('too few customers are named with what would be enough', () => {
    const result = trainUplift(trial(300, 0.1, 1), options);
    expect(result.ok ? '' : result.error.kind).toBe('not-enough-data');
    expect(result.ok ? '' : result.error.detail).toMatch(/\d+ customers got the offer; 500 are needed/);
  });

  test('an offer that was not drawn by lot is refused, and taken with a warning when asked', () => {
    const rows = trial(3_000, 0.2, 3, true);
    const refused = trainUplift(rows, options);
    expect(refused.ok ? '' : refused.error.detail).toContain('differ before the offer');
    const { card } = trained(rows, { assignment: 'observed' });
    expect(card.assignment.propensity).toBe('estimated');
    expect(card.limits.join(' ')).toContain('not drawn by lot');
    // Weighed, both halves count as half: (.2 − .1) / 2.
    expect(card.average.low).toBeLessThan(0.05);
    expect(card.average.high).toBeGreaterThan(0.05);
  });

  test('probabilities of treatment that are known are taken, and impossible ones refused', () => {
    const rows = trial(3_000, 0.2, 3, true).map((row) => ({
      ...row,
      propensity: row.fields.channel === 'web' ? 0.8 : 0.4,
    }));
    expect(trained(rows).card.assignment.propensity).toBe('known');
    const wrong = trainUplift(
      rows.map((row) => ({ ...row, propensity: 1 })),
      options,
    );
    expect(wrong.ok ? '' : wrong.error.detail).toContain('between 0 and 1');
  });
});
