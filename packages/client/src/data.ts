import type { ActionEvent } from '@aicrm/schema/next-action';
import type { WidgetEvent } from '@aicrm/schema/widget-event';
import { Analyses } from './data/analyses.js';
import { watchDeeds } from './data/deeds.js';
import { follow, type LoadEngine } from './data/follow.js';
import { fetchEvents, fetchMessages, fetchTimeline, fitMessages } from './data/lists.js';
import { type Outbox, outboxOf } from './data/outbox.js';
import { Lists } from './data/remote.js';
import { lookAtView, walkViews } from './data/views.js';
import type { Loaded, TenantData } from './data-types.js';

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
  const outbox = async (): Promise<Outbox | null> => {
    const engine = await load().catch(() => null);
    return engine && outboxOf(engine.ground);
  };
  // What an earlier page view left is sent by this one.
  void outbox();
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
    watchActions(recordId, listener) {
      const list = (listed: (state: Loaded<readonly WidgetEvent[]>) => void) =>
        lists.watch(`events ${recordId}`, recordId, listed, fetchEvents(recordId));
      const own = (event: WidgetEvent): ActionEvent | null =>
        event.kind === 'action' && event.record === recordId ? actionOf(event) : null;
      return watchDeeds(list, outbox, own, listener);
    },
    watchCorrections(recordId, listener) {
      const key = recordId === undefined ? 'corrections' : `events ${recordId}`;
      const list = (listed: (state: Loaded<readonly WidgetEvent[]>) => void) =>
        lists.watch(key, recordId, listed, fetchEvents(recordId));
      return watchDeeds(list, outbox, (event) => (event.kind === 'correction' ? event : null), listener);
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
    async keep(event) {
      const box = await outbox();
      if (!box) throw new Error('The rest of the script could not be loaded.');
      await box.keep(event);
    },
    onRefused(listener) {
      let stop = (): void => {};
      let stopped = false;
      void outbox().then((box) => {
        if (!stopped && box) stop = box.onRefused(listener);
      });
      return () => {
        stopped = true;
        stop();
      };
    },
  };
  made.set(load, data);
  return data;
}

const actionOf = ({ rule, at, what, until }: Extract<WidgetEvent, { kind: 'action' }>): ActionEvent => ({
  rule,
  at: Date.parse(at),
  what,
  ...(until === undefined ? {} : { until: Date.parse(until) }),
});
