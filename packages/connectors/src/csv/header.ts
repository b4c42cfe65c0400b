import { type Problem, problem } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';
import { looksLikeDate, looksLikeEmail, looksLikeNumber } from './guess-values.js';

const quoted = (name: string) => `"${name.length > 40 ? `${name.slice(0, 40)}…` : name}"`;

/**
 * A first row as column names: trimmed, and without the unnamed columns that a spreadsheet leaves behind the last one.
 * A name that is empty or used twice is an error, and so is a row that is data: half of its cells, or any one that no
 * one would call a column (a day, an e-mail address), look like values.
 */
export function readHeader(cells: readonly string[]): Result<string[], Problem> {
  const names = cells.map((cell) => cell.trim());
  while (names.length > 1 && names.at(-1) === '') names.pop();
  const filled = names.filter((name) => name !== '');
  const numbers = filled.filter(looksLikeNumber).length;
  if (filled.some((name) => looksLikeDate(name) || looksLikeEmail(name)) || numbers * 2 > filled.length) {
    return fail(
      problem(
        'bad-data',
        'The header is missing',
        `The first row looks like data, not like column names: ${names.slice(0, 4).map(quoted).join(', ')}.`,
        {
          action: 'Add a first row that names the columns.',
          issues: [{ at: 'row 0', message: 'not a header' }],
        },
      ),
    );
  }
  const issues = names.flatMap((name, i) => {
    const earlier = names.indexOf(name);
    if (name === '') return [{ at: `column ${i + 1}`, message: 'has no name' }];
    if (earlier < i)
      return [{ at: `column ${i + 1}`, message: `is called ${quoted(name)}, like column ${earlier + 1}` }];
    return [];
  });
  if (issues.length === 0) return ok(names);
  const told = issues.slice(0, 5).map((issue) => `${issue.at} ${issue.message}`);
  return fail(
    problem('bad-data', 'The header cannot be used', `${told.join('; ')}.`, {
      action: 'Give every column a name of its own in the first row.',
      issues,
    }),
  );
}
