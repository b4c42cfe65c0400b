import { must } from '@aicrm/schema/result';
import { describe, expect, it } from 'vitest';
import { classify, explainText } from './classify.js';
import { retrain, withAddition } from './retrain.js';
import { loadShipped } from './testing/load.js';

const base = await loadShipped('sentiment-en');
const [neutral, negative, positive] = [0, 1, 2];
// A trade whose words mean something else: "sick" is praise, "on hold" is trouble.
const texts = Array.from(
  { length: 60 },
  (_, i) =>
    [`that board is sick number ${i}`, `order ${i} is on hold again`, `order ${i} left the dock`].at(i % 3) ??
    '',
);
const labels = texts.map((_, i) => [positive, negative, neutral][i % 3] ?? 0);

describe('retrain', () => {
  const result = retrain(base, { texts, labels });
  const { addition, crossValidated, limits } = must(result.ok ? result.value : null, 'retrained model');
  const own = withAddition(base, addition);

  it("learns the tenant's words and keeps the shipped ones", () => {
    expect(classify(base, 'this board is sick').label).not.toBe('positive');
    expect(classify(own, 'this board is sick').label).toBe('positive');
    expect(classify(own, 'terrible service').label).toBe('negative');
    expect(crossValidated.after).toBeLessThan(crossValidated.before);
    expect(limits[0]).toContain('not from your data alone');
  });

  it('still explains every label exactly', () => {
    const { spans, base: from, margin } = explainText(own, 'my order is on hold, terrible');
    expect(spans.reduce((sum, { weight }) => sum + weight, from)).toBeCloseTo(margin, 6);
  });

  it('gives the same answer for the same labels and seed', () => {
    const again = retrain(base, { texts, labels });
    expect(again.ok && again.value.addition.weights).toEqual(addition.weights);
  });

  it('says what would be enough', () => {
    const few = retrain(base, { texts: texts.slice(0, 9), labels: labels.slice(0, 9) });
    expect(few.ok ? '' : few.error.detail).toBe(
      'There are 9 labelled texts of 3 kinds; 40 texts of two kinds or more are needed.',
    );
    expect(() => retrain(base, { texts, labels: texts.map((_, i) => i % 5) })).toThrow(RangeError);
  });
});
