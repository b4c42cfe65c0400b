import { type Problem, problem } from '@aicrm/schema/problem';
import { fail, type Result } from '@aicrm/schema/result';

/** An analysis that cannot be made: the sentence is what people read in its place. */
export const refuse = (detail: string): Result<never, Problem> =>
  fail(problem('not-enough-data', 'Not enough data', detail));
