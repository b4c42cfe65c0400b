import { type FileHandle, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type Problem, problem } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';
import { diskProblem, pathOf } from '../commands/files.js';
import type { Io } from '../io.js';

/** A file that appears under its name when it is whole, and not at all when the command stops before. */
export interface Output {
  /** Throws what the disk throws; `discard` is then still to be called. */
  write(content: string | Uint8Array): Promise<void>;
  /** Gives the file its name. */
  finish(): Promise<void>;
  /** Leaves what stood under the name before as it was. */
  discard(): Promise<void>;
}

/** Two paths name one file when they do so after links are followed; a file that is not there yet has its folder's. */
async function identity(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    try {
      return join(await realpath(dirname(path)), basename(path));
    } catch {
      return path;
    }
  }
}

/**
 * Whether `outs` can be written without harm, asked before the work begins: no output may replace what is read or another
 * output, and its folder must be there.
 */
export async function checkOutputs(
  io: Io,
  outs: readonly (string | undefined)[],
  reads: readonly string[],
): Promise<Problem | undefined> {
  const taken = new Map<string, string>();
  for (const path of reads) taken.set(await identity(pathOf(io, path)), 'which is read');
  for (const path of outs) {
    if (path === undefined) continue;
    const full = pathOf(io, path);
    const found = await stat(full).catch(() => undefined);
    if (found?.isDirectory())
      return problem('bad-data', 'The file cannot be written', `${path}: It is a folder.`);
    // A pipe or a device may be named twice, and has nothing to lose.
    if (found !== undefined && !found.isFile()) continue;
    const id = await identity(full);
    const harm = taken.get(id);
    if (harm !== undefined)
      return problem('bad-data', 'The file cannot be written', `${path} would replace a file ${harm}.`, {
        action: 'Name another file.',
      });
    taken.set(id, 'that is written as well');
    const folder = await stat(dirname(full)).catch(() => undefined);
    if (folder === undefined || !folder.isDirectory())
      return problem('bad-data', 'The file cannot be written', `${path}: There is no such folder.`, {
        action: 'Make the folder first, or name a file in one that exists.',
      });
  }
  return undefined;
}

/** Opens a file to write: beside its name until it is whole. A pipe or a device is written as it is. */
export async function openOutput(io: Io, path: string): Promise<Result<Output, Problem>> {
  let handle: FileHandle | undefined;
  try {
    const full = pathOf(io, path);
    const found = await stat(full).catch(() => undefined);
    const beside = found === undefined || found.isFile();
    // The link of a pipe (/dev/stdout) leads to no path.
    const target = found?.isFile() ? await realpath(full) : full;
    // A folder would take a new file in place of one that may not be written.
    if (found?.isFile()) await (await open(target, 'r+')).close();
    const partial = beside ? `${target}.${process.pid}.part` : target;
    handle = await open(partial, 'w', found?.isFile() ? found.mode : undefined);
    const opened = handle;
    return ok({
      async write(content) {
        await (typeof content === 'string' ? opened.writeFile(content) : opened.writeFile(content));
      },
      async finish() {
        await opened.close();
        if (beside) await rename(partial, target);
      },
      async discard() {
        await opened.close().catch(() => undefined);
        if (beside) await rm(partial, { force: true });
      },
    });
  } catch (error) {
    await handle?.close();
    return fail(diskProblem(path, error));
  }
}

/** Writes files of which each is whole or all are left as they were, as far as the disk allows; the paths in order. */
export async function writeOutputs(
  io: Io,
  files: readonly (readonly [path: string | undefined, content: string | Uint8Array])[],
): Promise<Result<string[], Problem>> {
  const outputs: { readonly path: string; readonly output: Output }[] = [];
  const giveBack = async (): Promise<void> => {
    for (const { output } of outputs) await output.discard();
  };
  for (const [path, content] of files) {
    if (path === undefined) continue;
    const opened = await openOutput(io, path);
    if (!opened.ok) {
      await giveBack();
      return opened;
    }
    outputs.push({ path, output: opened.value });
    try {
      await opened.value.write(content);
    } catch (error) {
      await giveBack();
      return fail(diskProblem(path, error));
    }
  }
  for (const { path, output } of outputs) {
    try {
      await output.finish();
    } catch (error) {
      await giveBack();
      return fail(diskProblem(path, error));
    }
  }
  return ok(outputs.map(({ path }) => path));
}
