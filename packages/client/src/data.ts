import { Analyses } from './data/analyses.js';
import { follow, type LoadEngine } from './data/follow.js';
import { fetchMessages, fetchTimeline, fitMessages } from './data/lists.js';
import { Lists } from './data/remote.js';
import { lookAtView, walkViews } from './data/views.js';
import type { TenantData } from './data-types.js';

const made = new WeakMap<LoadEngine, TenantData>();

/**
 * All that widgets need beside predictions, over the engine of one client; that client's second call gets the first one's.
 * Nothing here is part of the first paint.
 */
export function tenantData(load: LoadEngine): TenantData {
  const known = made.get(load);
  if (known) return known;
  const lists = new Lists(load);
  const analyses = new Analyses(load);
  const data: TenantData = {
    watchView: (recordId, listener) => follow(load, listener, lookAtView(recordId)),
    watchAnalysis: (name, listener) => analyses.watch(name, listener),
    watchTimeline: (recordId, listener) =>
      lists.watch(`timeline ${recordId}`, recordId, listener, fetchTimeline(recordId)),
    watchMessages(filter, listener) {
      const { recordId, since } = filter;
      const key = `messages ${recordId ?? ''} ${since ?? ''}`;
      return lists.watch(key, recordId, listener, fetchMessages(filter), fitMessages);
    },
    async eachView(type, onSlice) {
      const ground = (await load())?.ground;
      if (!ground) return;
      await ground.open().catch(() => {});
      const wanted = ground.want();
      // What an earlier page view synced is there at once; only a first visit has to wait.
      if (!(await ground.store()?.state())?.syncedAt) await wanted;
      await walkViews(ground, type, onSlice);
    },
    keep: () => Promise.reject(new Error('The outbox is not there yet.')),
  };
  made.set(load, data);
  return data;
}
