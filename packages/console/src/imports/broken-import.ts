import { type Problem, problem } from '@aicrm/schema/problem';
import type { ImportRequest } from '@aicrm/schema/wire';
import { formatNumber, plural } from '../ui/format.js';

/** An import that was opened and not finished; sending goes on from here. */
export interface Resume {
  readonly id: string;
  readonly request: ImportRequest;
  /** Rows whose chunk the worker confirmed. */
  readonly offset: number;
}

export interface Broken {
  readonly problem: Problem;
  /** Where to go on; absent where nothing was opened. */
  readonly resume?: Resume;
}

export const stoppedEarly = problem(
  'conflict',
  'Stopped',
  'The file was being checked; nothing was written.',
);
export const stopped = problem('conflict', 'Stopped', 'The import was stopped.');

/** Says beside what went wrong how much of the file is in already, and that going on is safe. */
export function brokenOff(error: Problem, resume: Resume, rows: number): Broken {
  const { offset, request } = resume;
  const done = request.dryRun
    ? `${formatNumber(offset)} of ${plural(rows, 'row')} were checked; nothing was written.`
    : offset >= rows
      ? `All ${plural(rows, 'row')} were sent, but what is computed from them is not built yet.`
      : `${formatNumber(offset)} of ${plural(rows, 'row')} are sent and stay, perhaps some behind them too; what is computed from them is not built yet.`;
  const safe = request.dryRun
    ? 'Try again.'
    : 'Try again to go on from there; importing the same file again is safe too, since rows that are in count as unchanged.';
  const { detail, action } = error;
  return {
    resume,
    problem: { ...error, detail: `${detail} ${done}`, action: action ? `${action} ${safe}` : safe },
  };
}
