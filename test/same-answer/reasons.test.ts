import { sigmoid } from '@aicrm/learn/model/calibrate';
import { explain } from '@aicrm/runtime/explain';
import { logitOf, predict, predictMany, readInputs } from '@aicrm/runtime/predict';
import { NOW } from '@aicrm/runtime/testing/random-models';
import { must } from '@aicrm/schema/result';
import { describe, expect, it } from 'vitest';
import { cases, RECORDS } from './lib/models.js';

// What a person is told adds up: base and reasons give the logit of the score that is shown, for records that miss
// values, hold levels never seen, or hold nonsense.

/** Below this distance from 0 and 1 a probability in float64 still says its logit to better than 1e-6. */
const SAYS_ITS_LOGIT = 1e-8;

describe.each(cases())('$name', ({ artefact, views }) => {
  it(`reasons add up to the logit of the shown score within 1e-6, for ${RECORDS} records`, () => {
    const many = predictMany(artefact, views, NOW);
    let scores = 0;
    let compared = 0;
    let worst = 0;
    views.forEach((view, i) => {
      const { base, reasons } = explain(artefact, view, NOW);
      expect(reasons).toHaveLength(artefact.meta.features.length);
      const sum = reasons.reduce((total, reason) => total + reason.contribution, base);
      const logit = logitOf(artefact, readInputs(artefact.meta, view, NOW).values);
      expect(Number.isFinite(logit)).toBe(true);
      worst = Math.max(worst, Math.abs(sum - logit));
      const shown = predict(artefact, view, NOW);
      expect(many[i]).toEqual(shown);
      if (shown.state !== 'score') return;
      scores++;
      expect(shown.logit).toBe(logit);
      expect(shown.probability).toBe(sigmoid(logit));
      if (Math.min(shown.probability, 1 - shown.probability) < SAYS_ITS_LOGIT) return;
      compared++;
      worst = Math.max(worst, Math.abs(sum - Math.log(shown.probability / (1 - shown.probability))));
    });
    expect(worst).toBeLessThan(1e-6);
    expect(scores).toBeGreaterThan(300);
    expect(compared).toBeGreaterThan(200);
  });

  it('and would not without one of them', () => {
    const view = must(views[0], 'view');
    const { base, reasons } = explain(artefact, view, NOW);
    const logit = logitOf(artefact, readInputs(artefact.meta, view, NOW).values);
    const sum = reasons.slice(1).reduce((total, reason) => total + reason.contribution, base);
    expect(Math.abs(sum - logit)).toBeGreaterThan(1e-3);
  });
});
