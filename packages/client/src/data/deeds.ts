import type { WidgetEvent } from '@aicrm/schema/widget-event';
import type { Loaded } from '../data-types.js';
import type { Outbox } from './outbox.js';

/** Watches what the worker has kept; see `Lists.watch`. */
type WatchList = (listener: (state: Loaded<readonly WidgetEvent[]>) => void) => () => void;

const newestFirst = (one: WidgetEvent, other: WidgetEvent): number =>
  one.at === other.at ? (one.id < other.id ? 1 : -1) : one.at < other.at ? 1 : -1;

/**
 * What people did, the newest first: what the worker has kept, and what was done here that its list may not hold yet. Where it
 * cannot be asked, or knows nothing of a record, what was done here is all there is.
 * @param pick What to hand over of an event, or `null` where it is none of the kind; other lists' own may come along.
 */
export function watchDeeds<T>(
  watchList: WatchList,
  outbox: () => Promise<Outbox | null>,
  pick: (event: WidgetEvent) => T | null,
  listener: (state: Loaded<readonly T[]>) => void,
): () => void {
  let listed: Loaded<readonly WidgetEvent[]> = { state: 'loading' };
  let turn = 0;
  let stopped = false;
  let print = '';
  let unwatch = (): void => {};

  async function look(): Promise<void> {
    const mine = ++turn;
    const here = (await (await outbox())?.done().catch(() => [])) ?? [];
    // A later look knows more.
    if (stopped || mine !== turn) return;
    const { state: told, ids } = together(listed, here, pick);
    const next =
      told.state === 'ready'
        ? `${told.freshness} ${told.dataAt} ${ids}`
        : `${told.state} ${'problem' in told ? `${told.problem.title} ${told.problem.detail}` : ''}`;
    if (next === print) return;
    print = next;
    listener(told);
  }

  const stop = watchList((state) => {
    listed = state;
    void look();
  });
  void outbox().then((box) => {
    if (!stopped && box) unwatch = box.onMoved(() => void look());
  });
  return () => {
    stopped = true;
    stop();
    unwatch();
  };
}

function together<T>(
  listed: Loaded<readonly WidgetEvent[]>,
  here: readonly WidgetEvent[],
  pick: (event: WidgetEvent) => T | null,
): { readonly state: Loaded<readonly T[]>; readonly ids: string } {
  const kept = listed.state === 'ready' ? listed.value : [];
  const events = [...new Map([...kept, ...here].map((event) => [event.id, event])).values()].sort(
    newestFirst,
  );
  const picked = events.flatMap((event) => {
    const value = pick(event);
    return value === null ? [] : [{ id: event.id, value }];
  });
  const value = picked.map((one) => one.value);
  const ids = picked.map(({ id }) => id).join();
  if (listed.state === 'ready') return { state: { ...listed, value }, ids };
  const kind = listed.state === 'error' ? listed.problem.kind : '';
  // The host's own record: nobody but this browser has anything of it yet.
  const alone = kind === 'not-found' || (kind === 'temporary' && value.length > 0);
  if (!alone) return { state: listed, ids };
  const dataAt = events[0]?.at ?? new Date().toISOString();
  const freshness = kind === 'temporary' ? 'cached' : 'live';
  return { state: { state: 'ready', value, freshness, dataAt }, ids };
}
