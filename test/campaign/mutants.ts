import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Row } from '../measure/row.js';
import { runTests } from './run-tests.js';

const wanted = Number(process.env.AICRM_MUTANTS ?? 10_000);

/** What the test writes down when it has ended: all mutants, those that misbehaved, and the worst cost of one. */
interface Report {
  readonly played: number;
  readonly misbehaved: number;
  readonly ms: number;
  readonly bytes: number;
}

/** The runtime's own test of damaged model files, with as many mutants as the project promises. */
export async function mutants(): Promise<Row[]> {
  process.stdout.write(
    `seeds 1000 to ${999 + Math.ceil(wanted / 4)}, for each of two kinds of model and of damage\n`,
  );
  const folder = mkdtempSync(join(tmpdir(), 'aicrm-mutants-'));
  const path = join(folder, 'report.json');
  const { passed, failed } = await runTests('mutants', 'node', ['packages/runtime/src/hostile.test.ts'], {
    AICRM_MUTANTS: String(wanted),
    AICRM_MUTANTS_REPORT: path,
  });
  let report: Report | null = null;
  try {
    report = JSON.parse(readFileSync(path, 'utf8')) as Report;
  } catch {
    // A run that ended before it could write counts as no mutant at all, which does not pass.
  }
  rmSync(folder, { recursive: true });
  const base: Row = {
    case: 'hostile model files',
    metric: 'mutants read',
    better: 'higher',
    ours: report?.played ?? 0,
    reference: null,
    referenceName: '',
    target: String(wanted),
    noise: null,
    pass: report !== null && report.played >= wanted,
  };
  const lower = (metric: string, ours: number | null, target: string, pass: boolean | null): Row => ({
    ...base,
    metric,
    better: 'lower',
    ours,
    target,
    pass,
  });
  return [
    base,
    {
      ...lower(
        `mutants of ${wanted.toLocaleString('en')} neither refused nor scored as ONNX Runtime does`,
        report?.misbehaved ?? null,
        '0',
        report?.misbehaved === 0 && passed > 0 && failed === 0,
      ),
      ...(failed > 0 ? { why: `${failed} tests failed; what they say is printed above` } : {}),
    },
    lower('processor ms of the worst mutant', report?.ms ?? null, '< 250', report ? report.ms < 250 : false),
    lower(
      'MB of memory of the worst mutant',
      report ? report.bytes / 2 ** 20 : null,
      '< 128',
      report ? report.bytes < 128 * 2 ** 20 : false,
    ),
  ];
}
