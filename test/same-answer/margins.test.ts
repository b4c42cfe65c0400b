import { margin, margins } from '@aicrm/learn/model/evaluate';
import { ortMargins, plainMargin } from '@aicrm/runtime/testing/reference';
import { writeArtefact } from '@aicrm/runtime/write-artefact';
import { beforeAll, describe, expect, it } from 'vitest';
import { at, type Found, inChromium, inWorkerd } from './lib/environments.js';
import { type Case, cases, RECORDS, usualRows } from './lib/models.js';

// One model file and one encoded row give one margin, wherever they meet: our evaluator in Node, Chromium and workerd
// to the last bit, ONNX Runtime's native and wasm builds to 1e-6 of what is added up (they add in float32, so that an
// absurd value of a record takes its rounding error along), and where no value is absurd the probability to 1e-6 as it
// stands and the margin to 2e-6.

const CLOSE = 1e-6;
const all = cases();
const found: Record<string, Found> = {};

const rowsOf = ({ artefact, data }: Case): Float32Array[] =>
  Array.from({ length: RECORDS }, (_, i) =>
    data.subarray(i * artefact.model.columns, (i + 1) * artefact.model.columns),
  );

/**
 * The largest difference of two lists of margins, as a share of what was added up for each: of max(1, the sum of the
 * parts' sizes), so that margins near zero are not judged by their own small size.
 */
function apart(one: Case, ours: readonly number[], theirs: readonly number[]): number {
  const shares = rowsOf(one).map((row, i) => {
    const { scale } = plainMargin(one.artefact.model, row);
    // The plain walk's scale is 1 more than the parts.
    return Math.abs(at(ours, i) - at(theirs, i)) / Math.max(1, scale - 1);
  });
  // NaN must not win by being no number.
  return shares.some(Number.isNaN) ? Number.NaN : Math.max(...shares);
}

/** The largest difference as it stands, over some rows. */
function differ(rows: readonly number[], ours: readonly number[], theirs: readonly number[]): number {
  const differences = rows.map((i) => Math.abs(at(ours, i) - at(theirs, i)));
  return differences.some(Number.isNaN) ? Number.NaN : Math.max(...differences);
}

beforeAll(async () => {
  const [page, worker] = await Promise.all([inChromium(all), inWorkerd(all)]);
  found['our evaluator in Chromium'] = page.ours;
  found['our evaluator in workerd'] = worker;
  found['onnxruntime-web'] = page.ort;
  found['onnxruntime-node'] = await Promise.all(all.map((one) => ortMargins(one.bytes, rowsOf(one))));
}, 90_000);

describe.each(all.map((one, i) => ({ name: one.name, one, i })))('$name', ({ one, i }) => {
  const { model } = one.artefact;
  const { a, b } = one.artefact.meta.calibration;
  const shown = (margin: number): number => 1 / (1 + Math.exp(-(a * margin + b)));
  const ours = [...margins(model, { rows: RECORDS, columns: model.columns, data: one.data })];

  it('in Node: one row at a time and all at once are equal, and equal to the plainest walk', () => {
    const rows = rowsOf(one);
    expect(ours).toEqual(rows.map((row) => margin(model, row)));
    expect(
      apart(
        one,
        ours,
        rows.map((row) => plainMargin(model, row).margin),
      ),
    ).toBeLessThan(1e-12);
    expect(ours.every(Number.isFinite)).toBe(true);
    // A model that answers everybody alike would agree with anything.
    expect(new Set(ours).size).toBeGreaterThan(one.name.includes('stump') ? 1 : 100);
  });

  it.each(['our evaluator in Chromium', 'our evaluator in workerd'])('%s: to the last bit', (where) => {
    expect(at(found[where] ?? [], i)).toEqual(ours);
  });

  it.each(['onnxruntime-web', 'onnxruntime-node'])('%s: within 1e-6 of what is added up', (where) => {
    expect(at(found[where] ?? [], i)).toHaveLength(RECORDS);
    expect(apart(one, ours, at(found[where] ?? [], i))).toBeLessThan(CLOSE);
  });

  it.each(['onnxruntime-web', 'onnxruntime-node'])(
    '%s: probability within 1e-6, margin within 2e-6 as they stand on rows like those of the training',
    (where) => {
      const usual = usualRows(one);
      expect(usual.length).toBeGreaterThan(RECORDS / 10);
      const theirs = at(found[where] ?? [], i);
      expect(differ(usual, ours.map(shown), theirs.map(shown))).toBeLessThan(CLOSE);
      // float32 sums of many leaves are 1.6e-6 apart at most; see the README.
      expect(differ(usual, ours, theirs)).toBeLessThan(2 * CLOSE);
    },
  );
});

it('the rows hold missing values and unseen categories by the hundred', () => {
  const missing = all.map(({ data }) => data.reduce((sum, x) => sum + (Number.isNaN(x) ? 1 : 0), 0));
  const linear = all.flatMap(({ artefact }, i) => (artefact.model.kind === 'linear' ? [i] : []));
  for (const [i, count] of missing.entries())
    if (!linear.includes(i)) expect(count, at(all, i).name).toBeGreaterThan(500);
  for (const { artefact, views, name } of all) {
    const unseen = artefact.meta.features
      .filter(({ spec }) => spec.as === 'category')
      .map(({ spec }) => {
        const dot = spec.from.indexOf('.');
        const key = spec.from.slice(dot + 1);
        return views.filter(({ fields }) => fields[key] === 'never seen').length;
      });
    expect(Math.max(...unseen), name).toBeGreaterThan(30);
  }
});

it('one leaf of another value is seen', async () => {
  const one = at(all, 0);
  const { model, meta } = one.artefact;
  if (model.kind !== 'trees') throw new Error('the first case has trees');
  const value = model.value.slice();
  const leaf = model.feature.findIndex((feature) => feature < 0);
  value[leaf] = (value[leaf] ?? 0) + 1e-3;
  const other = await ortMargins(writeArtefact({ ...model, value }, meta), rowsOf(one));
  const before = at(found['onnxruntime-node'] ?? [], 0);
  expect(apart(one, other, before)).toBeGreaterThan(10 * CLOSE);
  expect(differ(usualRows(one), other, before)).toBeGreaterThan(10 * CLOSE);
});
