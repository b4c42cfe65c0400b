import { margin } from '@aicrm/learn/model/evaluate';
import type { ModelMeta } from '@aicrm/schema/model';
import { describe, expect, it } from 'vitest';
import { readArtefact } from './artefact.js';
import { counterfactuals, explain } from './explain.js';
import { predict } from './predict.js';
import {
  columnsIn,
  metaOf,
  NOW,
  randomLinear,
  randomRow,
  randomTrees,
  randomView,
  seeded,
} from './testing/random-models.js';
import { ortMargins, plainMargin } from './testing/reference.js';
import { writeArtefact } from './write-artefact.js';

/** The suite's sample; AICRM_MUTANTS=20000 runs the long campaign. */
const MUTANTS = Number(process.env.AICRM_MUTANTS ?? 500);

/** One file damaged in one of seven ways, by seed. */
function mutate(bytes: Uint8Array, random: () => number): Uint8Array {
  const below = (n: number) => Math.floor(random() * n);
  const out = Array.from(bytes);
  const at = below(out.length);
  switch (below(7)) {
    case 0:
      for (let flips = 1 + below(2); flips > 0; flips--) {
        const i = below(out.length);
        out[i] = (out[i] ?? 0) ^ (1 << below(8));
      }
      break;
    case 1:
      out.length = at;
      break;
    case 2:
      out.splice(at, 1 + below(40));
      break;
    case 3:
      out.splice(at, 0, ...out.slice(at, at + 1 + below(40)));
      break;
    case 4:
      // An absurd number or length where any byte was.
      out.splice(at, 1, 255, 255, 255, 255, below(2) ? 7 : 255);
      break;
    case 5: {
      // Quiet damage: one digit of the metadata becomes another, and the file stays a file.
      const digits = out.flatMap((byte, i) => (byte >= 48 && byte <= 57 ? [i] : []));
      out[digits[below(digits.length)] ?? 0] = 48 + below(10);
      break;
    }
    default:
      for (let i = at; i < Math.min(out.length, at + 4); i++) out[i] = below(256);
  }
  return Uint8Array.from(out);
}

function original(kind: ModelMeta['kind']): Uint8Array {
  const meta = metaOf(kind);
  const columns = columnsIn(meta);
  return writeArtefact(
    kind === 'trees' ? randomTrees(seeded(21), columns, 12, 3) : randomLinear(seeded(22), columns),
    meta,
  );
}

describe('damaged files', () => {
  it.each(['trees', 'logistic'] as const)(
    'refuses each mutant of a %s model with a reason, or computes what ONNX Runtime computes',
    async (kind) => {
      const bytes = original(kind);
      const reasons = new Map<string, number>();
      let accepted = 0;
      let compared = 0;
      for (let seed = 0; seed < MUTANTS / 2; seed++) {
        const mutant = mutate(bytes, seeded(1000 + seed));
        const read = readArtefact(mutant, '');
        if (!read.ok) {
          expect(read.error.kind, `seed ${seed}`).toBe('bad-model');
          expect(read.error.detail, `seed ${seed}`).not.toContain('unexpected');
          reasons.set(read.error.reason, 1 + (reasons.get(read.error.reason) ?? 0));
          continue;
        }
        accepted++;
        const { model } = read.value;
        const random = seeded(seed);
        const rows = Array.from({ length: 20 }, () => randomRow(random, model.columns, kind === 'trees'));
        for (const row of rows) expect(margin(model, row), `seed ${seed}`).not.toBeNaN();
        const view = randomView(random);
        const prediction = predict(read.value, view, NOW);
        expect(prediction.state === 'score' ? prediction.probability : 0, `seed ${seed}`).not.toBeNaN();
        expect(explain(read.value, view, NOW).reasons, `seed ${seed}`).toHaveLength(
          read.value.meta.features.length,
        );
        counterfactuals(read.value, view, NOW);
        const theirs = await ortMargins(mutant, rows).catch(() => null);
        if (!theirs) continue;
        compared++;
        rows.forEach((row, i) => {
          const plain = plainMargin(model, row);
          // ONNX Runtime adds in float32, where a weight near its end overflows; ours has doubles.
          if (plain.scale > 1e38) return;
          const off = Math.abs((theirs[i] ?? Number.NaN) - plain.margin) / plain.scale;
          expect(off, `seed ${seed}`).toBeLessThanOrEqual(1e-6);
        });
      }
      // Both sides of the claim were exercised: many kinds of refusal, and harmless damage that still scores.
      expect(reasons.size).toBeGreaterThanOrEqual(3);
      expect(accepted).toBeGreaterThan(5);
      expect(compared).toBeGreaterThan(5);
    },
  );
});
