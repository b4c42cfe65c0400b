import { fail, ok, type Result } from '@aicrm/schema/result';
import type * as z from 'zod/mini';

/** A reader by a schema: its value, or the path of the first flaw. */
export const readBy =
  <T>(schema: z.ZodMiniType<T>) =>
  (body: unknown): Result<T, string> => {
    const read = schema.safeParse(body);
    return read.success ? ok(read.data) : fail(read.error.issues[0]?.path.join('.') ?? '');
  };
