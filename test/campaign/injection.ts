import type { Row } from '../measure/row.js';
import { drawnSeed } from './drawn-seed.js';
import { runTests } from './run-tests.js';

const renders = Number(process.env.AICRM_RENDERS ?? 50_000);

/** Generated markup in every field that a tenant, a model file or a worker fills, shown by the real elements in Chromium. */
export async function injection(): Promise<Row[]> {
  const seed = drawnSeed();
  process.stdout.write(`seed ${seed}\n`);
  const { passed, failed } = await runTests('injection', 'web', ['test/policies/injection.web.test.ts'], {
    VITE_AICRM_RENDERS: String(renders),
    VITE_AICRM_SEED: String(seed),
  });
  const base: Row = {
    case: 'injected markup',
    metric: 'generated texts shown',
    better: 'higher',
    ours: renders,
    reference: null,
    referenceName: '',
    target: '',
    noise: null,
    pass: null,
    why: `seed ${seed}`,
  };
  return [
    base,
    {
      ...base,
      metric: 'checks that found an element, an attribute, a link or a script of theirs',
      better: 'lower',
      ours: failed,
      target: '0',
      pass: passed > 0 && failed === 0,
      why: 'a careless element beside ours is caught by the same checks',
    },
  ];
}
