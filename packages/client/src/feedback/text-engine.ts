import type { MessageAnalysis, MessageReaders } from '@aicrm/models/text/analyse';
import type { TextArtefact } from '@aicrm/models/text/artefact';
import { type Aspect, aspectFinder, defaultTaxonomy } from '@aicrm/models/text/aspects';
import { detectLanguage } from '@aicrm/models/text/language';
import type { Problem } from '@aicrm/schema/problem';
import { ok, type Result } from '@aicrm/schema/result';
import { inSlices } from '../slices.js';
import { explainMessage, type ReadMessage } from './read-message.js';
import { Reading } from './read-messages.js';
import { sizeOf, textModel } from './text-models.js';

export type { Aspect, MessageAnalysis, MessageReaders, TextArtefact };
export { explainMessage, Reading, sizeOf };

/** Which shipped model names intents: of assistants and shops in general, or of banks. */
export type IntentSet = 'general' | 'banking';
export const intentModel = { general: 'intent-general-en', banking: 'intent-banking-en' } as const;

/** What an engine is opened with. */
export interface EngineOptions {
  /** What aspects there are; ours where absent. */
  readonly taxonomy?: readonly Aspect[] | undefined;
}

/** The text models of one page, opened. It is a chunk of its own, with the language detector, fetched when first used. */
export interface Engine {
  readonly readers: MessageReaders;
  /** The model's name, as corrections tell it. */
  readonly model: string;
  readonly taxonomy: readonly Aspect[];
}

/** Fetches the tone model and makes the aspects ready. Never rejects; a taxonomy that cannot be used is a problem, too. */
export async function openEngine({
  taxonomy = defaultTaxonomy,
}: EngineOptions = {}): Promise<Result<Engine, Problem>> {
  const model = await textModel('sentiment-en');
  if (!model.ok) return model;
  const { languages, name } = model.value.meta;
  try {
    const aspects = aspectFinder(taxonomy, languages[0]);
    return ok({
      readers: { sentiment: model.value, aspects, detect: detectLanguage },
      model: name,
      taxonomy,
    });
  } catch (error) {
    return {
      ok: false,
      error: {
        kind: 'bad-data',
        title: 'The aspects cannot be used',
        status: 400,
        detail: error instanceof Error ? error.message : String(error),
      },
    };
  }
}

export const openIntents = (set: IntentSet): Promise<Result<TextArtefact, Problem>> =>
  textModel(intentModel[set]);

/** What intents are called in a language other than English, where somebody wrote it down. */
export async function intentLabels(
  set: IntentSet,
  language: string,
): Promise<Readonly<Record<string, string>> | undefined> {
  if (!/^de\b/.test(language)) return undefined;
  const { bankingLabelsDe, generalLabelsDe } = await import('@aicrm/models/text/labels-de');
  return set === 'banking' ? bankingLabelsDe : generalLabelsDe;
}

/**
 * What each message wants, by message id, in slices of about 8 ms; messages out of scope or not scored have no entry.
 * @param onSlice Told how many are read.
 */
export async function readIntents(
  { readers }: Engine,
  intent: TextArtefact,
  messages: readonly ReadMessage[],
  onSlice: (read: number) => void,
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  let read = 0;
  async function* chunks(): AsyncGenerator<readonly ReadMessage[]> {
    for (let at = 0; at < messages.length && !signal?.aborted; at += 50) yield messages.slice(at, at + 50);
  }
  await inSlices(
    chunks(),
    ({ message, language, tone }) => {
      read++;
      if (tone === null || language === null || signal?.aborted) return;
      const answer = explainMessage({ sentiment: readers.sentiment, intent }, message, { language });
      if (answer.intent.state === 'intent') found.set(message.id, answer.intent.label);
    },
    () => onSlice(read),
  );
  return found;
}
