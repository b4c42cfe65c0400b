import { type TextArtefact, verifyTextArtefact } from '@aicrm/models/text/artefact';
import { type ShippedText, shipped } from '@aicrm/models/text/shipped';
import type { Problem } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';

export type { ShippedText };

/** Once a page, whatever number of elements ask. */
const loaded = new Map<ShippedText, Promise<Result<TextArtefact, Problem>>>();

/** How large a model's file is, in bytes as they are stored; said before a person asks for it. */
export const sizeOf = (name: ShippedText): number => shipped[name].bytes;

/**
 * A shipped text model, fetched from beside this script when it is first asked for, and checked by its hash. Nothing goes
 * out but the request for the file. Never rejects; what failed is tried again at the next call.
 */
export function textModel(
  name: ShippedText,
  get: typeof fetch = fetch,
): Promise<Result<TextArtefact, Problem>> {
  const known = loaded.get(name);
  if (known) return known;
  const asked = load(name, get);
  loaded.set(name, asked);
  void asked.then(({ ok: came }) => !came && loaded.delete(name));
  return asked;
}

async function load(name: ShippedText, get: typeof fetch): Promise<Result<TextArtefact, Problem>> {
  const { url, sha256 } = shipped[name];
  let bytes: Uint8Array;
  try {
    const answer = await get(url, { credentials: 'omit', referrerPolicy: 'no-referrer' });
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    bytes = new Uint8Array(await answer.arrayBuffer());
  } catch (error) {
    return fail({
      kind: 'temporary',
      title: 'The text model could not be fetched',
      status: 503,
      detail: String(error),
      action: 'Try again when the line is back.',
    });
  }
  const read = await verifyTextArtefact(bytes, sha256);
  return read.ok
    ? ok(read.value)
    : fail({
        kind: 'bad-data',
        title: 'The text model cannot be read',
        status: 400,
        detail: read.error.detail,
      });
}
