import type * as z from 'zod/mini';
import '../words.js';
import type { Context } from './context.js';
import { badData } from './problem-error.js';

/** Parses a JSON body; what does not fit is a 400 that names each place. */
export async function readBody<T>(c: Context, schema: z.ZodMiniType<T>): Promise<T> {
  let body: unknown;
  try {
    body = JSON.parse(await c.req.text());
  } catch {
    throw badData('The body is not JSON.');
  }
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues
    .slice(0, 20)
    .map((issue) => ({ at: issue.path.join('.') || 'body', message: issue.message }));
  throw badData(`${issues[0]?.at ?? 'body'}: ${issues[0]?.message ?? 'not as expected'}`, issues);
}
