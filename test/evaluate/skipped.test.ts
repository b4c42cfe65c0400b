import { describe, expect, it, vi } from 'vitest';
import { skippedRow } from '../measure/row.js';
import { whereItLies } from './lib/present.js';
import { bankInTime } from './suites/bank-in-time.js';
import { publicSets } from './suites/leaks.js';
import { mavenDeals } from './suites/maven.js';
import { bankFolds, telcoFolds, xEducationFolds } from './suites/random-folds.js';
import { retail } from './suites/retail.js';
import { xEducationInTime } from './suites/x-education-in-time.js';

vi.mock('./public-data.js', async (original) => ({
  ...(await original<typeof import('./public-data.js')>()),
  hasData: () => false,
}));

describe('without the public data', () => {
  it.each([
    ['bank in time', bankInTime],
    ['leaks', publicSets],
    ['maven', mavenDeals],
    ['bank', bankFolds],
    ['telco', telcoFolds],
    ['x-education', xEducationFolds],
    ['x-education in time', xEducationInTime],
    ['retail', retail],
  ])('%s says what is missing instead of a figure', async (_, suite) => {
    const rows = await suite();
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) {
      expect(row.skipped).toMatch(/shared\/data has no \w/);
      expect(row).toMatchObject({ ours: null, pass: null });
    }
  });

  it('runs a case whose files all lie there, and names only those that do not', async () => {
    const run = async () => [skippedRow('ran', 'all', '')];
    expect(await whereItLies('case', ['a', 'b'], run, () => true)).toMatchObject([{ case: 'ran' }]);
    const [row] = await whereItLies('case', ['a', 'b'], run, (path) => path === 'a');
    expect(row).toMatchObject({ case: 'case', skipped: '../shared/data has no b' });
  });
});
