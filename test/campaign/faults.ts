import type { Row } from '../measure/row.js';
import { runTests } from './run-tests.js';

const rounds = Number(process.env.AICRM_FAULT_ROUNDS ?? 5);

/** Faults injected into real pages and a real network, over and over: what hangs on who comes first shows only so. */
export async function faults(): Promise<Row[]> {
  let passed = 0;
  let failed = 0;
  for (let round = 1; round <= rounds; round++) {
    const counts = await runTests(
      'faults',
      'node',
      ['packages/client/src/tabs.test.ts', 'packages/client/src/faults.test.ts'],
      {},
    );
    passed += counts.passed;
    failed += counts.failed;
    process.stdout.write(`  round ${round} of ${rounds}: ${counts.passed} held, ${counts.failed} did not\n`);
  }
  const base: Row = {
    case: 'faults in a real browser',
    metric: `faults injected in ${rounds} rounds`,
    better: 'higher',
    ours: passed + failed,
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
      metric: 'after which something acknowledged was lost, or thrown into the host',
      better: 'lower',
      ours: failed,
      target: '0',
      pass: passed > 0 && failed === 0,
    },
  ];
}
