import { type Problem, type ProblemIssue, problem } from '@aicrm/schema/problem';
import { positivesIn, type Rows, type TrainingTable } from './table.js';

/**
 * Below 200 records an AUC of .7 has an interval of ±.1 and more on the newest fifth, and below 50 of the rarer
 * outcome each further input costs more than it tells (the usual rule of ten events per input, for five inputs).
 */
export const leastRecords = 200;
export const leastPerClass = 50;

const plural = (n: number, one: string): string => `${n.toLocaleString('en-GB')} ${one}${n === 1 ? '' : 's'}`;

export const notEnough = (detail: string, issues: ProblemIssue[], action?: string): Problem =>
  problem('not-enough-data', 'Not enough data', detail, {
    issues,
    action: action ?? 'Import more history, or wait until more outcomes are known, and train again.',
  });

/** What is missing for an honest model, as a problem with one sentence a lack; undefined where nothing is. */
export function missingData(table: TrainingTable, rows: Rows): Problem | undefined {
  const records = new Set<string>();
  const positive = new Set<string>();
  for (const row of rows) {
    const id = table.recordIds[row] ?? '';
    records.add(id);
    if (table.labels[row] === 1) positive.add(id);
  }
  const issues: ProblemIssue[] = [];
  const successes = positive.size;
  const failures = records.size - successes;
  if (records.size < leastRecords)
    issues.push({
      at: 'records',
      message: `There ${records.size === 1 ? 'is' : 'are'} ${plural(records.size, 'record')} with a known outcome; at least ${leastRecords} are needed.`,
    });
  if (positivesIn(table, rows) === 0 || failures === 0)
    issues.push({
      at: 'outcome',
      message:
        records.size === 0
          ? 'No outcome is known yet.'
          : `All known outcomes are the same (${failures === 0 ? 'it always happened' : 'it never happened'}), so there is nothing to tell apart.`,
    });
  else if (Math.min(successes, failures) < leastPerClass)
    issues.push({
      at: 'outcome',
      message: `There ${Math.min(successes, failures) === 1 ? 'is' : 'are'} ${plural(successes, 'success').replace('successs', 'successes')} and ${plural(failures, 'failure')}; at least ${leastPerClass} of each are needed.`,
    });
  if (
    rows.length > 0 &&
    table.columns.every((column) => rows.every((row) => column[row] === column[rows[0] ?? 0]))
  )
    issues.push({
      at: 'columns',
      message: 'No column differs between records, so no input can explain anything.',
    });
  const first = issues[0];
  return first === undefined ? undefined : notEnough(issues.map((issue) => issue.message).join(' '), issues);
}
