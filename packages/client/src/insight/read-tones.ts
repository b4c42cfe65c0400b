import type { MessageReaders } from '@aicrm/models/text/analyse';
import { detectLanguage } from '@aicrm/models/text/language';
import type { FeedbackMessage } from '@aicrm/schema/timeline';
import { explainMessage } from '../feedback/read-message.js';
import { textModel } from '../feedback/text-models.js';
import { yieldToPage } from '../yield-to-page.js';
import type { ReadMessage } from './types.js';

/** Messages read in one turn: some two milliseconds on a slow phone each, with the language's detection. */
const perTurn = 10;

/** What was read before, by the message: a page reads each once, whatever comes and goes around it. */
const remembered = new WeakMap<FeedbackMessage, ReadMessage>();

/** The tone of one message, or null where none can be read. Pure but for what it remembers. */
export function readTone(readers: MessageReaders, message: FeedbackMessage): ReadMessage {
  const known = remembered.get(message);
  if (known) return known;
  const { sentiment } = explainMessage(readers, message);
  const tone =
    sentiment.state === 'scored'
      ? {
          label: sentiment.label,
          probability: sentiment.probability,
          probabilities: sentiment.probabilities,
        }
      : null;
  const read = { message, tone };
  remembered.set(message, read);
  return read;
}

/** Reads messages in slices, so that no turn of the page is long; stops, with what it has, when it is told to. */
export async function readTones(
  readers: MessageReaders,
  messages: readonly FeedbackMessage[],
  signal?: AbortSignal,
): Promise<readonly ReadMessage[]> {
  const out: ReadMessage[] = [];
  for (const [i, message] of messages.entries()) {
    if (i > 0 && i % perTurn === 0) await yieldToPage();
    if (signal?.aborted) break;
    out.push(readTone(readers, message));
  }
  return out;
}

/**
 * The tone model that comes with the script, once a page. No message is sent anywhere: the model comes to the text.
 * Rejects where the file does not come or is not the one that was shipped; the next call tries again.
 */
export async function openTones(): Promise<MessageReaders> {
  const model = await textModel('sentiment-en');
  if (!model.ok) throw new Error(model.error.detail);
  return { sentiment: model.value, detect: detectLanguage };
}
