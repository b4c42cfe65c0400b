import { type Problem, type ProblemIssue, type ProblemKind, problem } from '@aicrm/schema/problem';

/** Ends a request with a problem document; the app's error handler writes it. */
export class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.title);
    this.name = 'ProblemError';
  }
}

export function refuse(
  kind: ProblemKind,
  title: string,
  detail: string,
  more: Partial<Pick<Problem, 'status' | 'action' | 'issues' | 'retryAfter'>> = {},
): ProblemError {
  return new ProblemError(problem(kind, title, detail, more));
}

/** No credential, or one that is not valid (401). */
export const unauthorised = (detail: string, action: string): ProblemError =>
  refuse('permission', 'Not signed in', detail, { status: 401, action });

/** A valid credential that may not do this (403). */
export const forbidden = (detail: string, action: string): ProblemError =>
  refuse('permission', 'Not allowed', detail, { status: 403, action });

/** The same words for what does not exist and for what is another tenant's: the answer must not tell them apart. */
export const notFound = (what: string): ProblemError =>
  refuse('not-found', 'Not found', `There is no such ${what}.`);

export const badData = (detail: string, issues?: readonly ProblemIssue[]): ProblemError =>
  refuse(
    'bad-data',
    'The request cannot be used',
    detail,
    issues === undefined ? {} : { issues: [...issues] },
  );
