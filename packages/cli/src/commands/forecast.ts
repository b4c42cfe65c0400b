import { csvLine } from '@aicrm/connectors/csv/write-csv';
import { filled, type Grain, seasonOf } from '@aicrm/learn/forecast/calendar';
import { combinationForecast, intervalOf, quantiles } from '@aicrm/learn/forecast/combination-state';
import { fitCombination } from '@aicrm/learn/train/forecast/combination';
import { verdictReason } from '@aicrm/models/forecast/card';
import { forecastReport } from '@aicrm/models/forecast/card-report';
import type { ForecastModel } from '@aicrm/models/forecast/model-file';
import { lookBack } from '@aicrm/models/forecast/train-backtest';
import { type Problem, problem } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';
import { longSeries, type OneSeries } from '../forecast/long-series.js';
import { stepOf, type TimeAxis, timeOfStep } from '../forecast/time-axis.js';
import type { Io } from '../io.js';
import { counted, plain, table } from '../print.js';
import { readTable } from '../table/open-table.js';
import { checkOutputs, writeOutputs } from '../table/output.js';
import { type CardSourceFlags, cardText, otherColumns, sourceOf, writtenCard } from './card-file.js';
import { giveUp, show, status } from './context.js';
import { pathOf } from './files.js';
import type { TableFlags } from './table-train.js';

export interface ForecastFlags extends TableFlags, CardSourceFlags {
  readonly table: string;
  readonly series?: string;
  readonly time: string;
  readonly value: string;
  readonly horizon: number;
  readonly out: string;
  readonly grain?: Grain;
  readonly period?: number;
  readonly absent?: 'zero' | 'missing';
  readonly skipShort?: boolean;
  /** Look back at what it would have said; by default for up to `mostJudged` series. */
  readonly backtest?: boolean;
}

/** A line of progress is written so often. */
const tellEvery = 5_000;
const mostSteps = 1_000;
/** A look back fits up to eight more times, so of more series it is made only where it is asked for. */
const mostJudged = 20;
/** Below two seasons nothing tells a season from chance; without one, a level and a trend need so many values. */
const least = (period: number): number => Math.max(2 * period, 8);

const figure = (value: number): string => String(Number(value.toPrecision(10)));

const wrong = (detail: string, action?: string): Problem =>
  problem('bad-data', 'The forecast cannot be made', detail, action === undefined ? {} : { action });

const stepWord = (axis: TimeAxis): string => (axis.kind === 'steps' ? 'step' : axis.grain);

const tooShort = (series: readonly OneSeries[], period: number, axis: TimeAxis): Problem => {
  const named = series
    .slice(0, 5)
    .map(
      ({ name, values }) =>
        `${name === '' ? 'the series has' : `"${plain(name, 40)}" has`} ${values.length} of ${counted(least(period), stepWord(axis))}`,
    )
    .join(', ');
  const more = series.length > 5 ? ` and ${series.length - 5} more are too short` : '';
  return problem(
    'not-enough-data',
    'Too little history',
    `${named.charAt(0).toUpperCase()}${named.slice(1)}${more}${period > 1 ? `: two seasons of ${period} are needed` : ' that are needed'}.`,
    {
      action:
        period > 4
          ? 'Leave short series out with --skip-short, or give the season another length with --period (1: none).'
          : 'Leave short series out with --skip-short, or add older values.',
    },
  );
};

/** What can be forecast but should be looked at. */
function doubts(series: readonly OneSeries[], axis: TimeAxis, now: number): string[] {
  const notes: string[] = [];
  const flat = series.filter(({ values }) => values.every((value) => value === values[0]));
  if (flat.length > 0)
    notes.push(
      `all values are equal in ${counted(flat.length, 'series', 'series')}, such as "${plain(flat[0]?.name ?? '', 40)}": the forecast repeats them, and its intervals mean nothing`,
    );
  const today = Math.floor(now / 86_400_000);
  const ahead = series.filter(({ first, values }) => stepOf(axis, today) < first + values.length - 1);
  if (axis.kind === 'dates' && ahead.length > 0)
    notes.push(
      `${counted(ahead.length, 'series', 'series')} end in the future, such as "${plain(ahead[0]?.name ?? '', 40)}": those values are taken as history`,
    );
  return notes;
}

interface Made {
  readonly lines: string;
  readonly model: ForecastModel;
}

/** The rows of one series, and its model with the looks back where they are asked for. */
function forecastOne(
  series: OneSeries,
  axis: TimeAxis,
  period: number,
  flags: ForecastFlags,
  judged: boolean,
): Made {
  const y = filled(series.values, period);
  const combination = fitCombination(y, period);
  const forecast = combinationForecast(combination, flags.horizon);
  const eighty = intervalOf(forecast, quantiles.of80);
  const wide = intervalOf(forecast, quantiles.of95);
  let lines = '';
  for (const [h, mean] of forecast.mean.entries()) {
    const bounds = [eighty.low[h], eighty.high[h], wide.low[h], wide.high[h]];
    lines += csvLine([
      series.name,
      timeOfStep(axis, series.first + series.values.length + h),
      figure(mean),
      ...bounds.map((value) => figure(value ?? Number.NaN)),
    ]);
  }
  const flat = y.every((value) => value === y[0]);
  const { backtest, verdict } =
    judged && !flat
      ? lookBack(y, period, flags.horizon, least(period))
      : {
          backtest: { horizon: 0, lookbacks: [], ratio: null, coverage80: null, coverage95: null },
          verdict: 'not-judged' as const,
        };
  const values = Array.from(series.values, (value) => (Number.isFinite(value) ? value : null));
  const model: ForecastModel = {
    schema: 1,
    kind: 'forecast',
    name: series.name === '' ? 'forecast' : series.name,
    label: flags.value,
    grain: axis.kind === 'steps' ? 'month' : axis.grain,
    zone: 'UTC',
    first: series.first,
    values,
    absent: flags.absent ?? 'missing',
    withoutRows: values.flatMap((value, i) => (value === null ? [series.first + i] : [])),
    unfinished: null,
    workingDays: null,
    period,
    horizon: flags.horizon,
    combination,
    backtest,
    verdict,
  };
  return { lines, model };
}

const verdictWords = {
  better: 'better than last year',
  'no-better': 'no better than last year',
  'not-judged': 'too short to judge',
} as const;

/** One series gets its sentence; of several, a table of those that were judged. */
function verdictText(models: readonly ForecastModel[]): string {
  const [one] = models;
  if (one === undefined) return '';
  if (models.length === 1) return `${verdictReason(one)}\n`;
  const percent = (value: number): string => `${Math.round(100 * value)} %`;
  return `${table([
    ['series', 'against last year', 'error ratio', '95 % interval', 'in 80 %', 'in 95 %'],
    ...models.map(({ name, verdict, backtest: { ratio, coverage80, coverage95 } }) => [
      name,
      verdictWords[verdict],
      ratio === null ? '–' : percent(ratio.value),
      ratio === null ? '–' : `${percent(ratio.low)} to ${percent(ratio.high)}`,
      coverage80 === null ? '–' : percent(coverage80),
      coverage95 === null ? '–' : percent(coverage95),
    ]),
  ])}\n`;
}

function checked(flags: ForecastFlags): Result<number, Problem> {
  const { horizon, period } = flags;
  if (!(horizon >= 1 && horizon <= mostSteps))
    return fail(wrong(`--horizon is ${horizon}.`, `Give a whole number from 1 to ${mostSteps}.`));
  if (period !== undefined && !(period >= 1 && period <= 400))
    return fail(wrong(`--period is ${period}.`, 'Give the steps of a season, from 1 to 400.'));
  return ok(horizon);
}

/** `aicrm forecast`: `horizon` rows for each series of a long table, with the bounds of 80 % and 95 % intervals. */
export async function forecastCommand(flags: ForecastFlags, io: Io): Promise<number> {
  const horizon = checked(flags);
  if (!horizon.ok) return giveUp(io, flags, horizon.error);
  const harm = await checkOutputs(io, [flags.out, flags.card], [flags.table]);
  if (harm) return giveUp(io, flags, harm);
  const read = await readTable(pathOf(io, flags.table), flags);
  if (!read.ok) return giveUp(io, flags, read.error);
  const found = longSeries(read.value, flags);
  if (!found.ok) return giveUp(io, flags, found.error);
  const { axis, series } = found.value;
  const notes = [...found.value.notes];
  const period = flags.period ?? (axis.kind === 'steps' ? 12 : seasonOf[axis.grain]);
  const short = series.filter(({ values }) => values.length < least(period));
  if (short.length > 0 && (flags.skipShort !== true || short.length === series.length))
    return giveUp(io, flags, tooShort(short, period, axis));
  const long = series.filter((one) => !short.includes(one));
  notes.push(...doubts(long, axis, io.now()));
  for (const note of notes) io.err(`note: ${note}\n`);
  if (short.length > 0) io.err(`note: ${counted(short.length, 'series', 'series')} left out as too short\n`);
  if (axis.kind === 'steps' && flags.period === undefined)
    io.err('note: times are step numbers; a season of 12 steps is assumed, --period says otherwise\n');

  if (flags.card !== undefined && long.length > 1)
    return giveUp(
      io,
      flags,
      wrong(
        `A card is of one series; the table has ${long.length}.`,
        'Leave --series away to forecast their sum, or give a table with one of them.',
      ),
    );
  const judged = flags.backtest ?? (flags.card !== undefined || long.length <= mostJudged);
  if (!judged && flags.backtest === undefined)
    io.err(
      `note: ${counted(long.length, 'series', 'series')} are not compared with last year's numbers; --backtest does it, and takes about nine times as long\n`,
    );
  const models: ForecastModel[] = [];
  const started = io.now();
  let told = started;
  let text = csvLine(['series', 'time', 'mean', 'lo80', 'hi80', 'lo95', 'hi95']);
  for (const [i, one] of long.entries()) {
    if (io.signal.aborted) return status.stopped;
    const { lines, model } = forecastOne(one, axis, period, flags, judged);
    text += lines;
    if (judged) models.push(model);
    const now = io.now();
    if (now - told >= tellEvery) {
      told = now;
      io.err(`${(i + 1).toLocaleString('en')} of ${counted(long.length, 'series', 'series')}\n`);
      // Gives Ctrl-C a chance to be heard between series.
      await io.sleep(0);
    }
  }
  const [first] = models;
  const report =
    flags.card === undefined || first === undefined
      ? undefined
      : forecastReport(first, {
          ...sourceOf(flags),
          now: io.now(),
          timeOf: (step) => timeOfStep(axis, step),
          unit: stepWord(axis),
          refused: otherColumns(read.value, [flags.series, flags.time, flags.value]),
        });
  const written = await writeOutputs(io, [
    [flags.out, text],
    [flags.card, report === undefined ? '' : cardText(report)],
  ]);
  if (!written.ok) return giveUp(io, flags, written.error);
  const seconds = (io.now() - started) / 1_000;
  const result = {
    series: long.length,
    rows: long.length * flags.horizon,
    horizon: flags.horizon,
    period,
    grain: axis.kind === 'steps' ? null : axis.grain,
    leftOut: short.map(({ name }) => name),
    notes,
    ...(judged
      ? {
          verdicts: models.map((model) => ({
            series: model.name,
            state: model.verdict,
            ratio: model.backtest.ratio,
            coverage80: model.backtest.coverage80,
            coverage95: model.backtest.coverage95,
            reason: verdictReason(model),
          })),
        }
      : {}),
    seconds,
    out: flags.out,
    ...(flags.card === undefined ? {} : { card: flags.card }),
  };
  show(
    io,
    flags,
    result,
    `${verdictText(models)}${counted(result.series, 'series', 'series')}, ${counted(result.rows, 'row')} in ${flags.out}${writtenCard(flags.card)} (season of ${period}, ${seconds.toFixed(1)} s)\n`,
  );
  return status.done;
}
