/** How a page hands data to a server; what only fetches code is none of it. */
const sending = new Set(['fetch', 'xmlhttprequest', 'beacon', 'img', 'css']);

/**
 * Counts requests of this page from now on, by the browser's own record. A browser tells of a request when it is over,
 * so the count is right a moment later. Call what comes back to stop.
 */
export function watchSent(tell: (requests: number) => void): () => void {
  let requests = 0;
  const watch = new PerformanceObserver((list) => {
    const from = requests;
    for (const entry of list.getEntries())
      if (
        entry instanceof PerformanceResourceTiming &&
        sending.has(entry.initiatorType) &&
        /^https?:/.test(entry.name)
      )
        requests += 1;
    if (requests !== from) tell(requests);
  });
  watch.observe({ type: 'resource' });
  return () => watch.disconnect();
}
