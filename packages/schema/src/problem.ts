import * as z from 'zod/mini';

/**
 * Kinds of failure, in the words of what a caller can do about them:
 * - `temporary`: try again later (`retryAfter` seconds where known).
 * - `permission`: the credential is missing, expired, tampered with or too narrow.
 * - `bad-data`: the input cannot be used; `issues` says where and why.
 * - `not-enough-data`: nothing is wrong, there is just too little to answer honestly.
 * - `not-found`: no such thing for this tenant.
 * - `conflict`: the thing changed meanwhile, or already exists.
 */
export const ProblemKind = z.enum([
  'temporary',
  'permission',
  'bad-data',
  'not-enough-data',
  'not-found',
  'conflict',
]);
export type ProblemKind = z.infer<typeof ProblemKind>;

/** One thing wrong with an input: where (a field, a column, a row number), and a sentence for a person. */
export const ProblemIssue = z.object({ at: z.string(), message: z.string() });
export type ProblemIssue = z.infer<typeof ProblemIssue>;

/** A problem document (RFC 9457) with our kind. `detail` says what was wrong, `action` what to do. */
export const Problem = z.object({
  kind: ProblemKind,
  title: z.string(),
  status: z.number(),
  detail: z.string(),
  action: z.optional(z.string()),
  issues: z.optional(z.array(ProblemIssue)),
  retryAfter: z.optional(z.number()),
  requestId: z.optional(z.string()),
});
export type Problem = z.infer<typeof Problem>;

const statusOf: Record<ProblemKind, number> = {
  temporary: 503,
  permission: 401,
  'bad-data': 400,
  'not-enough-data': 422,
  'not-found': 404,
  conflict: 409,
};

/** Makes a problem document; the status follows from the kind unless it is given. */
export function problem(
  kind: ProblemKind,
  title: string,
  detail: string,
  more: Partial<Pick<Problem, 'status' | 'action' | 'issues' | 'retryAfter'>> = {},
): Problem {
  return { kind, title, status: statusOf[kind], detail, ...more };
}
