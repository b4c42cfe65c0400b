import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { verifyArtefact } from '@aicrm/runtime/artefact';
import { explain } from '@aicrm/runtime/explain';
import { predict } from '@aicrm/runtime/predict';
import type { Reason } from '@aicrm/schema/prediction';
import type { RecordView } from '@aicrm/schema/view';
import { describe, expect, it } from 'vitest';
import { end } from '../synthetic/calendar.js';
import { dealViewAt, indexDeals } from './deal-score.js';
import { dealHistoryOf, smallCompany } from './testing/synthetic.js';
import { trainDealScore } from './train.js';

/**
 * Golden cases: an artefact as the recipe wrote it once, deals, and what was computed for them. Page, worker and command
 * line run these same functions, so a difference of more than 1e-9 is a change of what people are told.
 *
 * `UPDATE_GOLDEN=1 vitest run ... models/deal-score/golden.test.ts` writes them anew; look at the difference first.
 */
interface Golden {
  readonly sha256: string;
  readonly asOf: string;
  readonly cases: readonly {
    readonly view: RecordView;
    readonly probability: number;
    readonly base: number;
    readonly reasons: readonly Reason[];
  }[];
}

const folder = join(import.meta.dirname, 'golden');
const dayMs = 86_400_000;

async function write(): Promise<void> {
  const history = dealHistoryOf(smallCompany());
  const trained = await trainDealScore(history, { now: end, horizonDays: 90, weeks: 8, synthetic: true });
  if (!trained.ok) throw new Error(trained.error.detail);
  const { bytes, sha256 } = trained.value;
  const artefact = await verifyArtefact(bytes, sha256);
  if (!artefact.ok) throw new Error(artefact.error.detail);
  const asOf = end - 20 * dayMs;
  const index = indexDeals(history);
  const open = [...index.deals.values()].filter(
    ({ createdAt, closedAt }) => createdAt < asOf && !(closedAt <= asOf),
  );
  const cases = open.slice(0, 8).map((deal, i) => {
    const whole = dealViewAt(index, deal.sourceId, asOf);
    // Some of the cases are incomplete, as a host page's record would be.
    const view = i % 4 === 3 ? { ...whole, fields: { ...whole.fields, owner: null } } : whole;
    const prediction = predict(artefact.value, view, asOf);
    if (prediction.state !== 'score') throw new Error(prediction.detail);
    return { view, probability: prediction.probability, ...explain(artefact.value, view, asOf) };
  });
  writeFileSync(join(folder, 'deals.onnx'), bytes);
  writeFileSync(
    join(folder, 'deals.json'),
    `${JSON.stringify({ sha256, asOf: new Date(asOf).toISOString(), cases })}\n`,
  );
}

if (process.env.UPDATE_GOLDEN !== undefined) await write();

describe('golden cases of deals', () => {
  const golden: Golden = JSON.parse(readFileSync(join(folder, 'deals.json'), 'utf8'));
  const bytes = new Uint8Array(readFileSync(join(folder, 'deals.onnx')));

  it('are reproduced: probabilities and reasons to 1e-9, and reasons add up to the shown logit', async () => {
    const artefact = await verifyArtefact(bytes, golden.sha256);
    if (!artefact.ok) throw new Error(artefact.error.detail);
    expect(golden.cases).toHaveLength(8);
    const asOf = Date.parse(golden.asOf);
    for (const expected of golden.cases) {
      const prediction = predict(artefact.value, expected.view, asOf);
      if (prediction.state !== 'score') throw new Error(prediction.detail);
      expect(Math.abs(prediction.probability - expected.probability)).toBeLessThan(1e-9);
      const { base, reasons } = explain(artefact.value, expected.view, asOf);
      expect(Math.abs(base - expected.base)).toBeLessThan(1e-9);
      const wanted = new Map(expected.reasons.map((reason) => [reason.feature, reason]));
      expect(reasons).toHaveLength(wanted.size);
      for (const { feature, contribution, value } of reasons) {
        expect(Math.abs(contribution - (wanted.get(feature)?.contribution ?? 9))).toBeLessThan(1e-9);
        expect(value).toEqual(wanted.get(feature)?.value);
      }
      const sum = reasons.reduce((total, reason) => total + reason.contribution, base);
      expect(Math.abs(sum - prediction.logit)).toBeLessThan(1e-6);
    }
    expect(new Set(golden.cases.map(({ probability }) => probability)).size).toBeGreaterThan(5);
  });

  it('a changed byte is refused', async () => {
    const changed = bytes.slice();
    changed[changed.length >> 1] = (changed[changed.length >> 1] ?? 0) ^ 1;
    expect(await verifyArtefact(changed, golden.sha256)).toMatchObject({
      ok: false,
      error: { reason: 'hash' },
    });
  });
});
