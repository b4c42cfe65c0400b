import type { SalesForecastFile } from '@aicrm/schema/analysis';
import { ForecastModel } from '@aicrm/schema/forecast-model';
import type { Problem } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';
import { clientProblem } from '../problems.js';

/** More steps than a page can draw or compute in a moment: 50 years of days. */
const MOST_STEPS = 20_000;
const MOST_AHEAD = 1_000;
const MOST_SERIES = 500;

const bad = (detail: string) => fail(clientProblem('bad-data', 0, 'not-a-forecast', detail));

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function readModel(value: unknown, where: string): Result<ForecastModel, Problem> {
  const parsed = ForecastModel.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return bad(`${[where, ...(issue?.path ?? [])].join('.')}: ${issue?.message ?? 'not as expected'}`);
  }
  const { values, horizon, period, first } = parsed.data;
  const whole = [horizon, period, first].every(Number.isSafeInteger);
  if (
    !whole ||
    horizon < 1 ||
    horizon > MOST_AHEAD ||
    period < 1 ||
    values.length < 1 ||
    values.length > MOST_STEPS
  )
    return bad(
      `${where}: ${values.length} steps and ${horizon} ahead; 1 to ${MOST_STEPS} and 1 to ${MOST_AHEAD} can be shown.`,
    );
  return ok(parsed.data);
}

const numbers = (value: unknown): value is number[] =>
  Array.isArray(value) && value.length <= MOST_AHEAD && value.every((one) => typeof one === 'number');

function readPipeline(value: unknown): SalesForecastFile['pipeline'] | undefined {
  if (value === undefined || value === null) return null;
  if (!isObject(value)) return undefined;
  const { expected, low80, high80, deals } = value;
  return numbers(expected) && numbers(low80) && numbers(high80) && typeof deals === 'number'
    ? { expected, low80, high80, deals }
    : undefined;
}

type Ahead = SalesForecastFile['series'][number]['ahead'];

/** Steps that add up over the levels; `undefined` where there are none, `null` where they are something else. */
function readAhead(value: unknown): Ahead | null {
  if (value === undefined || value === null) return undefined;
  if (!isObject(value)) return null;
  const { mean, low80, high80, low95, high95 } = value;
  return numbers(mean) && numbers(low80) && numbers(high80) && numbers(low95) && numbers(high95)
    ? { mean, low80, high80, low95, high95 }
    : null;
}

/**
 * What a host handed over, as a sales forecast: a whole file, or one model, which is then the total. Never throws.
 * @param value untrusted: any value, such as parsed JSON.
 */
export function readForecast(value: unknown): Result<SalesForecastFile, Problem> {
  try {
    if (!isObject(value)) return bad('An object is needed: a sales forecast, or one forecast model.');
    if (value.kind === 'forecast') {
      const model = readModel(value, 'forecast');
      return model.ok ? ok(fileOf(model.value)) : model;
    }
    if (value.kind !== 'sales-forecast' || !Array.isArray(value.series))
      return bad('Its kind is neither "forecast" nor "sales-forecast".');
    return readFile(value, value.series);
  } catch (error) {
    // A getter or a proxy of the host's may throw.
    return bad(String(error));
  }
}

function readFile(
  file: Readonly<Record<string, unknown>>,
  given: readonly unknown[],
): Result<SalesForecastFile, Problem> {
  if (given.length === 0 || given.length > MOST_SERIES)
    return bad(`It has ${given.length} series; 1 to ${MOST_SERIES} can be shown.`);
  const series: SalesForecastFile['series'] = [];
  for (const [i, one] of given.entries()) {
    const path: unknown = isObject(one) ? one.path : undefined;
    if (!isObject(one) || typeof one.label !== 'string' || !Array.isArray(path))
      return bad(`series.${i}: a path, a label and a model are needed.`);
    const model = readModel(one.model, `series.${i}.model`);
    if (!model.ok) return model;
    const ahead = readAhead(one.ahead);
    if (ahead === null) return bad(`series.${i}.ahead: five columns of numbers are needed.`);
    series.push({
      ...{ path: path.map(String), label: one.label, model: model.value },
      ...(ahead === undefined ? {} : { ahead }),
    });
  }
  const pipeline = readPipeline(file.pipeline);
  if (pipeline === undefined)
    return bad('pipeline: three columns of numbers and a number of deals are needed.');
  const targets = Array.isArray(file.targets) ? (file.targets as readonly unknown[]) : [];
  return ok({
    ...fileOf(undefined),
    computedAt: typeof file.computedAt === 'string' ? file.computedAt : '',
    currency: typeof file.currency === 'string' ? file.currency : null,
    series,
    pipeline,
    targets: targets.flatMap((one) =>
      isObject(one) && typeof one.step === 'number' && typeof one.value === 'number'
        ? [{ step: one.step, value: one.value }]
        : [],
    ),
  });
}

const fileOf = (model: ForecastModel | undefined): SalesForecastFile => ({
  schema: 1,
  kind: 'sales-forecast',
  computedAt: '',
  currency: null,
  series: model === undefined ? [] : [{ path: [], label: model.label, model }],
  pipeline: null,
  targets: [],
});
