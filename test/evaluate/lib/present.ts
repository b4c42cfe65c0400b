import { type Row, skippedRow } from '../../measure/row.js';
import { hasData } from '../public-data.js';

/** The rows of a case, or one row that says what is missing where its data do not lie there. */
export async function whereItLies(
  name: string,
  paths: readonly string[],
  run: () => Promise<Row[]>,
  has: (path: string) => boolean = hasData,
): Promise<Row[]> {
  const missing = paths.filter((path) => !has(path));
  if (missing.length === 0) return run();
  return [skippedRow(name, 'all', `../shared/data has no ${missing.join(', ')}`)];
}
