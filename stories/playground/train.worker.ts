import { trainCustom } from '@aicrm/models/custom/train';
import { problem } from '@aicrm/schema/problem';
import type { TrainReply, TrainRequest } from './train-messages.js';

const shut = (): never => {
  throw new Error('Training has no way to the network.');
};
// Whatever the trainer does, it cannot send: an attempt ends the training with an error that the page shows.
Object.assign(globalThis, { fetch: shut, XMLHttpRequest: shut, WebSocket: shut, EventSource: shut });

const say = (reply: TrainReply): void => self.postMessage(reply);

async function train({ table, options }: TrainRequest): Promise<void> {
  const trained = await trainCustom(table, options, (share, step) => say({ share, step }));
  if (!trained.ok) return say({ refused: trained.error });
  // The prepared rows stay here: the page has the table.
  const { prepared: _, ...model } = trained.value;
  say({ model });
}

self.addEventListener('message', ({ data }: MessageEvent<TrainRequest>) => {
  train(data).catch((error: unknown) =>
    say({
      refused: problem(
        'temporary',
        'Training stopped',
        error instanceof Error ? error.message : String(error),
      ),
    }),
  );
});
