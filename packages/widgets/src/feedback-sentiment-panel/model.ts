import type { Corrections, FeedbackFilter } from '@aicrm/client/feedback/filter';
import { inFocus, inScope } from '@aicrm/client/feedback/filter';
import { lastMoment } from '@aicrm/client/feedback/periods';
import { type Ratings, ratingsOf } from '@aicrm/client/feedback/ratings';
import type { ReadMessage } from '@aicrm/client/feedback/read-message';
import {
  type BreakdownRow,
  breakdown,
  byAspect,
  byChannel,
  byIntent,
  type Course,
  courseOf,
  type Headline,
  headlineOf,
  overall,
  type ToneCounts,
} from '@aicrm/client/feedback/summary';

export type By = 'aspect' | 'channel' | 'intent';

/** All figures of one drawing; they follow from what is read, what people corrected, and what they chose to see. */
export interface Figures {
  readonly scope: readonly ReadMessage[];
  readonly shown: readonly ReadMessage[];
  readonly overall: ToneCounts;
  readonly headline: Headline;
  readonly course: Course | null;
  readonly rows: readonly BreakdownRow[];
  readonly ratings: Ratings;
  /** Channels of all messages, whatever is chosen, the largest first. */
  readonly channels: readonly { readonly id: string; readonly messages: number }[];
  /** Not scored, by language ('' where it is none). */
  readonly unscored: ReadonlyMap<string, number>;
  readonly from: number;
  readonly to: number;
}

export interface FiguresOf {
  readonly read: readonly ReadMessage[];
  readonly corrections: Corrections;
  readonly filter: FeedbackFilter;
  readonly intents: ReadonlyMap<string, string>;
  readonly by: By;
  readonly now: number;
}

const noIntents: ReadonlyMap<string, string> = new Map();

export { noIntents };

function unscoredOf(scope: readonly ReadMessage[], corrections: Corrections): Map<string, number> {
  const found = new Map<string, number>();
  for (const { message, tone, why, language } of scope) {
    if (tone !== null || corrections.has(message.id)) continue;
    const key = why === 'unsupported-language' ? (language ?? '') : '';
    found.set(key, (found.get(key) ?? 0) + 1);
  }
  return found;
}

function channelsOf(read: readonly ReadMessage[]): { id: string; messages: number }[] {
  const counts = new Map<string, number>();
  for (const { message } of read) counts.set(message.channel, (counts.get(message.channel) ?? 0) + 1);
  return Array.from(counts, ([id, messages]) => ({ id, messages })).sort((a, b) => b.messages - a.messages);
}

/** Computes all figures at once; some milliseconds for 5,000 messages. */
export function figuresOf({ read, corrections, filter, intents, by, now }: FiguresOf): Figures {
  const scope = filter.channel === null && filter.since === null ? read : read.filter(inScope(filter));
  const headline = headlineOf(scope, corrections, now);
  const belongs =
    by === 'aspect' ? byAspect : by === 'channel' ? byChannel(corrections) : byIntent(intents, corrections);
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { at } of scope)
    if (!Number.isNaN(at)) {
      from = Math.min(from, at);
      to = Math.max(to, at);
    }
  return {
    scope,
    shown: scope.filter(inFocus(filter, corrections, intents)),
    overall: overall(scope, corrections),
    headline,
    course: courseOf(scope, corrections, Math.max(now, to), filter.aspect),
    rows: breakdown(scope, belongs, headline.windows),
    ratings: ratingsOf(scope),
    channels: channelsOf(read),
    unscored: unscoredOf(scope, corrections),
    from,
    to,
  };
}

/** Since when a chosen length of time is, counted back from the newest message of an old list. */
export const sinceOf = (days: number, read: readonly ReadMessage[], now: number): number =>
  lastMoment(
    read.map(({ at }) => at),
    now,
  ) -
  days * 86_400_000;
