import { spawn } from 'node:child_process';
import { once } from 'node:events';
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
  started ??= start();
  return started;
}

export function stopPython(): void {
  for (const close of closers.splice(0)) close();
  started = undefined;
}

async function start(): Promise<Python | string> {
  if (!existsSync(PYTHON))
    return `there is no ${PYTHON} (Debian: apt-get install python3-xgboost python3-sklearn)`;
  const child = spawn(PYTHON, [join(import.meta.dirname, 'peer.py')], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' },
  });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  closers.push(() => child.stdin.end());
  const first = await Promise.race([lines.next(), once(child, 'exit')]);
  if (Array.isArray(first) || first.done) return `Python did not start: ${errors.trim().split('\n').at(-1)}`;
  const versions = JSON.parse(first.value) as { xgboost: string | null; sklearn: string | null };
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
