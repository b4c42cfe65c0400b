import { type Problem, problem } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';
import { UpliftModel } from '@aicrm/schema/uplift-model';
import { widthOf } from './columns.js';

export type { UpliftModel };

/** Largest file that is read; ours have a few kilobytes. */
const mostCharacters = 2_000_000;

/** JSON whose keys are in alphabetical order, so that equal models are equal bytes. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, one]) => `${JSON.stringify(key)}:${canonical(one)}`).join(',')}}`;
}

export const writeUpliftModel = (model: UpliftModel): string => canonical(model);

/** What a shape cannot say: columns that fit, and trees whose walks end. */
function misfit({ columns, parts }: UpliftModel): string | undefined {
  const width = widthOf(columns);
  for (const { model } of parts) {
    if (model.kind === 'linear') {
      if (model.coefficients.length !== width || model.means.length !== width)
        return `A part has ${model.coefficients.length} coefficients for ${width} columns.`;
      continue;
    }
    const { roots, feature, threshold, left, right, value, cover } = model;
    const n = feature.length;
    if ([threshold, left, right, value, cover].some((one) => one.length !== n)) return 'The trees are torn.';
    if (roots.some((root) => root < 0 || root >= n)) return 'A tree begins nowhere.';
    for (let i = 0; i < n; i++) {
      const split = feature[i] ?? -1;
      if (split < 0) continue;
      const children = [left[i] ?? 0, right[i] ?? 0];
      if (split >= width || children.some((child) => child <= i || child >= n))
        return `Node ${i} of the trees leads nowhere.`;
    }
  }
  return undefined;
}

/** Reads what `writeUpliftModel` wrote; anything else is a `bad-data` problem, never an exception. */
export function readUpliftModel(text: string): Result<UpliftModel, Problem> {
  const bad = (detail: string) => fail(problem('bad-data', 'This is not an uplift model', detail));
  if (text.length > mostCharacters)
    return bad(`It has ${text.length} characters; at most ${mostCharacters} are read.`);
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return bad('It is not JSON.');
  }
  const parsed = UpliftModel.safeParse(data);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return bad(`At ${issue?.path.join('.') || 'the top'}: ${issue?.message ?? 'not as expected'}.`);
  }
  const wrong = misfit(parsed.data);
  return wrong === undefined ? ok(parsed.data) : bad(wrong);
}
