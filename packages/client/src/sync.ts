import type { AnalysisPointer } from '@aicrm/schema/analysis';
import type { Problem } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';
import type { RecordView } from '@aicrm/schema/view';
import type { ModelPointer, SyncPage } from '@aicrm/schema/wire';
import { clientProblem } from './problems.js';
import { readSyncPage } from './read-answers.js';
import type { Commit, Store } from './store/store.js';
import type { Transport } from './transport.js';

const pageSize = 1_000;
/** Pages held in memory before they are committed: 16 MB of JSON. */
const mostPagesHeld = 16;
/** Ten million records: no browser holds them, so more pages mean a server that never says "done". */
const mostPages = 10_000;
/** Another tab may commit between our read and our write; after so many lost races the next sync goes on. */
const mostRounds = 5;

export type SyncRun =
  | { readonly kind: 'synced'; readonly upserts: number; readonly tombstones: number }
  /** The token belongs to another tenant than the store: nothing was written. */
  | { readonly kind: 'other-tenant'; readonly tenant: string }
  | { readonly kind: 'raced' };

/** Pages gathered since the last commit. */
class Pending {
  changes = new Map<string, RecordView | null>();
  reset = false;
  pointers: readonly ModelPointer[] | null = null;
  analyses: readonly AnalysisPointer[] | null = null;

  take(page: SyncPage): void {
    if (page.reset) {
      this.reset = true;
      this.changes.clear();
    }
    for (const id of page.tombstones) this.changes.set(id, null);
    for (const view of page.upserts) this.changes.set(view.id, view);
    this.pointers = page.models;
    this.analyses = page.analyses ?? [];
  }
}

/**
 * Brings the store up to the worker's state, page by page from the stored cursor. Cursor and views are written in one
 * transaction, so a failure between or within pages leaves the store at an earlier, whole state. Pages are committed
 * after the 1st, 2nd, 4th, 8th, 16th and then every 16th: the first can be painted at once, and a tab that is killed
 * loses no more than it had stored, and at most 16 pages.
 *
 * @param onPages Called after each commit but the last, so that what has come can be painted while the rest is on its way.
 */
export async function runSync(
  transport: Transport,
  store: Store,
  now: () => number,
  onPages: (pointers: readonly ModelPointer[]) => void = () => {},
): Promise<Result<SyncRun, Problem>> {
  for (let round = 0; round < mostRounds; round++) {
    const outcome = await oneRound(transport, store, now, onPages);
    if (!outcome.ok || outcome.value.kind !== 'raced') return outcome;
  }
  return ok({ kind: 'raced' });
}

async function oneRound(
  transport: Transport,
  store: Store,
  now: () => number,
  onPages: (pointers: readonly ModelPointer[]) => void,
): Promise<Result<SyncRun, Problem>> {
  const start = (await store.state())?.cursor ?? null;
  let committed = start;
  let cursor = start;
  let pending = new Pending();
  let upserts = 0;
  let tombstones = 0;

  const commit = async (complete: boolean): Promise<boolean> => {
    const { changes, reset, pointers, analyses } = pending;
    const syncedAt = complete ? now() : null;
    const told = analyses && { analyses };
    const change: Commit = { expectedCursor: committed, cursor, changes, reset, pointers, ...told, syncedAt };
    if ((await store.commit(change, now())) === 'conflict') return false;
    committed = cursor;
    pending = new Pending();
    return true;
  };

  for (let pages = 1; pages <= mostPages; pages++) {
    const query = new URLSearchParams({ limit: String(pageSize) });
    if (cursor !== null) query.set('cursor', cursor);
    const answer = await transport.json(`/v1/sync?${query}`, readSyncPage);
    if (!answer.ok) {
      // What came whole before the failure is kept; a lost race here only means that another tab has it already.
      if (cursor !== committed) await commit(false);
      return answer;
    }
    const page = answer.value;
    if (page === null) return (await commit(true)) ? ok(synced(upserts, tombstones)) : ok({ kind: 'raced' });
    if (page.tenant !== store.tenant) return ok({ kind: 'other-tenant', tenant: page.tenant });
    if (page.more && !page.reset && page.cursor === cursor) return fail(stuck());
    pending.take(page);
    cursor = page.cursor;
    upserts += page.upserts.length;
    tombstones += page.tombstones.length;
    const due = !page.more || isCommitDue(pages);
    if (due && !(await commit(!page.more))) return ok({ kind: 'raced' });
    if (due && page.more) onPages(page.models);
    if (!page.more) return ok(synced(upserts, tombstones));
  }
  return fail(stuck());
}

const isCommitDue = (pages: number): boolean =>
  pages < mostPagesHeld ? (pages & (pages - 1)) === 0 : pages % mostPagesHeld === 0;

const synced = (upserts: number, tombstones: number): SyncRun => ({ kind: 'synced', upserts, tombstones });

const stuck = (): Problem =>
  clientProblem(
    'bad-data',
    502,
    'Sync does not end',
    'The worker says that there is more, but its cursor stands still.',
  );
