import { ForecastModel } from '@aicrm/schema/forecast-model';
import { type Problem, problem } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';

export type { ForecastModel };

/** Largest file that is read: twenty years of days with their backtest stay below. */
const mostCharacters = 2_000_000;

/** JSON whose keys are in alphabetical order, so that equal models are equal bytes. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, one]) => `${JSON.stringify(key)}:${canonical(one)}`).join(',')}}`;
}

export const writeForecastModel = (model: ForecastModel): string => canonical(model);

/** Reads what `writeForecastModel` wrote; anything else is a `bad-data` problem, never an exception. */
export function readForecastModel(text: string): Result<ForecastModel, Problem> {
  const bad = (detail: string) => fail(problem('bad-data', 'This is not a forecast model', detail));
  if (text.length > mostCharacters)
    return bad(`It has ${text.length} characters; at most ${mostCharacters} are read.`);
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return bad('It is not JSON.');
  }
  const parsed = ForecastModel.safeParse(data);
  if (parsed.success) return ok(parsed.data);
  const [issue] = parsed.error.issues;
  return bad(`At ${issue?.path.join('.') || 'the top'}: ${issue?.message ?? 'not as expected'}.`);
}
