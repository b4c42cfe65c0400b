import { type Artefact, verifyArtefact } from '@aicrm/runtime/artefact';
import type { TenantScope } from '../db/scope.js';
import type { Dependencies } from '../dependencies.js';

/** Parsed models kept by an isolate; each is a few hundred kB, and an isolate has 128 MB for everything. */
const mostKept = 20;
const kept = new Map<string, Artefact>();

/** The tenant's published model, read and verified; null where none is published. Throws where its file is broken. */
export async function currentArtefact(
  deps: Dependencies,
  scope: TenantScope,
  model: string,
): Promise<Artefact | null> {
  const current = await scope.models.current(model);
  if (current === null) return null;
  // The hash names the content, but a tenant's file is only ever read under that tenant's name.
  const key = `${scope.tenant}/${current.sha256}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  const bytes = await deps.artefacts.get(scope.tenant, current.sha256);
  if (bytes === null) throw new Error(`model file ${current.sha256} is not in the store`);
  const read = await verifyArtefact(bytes, current.sha256);
  if (!read.ok) throw new Error(`model file ${current.sha256}: ${read.error.reason}`);
  const oldest = kept.keys().next();
  if (kept.size >= mostKept && oldest.done === false) kept.delete(oldest.value);
  kept.set(key, read.value);
  return read.value;
}
