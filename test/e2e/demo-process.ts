import { type ChildProcess, spawn } from 'node:child_process';
import { join, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '../..');

export interface Demo {
  readonly crm: string;
  readonly storybook: string;
  readonly worker: string;
  readonly home: string;
  readonly workerPid: number;
  readonly output: () => string;
  /** Stops the demo as a person would and returns its exit status. */
  readonly stop: () => Promise<number | null>;
}

/** A first start installs nothing here, but imports, trains and starts Storybook on two busy cores. */
export const secondsToStart = 300;

/** Starts the demo command on ports of its own and from nothing, and waits until it says that it is ready. */
export async function startDemo(port: number, home: string): Promise<Demo> {
  let output = '';
  const child: ChildProcess = spawn(process.execPath, [join(root, 'packages/cli/dev/demo.mjs'), '--reset'], {
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
    void ended.then((code) =>
      refuse(new Error(`the demo ended with status ${code}:\n${output.slice(-3_000)}`)),
    );
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
      return ended;
    },
  };
}
