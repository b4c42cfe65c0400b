// Child processes of the demo: started in groups of their own, watched, and stopped together.
import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createServer } from 'node:net';

const groups = new Set();

/**
 * Starts a long-running command; its output goes to a log file, its end to `onExit`. Whatever of its group outlives it is
 * ended first: a `kill -9` of wrangler alone would leave workerd behind, which goes on serving.
 */
export function startService(command, words, { cwd, env, log, onExit }) {
  const child = spawn(command, words, {
    cwd,
    env: { ...process.env, ...env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const file = createWriteStream(log, { flags: 'a' });
  child.stdout.pipe(file, { end: false });
  child.stderr.pipe(file, { end: false });
  groups.add(child);
  child.on('exit', (code, signal) => {
    groups.delete(child);
    signalGroup(child, 'SIGKILL');
    onExit?.(code, signal);
  });
  return child;
}

/** Runs a command to its end; resolves with its status and the last lines it printed. */
export function runCommand(command, words, { cwd, env, show = false }) {
  return new Promise((done) => {
    const child = spawn(command, words, {
      cwd,
      env: { ...process.env, ...env },
      detached: true,
      stdio: ['ignore', 'pipe', show ? 'inherit' : 'pipe'],
    });
    let tail = '';
    const keep = (chunk) => {
      tail = (tail + chunk).slice(-4_000);
    };
    child.stdout.on('data', keep);
    child.stderr?.on('data', keep);
    groups.add(child);
    child.on('error', (error) => done({ status: 127, tail: String(error) }));
    child.on('exit', (code) => {
      groups.delete(child);
      done({ status: code ?? 1, tail });
    });
  });
}

const signalGroup = (child, signal) => {
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group has ended already.
  }
};

/** Asks every group to end, and ends those that have not after three seconds. */
export async function stopAll() {
  const left = [...groups];
  const ended = left.map(
    (child) =>
      new Promise((done) =>
        child.exitCode === null && child.signalCode === null ? child.once('exit', done) : done(),
      ),
  );
  for (const child of left) signalGroup(child, 'SIGTERM');
  await Promise.race([Promise.all(ended), new Promise((done) => setTimeout(done, 3_000))]);
  // A parent that ended may have left children of its own behind in the group.
  for (const child of left) signalGroup(child, 'SIGKILL');
}

/** Asks a URL until nothing answers there any more, or says after `seconds` that something still does. */
export async function waitForSilence(url, seconds) {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; ) {
    try {
      const answer = await fetch(url, { signal: AbortSignal.timeout(2_000) });
      await answer.body?.cancel();
    } catch {
      return true;
    }
    await new Promise((done) => setTimeout(done, 100));
  }
  return false;
}

/** Whether nothing listens on the port. */
export function portIsFree(port) {
  return new Promise((done) => {
    const probe = createServer();
    probe.once('error', () => done(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => done(true)));
  });
}

/** Asks a URL until it answers with success, or says after `seconds` that it did not. */
export async function waitFor(url, seconds, alive = () => true) {
  const end = Date.now() + seconds * 1000;
  while (Date.now() < end && alive()) {
    try {
      const answer = await fetch(url, { signal: AbortSignal.timeout(2_000) });
      if (answer.ok) return true;
    } catch {
      // Not listening yet.
    }
    await new Promise((done) => setTimeout(done, 250));
  }
  return false;
}
