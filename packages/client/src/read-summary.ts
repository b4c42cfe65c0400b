import { fail, ok, type Result } from '@aicrm/schema/result';
import { ModelSummary } from '@aicrm/schema/wire';
import * as z from 'zod/mini';

/** A model with its cards, by its schema; a chunk of its own, because cards come last and zod's start is a long task. */
export function readSummary(body: unknown): Result<ModelSummary, string> {
  const parsed = z.safeParse(ModelSummary, body);
  return parsed.success ? ok(parsed.data) : fail(parsed.error.issues[0]?.path.join('.') ?? '');
}
