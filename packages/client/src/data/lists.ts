import { ok } from '@aicrm/schema/result';
import type { FeedbackMessage, TimelineItem } from '@aicrm/schema/timeline';
import type { WidgetEvent } from '@aicrm/schema/widget-event';
import type { MessageFilter } from '../data-types.js';
import { unexpected } from '../problems.js';
import { readClaims } from '../token.js';
import type { Fetch } from './remote.js';

/** Facts of a record that are shown. */
export const timelineLength = 200;
export const mostMessages = 5_000;
const pageLength = 500;
/** Characters of messages that are kept for a page without a network. */
const mostCharacters = 4_000_000;

const notModified = () => ({ ok: false, error: unexpected('304 without a question') }) as const;

export const fetchTimeline =
  (recordId: string): Fetch<TimelineItem> =>
  async ({ transport }) => {
    const path = `/v1/records/${encodeURIComponent(recordId)}/timeline?limit=${timelineLength}`;
    const answer = await transport.json(path, async (body) =>
      (await import('../read-data.js')).readTimelinePage(body),
    );
    if (!answer.ok) return answer;
    return answer.value ? ok(answer.value.items) : notModified();
  };

/** Reads the newest messages, and stops where it meets those that are known. */
export const fetchMessages =
  ({ recordId, since }: MessageFilter): Fetch<FeedbackMessage> =>
  async ({ transport }, before) => {
    const known = new Set(before?.map(({ id }) => id));
    const found = new Map<string, FeedbackMessage>();
    for (let next: string | null = ''; next !== null && found.size < mostMessages; ) {
      const query: URLSearchParams = new URLSearchParams({ limit: String(pageLength) });
      if (recordId !== undefined) query.set('record', recordId);
      if (since !== undefined) query.set('since', since);
      if (next !== '') query.set('before', next);
      const answer = await transport.json(`/v1/messages?${query}`, async (body) =>
        (await import('../read-data.js')).readMessagePage(body),
      );
      if (!answer.ok) return answer;
      if (!answer.value) return notModified();
      const { items }: { items: readonly FeedbackMessage[] } = answer.value;
      for (const item of items) found.set(item.id, item);
      next = items.some(({ id }) => known.has(id)) ? null : answer.value.next;
    }
    for (const item of before ?? []) if (!found.has(item.id)) found.set(item.id, item);
    return ok([...found.values()].sort(byNewest).slice(0, mostMessages));
  };

/**
 * What people did with a record, the newest 200; without one, what they corrected on any message, the newest 5,000. A token of
 * one record is asked for that record's.
 */
export const fetchEvents =
  (recordId: string | undefined): Fetch<WidgetEvent> =>
  async ({ transport, token }) => {
    const bearer = await token.get();
    const record = recordId ?? (bearer.ok ? readClaims(bearer.value).record : undefined);
    const path =
      record === undefined
        ? `/v1/corrections?limit=${mostMessages}`
        : `/v1/records/${encodeURIComponent(record)}/events?limit=200`;
    const answer = await transport.json(path, async (body) =>
      (await import('../read-data.js')).readKeptEvents(body),
    );
    if (!answer.ok) return answer;
    return answer.value ? ok(answer.value.events) : notModified();
  };

const byNewest = (one: FeedbackMessage, other: FeedbackMessage): number =>
  one.at === other.at ? (one.id < other.id ? 1 : -1) : one.at < other.at ? 1 : -1;

/** The newest that fit into what a browser should keep of texts. */
export function fitMessages(items: readonly FeedbackMessage[]): readonly FeedbackMessage[] {
  let left = mostCharacters;
  const end = items.findIndex(({ text }) => {
    left -= text.length + 100;
    return left < 0;
  });
  return end < 0 ? items : items.slice(0, end);
}
