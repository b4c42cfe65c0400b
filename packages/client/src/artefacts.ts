import { type Artefact, verifyArtefact } from '@aicrm/runtime/artefact';
import { LIMITS } from '@aicrm/runtime/onnx-profile';
import type { Problem } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';
import type { ModelPointer, ModelSummary } from '@aicrm/schema/wire';
import type { ModelSlot } from './predictions.js';
import { clientProblem } from './problems.js';
import type { Store } from './store/store.js';
import type { Transport } from './transport.js';

/** The artefact that the store has ready for a model, whatever the server meanwhile points to. */
export async function storedArtefact(store: Store, model: string): Promise<Artefact | undefined> {
  const sha = (await store.state())?.active[model];
  return sha === undefined ? undefined : store.artefact(sha);
}

/**
 * Follows a pointer: the slot that should be shown from now on. The new artefact is hashed before a byte of it is parsed,
 * and stored only then; on any failure the caller keeps the old one.
 * @param store `null` in host-data mode, where nothing is stored.
 */
export async function followPointer(
  transport: Transport,
  store: Store | null,
  pointer: ModelPointer,
  ready: ModelSlot | undefined,
): Promise<Result<ModelSlot, Problem>> {
  const { name, current, refusal } = pointer;
  const active = (await store?.state())?.active[name];
  if (current === null) {
    if (active !== undefined) await store?.activate(name, null);
    return ok({ artefact: null, refusal });
  }
  if (ready?.artefact?.sha256 === current.sha256) {
    // The browser may have taken the database away since; the page's own copy makes it whole again.
    if (store && active !== current.sha256) await store.activate(name, ready.artefact);
    return ok(ready);
  }
  const stored = active === current.sha256 ? await store?.artefact(active) : undefined;
  if (stored) return ok({ artefact: stored });
  const bytes = await transport.bytes(`/v1/artefacts/${encodeURIComponent(current.sha256)}`, LIMITS.bytes);
  if (!bytes.ok) return bytes;
  const artefact = await verifyArtefact(bytes.value, current.sha256);
  if (!artefact.ok) return fail(badArtefact(pointer, `${artefact.error.reason}: ${artefact.error.detail}`));
  if (artefact.value.meta.name !== name)
    return fail(badArtefact(pointer, `it is a model called ${artefact.value.meta.name}`));
  await store?.activate(name, artefact.value);
  return ok({ artefact: artefact.value });
}

const badArtefact = ({ name }: ModelPointer, why: string): Problem =>
  clientProblem('bad-data', 502, 'Model refused', `The file of the model ${name} is not used: ${why}.`, {
    action: 'Publish the model again; the model that was ready before stays in use.',
  });

export const fetchSummary = (
  transport: Transport,
  model: string,
): Promise<Result<ModelSummary | null, Problem>> =>
  transport.json(`/v1/models/${encodeURIComponent(model)}`, async (body) => {
    const { readSummary } = await import('./read-summary.js');
    return readSummary(body);
  });

/** A model's pointer from its summary, for tokens that may not sync. */
export function pointerOf(summary: ModelSummary): ModelPointer {
  const { name, recordType, versions } = summary;
  const current = versions.find(({ version }) => version === summary.current);
  if (current) {
    const { version, sha256, bytes } = current;
    return { name, recordType, current: { version, sha256, bytes }, refusal: null };
  }
  const newest = versions.toSorted((one, other) => (one.createdAt < other.createdAt ? 1 : -1))[0];
  return { name, recordType, current: null, refusal: newest?.card.verdict.reason ?? null };
}
