import type { AnalysisFile, AnalysisName, AnalysisPointer } from '@aicrm/schema/analysis';
import type { Problem } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';
import type { Loaded } from '../data-types.js';
import type { Ground } from '../engine-types.js';
import { freshnessOf } from '../predictions.js';
import { clientProblem } from '../problems.js';
import type { Store } from '../store/store.js';
import { follow, hidden, type LoadEngine, loading, type Told, toldFailure } from './follow.js';

/** Ours have some hundred kB; more is no analysis. */
const mostBytes = 8_000_000;
/** After a fetch that failed and that no sync repeats. */
const retry = 10_000;

interface Kept<N extends AnalysisName> {
  readonly sha256: string;
  readonly computedAt: string;
  readonly file: AnalysisFile<N>;
}

interface Slot<N extends AnalysisName> {
  readonly store: Store;
  kept: Kept<N> | null;
  /** Why the file that is pointed to is not here, and which one that was. */
  failed: { readonly sha256: string; readonly problem: Problem; readonly retryAt: number } | null;
  fetching: string | null;
}

const keyOf = (name: AnalysisName): string => `analysis ${name}`;

/**
 * Files that were computed for the whole tenant: the sync tells their hashes, the page fetches what it shows. A file is hashed
 * and read by its schema before it is shown, and the one before it stays until then.
 */
export class Analyses {
  readonly #load: LoadEngine;
  readonly #slots = new Map<AnalysisName, Slot<AnalysisName>>();
  readonly #looks = new Set<() => void>();

  constructor(load: LoadEngine) {
    this.#load = load;
  }

  watch<N extends AnalysisName>(name: N, listener: (state: Loaded<AnalysisFile<N>>) => void): () => void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    return follow<AnalysisFile<N>>(
      this.#load,
      listener,
      (ground) => this.#look(ground, name),
      (_ground, looked) => {
        const woken = (): void => {
          looked();
          clearTimeout(timer);
          timer = setTimeout(looked, retry + 100);
        };
        this.#looks.add(woken);
        return () => {
          clearTimeout(timer);
          this.#looks.delete(woken);
        };
      },
    );
  }

  async #look<N extends AnalysisName>(ground: Ground, name: N): Promise<Told<AnalysisFile<N>>> {
    const problem = hidden(ground);
    if (problem) return toldFailure(problem);
    const store = ground.store();
    const waiting = ground.shelf.problem ? toldFailure(ground.shelf.problem) : loading;
    if (!store) return waiting;
    const slot = await this.#slot(store, name);
    const pointer = (await store.state())?.analyses?.find((one) => one.name === name);
    if (!pointer) return ground.shelf.live ? toldFailure(notTold(name)) : waiting;
    const { current } = pointer;
    if (current === null) {
      if (slot.kept) await store.keepExtra(keyOf(name), null).catch(() => {});
      slot.kept = null;
      const detail = pointer.refusal ?? 'It was not computed yet.';
      return { state: { state: 'insufficient-data', detail }, print: `refused ${detail}` };
    }
    const { kept, failed } = slot;
    const newest = kept?.sha256 === current.sha256;
    const tired = failed?.sha256 === current.sha256 && ground.now() < failed.retryAt;
    if (!newest && !tired && slot.fetching !== current.sha256) this.#fetch(ground, name, slot, current);
    if (!kept) return failed?.sha256 === current.sha256 ? toldFailure(failed.problem) : loading;
    const synced = freshnessOf(ground.shelf, ground.now());
    const freshness = synced === 'live' && !newest ? 'cached' : synced;
    return {
      state: { state: 'ready', value: kept.file, freshness, dataAt: kept.computedAt },
      print: `ready ${freshness} ${kept.sha256}`,
    };
  }

  /** What is known of an analysis in this store, read from it the first time. */
  async #slot<N extends AnalysisName>(store: Store, name: N): Promise<Slot<N>> {
    const known = this.#slots.get(name);
    if (known?.store === store) return known as Slot<N>;
    // Only this class writes under these keys, and what it writes was read by the schema.
    const kept = ((await store.extra(keyOf(name)).catch(() => undefined)) ?? null) as Kept<N> | null;
    const again = this.#slots.get(name);
    if (again?.store === store) return again as Slot<N>;
    const slot: Slot<N> = { store, kept, failed: null, fetching: null };
    this.#slots.set(name, slot as Slot<AnalysisName>);
    return slot;
  }

  /** Begins to fetch a file; who watches is told at its end. */
  #fetch<N extends AnalysisName>(
    ground: Ground,
    name: N,
    slot: Slot<N>,
    current: NonNullable<AnalysisPointer['current']>,
  ): void {
    const { sha256, computedAt } = current;
    slot.fetching = sha256;
    const work = async (): Promise<void> => {
      const file = await fetchFile(ground, name, sha256);
      // Another tenant's token or a sign-out came meanwhile.
      if (ground.store() !== slot.store || ground.ended.aborted) return;
      if (!file.ok) {
        slot.failed = { sha256, problem: file.error, retryAt: ground.now() + retry };
        return;
      }
      slot.failed = null;
      slot.kept = { sha256, computedAt, file: file.value };
      await slot.store.keepExtra(keyOf(name), slot.kept).catch(() => {});
    };
    void work()
      .catch(() => {})
      .finally(() => {
        slot.fetching = null;
        for (const look of this.#looks) look();
      });
  }
}

async function fetchFile<N extends AnalysisName>(
  { transport }: Ground,
  name: N,
  sha256: string,
): Promise<Result<AnalysisFile<N>, Problem>> {
  const bytes = await transport.bytes(`/v1/artefacts/${encodeURIComponent(sha256)}`, mostBytes);
  if (!bytes.ok) return bytes;
  if (!globalThis.crypto?.subtle) return fail(refused(name, 'this page has no WebCrypto to check it with'));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(bytes.value)));
  const found = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  if (found !== sha256) return fail(refused(name, 'its content is not what its name says'));
  let body: unknown;
  try {
    body = JSON.parse(new TextDecoder().decode(bytes.value));
  } catch {
    return fail(refused(name, 'it is no JSON'));
  }
  const { readAnalysis } = await import('../read-data.js');
  const read = readAnalysis(name, body);
  return read.ok ? ok(read.value) : fail(refused(name, `at ${read.error || 'its top'} it is not as agreed`));
}

const refused = (name: string, why: string): Problem =>
  clientProblem('bad-data', 502, 'Analysis refused', `The file of ${name} is not used: ${why}.`, {
    action: 'Have it computed again; the one that was ready before stays in use.',
  });

const notTold = (name: string): Problem =>
  clientProblem('permission', 403, 'Not told', `The worker tells this page of no analysis called ${name}.`, {
    action: 'Ask for a token with models:read and sync:all, or for a newer worker.',
  });
