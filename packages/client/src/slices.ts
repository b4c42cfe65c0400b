/** Long enough to be worth it, short enough that a page drops no frame at 60 Hz. */
const sliceMs = 8;

interface WithScheduler {
  readonly scheduler?: { yield?: () => Promise<void> };
}

/** Gives the page a turn: `scheduler.yield` where there is one, else a message, which unlike a timer isn't clamped to 4 ms. */
export function yieldToPage(): Promise<void> {
  const { scheduler } = globalThis as WithScheduler;
  if (scheduler?.yield) return scheduler.yield();
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

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
