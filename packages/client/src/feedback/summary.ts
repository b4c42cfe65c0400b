import { type Corrections, toneOf } from './filter.js';
import {
  lastMoment,
  type PeriodBounds,
  type PeriodKind,
  periodKind,
  periodOf,
  periodsBetween,
  type Windows,
  windowsOf,
} from './periods.js';
import type { ReadMessage, Tone } from './read-message.js';
import { type Change, changeOf, LEAST, type Share, shareOf, togetherZ } from './shares.js';

export type Counts = Readonly<Record<Tone, number>>;

/** How one group of messages, or of clauses, sounds. */
export interface ToneCounts {
  readonly counts: Counts;
  /** Scored ones: the sum of the counts. */
  readonly scored: number;
  /** Shares of the scored; `null` where they are too few to say. */
  readonly negative: Share | null;
  readonly positive: Share | null;
}

export interface TonePeriod extends PeriodBounds, ToneCounts {
  readonly notScored: number;
  /** Whether it goes on: the newest period is rarely over. */
  readonly open: boolean;
}

export interface Course {
  readonly kind: PeriodKind;
  readonly periods: readonly TonePeriod[];
}

/** One row of a table by aspect, channel or intent. */
export interface BreakdownRow extends ToneCounts {
  readonly id: string;
  /** Messages that belong here; a message may speak of several things. */
  readonly messages: number;
  /** Their share of all messages read. */
  readonly share: Share | null;
  /** Of the negative share, recent window against the one before; its interval allows for the number of rows. */
  readonly change: Change | null;
}

class Tally {
  private readonly of: Record<Tone, number> = { negative: 0, neutral: 0, positive: 0 };

  add(tone: Tone): void {
    this.of[tone]++;
  }

  get scored(): number {
    return this.of.negative + this.of.neutral + this.of.positive;
  }

  get negatives(): { count: number; of: number } {
    return { count: this.of.negative, of: this.scored };
  }

  sum(): ToneCounts {
    const { scored } = this;
    return {
      counts: { ...this.of },
      scored,
      negative: shareOf(this.of.negative, scored),
      positive: shareOf(this.of.positive, scored),
    };
  }
}

/** How all these messages sound together. */
export function overall(messages: readonly ReadMessage[], corrections: Corrections): ToneCounts {
  const tally = new Tally();
  for (const one of messages) {
    const tone = toneOf(one, corrections);
    if (tone) tally.add(tone);
  }
  return tally.sum();
}

/**
 * The tones through time, by periods that fit the span of the messages.
 * @param aspect Counts clauses that speak of it in place of whole messages.
 * @returns `null` where no message has a time.
 */
export function courseOf(
  messages: readonly ReadMessage[],
  corrections: Corrections,
  now: number,
  aspect: string | null = null,
): Course | null {
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const { at } of messages)
    if (at <= now) {
      from = Math.min(from, at);
      to = Math.max(to, at);
    }
  if (from > to) return null;
  const kind = periodKind(from, to);
  const tallies = new Map(
    periodsBetween(from, to, kind).map((bounds) => [
      bounds.from,
      { bounds, tally: new Tally(), notScored: 0 },
    ]),
  );
  for (const one of messages) {
    const period = tallies.get(periodOf(one.at, kind).from);
    if (!period) continue;
    if (aspect !== null) {
      for (const mention of one.mentions) if (mention.aspect === aspect) period.tally.add(mention.tone);
      continue;
    }
    const tone = toneOf(one, corrections);
    if (tone) period.tally.add(tone);
    else period.notScored++;
  }
  return {
    kind,
    periods: Array.from(tallies.values(), ({ bounds, tally, notScored }) => ({
      ...bounds,
      ...tally.sum(),
      notScored,
      open: bounds.to > now,
    })),
  };
}

/** Where a message is counted, and with which tone: a channel once, an aspect once a clause. */
export type Belongs = (one: ReadMessage) => Iterable<{ readonly id: string; readonly tone: Tone | null }>;

export const byAspect: Belongs = (one) => one.mentions.map(({ aspect, tone }) => ({ id: aspect, tone }));

export const byChannel =
  (corrections: Corrections): Belongs =>
  (one) => [{ id: one.message.channel, tone: toneOf(one, corrections) }];

export const byIntent =
  (intents: ReadonlyMap<string, string>, corrections: Corrections): Belongs =>
  (one) => {
    const id = intents.get(one.message.id);
    return id === undefined ? [] : [{ id, tone: toneOf(one, corrections) }];
  };

interface Row {
  messages: number;
  readonly all: Tally;
  readonly recent: Tally;
  readonly before: Tally;
}

/** The rows of a table, those with the most messages first. */
export function breakdown(
  messages: readonly ReadMessage[],
  belongs: Belongs,
  windows: Windows | null,
): BreakdownRow[] {
  const rows = new Map<string, Row>();
  let read = 0;
  for (const one of messages) {
    if (one.tone !== null) read++;
    const seen = new Set<string>();
    for (const { id, tone } of belongs(one)) {
      let row = rows.get(id);
      if (!row) {
        row = { messages: 0, all: new Tally(), recent: new Tally(), before: new Tally() };
        rows.set(id, row);
      }
      if (!seen.has(id)) row.messages++;
      seen.add(id);
      if (tone === null) continue;
      row.all.add(tone);
      if (windows && within(one.at, windows.recent)) row.recent.add(tone);
      else if (windows && within(one.at, windows.before)) row.before.add(tone);
    }
  }
  const z = togetherZ(rows.size);
  return Array.from(
    rows,
    ([id, row]): BreakdownRow => ({
      id,
      messages: row.messages,
      share: shareOf(Math.min(row.messages, read), read),
      ...row.all.sum(),
      change: changeOf(row.recent.negatives, row.before.negatives, z),
    }),
  ).sort((a, b) => b.messages - a.messages || (a.id < b.id ? -1 : 1));
}

const within = (at: number, { from, to }: PeriodBounds): boolean => at >= from && at < to;

/** What can be said in one sentence, or what is too little for it. */
export interface Headline {
  /** `null`: no window holds enough, the figures are of all messages. */
  readonly windows: Windows | null;
  /** Whether the window ends now, or with the newest message of an older list. */
  readonly current: boolean;
  readonly tone: ToneCounts;
  /** Of the negative share; `null` where either window has too few. */
  readonly change: Change | null;
  /** Aspects that negative clauses speak of most, two where they cannot be told apart; none where too few complain. */
  readonly complaints: readonly string[];
  /** The same of positive clauses. */
  readonly praises: readonly string[];
}

/** The aspect that most clauses of a tone speak of; with the second, where the difference may be chance. */
function leaders(messages: readonly ReadMessage[], tone: Tone): string[] {
  const counts = new Map<string, number>();
  for (const { mentions } of messages)
    for (const mention of mentions)
      if (mention.tone === tone) counts.set(mention.aspect, (counts.get(mention.aspect) ?? 0) + 1);
  const [first, second, third] = [...counts].sort((a, b) => b[1] - a[1]);
  if (!first || first[1] < 5) return [];
  // Two counts of one sample: their difference has the variance of their sum.
  const apart = (one: number, other: number) => (one - other) / Math.sqrt(one + other) > 1.96;
  if (!second || apart(first[1], second[1])) return [first[0]];
  return !third || apart(second[1], third[1]) ? [first[0], second[0]] : [];
}

/** @param now Epoch milliseconds; messages after it are left out of both windows. */
export function headlineOf(
  messages: readonly ReadMessage[],
  corrections: Corrections,
  now: number,
): Headline {
  const scored = messages.filter((one) => toneOf(one, corrections) !== null);
  const moments = scored.map(({ at }) => at);
  const until = lastMoment(moments, now);
  const found = windowsOf(moments, until);
  const lately = found ? scored.filter(({ at }) => within(at, found.recent)) : [];
  // Too few lately, but perhaps enough in all.
  const windows = lately.length < LEAST ? null : found;
  const recent = windows ? lately : scored;
  const tone = overall(recent, corrections);
  const before = windows
    ? overall(
        scored.filter(({ at }) => within(at, windows.before)),
        corrections,
      )
    : null;
  return {
    windows,
    current: until === now,
    tone,
    change:
      before &&
      changeOf(
        { count: tone.counts.negative, of: tone.scored },
        { count: before.counts.negative, of: before.scored },
      ),
    complaints: leaders(recent, 'negative'),
    praises: leaders(recent, 'positive'),
  };
}
