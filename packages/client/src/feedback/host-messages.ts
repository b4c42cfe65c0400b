import type { FeedbackMessage } from '@aicrm/schema/timeline';

/** A message as a host hands it over: the words are enough. */
export interface HostMessage {
  readonly text: string;
  /** A number or text of its own; its place in the list where there is none. */
  readonly id?: string | number | undefined;
  /** ISO 8601, epoch milliseconds, or a `Date`. */
  readonly at?: string | number | Date | undefined;
  /** `email`, `chat`, `call`, `review`, `ticket`, `survey`, or the host's own name; `review` where absent. */
  readonly channel?: string | undefined;
  readonly contact?: string | null | undefined;
  readonly rating?: number | null | undefined;
}

const instant = (at: unknown): string => {
  const time = at instanceof Date ? at.getTime() : typeof at === 'number' ? at : Number.NaN;
  if (!Number.isNaN(time) && Math.abs(time) <= 8.64e15) return new Date(time).toISOString();
  return typeof at === 'string' ? at : '';
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/**
 * A host's messages in our shape, the newest first; those without a time come last. Never throws.
 * @returns `null` where this is no list, or an item of it is no object with a text.
 */
export function hostMessages(given: unknown): FeedbackMessage[] | null {
  if (!Array.isArray(given)) return null;
  const messages: FeedbackMessage[] = [];
  for (const [i, one] of (given as readonly unknown[]).entries()) {
    if (!isRecord(one) || typeof one.text !== 'string') return null;
    const { id, at, channel, contact, rating, text } = one;
    messages.push({
      id: typeof id === 'string' || typeof id === 'number' ? String(id) : `#${i + 1}`,
      at: instant(at),
      channel: typeof channel === 'string' && channel !== '' ? channel : 'review',
      contact: typeof contact === 'string' ? contact : null,
      text,
      rating: typeof rating === 'number' && Number.isFinite(rating) ? rating : null,
    });
  }
  const times = new Map(messages.map((one) => [one, Date.parse(one.at)]));
  const timeOf = (one: FeedbackMessage): number => {
    const time = times.get(one) ?? Number.NaN;
    return Number.isNaN(time) ? Number.NEGATIVE_INFINITY : time;
  };
  // Equal times keep their order; -Infinity less itself would be no number.
  return messages.sort((a, b) => (timeOf(a) === timeOf(b) ? 0 : timeOf(b) - timeOf(a)));
}
