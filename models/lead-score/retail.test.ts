import { logLoss, mean, rocAuc } from '@aicrm/learn/metrics';
import { probability } from '@aicrm/learn/model/calibrate';
import { must } from '@aicrm/schema/result';
import { describe, expect, it } from 'vitest';
import { growsWithCalendar } from '../tabular/calendar-check.js';
import { compareKinds } from '../tabular/compare-kinds.js';
import { gain } from '../tabular/evaluate.js';
import { fitModel, marginsOf } from '../tabular/fit.js';
import { calibrateInTime } from '../tabular/judge-kinds.js';
import { origins } from '../tabular/splits.js';
import { labelsOf, oneRowPerRecord, recordStarts, rowsWhere, withFeatures } from '../tabular/table.js';
import type { LeadHistory } from './history.js';
import { indexHistory } from './history-index.js';
import { defaultMoments } from './rows.js';
import { hasRetail, retailFolder, retailHistory, retailNow } from './testing/retail.js';
import { trainLeadScore } from './train.js';
import { creationRows, type LeadTable, leadTable } from './training-table.js';

const title = hasRetail ? 'retail club' : `retail club (skipped: ${retailFolder} is absent)`;
const emptyHistory: LeadHistory = { connection: 'club', leads: [], contacts: [], campaigns: [], orders: [] };
const nothing = async (): Promise<void> => {};

/**
 * The public protocol: train on campaigns that started before the cut, test on all that started after it, as of their
 * start, label = any redemption in that campaign as far as the data reach. To see every campaign's outcome, the clock
 * stands after the last one.
 */
async function protocol(all: LeadTable, cut: string) {
  const start = recordStarts(all);
  const at = Date.parse(cut);
  const train = rowsWhere(all, (row) => (start[row] ?? 0) < at);
  const atCreation = new Set(creationRows(all));
  const test = rowsWhere(all, (row) => (start[row] ?? 0) >= at && atCreation.has(row));
  const gone = new Set(growsWithCalendar(all, oneRowPerRecord(all, train, 1)).map(({ column }) => column));
  const table = withFeatures(all, (id) => !gone.has(id));
  const { splits } = origins(table, train, 0, 1);
  const { best } = await compareKinds(table, splits, 1, nothing);
  const calibration = must(calibrateInTime(best), 'calibration');
  const margins = marginsOf(fitModel(table, train, best.kind, 1, best.settings), table, test);
  const p = margins.map((margin) => probability(calibration, margin));
  const labels = labelsOf(table, test);
  const base = mean(
    labelsOf(
      table,
      creationRows(table).filter((row) => (start[row] ?? 0) < at),
    ),
  );
  return { p, labels, base, kind: best.kind, rows: test.length };
}

describe.skipIf(!hasRetail)(title, () => {
  // Nothing is read where the folder is absent: a skipped suite's body still runs.
  const history = hasRetail ? retailHistory() : undefined;
  const index = indexHistory(history ?? emptyHistory);
  const options = { now: Date.parse('2018-06-01'), horizonDays: 70, moments: defaultMoments };
  const all = leadTable(index, options);

  it('has the rows and the outcomes that the protocol counts, the same every time', () => {
    const first = creationRows(all);
    expect(first).toHaveLength(6_589);
    expect(first.reduce((sum, row) => sum + (all.labels[row] ?? 0), 0)).toBe(792);
    expect(JSON.stringify(leadTable(index, options)) === JSON.stringify(all)).toBe(true);
  });

  it.each([
    { cut: '2017-08-01', auc: 0.775, loss: 0.34, constant: 0.408 },
    { cut: '2017-09-01', auc: 0.801, loss: 0.321, constant: 0.365 },
    { cut: '2017-10-15', auc: 0.832, loss: 0.293, constant: 0.376 },
  ])(
    'holds in time from $cut as well as the reference',
    { timeout: 120_000 },
    async ({ cut, auc, loss, constant }) => {
      const { p, labels, base, kind, rows } = await protocol(all, cut);
      const flat = new Float64Array(rows).fill(base);
      // The same rows as the reference: a constant loses what it loses there.
      expect(logLoss(flat, labels)).toBeCloseTo(constant, 3);
      expect(kind).toBe('trees');
      const own = { auc: rocAuc(p, labels), loss: logLoss(p, labels), mean: mean(p), happened: mean(labels) };
      console.info(`retail ${cut}: ${JSON.stringify(own)} (reference AUC ${auc}, log loss ${loss})`);
      // Two standard errors of an AUC on some 300 successes are .026. Far more than the reference would be a leak.
      expect(own.auc).toBeGreaterThan(auc - 0.013);
      expect(own.auc).toBeLessThan(auc + 0.026);
      expect(own.loss).toBeLessThan(loss * 1.01);
      const gained = gain(
        (i) => p[i] ?? 0,
        () => base,
        labels,
        1,
      );
      expect(gained.low).toBeGreaterThan(0);
      if (cut === '2017-10-15') expect(Math.abs(own.mean - own.happened)).toBeLessThan(0.02);
    },
  );

  it('publishes, and predicts on average what happened', { timeout: 120_000 }, async () => {
    const trained = await trainLeadScore(must(history, 'history'), { now: retailNow, horizonDays: 70 });
    if (!trained.ok) throw new Error(trained.error.detail);
    const { card, bytes } = trained.value;
    console.info(`retail, a horizon apart: ${JSON.stringify({ ...card.evaluation, reliability: [] })}`);
    expect(card.verdict.publish).toBe(true);
    expect(card.meta.kind).toBe('trees');
    const evaluation = must(card.evaluation, 'evaluation');
    expect(Math.abs(evaluation.predictedMean - evaluation.observedMean)).toBeLessThan(0.02);
    expect(evaluation.logLoss.high).toBeLessThan(evaluation.baseLogLoss);
    expect(bytes.length).toBeLessThan(150_000);
    expect(card.leaks.filter((leak) => leak.verdict === 'leak')).toEqual([]);
  });
});
