import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { readAnyArtefact } from '@aicrm/models/custom/read-model';
import type { AnyArtefact } from '@aicrm/models/custom/score-rows';
import { sha256Hex } from '@aicrm/runtime/artefact';
import { type Problem, problem } from '@aicrm/schema/problem';
import { fail, type Result } from '@aicrm/schema/result';
import type { Io } from '../io.js';

/** A path as the person who typed it meant it. */
export const pathOf = (io: Io, path: string): string => resolve(io.cwd, path);

/** What the disk said, as a problem; anything that is not the disk's is a defect of ours and thrown on. */
export function diskProblem(path: string, error: unknown): Problem {
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  if (code === undefined) throw error;
  const why =
    code === 'ENOENT'
      ? 'There is no such file or folder.'
      : code === 'EISDIR'
        ? 'It is a folder.'
        : code === 'EACCES'
          ? 'It may not be read or written.'
          : `It failed with ${code}.`;
  return problem('bad-data', 'The file cannot be used', `${path}: ${why}`);
}

/** Reads a model file; its hash is computed, since who runs the command chose the file. */
export async function readModel(path: string): Promise<Result<AnyArtefact, Problem>> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (error) {
    return fail(diskProblem(path, error));
  }
  const sha256 = await sha256Hex(bytes);
  const read = readAnyArtefact(bytes, sha256);
  if (read.ok) return read;
  return fail(
    problem('bad-data', 'The model cannot be read', `${path}: ${read.error.detail}`, {
      action: 'Give a model.onnx that "aicrm train" or the worker has written.',
    }),
  );
}
