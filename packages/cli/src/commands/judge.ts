import { type Judgement, judge } from '@aicrm/models/custom/judge';
import { judgeClasses } from '@aicrm/models/custom/judge-classes';
import { judgeNumber, type NumberJudgement } from '@aicrm/models/custom/judge-number';
import { classifyRows, isClasses, isNumber, momentOf, viewOf } from '@aicrm/models/custom/score-rows';
import { counterfactuals, explain } from '@aicrm/runtime/explain';
import {
  explainNumber,
  type NumberArtefact,
  type NumberPrediction,
  predictNumber,
} from '@aicrm/runtime/number-artefact';
import { predict } from '@aicrm/runtime/predict';
import type { ClassesEvaluation } from '@aicrm/schema/classes-model';
import type { Explanation } from '@aicrm/schema/prediction';
import { problem } from '@aicrm/schema/problem';
import type { Io } from '../io.js';
import { counted, plain, table } from '../print.js';
import { openTable, readTable } from '../table/open-table.js';
import { giveUp, show, status } from './context.js';
import { driftOf, driftText } from './drift.js';
import { pathOf, readModel } from './files.js';
import { groupsText } from './groups-text.js';
import { type TableFlags, withOrderOf } from './table-train.js';

export interface EvaluateFlags extends TableFlags {
  readonly model: string;
  readonly table: string;
  readonly target?: string;
  readonly positive?: string;
  readonly by?: string;
  readonly card?: string;
  readonly drift?: boolean;
}

const share = (value: number): string => `${(100 * value).toFixed(1)} %`;
const three = (value: number | null): string => (value === null ? '–' : value.toFixed(3));
const range = (one: Judgement['auc']): string =>
  `${three(one.value)} (${three(one.low)} to ${three(one.high)})`;

const inTheLarge = ({ inTheLarge: { z, level } }: Judgement): string =>
  z === null
    ? 'too few surprises to tell'
    : `${Math.abs(z).toFixed(1)} standard errors ${z < 0 ? 'too high' : 'too low'}, ${level === 'ok' ? 'no more than chance makes' : level === 'watch' ? 'look at it' : 'alert'}`;

function judgementText(found: Judgement): string {
  const lines = [
    `${counted(found.rows, 'row')}, ${counted(found.positives, 'success', 'successes')}${found.refused > 0 ? `; ${counted(found.refused, 'row')} got no score` : ''}`,
    `AUC ${range(found.auc)}, PR-AUC ${range(found.prAuc)}, lift of the top tenth ${found.liftTop10.toFixed(2)}`,
    `log loss ${range(found.logLoss)} against ${three(found.baseLogLoss)} of the base rate, Brier ${three(found.brier)}`,
    `calibration error ${three(found.calibrationError)}: predicted ${share(found.predicted)} where ${share(found.observed)} happened`,
    `calibration in the large: ${inTheLarge(found)}`,
  ];
  const bins = [
    ['predicted', 'happened', 'rows'],
    ...found.reliability.map((bin) => [
      share(bin.predicted),
      share(bin.observed),
      bin.rows.toLocaleString('en'),
    ]),
  ];
  const groups = found.groups === undefined ? '' : `\n${groupsText('group', found.groups)}`;
  return `${lines.join('\n')}\n\n${table(bins)}${groups}`;
}

/** `aicrm evaluate`: how a model does on rows whose outcome is known, by any group, and how far the rows have moved. */
export async function evaluateCommand(flags: EvaluateFlags, io: Io): Promise<number> {
  const model = await readModel(pathOf(io, flags.model));
  if (!model.ok) return giveUp(io, flags, model.error);
  const read = await readTable(pathOf(io, flags.table), withOrderOf(model.value.meta, flags));
  if (!read.ok) return giveUp(io, flags, read.error);
  io.err(`read ${counted(read.value.rows, 'row')}\n`);
  const drift = await driftOf(io, flags, model.value, read.value);
  if (!drift.ok) return giveUp(io, flags, drift.error);
  const tell = (judged: object, text: string): number => {
    show(io, flags, { ...judged, drift: drift.value }, `${text}${driftText(drift.value)}`);
    return status.done;
  };
  if (flags.drift) return tell({}, '');
  if (isClasses(model.value)) {
    if (flags.by !== undefined) {
      const why = 'Groups are compared for a yes or no and for a number; this model tells classes apart.';
      return giveUp(
        io,
        flags,
        problem('bad-data', 'Classes are not compared by groups', why, {
          action: 'Leave --by out, or split the table by that column and evaluate each part.',
        }),
      );
    }
    const judged = judgeClasses(model.value, read.value, flags.target);
    return judged.ok ? tell(judged.value, classesText(judged.value)) : giveUp(io, flags, judged.error);
  }
  if (isNumber(model.value)) {
    const judged = judgeNumber(model.value, read.value, flags.target, flags.by);
    return judged.ok ? tell(judged.value, numberText(judged.value)) : giveUp(io, flags, judged.error);
  }
  const found = judge(model.value, read.value, flags);
  return found.ok ? tell(found.value, judgementText(found.value)) : giveUp(io, flags, found.error);
}

function classesText(found: ClassesEvaluation): string {
  return [
    `${counted(found.rows, 'row')}: accuracy ${range(found.accuracy)} against ${three(found.baseAccuracy)} of the most frequent class, macro-F1 ${three(found.macroF1)}\n`,
    `log loss ${range(found.logLoss)} against ${three(found.baseLogLoss)} of the shares, calibration error ${three(found.ece)}\n\n`,
    table([
      ['class', 'rows', 'precision', 'recall', 'AUC'],
      ...found.perClass.map((one) => [
        one.name,
        one.rows.toLocaleString('en'),
        three(one.precision),
        three(one.recall),
        three(one.auc),
      ]),
    ]),
  ].join('');
}

const four = (value: number): string => Number(value.toPrecision(4)).toLocaleString('en');

const numberText = (found: NumberJudgement): string =>
  [
    `${counted(found.rows, 'row')}: RMSE ${four(found.rmse)} against ${four(found.baseRmse)} of always saying the mean it had learned`,
    `MAE ${four(found.mae)}, R² ${three(found.r2)}, inside its interval ${found.covered === null ? '–' : share(found.covered)}`,
    `predicted ${four(found.predicted)} on average where ${four(found.observed)} happened\n`,
    ...(found.groups === undefined
      ? []
      : [
          table([
            ['group', 'rows', 'RMSE', 'MAE', 'predicted', 'happened'],
            ...found.groups.map((one) => [
              plain(one.group, 40),
              one.rows.toLocaleString('en'),
              four(one.rmse),
              four(one.mae),
              four(one.predicted),
              four(one.observed),
            ]),
          ]),
        ]),
  ].join('\n');

function numberReasons(
  { meta }: NumberArtefact,
  prediction: NumberPrediction,
  { base, reasons }: Explanation,
): string {
  const { value, low, high } = prediction;
  const range = low === null || high === null ? '' : ` (${four(low)} to ${four(high)})`;
  return `${meta.outcome}: ${four(value)}${range}\n\n${table([
    ['because', 'value', 'part'],
    ['(on average)', '', four(base)],
    ...reasons.map((one) => [one.label, plain(String(one.value ?? '–'), 40), four(one.contribution)]),
    ['together', '', four(value)],
  ])}`;
}

export interface ExplainFlags extends TableFlags {
  readonly model: string;
  readonly table: string;
  readonly row: number;
}

/** `aicrm explain`: one row's score, what it is made of, and what would change it. */
export async function explainCommand(flags: ExplainFlags, io: Io): Promise<number> {
  const model = await readModel(pathOf(io, flags.model));
  if (!model.ok) return giveUp(io, flags, model.error);
  const file = await openTable(pathOf(io, flags.table), withOrderOf(model.value.meta, flags));
  if (!file.ok) return giveUp(io, flags, file.error);
  let before = 0;
  for await (const batch of file.value.batches()) {
    if (!batch.ok) return giveUp(io, flags, batch.error);
    const cells = batch.value[flags.row - 1 - before];
    before += batch.value.length;
    if (cells === undefined) continue;
    const view = viewOf(file.value.names, cells, `row-${flags.row}`);
    const at = momentOf(model.value, file.value.names)(cells);
    if (isClasses(model.value)) {
      const [row] = classifyRows(model.value, file.value.names, [cells], true);
      const { classes, outcome } = model.value.meta;
      const order = classes
        .map((name, k) => ({ name, p: row?.probabilities[k] ?? 0 }))
        .sort((a, b) => b.p - a.p);
      const text = [
        `${outcome}: ${order[0]?.name ?? ''}\n\n`,
        table([['class', 'probability'], ...order.map(({ name, p }) => [name, share(p)])]),
        `\nwhy "${order[0]?.name ?? ''}" rather than "${order[1]?.name ?? ''}" (log-odds between the two)\n`,
        table([
          ['because', 'value', 'part'],
          ['(on average)', '', (row?.explanation?.base ?? 0).toFixed(3)],
          ...(row?.explanation?.reasons ?? []).map((one) => [
            one.label,
            plain(String(one.value ?? '–'), 40),
            one.contribution.toFixed(3),
          ]),
        ]),
      ].join('');
      show(io, flags, { classes: order, explanation: row?.explanation }, text);
      return status.done;
    }
    if (isNumber(model.value)) {
      const prediction = predictNumber(model.value, view, at);
      const explanation = explainNumber(model.value, view, at);
      show(io, flags, { prediction, explanation }, numberReasons(model.value, prediction, explanation));
      return status.done;
    }
    const prediction = predict(model.value, view, at);
    if (prediction.state !== 'score')
      return giveUp(io, flags, problem('not-enough-data', 'Not enough data', prediction.detail));
    const { base, reasons } = explain(model.value, view, at);
    const changes = counterfactuals(model.value, view, at);
    const text = [
      `${model.value.meta.outcome}: ${share(prediction.probability)} (${prediction.band}), ${prediction.inputsPresent} of ${prediction.inputsTotal} inputs\n\n`,
      table([
        ['because', 'value', 'part (logits)'],
        ['(on average)', '', base.toFixed(3)],
        ...reasons.map((one) => [
          one.label,
          plain(String(one.value ?? '–'), 40),
          one.contribution.toFixed(3),
        ]),
        ['together', '', prediction.logit.toFixed(3)],
      ]),
      ...changes.map(
        (one) => `if "${one.label}" were ${plain(String(one.to), 40)}: ${share(one.probability)}\n`,
      ),
    ].join('');
    show(io, flags, { prediction, explanation: { base, reasons }, counterfactuals: changes }, text);
    return status.done;
  }
  return giveUp(
    io,
    flags,
    problem(
      'bad-data',
      'There is no such row',
      `The table has ${counted(before, 'row')}; row ${flags.row} was asked for.`,
    ),
  );
}
