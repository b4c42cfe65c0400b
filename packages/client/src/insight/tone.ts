import { trendOf } from '@aicrm/models/text/trend';
import { missing, ready } from './part.js';
import type { Part, ReadMessage, ToneInsight } from './types.js';

const quarterDays = 90;
const quarters = 4;

/** How a customer has sounded: a point for each message, and the trend by quarters where there are enough of them. */
export function toneInsight(messages: readonly ReadMessage[], now: number): Part<ToneInsight> {
  const known = messages.filter(({ message }) => Date.parse(message.at) <= now);
  if (known.length === 0) return missing('no-messages');
  const points = known
    .flatMap(({ message, tone }) =>
      tone === null
        ? []
        : [
            {
              id: message.id,
              at: Date.parse(message.at),
              tone: tone.label,
              balance: tone.probabilities.positive - tone.probabilities.negative,
            },
          ],
    )
    .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  const last = points.at(-1);
  if (last === undefined) return missing('unread-messages');
  return ready({
    points,
    unread: known.length - points.length,
    last: { at: last.at, tone: last.tone },
    // The moment itself belongs to the last period, whose end is not part of it.
    trend: trendOf(points, { days: quarterDays, periods: quarters, until: now + 1 }),
  });
}
