import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
}

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
}

/**
 * Runs tests of the suite with more of what they sample, says every half minute that it goes on, and prints all that
 * they printed where one fails. A run that ended before it could report counts as one failure.
 * @param name Of the report's file.
 * @param env What makes the tests long.
 */
export async function runTests(
  name: string,
  project: 'node' | 'web',
  files: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<TestCounts> {
  const out = join(root, 'test/.out');
  mkdirSync(out, { recursive: true });
  const report = join(out, `campaign-${name}.json`);
  rmSync(report, { force: true });
  const words = ['run', '--config', 'test/config/vitest.config.ts', '--project', project, ...files];
  const more = [
    '--testTimeout=3600000',
    '--reporter=json',
    '--reporter=verbose',
    `--outputFile.json=${report}`,
  ];
  const begin = performance.now();
  const child = spawn(join(root, 'node_modules/.bin/vitest'), [...words, ...more], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, CI: 'true', ...env },
  });
  let told = '';
  const keep = (piece: Buffer): void => {
    told += piece.toString('utf8');
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const progress = setInterval(
    () => process.stdout.write(`  ${name}: ${((performance.now() - begin) / 1_000).toFixed(0)} s\n`),
    30_000,
  );
  const status = await new Promise<number>((done) => {
    child.on('error', () => done(127));
    child.on('close', (code) => done(code ?? 1));
  });
  clearInterval(progress);
  if (status !== 0) process.stdout.write(`${told}\n`);
  try {
    const { numPassedTests: passed, numFailedTests }: Report = JSON.parse(readFileSync(report, 'utf8'));
    return { passed, failed: numFailedTests + (status !== 0 && numFailedTests === 0 ? 1 : 0) };
  } catch {
    return { passed: 0, failed: 1 };
  }
}
