import type { AnalyseMessageOptions, MessageReaders } from '@aicrm/models/text/analyse';
import type { FeedbackMessage } from '@aicrm/schema/timeline';
import { inSlices } from '../slices.js';
import { type ReadMessage, readMessage } from './read-message.js';

/** Messages a chunk: `inSlices` takes them from a generator, so that ending early costs nothing. */
const CHUNK = 50;

/** What was read of earlier lists, by message id, so that a live update reads only what is new. */
export class Reading {
  private readonly known = new Map<string, ReadMessage>();

  private readonly readers: MessageReaders;
  private readonly options: AnalyseMessageOptions;

  constructor(readers: MessageReaders, options: AnalyseMessageOptions = {}) {
    this.readers = readers;
    this.options = options;
  }

  private read(message: FeedbackMessage): ReadMessage {
    const before = this.known.get(message.id);
    if (before && before.message.text === message.text && before.message.channel === message.channel)
      return before.message === message ? before : { ...before, message, at: Date.parse(message.at) };
    return readMessage(this.readers, message, this.options);
  }

  /**
   * Reads all messages in their order, in slices of about 8 ms between which the page has its turn.
   *
   * @param onSlice Told after each slice what is read so far, in the array that goes on growing.
   * @param signal Ends it: then `null` comes back, and what was read is kept for the next time.
   */
  async all(
    messages: readonly FeedbackMessage[],
    onSlice: (soFar: readonly ReadMessage[]) => void,
    signal?: AbortSignal,
    clock?: () => number,
  ): Promise<readonly ReadMessage[] | null> {
    const found: ReadMessage[] = [];
    async function* chunks(): AsyncGenerator<readonly FeedbackMessage[]> {
      for (let at = 0; at < messages.length && !signal?.aborted; at += CHUNK)
        yield messages.slice(at, at + CHUNK);
    }
    await inSlices(
      chunks(),
      (message) => {
        if (signal?.aborted) return;
        const one = this.read(message);
        this.known.set(message.id, one);
        found.push(one);
      },
      () => {
        if (!signal?.aborted) onSlice(found);
      },
      clock,
    );
    return signal?.aborted ? null : found;
  }
}
