import { csvLine } from '@aicrm/connectors/csv/write-csv';
import { filled, type Grain, seasonOf } from '@aicrm/learn/forecast/calendar';
import { combinationForecast, intervalOf, quantiles } from '@aicrm/learn/forecast/combination-state';
import { fitCombination } from '@aicrm/learn/train/forecast/combination';
import { type Problem, problem } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';
import { longSeries, type OneSeries } from '../forecast/long-series.js';
import { stepOf, type TimeAxis, timeOfStep } from '../forecast/time-axis.js';
import type { Io } from '../io.js';
import { counted, plain } from '../print.js';
import { readTable } from '../table/open-table.js';
import { checkOutputs, writeOutputs } from '../table/output.js';
import { giveUp, show, status } from './context.js';
import { pathOf } from './files.js';
import type { TableFlags } from './table-train.js';

export interface ForecastFlags extends TableFlags {
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
}

/** A line of progress is written so often. */
const tellEvery = 5_000;
const mostSteps = 1_000;
/** Below two seasons nothing tells a season from chance; without one, a level and a trend need so many values. */
const least = (period: number): number => Math.max(2 * period, 8);

const figure = (value: number): string => String(Number(value.toPrecision(10)));

const wrong = (detail: string, action?: string): Problem =>
  problem('bad-data', 'The forecast cannot be made', detail, action === undefined ? {} : { action });

const tooShort = (series: readonly OneSeries[], period: number): Problem => {
  const named = series
    .slice(0, 5)
    .map(({ name, values }) => `${name === '' ? 'the series' : `"${plain(name, 40)}"`} has ${values.length}`)
    .join(', ');
  const more = series.length > 5 ? ` and ${series.length - 5} more are too short` : '';
  return problem(
    'not-enough-data',
    'Too little history',
    `${named}${more}; ${counted(least(period), 'value')} are needed${period > 1 ? `, two seasons of ${period}` : ''}.`,
    { action: 'Leave short series out with --skip-short, or give the season another length with --period.' },
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

function linesOf(series: OneSeries, axis: TimeAxis, period: number, horizon: number): string {
  const forecast = combinationForecast(fitCombination(filled(series.values, period), period), horizon);
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
  return lines;
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
  const harm = await checkOutputs(io, [flags.out], [flags.table]);
  if (harm) return giveUp(io, flags, harm);
  const table = await readTable(pathOf(io, flags.table), flags);
  if (!table.ok) return giveUp(io, flags, table.error);
  const found = longSeries(table.value, flags);
  if (!found.ok) return giveUp(io, flags, found.error);
  const { axis, series } = found.value;
  const notes = [...found.value.notes];
  const period = flags.period ?? (axis.kind === 'steps' ? 12 : seasonOf[axis.grain]);
  const short = series.filter(({ values }) => values.length < least(period));
  if (short.length > 0 && (flags.skipShort !== true || short.length === series.length))
    return giveUp(io, flags, tooShort(short, period));
  const long = series.filter((one) => !short.includes(one));
  notes.push(...doubts(long, axis, io.now()));
  for (const note of notes) io.err(`note: ${note}\n`);
  if (short.length > 0) io.err(`note: ${counted(short.length, 'series', 'series')} left out as too short\n`);
  if (axis.kind === 'steps' && flags.period === undefined)
    io.err('note: times are step numbers; a season of 12 steps is assumed, --period says otherwise\n');

  const started = io.now();
  let told = started;
  let text = csvLine(['series', 'time', 'mean', 'lo80', 'hi80', 'lo95', 'hi95']);
  for (const [i, one] of long.entries()) {
    if (io.signal.aborted) return status.stopped;
    text += linesOf(one, axis, period, flags.horizon);
    const now = io.now();
    if (now - told >= tellEvery) {
      told = now;
      io.err(`${(i + 1).toLocaleString('en')} of ${counted(long.length, 'series', 'series')}\n`);
      // Gives Ctrl-C a chance to be heard between series.
      await io.sleep(0);
    }
  }
  const written = await writeOutputs(io, [[flags.out, text]]);
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
    seconds,
    out: flags.out,
  };
  show(
    io,
    flags,
    result,
    `${counted(result.series, 'series', 'series')}, ${counted(result.rows, 'row')} in ${flags.out} (season of ${period}, ${seconds.toFixed(1)} s)\n`,
  );
  return status.done;
}
