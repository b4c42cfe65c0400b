import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Labelled } from './data.js';

/** Debian's own Python: another one on the path rarely has its packages. */
const PYTHON = '/usr/bin/python3';

/** No single piece of work takes nearly as long; a peer that hangs must not hang the run. */
const PATIENCE_MS = 120_000;

export interface Python {
  /** Versions of what is installed; `null` where it is not. */
  readonly xgboost: string | null;
  readonly sklearn: string | null;
  /** A folder that both sides read and write. */
  readonly folder: string;
  ask(question: Readonly<Record<string, unknown>> & { readonly do: string }): Promise<Answer>;
  /** Hands rows over under a name. */
  load(name: string, rows: Labelled): Promise<void>;
}

export interface Answer {
  readonly seconds: number;
  readonly logLoss: number;
}

let started: Promise<Python | string> | undefined;
const closers: (() => void)[] = [];

/** The process that all suites of a run share, or a sentence on why there is none. */
export function python(): Promise<Python | string> {
  started ??= startPython();
  return started;
}

export function stopPython(): void {
  for (const close of closers.splice(0)) close();
  started = undefined;
}

/** The first line: versions of what can be imported. Anything else on it is no peer of ours. */
function readVersions(line: string): Pick<Python, 'xgboost' | 'sklearn'> | undefined {
  try {
    const found: unknown = JSON.parse(line);
    if (typeof found !== 'object' || found === null) return undefined;
    const version = (name: string): string | null => {
      const value: unknown = Reflect.get(found, name);
      return typeof value === 'string' ? value : null;
    };
    return { xgboost: version('xgboost'), sklearn: version('sklearn') };
  } catch {
    return undefined;
  }
}

/**
 * One process of its own, or a sentence on why there is none: a peer that is missing, may not be run, ends, hangs or
 * speaks otherwise is no fault of the run.
 */
export async function startPython(
  program: string = PYTHON,
  script: string = join(import.meta.dirname, 'peer.py'),
  patienceMs = PATIENCE_MS,
): Promise<Python | string> {
  if (!existsSync(program))
    return `there is no ${program} (Debian: apt-get install python3-xgboost python3-sklearn)`;
  const child = spawn(program, [script], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' },
  });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  let broken = '';
  child.on('error', (error) => {
    broken = error.message;
  });
  // Writing to a process that has ended is an event of its own; what is known of the end is told by whoever waits.
  child.stdin.on('error', () => {});
  // "close" and not "exit": what it wrote last, the reason, may come after its end. A failed start has no exit at all.
  const closed = new Promise<undefined>((done) => child.once('close', () => done(undefined)));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  closers.push(() => child.stdin.end());
  const patience = setTimeout(() => child.kill('SIGKILL'), patienceMs);
  const first = await lines.next();
  clearTimeout(patience);
  if (first.done) {
    await closed;
    const ended = child.signalCode ?? `status ${child.exitCode}`;
    return `Python did not start: ${broken || errors.trim().split('\n').at(-1) || ended}`;
  }
  const versions = readVersions(first.value);
  if (!versions) {
    child.kill('SIGKILL');
    return `Python did not start: it said ${JSON.stringify(first.value.slice(0, 100))}`;
  }
  const folder = mkdtempSync(join(tmpdir(), 'aicrm-bench-'));

  async function ask(question: Readonly<Record<string, unknown>>): Promise<Answer> {
    child.stdin.write(`${JSON.stringify(question)}\n`);
    const patience = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
    const { value, done } = await lines.next();
    clearTimeout(patience);
    if (done) throw new Error(`Python ended: ${errors.slice(-1_000)}`);
    const answer = JSON.parse(value) as Partial<Answer> & { error?: string };
    if (answer.error !== undefined) throw new Error(`${question.do}: ${answer.error}`);
    return { seconds: answer.seconds ?? Number.NaN, logLoss: answer.logLoss ?? Number.NaN };
  }

  return {
    ...versions,
    folder,
    ask,
    async load(name, { x, y }) {
      const files = { x: join(folder, `${name}.x`), y: join(folder, `${name}.y`) };
      writeFileSync(files.x, x.data);
      writeFileSync(files.y, y);
      await ask({ do: 'load', name, columns: x.columns, ...files });
    },
  };
}

/** What a peer is called in the table, or why it is left out. */
export function pythonPeer(
  answer: Python | string,
  peer: 'xgboost' | 'sklearn',
): { python: Python; label: string } | string {
  if (typeof answer === 'string') return answer;
  const version = answer[peer];
  const name = peer === 'xgboost' ? 'XGBoost' : 'scikit-learn';
  return version === null
    ? `${name} is not installed for ${PYTHON} (Debian: apt-get install python3-${peer})`
    : { python: answer, label: `${name} ${version}` };
}
