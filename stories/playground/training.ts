import { problem } from '@aicrm/schema/problem';
import type { TrainReply, TrainRequest } from './train-messages.js';

/**
 * Trains in a worker of this page. `hear` is called for every step and once for the end. The function that comes back
 * stops it at once: the worker is ended, and nothing more is heard.
 */
export function startTraining(request: TrainRequest, hear: (reply: TrainReply) => void): () => void {
  const worker = new Worker(new URL('./train.worker.ts', import.meta.url), { type: 'module' });
  worker.addEventListener('message', ({ data }: MessageEvent<TrainReply>) => {
    if (!('share' in data)) worker.terminate();
    hear(data);
  });
  worker.addEventListener('error', (event) => {
    event.preventDefault();
    worker.terminate();
    const why = event.message || 'The worker could not be started.';
    hear({ refused: problem('temporary', 'Training stopped', why) });
  });
  worker.postMessage(request);
  return () => worker.terminate();
}
