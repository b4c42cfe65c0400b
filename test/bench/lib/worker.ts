import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const root = resolve(import.meta.dirname, '../../..');
const wrangler = join(root, 'node_modules/.bin/wrangler');
const config = join(root, 'test/bench/workerd/wrangler.toml');
const PREFERRED_PORT = 8797;
const PATIENCE_MS = 60_000;
const quiet = {
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_HIDE_BANNER: 'true',
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
};

export interface BenchWorker {
  /** Asks the worker and answers its number and the seconds that it took from outside. */
  ask(path: string): Promise<{ readonly answer: number; readonly seconds: number }>;
}

let started: Promise<BenchWorker> | undefined;
let child: ChildProcess | undefined;
let state = '';

export function startWorker(): Promise<BenchWorker> {
  started ??= start();
  return started;
}

export async function stopWorker(): Promise<void> {
  started = undefined;
  const running = child;
  child = undefined;
  if (running?.pid !== undefined && running.exitCode === null) {
    const ended = new Promise((done) => running.once('exit', done));
    // wrangler's workerd is in the group, and outlives a wrangler that is only killed.
    process.kill(-running.pid, 'SIGTERM');
    await Promise.race([ended, new Promise((done) => setTimeout(done, 5_000))]);
  }
  if (state) rmSync(state, { recursive: true, force: true });
  state = '';
}

async function start(): Promise<BenchWorker> {
  state = mkdtempSync(join(tmpdir(), 'aicrm-bench-worker-'));
  const env = { ...process.env, ...quiet, CI: 'true' };
  const place = ['--config', config, '--persist-to', state];
  await promisify(execFile)(wrangler, ['d1', 'migrations', 'apply', 'DB', '--local', ...place], { env });
  const port = await freePort();
  const words = ['dev', '--ip', '127.0.0.1', '--port', String(port), '--inspector-port', '0', ...place];
  const running = spawn(wrangler, [...words, '--show-interactive-dev-session=false'], {
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child = running;
  let output = '';
  const keep = (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-4_000);
  };
  running.stdout.on('data', keep);
  running.stderr.on('data', keep);
  // A run that is interrupted must not leave a worker behind.
  process.on('exit', () => {
    if (running.exitCode === null && running.pid !== undefined) process.kill(-running.pid, 'SIGKILL');
  });

  const origin = `http://127.0.0.1:${port}`;
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await fetch(`${origin}/ready`).catch(() => undefined);
    if (answer?.ok) break;
    if (Date.now() > end || running.exitCode !== null) throw new Error(`wrangler did not start:\n${output}`);
    await new Promise((done) => setTimeout(done, 200));
  }
  return {
    async ask(path) {
      const begin = performance.now();
      const answer = await fetch(`${origin}/${path}`);
      const text = await answer.text();
      const seconds = (performance.now() - begin) / 1000;
      if (!answer.ok) throw new Error(`the worker answered ${answer.status}: ${text.slice(0, 500)}`);
      return { answer: (JSON.parse(text) as { answer: number }).answer, seconds };
    },
  };
}

/** The port set aside for it, or any other where that one is taken. */
const freePort = async (): Promise<number> => (await listens(PREFERRED_PORT)) ?? (await listens(0)) ?? 0;

function listens(port: number): Promise<number | undefined> {
  return new Promise((done) => {
    const probe = createServer();
    probe.once('error', () => done(undefined));
    probe.listen(port, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => done(typeof address === 'object' ? address?.port : undefined));
    });
  });
}
