import { describe, expect, test } from 'vitest';
import { brier, ece10, lift, logLoss, mean, prAuc, rocAuc } from './metrics.js';
import { hasSharedData, readSharedCsv, readSharedText, SHARED_DATA_REASON } from './testing/shared-data.js';

interface Baseline {
  readonly variant: string;
  readonly model: string;
  readonly split: string;
  readonly auc: number;
  readonly pr_auc: number;
  readonly brier: number;
  readonly logloss: number;
  readonly ece10: number;
  readonly lift10: number;
  readonly base: number;
}

// Published to five decimals from probabilities of six.
const TOLERANCE = 1e-4;

/** Whether rounding to six decimals made a probability certain and wrong: its log loss is then that of the clipping alone. */
const isSpoiltByRounding = (p: Float64Array, y: Uint8Array): boolean =>
  p.some((value, i) => (value === 0 && y[i] === 1) || (value === 1 && y[i] === 0));

describe.skipIf(!hasSharedData)(
  `reference models' measures on their out-of-fold rows${SHARED_DATA_REASON}`,
  () => {
    test.each([
      ['churn/telco', 3, 0],
      // The logistic model with `duration` is sure of two rows and wrong; scikit-learn gives these rounded rows our log loss.
      ['lead-scoring/bank', 9, 1],
      ['lead-scoring/xeducation', 9, 0],
    ])('%s', (path, models, spoilt) => {
      const baselines: Baseline[] = JSON.parse(readSharedText(`${path}-baselines.json`));
      const oof = readSharedCsv(`${path}-oof.csv.gz`);
      const y = Uint8Array.from(oof.get('y') ?? [], Number);
      const pooled = baselines.filter((baseline) => baseline.split === '5fold-oof');
      expect(pooled).toHaveLength(models);
      let withoutLogLoss = 0;
      for (const baseline of pooled) {
        const name = `${baseline.variant}|${baseline.model}`;
        const p = Float64Array.from(oof.get(name) ?? [], Number);
        expect(p.length, name).toBe(y.length);
        const pairs: [string, number, number][] = [
          ['auc', rocAuc(p, y), baseline.auc],
          ['pr_auc', prAuc(p, y), baseline.pr_auc],
          ['brier', brier(p, y), baseline.brier],
          ['logloss', logLoss(p, y), baseline.logloss],
          ['ece10', ece10(p, y), baseline.ece10],
          ['lift10', lift(p, y), baseline.lift10],
          ['base', mean(y), baseline.base],
        ];
        const isSpoilt = isSpoiltByRounding(p, y);
        if (isSpoilt) withoutLogLoss++;
        for (const [metric, own, theirs] of pairs) {
          if (metric === 'logloss' && isSpoilt) continue;
          expect(Math.abs(own - theirs), `${name} ${metric}: ${own} for ${theirs}`).toBeLessThan(TOLERANCE);
        }
      }
      expect(withoutLogLoss).toBe(spoilt);
    });
  },
);
