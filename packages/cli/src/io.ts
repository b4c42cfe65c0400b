import { setTimeout as wait } from 'node:timers/promises';

/** All that a command touches of the world around it, so that tests can stand in for it. */
export interface Io {
  /** Results. */
  out(text: string): void;
  /** Progress and errors. */
  err(text: string): void;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly fetch: typeof fetch;
  /** Aborted by the first Ctrl-C. */
  readonly signal: AbortSignal;
  /** Whether progress may be drawn over itself. */
  readonly terminal: boolean;
  sleep(ms: number): Promise<void>;
  now(): number;
}

/** Where the command was typed: npm runs scripts in the project's folder, and says in INIT_CWD where it was called from. */
const whereTyped = (): string =>
  process.env.npm_lifecycle_event === 'aicrm' ? (process.env.INIT_CWD ?? process.cwd()) : process.cwd();

/** The real world. The first Ctrl-C asks for an orderly end, the second one ends at once. */
export function processIo(): Io {
  const stop = new AbortController();
  const onSignal = () => {
    if (stop.signal.aborted) process.exit(130);
    stop.abort();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  // A reader that has seen enough ("| head") closes the pipe; that is no failure of ours.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  return {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    env: process.env,
    cwd: whereTyped(),
    fetch,
    signal: stop.signal,
    terminal: process.stderr.isTTY === true,
    sleep: (ms) => wait(ms, undefined, { signal: stop.signal }).catch(() => undefined),
    now: () => Date.now(),
  };
}
