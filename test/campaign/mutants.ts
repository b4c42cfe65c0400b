import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Row } from '../measure/row.js';

const root = resolve(import.meta.dirname, '../..');
const mutantsWanted = Number(process.env.AICRM_MUTANTS ?? 10_000);

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
}

/** The runtime's own test of damaged model files, with as many mutants as the project promises. */
export function mutants(): Row[] {
  const out = join(root, 'test/.out');
  mkdirSync(out, { recursive: true });
  const report = join(out, 'mutants.json');
  const words = ['run', '--config', 'test/config/vitest.config.ts', '--project', 'node'];
  const answer = spawnSync(
    join(root, 'node_modules/.bin/vitest'),
    [
      ...words,
      'packages/runtime/src/hostile.test.ts',
      '--testTimeout=1800000',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    { cwd: root, encoding: 'utf8', env: { ...process.env, AICRM_MUTANTS: String(mutantsWanted) } },
  );
  const { numPassedTests, numFailedTests }: Report = JSON.parse(readFileSync(report, 'utf8'));
  if (answer.status !== 0) process.stdout.write(`${answer.stdout}${answer.stderr}\n`);
  process.stdout.write(`seeds 1000 to ${1_000 + mutantsWanted / 2 - 1}, for each of two kinds of model\n`);
  const base: Row = {
    case: 'hostile model files',
    metric: 'mutants read',
    better: 'higher',
    ours: mutantsWanted,
    reference: null,
    referenceName: '',
    target: '',
    noise: null,
    pass: null,
  };
  return [
    base,
    {
      ...base,
      metric: 'kinds of model with a mutant neither refused nor scored as ONNX Runtime does',
      better: 'lower',
      ours: numFailedTests,
      target: '0',
      pass: answer.status === 0 && numPassedTests > 0 && numFailedTests === 0,
    },
  ];
}
