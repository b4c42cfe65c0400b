import { chmod, lstat, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Problem } from '@aicrm/schema/problem';
import type { Result } from '@aicrm/schema/result';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TestIo, testIo } from '../testing/test-io.js';
import { checkOutputs, openOutput, writeOutputs } from './output.js';

let folder: string;
let io: TestIo;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aicrm-output-'));
  io = testIo(folder);
});
afterEach(() => rm(folder, { recursive: true }));
function given<T>(result: Result<T, Problem>): T {
  if (!result.ok) throw new Error(result.error.detail);
  return result.value;
}
const text = (name: string): Promise<string> => readFile(join(folder, name), 'utf8');

describe('a file that is written', () => {
  it('has its name only when it is whole', async () => {
    await writeFile(join(folder, 'a.csv'), 'old');
    const output = given(await openOutput(io, 'a.csv'));
    await output.write('new ');
    await output.write('words');
    expect(await text('a.csv')).toBe('old');
    await output.finish();
    expect(await text('a.csv')).toBe('new words');
    expect(await readdir(folder)).toEqual(['a.csv']);
  });

  it('leaves the old one and nothing else where it is given up', async () => {
    await writeFile(join(folder, 'a.csv'), 'old');
    const output = given(await openOutput(io, 'a.csv'));
    await output.write('half of');
    await output.discard();
    expect(await text('a.csv')).toBe('old');
    expect(await readdir(folder)).toEqual(['a.csv']);
  });

  it('follows a link and keeps the rights of the file', async () => {
    await writeFile(join(folder, 'a.csv'), 'old');
    await chmod(join(folder, 'a.csv'), 0o600);
    await symlink('a.csv', join(folder, 'link.csv'));
    expect(given(await writeOutputs(io, [['link.csv', 'new']]))).toEqual(['link.csv']);
    expect(await text('a.csv')).toBe('new');
    expect((await stat(join(folder, 'a.csv'))).mode & 0o777).toBe(0o600);
    expect((await lstat(join(folder, 'link.csv'))).isSymbolicLink()).toBe(true);
  });

  it('does not take the place of a device', async () => {
    given(await writeOutputs(io, [['/dev/null', 'x']]));
    expect((await stat('/dev/null')).isCharacterDevice()).toBe(true);
  });

  it('is not written where a second one cannot be', async () => {
    const result = await writeOutputs(io, [
      ['a.csv', 'x'],
      [undefined, ''],
      ['no/b.csv', 'y'],
    ]);
    expect(result).toMatchObject({ ok: false, error: { detail: expect.stringContaining('no/b.csv') } });
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('before the work', () => {
  it('outputs are refused that would replace what is read, by whatever name', async () => {
    await writeFile(join(folder, 't.csv'), 'a');
    await symlink('t.csv', join(folder, 'link.csv'));
    for (const out of ['t.csv', './t.csv', join(folder, 't.csv'), 'link.csv'])
      expect((await checkOutputs(io, [out], ['t.csv']))?.detail).toContain(
        'would replace a file which is read',
      );
    expect(await checkOutputs(io, ['other.csv', undefined], ['t.csv'])).toBeUndefined();
  });

  it('two outputs are one file only where it is a device', async () => {
    expect((await checkOutputs(io, ['m', './m'], []))?.detail).toContain('written as well');
    expect(await checkOutputs(io, ['/dev/null', '/dev/null'], [])).toBeUndefined();
  });

  it('a folder is missed, or found where a file is meant', async () => {
    expect((await checkOutputs(io, ['no/m'], []))?.detail).toContain('There is no such folder');
    expect((await checkOutputs(io, ['.'], []))?.detail).toContain('It is a folder');
  });
});
