import { type Problem, problem } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';
import { ValueModel } from '@aicrm/schema/value-model';

export type { ValueModel };

/** Largest file that is read; ours have about a kilobyte. */
const mostBytes = 100_000;

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** JSON whose keys are in alphabetical order, so that equal models are equal bytes. */
function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, one]) => `${JSON.stringify(key)}:${canonical(one)}`).join(',')}}`;
}

export const writeValueModel = (model: ValueModel): string => canonical(model);

/** Reads what `writeValueModel` wrote; anything else is a `bad-data` problem, never an exception. */
export function readValueModel(text: string): Result<ValueModel, Problem> {
  const bad = (detail: string) => fail(problem('bad-data', 'This is not a value model', detail));
  if (text.length > mostBytes) return bad(`It has ${text.length} characters; at most ${mostBytes} are read.`);
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return bad('It is not JSON.');
  }
  const parsed = ValueModel.safeParse(data);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return bad(`At ${issue?.path.join('.') || 'the top'}: ${issue?.message ?? 'not as expected'}.`);
  }
  if ((parsed.data.spend === null) !== (parsed.data.spendCovariance === null))
    return bad('Spend and its covariance must be there together.');
  return ok(parsed.data);
}
