import { yieldToPage } from '@aicrm/client/yield-to-page';

/**
 * Elements that are drawn for the first time in one turn of the event loop. A record page's few are all painted at once;
 * a list's follow in the order of the document, so that no turn is long on a phone four times slower than a desktop.
 */
export const mountsPerTurn = 8;

let asked = 0;
/** What those who ask now wait for: the end of the turn of those before them. */
let batch: Promise<void> | undefined;
let last: Promise<void> | undefined;

/** An element's leave to draw: `undefined` where this turn has room, else a promise for a later turn. */
export function turnToMount(): Promise<void> | undefined {
  if (asked++ % mountsPerTurn === 0) {
    batch = last;
    const end = (batch ?? Promise.resolve()).then(yieldToPage);
    last = end;
    void end.then(() => {
      if (last !== end) return;
      asked = 0;
      last = undefined;
    });
  }
  return batch;
}
