import type { DayOrder } from '@aicrm/models/custom/cells';
import type { TargetKind } from '@aicrm/models/custom/target';
import { type CustomTrained, trainCustom } from '@aicrm/models/custom/train';
import type { ClassesCard } from '@aicrm/schema/classes-model';
import type { ModelCard } from '@aicrm/schema/model';
import type { NumberCard } from '@aicrm/schema/number-model';
import type { Io } from '../io.js';
import { counted, plain, table } from '../print.js';
import { noColumn } from '../table/columns.js';
import { readTable, type TableOptions } from '../table/open-table.js';
import { checkOutputs, writeOutputs } from '../table/output.js';
import { type CommonFlags, giveUp, show, status } from './context.js';
import { pathOf } from './files.js';
import { groupsText } from './groups-text.js';

/** How the cells of a table are read; shared by all commands that take one. */
export interface TableFlags extends CommonFlags {
  readonly encoding?: string;
  readonly delimiter?: string;
  readonly dayOrder?: DayOrder;
}

/** Options to read a table for a model: where its dates do not tell their order, they are read as those learned from were. */
export const withOrderOf = (
  { dayOrder }: { readonly dayOrder?: DayOrder | undefined },
  flags: TableFlags,
): TableOptions => ({ ...flags, usualDayOrder: dayOrder });

export interface TableTrainFlags extends TableFlags {
  readonly table: string;
  readonly target: string;
  readonly kind?: TargetKind;
  readonly positive?: string;
  readonly time?: string;
  readonly drop?: readonly string[];
  readonly text?: readonly string[];
  readonly changeable?: readonly string[];
  readonly groups?: string;
  readonly insist?: readonly string[];
  readonly seed?: number;
  readonly name?: string;
  readonly out?: string;
  readonly card?: string;
}

const three = (value: number): string => value.toFixed(3);
const share = (value: number): string => `${(100 * value).toFixed(1)} %`;

/** The card in a few lines, for a person at a terminal. */
export function cardText(card: ModelCard, columns: number): string {
  const { evaluation, meta, verdict } = card;
  const lines = [
    `${meta.outcome}: ${meta.kind === 'trees' ? 'boosted trees' : 'logistic regression'} of ${counted(card.features.length, 'column')} out of ${columns}, ${counted(meta.trainingWindow.rows, 'row')}, ${counted(meta.trainingWindow.positives, 'success', 'successes')}`,
  ];
  if (evaluation !== undefined)
    lines.push(
      `judged on ${counted(evaluation.rows, 'row')} it had not seen: AUC ${three(evaluation.auc.value)} (${three(evaluation.auc.low)} to ${three(evaluation.auc.high)}), log loss ${three(evaluation.logLoss.value)} against ${three(evaluation.baseLogLoss)} of the base rate, calibration error ${three(evaluation.ece)}, predicted ${share(evaluation.predictedMean)} where ${share(evaluation.observedMean)} happened`,
    );
  lines.push(`${verdict.publish ? 'may be used' : 'should not be used'}: ${verdict.reason}`);
  const groups = evaluation?.groups;
  const byGroup = groups === undefined ? '' : `\n${groupsText(plain(groups.by, 80), groups.figures)}`;
  return `${lines.map((line) => `${plain(line, 600)}\n`).join('')}\n${columnsText(card)}${byGroup}`;
}

/** The columns that say most, and those that were left out or look doubtful. */
function columnsText(card: Pick<ModelCard, 'features' | 'leaks'>): string {
  const most = card.features.slice(0, 10);
  const leaving = card.leaks.filter(({ used, verdict: found }) => !used || found !== 'ok');
  return [
    table([
      ['column', 'share of reasons', 'filled'],
      ...most.map((feature) => [feature.label, share(feature.importance), share(feature.present)]),
    ]),
    ...(leaving.length === 0
      ? []
      : [
          '\n',
          table([
            ['column', 'used', 'why'],
            ...leaving.map((one) => [one.column, one.used ? 'yes' : 'no', one.reason]),
          ]),
        ]),
  ].join('');
}

/** The same of a model of a number. */
export function numberCardText(card: NumberCard, columns: number): string {
  const { evaluation, meta, verdict } = card;
  const four = (value: number): string => Number(value.toPrecision(4)).toLocaleString('en');
  const lines = [
    `${meta.outcome}: ${meta.kind === 'trees' ? 'boosted trees' : 'ridge regression'} of ${counted(card.features.length, 'column')} out of ${columns}, ${counted(meta.trainingWindow.rows, 'row')}`,
    `judged on ${counted(evaluation.rows, 'row')} it had not seen: RMSE ${four(evaluation.rmse.value)} (${four(evaluation.rmse.low)} to ${four(evaluation.rmse.high)}) against ${four(evaluation.baseRmse)} of the mean, MAE ${four(evaluation.mae.value)}, R² ${three(evaluation.r2.value)}, ${evaluation.covered === null ? 'no interval' : `${share(evaluation.covered)} inside the 80 % interval`}`,
    `${verdict.publish ? 'may be used' : 'should not be used'}: ${verdict.reason}`,
  ];
  return `${lines.map((line) => `${plain(line, 600)}\n`).join('')}\n${columnsText(card)}`;
}

/** The same of a model of classes. */
export function classesCardText(card: ClassesCard, columns: number): string {
  const { evaluation, meta, verdict } = card;
  const lines = [
    `${meta.outcome}: ${meta.kind === 'trees' ? 'boosted trees' : 'logistic regression'} a class of ${counted(card.features.length, 'column')} out of ${columns}, ${counted(meta.classes.length, 'class', 'classes')}, ${counted(meta.trainingWindow.rows, 'row')}`,
    `judged on ${counted(evaluation.rows, 'row')} it had not seen: accuracy ${three(evaluation.accuracy.value)} (${three(evaluation.accuracy.low)} to ${three(evaluation.accuracy.high)}) against ${three(evaluation.baseAccuracy)} of the most frequent class, macro-F1 ${three(evaluation.macroF1)}, log loss ${three(evaluation.logLoss.value)} against ${three(evaluation.baseLogLoss)}, calibration error ${three(evaluation.ece)}`,
    `${verdict.publish ? 'may be used' : 'should not be used'}: ${verdict.reason}`,
  ];
  return `${lines.map((line) => `${plain(line, 600)}\n`).join('')}\n${columnsText(card)}`;
}

/** The card in a few lines, whatever the model predicts. */
function textOfTrained(trained: CustomTrained, columns: number): string {
  if (trained.kind === 'number') return numberCardText(trained.card, columns);
  return trained.kind === 'classes'
    ? classesCardText(trained.card, columns)
    : cardText(trained.card, columns);
}

/** Thrown out of the training, which has no word for it, when Ctrl-C was pressed. */
class Stopped extends Error {}

/**
 * `aicrm train --table FILE --target COLUMN`: trains here, on the machine it is typed on; nothing is sent anywhere. The
 * exit status is 0 when model and card were written, also where the verdict is that the model should not be used: that is
 * an answer, and the card gives the reason.
 */
export async function trainTableCommand(flags: TableTrainFlags, io: Io): Promise<number> {
  const harm = await checkOutputs(io, [flags.out, flags.card], [flags.table]);
  if (harm) return giveUp(io, flags, harm);
  const read = await readTable(pathOf(io, flags.table), flags);
  if (!read.ok) return giveUp(io, flags, read.error);
  io.err(`read ${counted(read.value.rows, 'row')} of ${counted(read.value.names.length, 'column')}\n`);
  for (const [flag, names] of [
    ['--target', [flags.target]],
    ['--time', flags.time === undefined ? [] : [flags.time]],
    ['--groups', flags.groups === undefined ? [] : [flags.groups]],
    ['--drop', flags.drop ?? []],
    ['--text', flags.text ?? []],
    ['--changeable', flags.changeable ?? []],
  ] as const)
    for (const name of names)
      if (!read.value.names.includes(name))
        return giveUp(io, flags, noColumn('There is no such column', name, read.value.names, flag));
  let told = '';
  const tell = async (done: number, step: string): Promise<void> => {
    // Off a terminal a line a step is enough: a log is read afterwards.
    const text = io.terminal ? `${step} (${Math.floor(done * 100)} %)` : step;
    if (text !== told) io.err(io.terminal ? `\r${text}\u001b[K` : `${text}\n`);
    told = text;
    // Training holds the thread; here Ctrl-C can be heard.
    await new Promise((resolve) => setImmediate(resolve));
    if (io.signal.aborted) throw new Stopped();
  };
  const training = trainCustom(
    read.value,
    {
      target: flags.target,
      now: io.now(),
      ...(flags.kind === undefined ? {} : { kind: flags.kind }),
      ...(flags.positive === undefined ? {} : { positive: flags.positive }),
      ...(flags.time === undefined ? {} : { time: flags.time }),
      ...(flags.drop === undefined ? {} : { drop: flags.drop }),
      ...(flags.text === undefined ? {} : { text: flags.text }),
      ...(flags.changeable === undefined ? {} : { changeable: flags.changeable }),
      ...(flags.groups === undefined ? {} : { groups: flags.groups }),
      ...(flags.insist === undefined ? {} : { insist: flags.insist }),
      ...(flags.seed === undefined ? {} : { seed: flags.seed }),
      ...(flags.name === undefined ? {} : { name: flags.name }),
    },
    tell,
  ).catch((error: unknown) => {
    if (error instanceof Stopped) return undefined;
    throw error;
  });
  const trained = await training;
  if (io.terminal) io.err('\r\u001b[K');
  if (trained === undefined) return status.stopped;
  if (!trained.ok) return giveUp(io, flags, trained.error);
  for (const note of trained.value.prepared.notes) io.err(`${note}\n`);
  const { card, bytes } = trained.value;
  const written = await writeOutputs(io, [
    [flags.out, bytes],
    [flags.card, `${JSON.stringify(card, null, 2)}\n`],
  ]);
  if (!written.ok) return giveUp(io, flags, written.error);
  const text = textOfTrained(trained.value, read.value.names.length - 1);
  const summary = {
    written: written.value,
    verdict: card.verdict,
    evaluation: card.evaluation,
    kind: card.meta.kind,
    sha256: card.sha256,
    notes: trained.value.prepared.notes,
    columns: card.leaks,
  };
  show(io, flags, summary, `${text}${written.value.map((path) => `\nwritten: ${path}`).join('')}\n`);
  return status.done;
}
