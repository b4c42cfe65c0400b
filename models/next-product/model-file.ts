import { NextProductModel } from '@aicrm/schema/next-product-model';
import { type Problem, problem } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';
import { featureCount } from './features.js';

export type { NextProductModel };

/** Largest file that is read; 600 items have about a megabyte. */
const mostCharacters = 5_000_000;

/** JSON whose keys are in alphabetical order, so that equal models are equal bytes. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, one]) => `${JSON.stringify(key)}:${canonical(one)}`).join(',')}}`;
}

export const writeNextProductModel = (model: NextProductModel): string => canonical(model);

/** What a shape cannot say: all parts speak of the same items. */
function misfit(model: NextProductModel): string | undefined {
  const n = model.items.length;
  if (new Set(model.items.map(({ id }) => id)).size !== n) return 'An item is there twice.';
  if ([model.popular, model.rising, ...model.tiers].some((one) => one.length !== n))
    return `Not all lists have ${n} items.`;
  for (const { coefficients, means } of [model.any, model.new])
    if (coefficients.length !== featureCount || means.length !== featureCount)
      return `A ranking does not have ${featureCount} coefficients.`;
  for (const { start, target, weight } of [model.alike, model.ease]) {
    const torn =
      start.length !== n + 1 ||
      start[0] !== 0 ||
      start[n] !== target.length ||
      weight.length !== target.length;
    if (torn || start.some((one, i) => i > 0 && one < (start[i - 1] ?? 0)) || target.some((one) => one >= n))
      return 'The neighbours are torn.';
  }
  return undefined;
}

/** Reads what `writeNextProductModel` wrote; anything else is a `bad-data` problem, never an exception. */
export function readNextProductModel(text: string): Result<NextProductModel, Problem> {
  const bad = (detail: string) => fail(problem('bad-data', 'This is not a next-product model', detail));
  if (text.length > mostCharacters)
    return bad(`It has ${text.length} characters; at most ${mostCharacters} are read.`);
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return bad('It is not JSON.');
  }
  const parsed = NextProductModel.safeParse(data);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return bad(`At ${issue?.path.join('.') || 'the top'}: ${issue?.message ?? 'not as expected'}.`);
  }
  const wrong = misfit(parsed.data);
  return wrong === undefined ? ok(parsed.data) : bad(wrong);
}
