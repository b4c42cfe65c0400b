import type { Row } from '../measure/row.js';
import { runTests } from './run-tests.js';

const wanted = Number(process.env.AICRM_MUTANTS ?? 10_000);

/** The runtime's own test of damaged model files, with as many mutants as the project promises. */
export async function mutants(): Promise<Row[]> {
  process.stdout.write(`seeds 1000 to ${1_000 + wanted / 2 - 1}, for each of two kinds of model\n`);
  const { passed, failed } = await runTests('mutants', 'node', ['packages/runtime/src/hostile.test.ts'], {
    AICRM_MUTANTS: String(wanted),
  });
  const base: Row = {
    case: 'hostile model files',
    metric: 'mutants read',
    better: 'higher',
    ours: wanted,
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
      ours: failed,
      target: '0',
      pass: passed > 0 && failed === 0,
    },
  ];
}
