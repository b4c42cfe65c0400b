import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

/** One measured claim: ours beside the field's, with the noise of their difference. */
export interface Row {
  readonly case: string;
  readonly metric: string;
  readonly better: 'higher' | 'lower';
  readonly ours: number | null;
  readonly reference: number | null;
  readonly referenceName: string;
  /** In words, as the project promises it. */
  readonly target: string;
  /** Half the width of the 95 % interval of (ours − reference), or the spread of repeated timings; null where there is none. */
  readonly noise: number | null;
  readonly pass: boolean | null;
  readonly skipped?: string;
  /** Why a row does not pass, or what must be known to read it. */
  readonly why?: string;
}

export const skippedRow = (name: string, metric: string, why: string): Row => ({
  case: name,
  metric,
  better: 'higher',
  ours: null,
  reference: null,
  referenceName: '',
  target: '',
  noise: null,
  pass: null,
  skipped: why,
});

export interface Suite {
  readonly name: string;
  readonly run: () => Promise<readonly Row[]> | readonly Row[];
}

const number = (value: number | null): string => {
  if (value === null) return '';
  if (Number.isInteger(value) && Math.abs(value) < 1e6) return String(value);
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) return value.toExponential(2);
  return size >= 100 ? value.toFixed(0) : value.toFixed(size >= 10 ? 2 : 4);
};

const cells = (row: Row): string[] => [
  row.case,
  row.metric,
  number(row.ours),
  number(row.reference),
  row.ours === null || row.reference === null ? '' : number(row.ours - row.reference),
  number(row.noise),
  row.target,
  row.skipped === undefined ? (row.pass === null ? '' : row.pass ? 'pass' : 'FAIL') : 'skipped',
];
const header = ['case', 'metric', 'ours', 'reference', 'difference', '± noise', 'target', 'result'];

function print(rows: readonly Row[]): void {
  const table = [header, ...rows.map(cells)];
  const widths = header.map((_, column) => Math.max(...table.map((line) => (line[column] ?? '').length)));
  for (const line of table)
    process.stdout.write(
      `${line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd()}\n`,
    );
  for (const row of rows) {
    if (row.referenceName)
      process.stdout.write(`  ${row.case} · ${row.metric}: against ${row.referenceName}\n`);
    const note = row.skipped ?? row.why;
    if (note) process.stdout.write(`  ${row.case} · ${row.metric}: ${note}\n`);
  }
  process.stdout.write('\n');
}

/** Runs the suites whose name holds `--only WORD`, prints each as it ends, and writes all rows to `--json FILE`. */
export async function runSuites(title: string, suites: readonly Suite[]): Promise<void> {
  const { values } = parseArgs({ options: { only: { type: 'string' }, json: { type: 'string' } } });
  const chosen = suites.filter(({ name }) => !values.only || name.includes(values.only));
  if (chosen.length === 0) {
    process.stderr.write(
      `Nothing is called "${values.only}". There are: ${suites.map(({ name }) => name).join(', ')}\n`,
    );
    process.exitCode = 2;
    return;
  }
  const all: Row[] = [];
  const start = performance.now();
  for (const suite of chosen) {
    const begin = performance.now();
    const rows = await suite.run();
    process.stdout.write(`${title} · ${suite.name} (${((performance.now() - begin) / 1000).toFixed(1)} s)\n`);
    print(rows);
    all.push(...rows);
  }
  const count = (wanted: boolean | null) => all.filter(({ pass }) => pass === wanted).length;
  process.stdout.write(
    `${all.length} rows: ${count(true)} pass, ${count(false)} fail, ${count(null)} for information or skipped; ${((performance.now() - start) / 1000).toFixed(0)} s\n`,
  );
  if (values.json) writeFileSync(values.json, `${JSON.stringify(all, null, 1)}\n`);
}
