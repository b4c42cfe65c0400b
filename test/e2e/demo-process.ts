import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '../..');

export interface Demo {
  readonly crm: string;
  readonly storybook: string;
  readonly worker: string;
  readonly home: string;
  readonly workerPid: number;
  readonly output: () => string;
  /** Sends SIGTERM to `npm run demo`, as a supervisor would, and says whether every port was free again in time. */
  readonly stop: () => Promise<boolean>;
}

/** A first start installs nothing here, but imports, trains and starts Storybook on two busy cores. */
export const secondsToStart = 300;

const secondsToStop = 15;

async function answers(port: number): Promise<boolean> {
  try {
    await fetch(`http://127.0.0.1:${port}/`, { signal: AbortSignal.timeout(1_000) });
    return true;
  } catch {
    return false;
  }
}

async function allFree(ports: readonly number[]): Promise<boolean> {
  for (const end = Date.now() + secondsToStop * 1000; Date.now() < end; ) {
    const busy = await Promise.all(ports.map(answers));
    if (!busy.includes(true)) return true;
    await new Promise((done) => setTimeout(done, 250));
  }
  return false;
}

/** Starts the demo command on ports of its own and from nothing, and waits until it says that it is ready. */
export async function startDemo(port: number, home: string): Promise<Demo> {
  let output = '';
  const words = ['run', 'demo', '--silent', '--', '--reset'];
  const child: ChildProcess = spawn('npm', words, {
    cwd: root,
    env: { ...process.env, PORT: String(port), AICRM_DEMO_HOME: home },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((done) => child.once('exit', (code) => done(code)));
  const ready = new Promise<void>((done, refuse) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      if ((output.match(/^ready: /gm) ?? []).length >= 2) done();
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    const giveUp = (what: string) => refuse(new Error(`the demo ${what}:\n${output.slice(-3_000)}`));
    void ended.then((code) => giveUp(`ended with status ${code}`));
    setTimeout(() => giveUp(`was not ready after ${secondsToStart} s`), secondsToStart * 1000).unref();
  });
  try {
    await ready;
  } catch (error) {
    child.kill('SIGTERM');
    await ended;
    throw error;
  }
  const [crm = '', storybook = ''] = [...output.matchAll(/^ready: (\S+)$/gm)].map(([, url]) => url ?? '');
  return {
    crm,
    storybook,
    worker: `http://127.0.0.1:${port + 2}`,
    home,
    workerPid: Number(/process (\d+)/.exec(output)?.[1]),
    output: () => output,
    stop: () => {
      child.kill('SIGTERM');
      return allFree([port, port + 1, port + 2]);
    },
  };
}
