import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ece10 } from '@aicrm/learn/metrics';
import { sigmoid } from '@aicrm/learn/model/calibrate';
import { createRandom } from '@aicrm/learn/random';
import { stratifiedFolds } from '@aicrm/learn/splits';
import { leadViewAt } from '@aicrm/models/lead-score/lead-score';
import { syntheticHistory } from '@aicrm/models/lead-score/testing/synthetic';
import { madeTable } from '@aicrm/models/tabular/testing/table';
import { afterAll, describe, expect, it } from 'vitest';
import { bestOf, comparisonRows, gateRow, lossAgainstConstant, rankingAgainst } from './lib/compare.js';
import { viewsThatKnowTheFuture } from './lib/future-check.js';
import { plant } from './lib/planted.js';
import { recalibrated } from './lib/prequential.js';
import { outOfFold } from './lib/recipe.js';
import { hasData, numbersOf, publicData, readReference, readTable } from './public-data.js';
import { bank, telco, xEducation } from './tables.js';

const random = createRandom(3);
const n = 1_500;
const truth = Float64Array.from({ length: n }, () => random.normal());
const y = Uint8Array.from(truth, (t) => (random.next() < sigmoid(1.5 * t) ? 1 : 0));
const good = truth.map((t) => sigmoid(1.5 * t));
const blunt = truth.map((t) => sigmoid(1.5 * (t + random.normal())));
const compare = (ours: Float64Array, p: Float64Array, checkForLeaks = () => 'CHECKED') =>
  comparisonRows({
    name: 'made',
    y,
    ours,
    reference: { name: 'other', p },
    eceTarget: 0.05,
    why: 'words',
    checkForLeaks,
  });

describe('the comparison', () => {
  it('passes what equals the reference, and asks for no check', () => {
    const rows = compare(good, good, () => {
      throw new Error('not asked for');
    });
    expect(rows.map(({ metric }) => metric)).toEqual(['AUC', 'PR-AUC', 'log loss', 'ECE']);
    for (const row of rows) expect(row).toMatchObject({ pass: true, ours: row.reference });
    expect(rows[0]?.noise).toBe(0);
  });

  it('fails what is worse by more than the noise', () => {
    const rows = compare(blunt, good);
    expect(rows.map(({ pass }) => pass)).toEqual([false, false, false, false]);
    expect(rows[0]?.noise).toBeGreaterThan(0);
  });

  it('checks for a leak, once, where ours is better by more than the noise', () => {
    let asked = 0;
    const rows = compare(good, blunt, () => `CHECKED ${++asked}`);
    expect(rows.slice(0, 3).every(({ why }) => why?.includes('CHECKED 1'))).toBe(true);
    expect(asked).toBe(1);
  });

  it('takes the best reference by AUC, figures alone with our own noise, and a constant', () => {
    const best = bestOf(y, [
      { name: 'blunt', p: blunt },
      { name: 'good', p: good },
    ]);
    expect(best.name).toBe('good');
    const auc = rankingAgainst('made', good, y, { name: 'a', value: 0.5 }, { why: '' }).ours ?? 0;
    const against = (value: number) => rankingAgainst('made', good, y, { name: 'a', value }, { why: '' });
    expect(against(auc)).toMatchObject({ pass: true });
    expect(against(auc + 0.1)).toMatchObject({ pass: false });
    expect(lossAgainstConstant('made', good, y, 0.5).pass).toBe(true);
    expect(lossAgainstConstant('made', new Float64Array(n).fill(0.45), y, 0.5).pass).toBe(false);
    expect(gateRow('made', { publish: false, reason: 'r' }, false)).toMatchObject({ ours: 0, pass: true });
    expect(gateRow('made', { publish: false, reason: 'r' }, true).pass).toBe(false);
  });
});

describe('the recipe in folds', () => {
  it('predicts each fold from the others, and knows nothing of labels it should not see', async () => {
    const table = madeTable({ rows: 800, seed: 3, signal: 1 });
    const folds = Int32Array.from(stratifiedFolds(table.labels, 5, 1));
    const { p, words, checkForLeaks } = await outOfFold(table, folds);
    expect(words).toHaveLength(5);
    expect(p.every((value) => value > 0 && value < 1)).toBe(true);
    const said = checkForLeaks();
    expect(said).toMatch(/changes no prediction/);
    expect(Math.abs(Number(/AUC (0\.\d+)/.exec(said)?.[1]) - 0.5)).toBeLessThan(0.2);
    // A label of a fold's own rows moves nothing there: turning one changes the other folds' predictions only.
    const turned = { ...table, labels: table.labels.map((label, i) => (folds[i] === 0 ? 1 - label : label)) };
    const again = await outOfFold(turned, folds);
    const moved = (fold: number) => p.some((value, i) => folds[i] === fold && value !== again.p[i]);
    expect([moved(0), moved(1)]).toEqual([false, true]);
  });
});

describe('recalibration as outcomes arrive', () => {
  const margins = truth.map((t) => 1.5 * t);
  const shifted = Uint8Array.from(margins, (m) => (random.next() < sigmoid(m + 1.5) ? 1 : 0));
  const follow = (labels: Uint8Array) =>
    recalibrated(margins, labels, { a: 1, b: 0 }, { every: 100, window: 500, delay: 100 });

  it('follows a base rate that moved', () => {
    expect(ece10(follow(shifted), shifted)).toBeLessThan(0.5 * ece10(margins.map(sigmoid), shifted));
  });

  it('uses a label only when it has arrived, and shows the first rows as trained', () => {
    const p = follow(shifted);
    const turned = shifted.map((label, i) => (i >= 700 ? 1 - label : label));
    const other = follow(turned);
    expect(p.subarray(0, 200)).toEqual(margins.subarray(0, 200).map(sigmoid));
    // The fit at row 800 knows the labels before row 700, the one at row 900 some of those turned.
    expect(other.subarray(0, 900)).toEqual(p.subarray(0, 900));
    expect(other.subarray(900)).not.toEqual(p.subarray(900));
  });
});

describe('generated histories', () => {
  it('plants the same leak for the same seed, finds it, and finds nothing where none is', () => {
    const planted = plant(41, 'a noisy copy', true);
    expect(planted.found?.verdict).not.toBe('ok');
    expect(plant(41, 'a noisy copy', true)).toEqual(planted);
    const clean = plant(41, 'a noisy copy', false);
    expect(clean.found).toBeUndefined();
    expect(clean.others).toEqual([]);
  });

  it('tells views that know the future from those that do not', () => {
    const history = syntheticHistory({ leads: 60, seed: 2, signal: 1 });
    const asked = history.leads.slice(0, 20).map(({ sourceId, fields }) => ({
      lead: sourceId,
      asOf: Date.parse(fields.createdAt),
    }));
    expect(viewsThatKnowTheFuture(history, asked)).toBe(0);
    const seer = viewsThatKnowTheFuture(history, asked, (index, lead) =>
      leadViewAt(index, lead, Date.parse('2030-01-01')),
    );
    expect(seer).toBeGreaterThan(15);
  });
});

describe('the loaders', () => {
  const folder = mkdtempSync(join(tmpdir(), 'evaluate-'));
  const put = (name: string, text: string | Uint8Array): string => {
    writeFileSync(join(folder, name), text);
    return relative(publicData, join(folder, name));
  };
  afterAll(() => rmSync(folder, { recursive: true }));

  it('read semicolons, quotes and gzip, and tell a missing number from zero', async () => {
    const rows = await readTable(put('a.csv', '"x";"name"\n0;"a;b"\n;"c"\n'));
    expect(rows.map(({ name }) => name)).toEqual(['a;b', 'c']);
    expect([...numbersOf(rows, 'x')]).toEqual([0, Number.NaN]);
    const reference = await readReference(put('b.csv.gz', gzipSync('row,y,all|LR\n0,1,0.25\n1,0,0.5\n')));
    expect([...reference.y]).toEqual([1, 0]);
    expect([...reference.p('all|LR')]).toEqual([0.25, 0.5]);
    await expect(readTable('no/such.csv')).rejects.toThrow();
  });

  it.skipIf(!hasData('churn/Telco-Customer-Churn.csv'))(
    'count the rows that the protocol counts',
    async () => {
      const sizes = async (table: Promise<{ labels: Uint8Array; features: readonly { id: string }[] }>) => {
        const { labels, features } = await table;
        return [labels.length, labels.reduce((sum, one) => sum + one, 0), features.length];
      };
      expect(await sizes(telco())).toEqual([7_043, 1_869, 19]);
      expect(await sizes(bank())).toEqual([41_188, 4_640, 20]);
      expect(await sizes(xEducation('strict'))).toEqual([9_240, 3_561, 25]);
      expect((await xEducation('strict')).features.some(({ id }) => id === 'Tags')).toBe(false);
    },
  );
});
