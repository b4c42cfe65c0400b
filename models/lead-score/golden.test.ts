import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { verifyArtefact } from '@aicrm/runtime/artefact';
import { explain } from '@aicrm/runtime/explain';
import { predict } from '@aicrm/runtime/predict';
import type { Reason } from '@aicrm/schema/prediction';
import type { RecordView } from '@aicrm/schema/view';
import { describe, expect, it } from 'vitest';
import { indexHistory, leadViewAt } from './lead-score.js';
import { syntheticHistory, syntheticNow, syntheticStart } from './testing/synthetic.js';
import { trainLeadScore } from './train.js';

/**
 * Golden cases: a small artefact as the recipe wrote it once, records, and what was computed for them. Page, worker
 * and command line run these same functions, so a difference of more than 1e-9 is a change of what people are told.
 *
 * `UPDATE_GOLDEN=1 vitest run ... models/lead-score/golden.test.ts` writes them anew; look at the difference first.
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

const kinds = ['trees', 'logistic'] as const;
type Kind = (typeof kinds)[number];

async function write(kind: Kind): Promise<void> {
  const history = syntheticHistory(
    kind === 'trees'
      ? { leads: 1_200, seed: 12, signal: 2, bent: true }
      : { leads: 900, seed: 11, signal: 1 },
  );
  const trained = await trainLeadScore(history, { now: syntheticNow, horizonDays: 60, synthetic: true });
  if (!trained.ok) throw new Error(trained.error.detail);
  const { bytes, sha256, card } = trained.value;
  if (card.meta.kind !== kind) throw new Error(`the recipe chose ${card.meta.kind}, not ${kind}`);
  const artefact = await verifyArtefact(bytes, sha256);
  if (!artefact.ok) throw new Error(artefact.error.detail);
  const asOf = new Date(syntheticStart + 250.25 * 86_400_000).toISOString();
  const index = indexHistory(history);
  const cases = history.leads.slice(0, 8).map((lead, i) => {
    const whole = leadViewAt(index, lead.sourceId, Date.parse(asOf));
    // Some of the cases are incomplete, as a host page's record would be.
    const view = i % 4 === 3 ? { ...whole, fields: { ...whole.fields, source: null } } : whole;
    const prediction = predict(artefact.value, view, Date.parse(asOf));
    if (prediction.state !== 'score') throw new Error(prediction.detail);
    return { view, probability: prediction.probability, ...explain(artefact.value, view, Date.parse(asOf)) };
  });
  writeFileSync(join(folder, `${kind}.onnx`), bytes);
  writeFileSync(join(folder, `${kind}.json`), `${JSON.stringify({ sha256, asOf, cases })}\n`);
}

if (process.env.UPDATE_GOLDEN !== undefined) for (const kind of kinds) await write(kind);

describe.each(kinds)('golden cases of %s', (kind) => {
  const golden: Golden = JSON.parse(readFileSync(join(folder, `${kind}.json`), 'utf8'));
  const bytes = new Uint8Array(readFileSync(join(folder, `${kind}.onnx`)));

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
      for (const reason of reasons) {
        expect(Math.abs(reason.contribution - (wanted.get(reason.feature)?.contribution ?? 9))).toBeLessThan(
          1e-9,
        );
        expect(reason.value).toEqual(wanted.get(reason.feature)?.value);
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
