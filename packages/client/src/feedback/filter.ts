import type { ReadMessage, Tone } from './read-message.js';

/** What a person chose to see. `scope` counts for every section, `focus` for the texts and the course of time. */
export interface FeedbackFilter {
  readonly channel: string | null;
  /** Only messages at or after it, epoch milliseconds. */
  readonly since: number | null;
  readonly aspect: string | null;
  readonly intent: string | null;
  readonly tone: Tone | 'not-scored' | null;
  /** Words that must stand in the text, in any case. */
  readonly search: string;
}

export const noFilter: FeedbackFilter = {
  channel: null,
  since: null,
  aspect: null,
  intent: null,
  tone: null,
  search: '',
};

/** Tones that people gave in place of the model's, by message id. */
export type Corrections = ReadonlyMap<string, Tone>;

/** The tone that counts: a person's word over the model's. */
export const toneOf = ({ message, tone }: ReadMessage, corrections: Corrections): Tone | null =>
  corrections.get(message.id) ?? tone;

export const inScope =
  ({ channel, since }: FeedbackFilter) =>
  ({ message, at }: ReadMessage): boolean =>
    (channel === null || message.channel === channel) && (since === null || at >= since);

const lower = new WeakMap<ReadMessage, string>();

function lowered(one: ReadMessage): string {
  let text = lower.get(one);
  if (text === undefined) {
    text = one.message.text.toLowerCase();
    lower.set(one, text);
  }
  return text;
}

/** Whether a message passes the focus; where an aspect is chosen, the tone is that of a clause that speaks of it. */
export function inFocus(
  { aspect, intent, tone, search }: FeedbackFilter,
  corrections: Corrections,
  intents: ReadonlyMap<string, string>,
): (one: ReadMessage) => boolean {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const hasTone = (one: ReadMessage): boolean => {
    if (tone === 'not-scored') return toneOf(one, corrections) === null;
    return tone === null || toneOf(one, corrections) === tone;
  };
  return (one) => {
    if (aspect === null) {
      if (!hasTone(one)) return false;
    } else if (
      !one.mentions.some((mention) => mention.aspect === aspect && (tone === null || mention.tone === tone))
    )
      return false;
    if (intent !== null && intents.get(one.message.id) !== intent) return false;
    return words.every((word) => lowered(one).includes(word));
  };
}
