import type { Io } from '../io.js';

export interface TestIo extends Io {
  readonly printed: { out: string; err: string };
  readonly slept: number[];
  stop(): void;
}

/** An `Io` that remembers what was printed and how long was waited, and waits for nothing. */
export function testIo(cwd: string, env: Record<string, string> = {}, now = Date.UTC(2026, 0, 7)): TestIo {
  const printed = { out: '', err: '' };
  const slept: number[] = [];
  const stop = new AbortController();
  return {
    printed,
    slept,
    stop: () => stop.abort(),
    out: (text) => {
      printed.out += text;
    },
    err: (text) => {
      printed.err += text;
    },
    env,
    cwd,
    fetch,
    signal: stop.signal,
    terminal: false,
    sleep: async (ms) => {
      slept.push(ms);
    },
    now: () => now,
  };
}
