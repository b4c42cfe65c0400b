// Runs every check of the project and ends with one line, "N passed, N failed, N skipped".
//   npm test                 all of them
//   npm test -- types web    only those named
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const out = join(root, 'test', '.out');
mkdirSync(out, { recursive: true });

/** Tests that needed a second try; written by a reporter of ours. */
const retried = join(out, 'retried.txt');
rmSync(retried, { force: true });

const vitest = (name, ...words) => ({
  name,
  words: [
    'vitest',
    'run',
    ...words,
    '--reporter=default',
    '--reporter=json',
    `--reporter=${join(root, 'test/config/retried-reporter.mjs')}`,
    `--outputFile.json=${join(out, `${name}.json`)}`,
  ],
  report: join(out, `${name}.json`),
});
const project = (name, ...more) =>
  vitest(name, '--config', 'test/config/vitest.config.ts', '--project', name, ...more);
const script = (name) => ({ name, words: ['node', '--run', name] });

const steps = [
  script('types'),
  script('lint'),
  script('boundaries'),
  // By default one core less than there are would be used; many of these tests wait for a browser or a process.
  project('node', `--maxWorkers=${Math.max(2, availableParallelism() - 1)}`),
  vitest('workerd', '--config', 'workers/api/vitest.config.ts'),
  project('web'),
  project('stories'),
  project('e2e'),
];

function run(words) {
  return new Promise((done) => {
    const child = spawn(words[0], words.slice(1), {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, CI: 'true', AICRM_RETRIED: retried },
    });
    child.on('error', () => done(127));
    child.on('exit', (code) => done(code ?? 1));
  });
}

/** A test runner's own counts; a run that crashed before it could report is one failure. */
function counts(report, status) {
  try {
    const {
      numPassedTests: passed,
      numFailedTests: failed,
      numPendingTests: skipped,
      numFailedTestSuites,
    } = JSON.parse(readFileSync(report, 'utf8'));
    const unseen = status !== 0 && failed === 0 ? Math.max(1, numFailedTestSuites) : 0;
    return { passed, failed: failed + unseen, skipped };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

/** What failed, by name and first line of its message: a long log is often read from its end, or only its end is kept. */
function failures(report) {
  try {
    return JSON.parse(readFileSync(report, 'utf8')).testResults.flatMap(
      ({ name: file, status, message, assertionResults }) => {
        const failed = assertionResults.filter((test) => test.status === 'failed');
        const where = relative(root, file);
        if (failed.length === 0) return status === 'failed' ? [`${where}: ${message}`] : [];
        return failed.map(
          ({ fullName, failureMessages }) => `${where}: ${fullName}\n    ${failureMessages.join('\n    ')}`,
        );
      },
    );
  } catch {
    return ['it ended before it could report'];
  }
}

const only = process.argv.slice(2).filter((word) => !word.startsWith('-'));
const chosen = steps.filter(({ name }) => only.length === 0 || only.includes(name));
if (chosen.length === 0) {
  process.stderr.write(`No such check. There are: ${steps.map(({ name }) => name).join(', ')}\n`);
  process.exit(2);
}

const total = { passed: 0, failed: 0, skipped: 0 };
const table = [];
const failed = [];
for (const { name, words, report } of chosen) {
  process.stdout.write(`\n── ${name} ${'─'.repeat(Math.max(0, 90 - name.length))}\n`);
  if (report) rmSync(report, { force: true });
  const begin = performance.now();
  const status = await run(words);
  const result = report
    ? counts(report, status)
    : { passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1, skipped: 0 };
  for (const key of Object.keys(total)) total[key] += result[key];
  if (result.failed > 0)
    failed.push(...(report ? failures(report) : [`exit status ${status}`]).map((what) => `${name}: ${what}`));
  table.push({ check: name, ...result, seconds: Number(((performance.now() - begin) / 1000).toFixed(1)) });
}
for (const what of failed) process.stdout.write(`\nFAILED ${what.slice(0, 2000)}\n`);
if (existsSync(retried))
  process.stdout.write(
    `\nPassed on the second try only, which is a defect of the test or of what it tests:\n${readFileSync(retried, 'utf8')}`,
  );
console.table(table);
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
process.stdout.write(`${total.passed} passed, ${total.failed} failed${skipped}\n`);
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1);
