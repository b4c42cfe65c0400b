import type { FittedModel } from '@aicrm/learn/model/ensemble';
import type { ModelMeta } from '@aicrm/schema/model';
import { fail, ok, type Result } from '@aicrm/schema/result';
import { type ArtefactError, badModel, Refused } from './artefact-error.js';
import { LIMITS } from './onnx-profile.js';
import { readOnnx } from './read-onnx.js';

export type { ArtefactError, BadModelReason } from './artefact-error.js';

/** A model that can be run, with all that serving needs; `sha256` is what the caller promised the bytes to be. */
export interface Artefact {
  readonly meta: ModelMeta;
  readonly model: FittedModel;
  readonly sha256: string;
}

/**
 * Reads `model.onnx`. Never throws; time and memory are bounded by the size of the file, which is bounded itself.
 * Trusts `sha256` (see `verifyArtefact`) and nothing in the bytes.
 */
export function readArtefact(bytes: Uint8Array, sha256: string): Result<Artefact, ArtefactError> {
  if (bytes.length > LIMITS.bytes) return fail(badModel('too-large', `${bytes.length} bytes`));
  try {
    return ok({ ...readOnnx(bytes), sha256 });
  } catch (error) {
    // Anything but `Refused` is a defect of the reader; a page that shows a customer's record must survive it too.
    return fail(
      error instanceof Refused
        ? badModel(error.reason, error.message)
        : badModel('malformed', `unexpected: ${error}`),
    );
  }
}

/** SHA-256 in lower-case hex. Rejects where WebCrypto is missing (a page that is not a secure context). */
export async function sha256Hex(bytes: Uint8Array): Promise<string> {
  // The copy also fixes the bytes, should they lie in memory that somebody else writes to.
  const digest = await crypto.subtle.digest('SHA-256', new Uint8Array(bytes));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Compares the hash before a single byte is parsed, then reads. Never rejects. */
export async function verifyArtefact(
  bytes: Uint8Array,
  sha256: string,
): Promise<Result<Artefact, ArtefactError>> {
  if (bytes.length > LIMITS.bytes) return fail(badModel('too-large', `${bytes.length} bytes`));
  const fixed = new Uint8Array(bytes);
  const found = await sha256Hex(fixed).catch((error) => `none (${error})`);
  if (found !== sha256) return fail(badModel('hash', `sha256 is ${found}, not ${sha256}`));
  return readArtefact(fixed, sha256);
}
