import { yieldToPage } from './yield-to-page.js';

/** Long enough to be worth it, short enough that a page drops no frame at 60 Hz. */
const sliceMs = 8;
/**
 * Rows that are read or written in one turn of the event loop, where each takes microseconds: a count needs no clock and
 * comes out the same each time. On a phone four times slower than a desktop they take some 10 ms.
 */
export const rowsPerTurn = 250;

/**
 * Runs `each` over all items on the page's own thread, giving way after about 8 ms of work.
 * @param clock Milliseconds, monotonic.
 */
export async function inSlices<T>(
  chunks: AsyncIterable<readonly T[]>,
  each: (item: T) => void,
  onSlice: () => void,
  clock: () => number = () => performance.now(),
): Promise<void> {
  let end = clock() + sliceMs;
  for await (const chunk of chunks) {
    for (const item of chunk) {
      each(item);
      if (clock() < end) continue;
      onSlice();
      await yieldToPage();
      end = clock() + sliceMs;
    }
  }
}
