import type { Problem, ProblemIssue, ProblemKind } from '@aicrm/schema/problem';

/**
 * Problems made in the page. The same shape as the schema's own maker, without its import: that one brings zod, which
 * must stay out of the first paint.
 */
export function clientProblem(
  kind: ProblemKind,
  status: number,
  title: string,
  detail: string,
  more: { action?: string; retryAfter?: number; issues?: ProblemIssue[] } = {},
): Problem {
  return { kind, title, status, detail, ...more };
}

export const signedOut = (): Problem =>
  clientProblem('permission', 401, 'Signed out', 'The person signed out of this page.', {
    action: 'Sign in again.',
  });

export const unknownRecord = (): Problem =>
  clientProblem('not-found', 404, 'Unknown record', 'This record is not among the synced ones.', {
    action: 'Check the record id, or wait until the CRM has synced it.',
  });

export const unreachable = (detail: string): Problem =>
  clientProblem('temporary', 503, 'Not reachable', detail, { action: 'It is tried again by itself.' });

export const unexpected = (what: string): Problem =>
  clientProblem('temporary', 500, 'Sync failed', `Something unexpected happened: ${what}.`);

export const isProblem = (value: unknown): value is Problem =>
  typeof value === 'object' &&
  value !== null &&
  'kind' in value &&
  'title' in value &&
  'status' in value &&
  'detail' in value;
