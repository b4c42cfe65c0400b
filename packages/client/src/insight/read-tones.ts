import { analyseMessage, type MessageReaders } from '@aicrm/models/text/analyse';
import { verifyTextArtefact } from '@aicrm/models/text/artefact';
import { type Channel, channels } from '@aicrm/models/text/channels';
import { detectLanguage } from '@aicrm/models/text/language';
import { shipped } from '@aicrm/models/text/shipped';
import type { FeedbackMessage } from '@aicrm/schema/timeline';
import { yieldToPage } from '../yield-to-page.js';
import type { ReadMessage } from './types.js';

/** Messages read in one turn: some two milliseconds on a slow phone each, with the language's detection. */
const perTurn = 10;

const channelOf = (name: string): Channel => channels.find((one) => one === name) ?? 'review';

/** What was read before, by the message: a page reads each once, whatever comes and goes around it. */
const remembered = new WeakMap<FeedbackMessage, ReadMessage>();

/** The tone of one message, or null where none can be read. Pure but for what it remembers. */
export function readTone(readers: MessageReaders, message: FeedbackMessage): ReadMessage {
  const known = remembered.get(message);
  if (known) return known;
  const { sentiment } = analyseMessage(readers, message.text, channelOf(message.channel));
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

let opening: Promise<MessageReaders> | undefined;

/**
 * The tone model that comes with the script, once a page. No message is sent anywhere: the model comes to the text.
 * Rejects where the file does not come or is not the one that was shipped; the next call tries again.
 */
export function openTones(): Promise<MessageReaders> {
  opening ??= open();
  opening.catch(() => {
    opening = undefined;
  });
  return opening;
}

async function open(): Promise<MessageReaders> {
  const { url, sha256 } = shipped['sentiment-en'];
  const answer = await fetch(url, { credentials: 'omit', referrerPolicy: 'no-referrer' });
  if (!answer.ok) throw new Error(`The text model could not be fetched: status ${answer.status}.`);
  const artefact = await verifyTextArtefact(new Uint8Array(await answer.arrayBuffer()), sha256);
  if (!artefact.ok) throw new Error(artefact.error.detail);
  return { sentiment: artefact.value, detect: detectLanguage };
}
