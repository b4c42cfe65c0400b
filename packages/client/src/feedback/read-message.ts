import {
  type AnalyseMessageOptions,
  analyseMessage,
  type MessageAnalysis,
  type MessageReaders,
  type NotScored,
} from '@aicrm/models/text/analyse';
import type { FeedbackMessage } from '@aicrm/schema/timeline';
import { kindOf } from './channels.js';

export type Tone = 'negative' | 'neutral' | 'positive';
export const tones: readonly Tone[] = ['negative', 'neutral', 'positive'];

/** Longer messages are read up to here, so that one of them fits a slice of 8 ms. UTF-16 units. */
export const READ_AT_MOST = 4_000;

/** What is kept of each message: enough to count and filter thousands; evidence is found again for what is on screen. */
export interface ReadMessage {
  readonly message: FeedbackMessage;
  /** Epoch milliseconds; NaN where the message's time is no time. */
  readonly at: number;
  /** ISO 639-1, `null` where nobody can tell. */
  readonly language: string | null;
  /** `null` where it is not scored; then `why` says why. */
  readonly tone: Tone | null;
  /** Calibrated probability of the tone, 0..1; 0 where there is none. */
  readonly probability: number;
  readonly why: NotScored | null;
  /** Each clause that speaks of something, with its own tone. */
  readonly mentions: readonly { readonly aspect: string; readonly tone: Tone }[];
}

/** The part of a text that is read, cut between two words. */
function beginning(text: string): string {
  if (text.length <= READ_AT_MOST) return text;
  const cut = text.slice(0, READ_AT_MOST);
  const border = cut.search(/\s\S*$/);
  return border > READ_AT_MOST / 2 ? cut.slice(0, border) : cut;
}

/** Everything the models say of one message, evidence included; for what a person looks at. Never throws. */
export function explainMessage(
  readers: MessageReaders,
  { text, channel }: Pick<FeedbackMessage, 'text' | 'channel'>,
  options: AnalyseMessageOptions = {},
): MessageAnalysis {
  return analyseMessage(readers, beginning(text), kindOf(channel), options);
}

/** What one message says, in the little that is kept of it. */
export function readMessage(
  readers: MessageReaders,
  message: FeedbackMessage,
  options: AnalyseMessageOptions = {},
): ReadMessage {
  const { language, sentiment, aspects } = explainMessage(readers, message, options);
  const scored = sentiment.state === 'scored';
  return {
    message,
    at: Date.parse(message.at),
    language,
    tone: scored ? sentiment.label : null,
    probability: scored ? sentiment.probability : 0,
    why: scored ? null : sentiment.reason,
    mentions: aspects.map(({ aspect, label }) => ({ aspect, tone: label })),
  };
}
