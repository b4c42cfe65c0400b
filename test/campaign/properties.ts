import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Row } from '../measure/row.js';
import { drawnSeed } from './drawn-seed.js';
import { runTests } from './run-tests.js';

const root = resolve(import.meta.dirname, '../..');
/** How many times the cases that the suite draws. */
const times = Number(process.env.AICRM_PROPERTY_TIMES ?? 100);

/** Every test with a property in it, with cases that `npm test` does not draw. */
export async function properties(): Promise<Row[]> {
  const seed = drawnSeed();
  const files = globSync('{packages,models,workers,test}/**/*.test.ts', {
    cwd: root,
    exclude: ['**/node_modules/**'],
  }).filter(
    (file) =>
      !/\.(web|workerd|e2e)\./.test(file) && /from 'fast-check'/.test(readFileSync(join(root, file), 'utf8')),
  );
  process.stdout.write(`seed ${seed}, ${times} times the cases of npm test, ${files.length} files\n`);
  const { passed, failed } = await runTests('properties', 'node', files, {
    AICRM_PROPERTY_SEED: String(seed),
    AICRM_PROPERTY_TIMES: String(times),
  });
  const base: Row = {
    case: 'properties',
    metric: `files drawn ${times} times as long`,
    better: 'higher',
    ours: files.length,
    reference: null,
    referenceName: '',
    target: 'at least 10',
    noise: null,
    pass: files.length >= 10,
    why: `seed ${seed}`,
  };
  return [
    base,
    {
      ...base,
      metric: 'tests with a counterexample',
      better: 'lower',
      ours: failed,
      target: '0',
      pass: passed > 0 && failed === 0,
      why: 'the counterexample and its path are printed above',
    },
  ];
}
