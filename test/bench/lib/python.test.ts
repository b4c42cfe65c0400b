import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pythonPeer, startPython, stopPython } from './python.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'aicrm-peer-'));
});
afterAll(() => {
  stopPython();
  rmSync(folder, { recursive: true });
});

/** A shell stands for Python: what is told apart is how a process starts, and not the language. */
function peer(name: string, lines: string, mode = 0o755): string {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${lines}\n`);
  chmodSync(path, mode);
  return path;
}

describe('a peer in Python that', () => {
  it.each([
    ['is not there', () => join(folder, 'absent'), /^there is no .*absent/],
    ['may not be run', () => peer('closed', 'exit 0', 0o644), /did not start: .*EACCES/],
    ['is no program', () => peer('text', 'exit 0').replace('text', ''), /did not start: .*EACCES/],
    [
      'ends with a trace',
      () => peer('trace', "echo 'Traceback' >&2; echo 'ModuleNotFoundError: numpy' >&2; exit 1"),
      /did not start: ModuleNotFoundError: numpy$/,
    ],
    ['ends without a word', () => peer('mute', 'exit 3'), /did not start: status 3$/],
    ['crashes', () => peer('crash', 'kill -SEGV $$'), /did not start: SIGSEGV$/],
    ['says something else', () => peer('other', "echo 'Hello'; cat"), /did not start: it said "Hello"$/],
    ['says no object', () => peer('null', 'echo null; cat'), /did not start: it said "null"$/],
  ])('%s is a sentence for the skipped rows, and no error', async (_, program, why) => {
    const found = await startPython(program(), '');
    expect(found).toMatch(why);
    // What every suite makes its skipped row of.
    expect(pythonPeer(found, 'xgboost')).toBe(found);
  });

  it('says nothing is not waited for without end', async () => {
    const found = await startPython(peer('silent', 'exec sleep 600'), '', 200);
    expect(found).toMatch(/did not start: SIGKILL$/);
  });

  it('has a module without a version, or none, is left out by that name; the other takes part', async () => {
    const line = `echo '{"xgboost": null, "sklearn": "1.4.2"}'; cat`;
    const found = await startPython(peer('half', line), '');
    expect(pythonPeer(found, 'xgboost')).toMatch(/XGBoost is not installed/);
    expect(pythonPeer(found, 'sklearn')).toMatchObject({ label: 'scikit-learn 1.4.2' });
    const without = await startPython(peer('bare', 'echo "{}"; cat'), '');
    expect(pythonPeer(without, 'sklearn')).toMatch(/scikit-learn is not installed/);
  });
});
