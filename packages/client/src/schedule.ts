/** Milliseconds. Often enough that a colleague's change is seen within a minute; a 304 costs the worker one indexed read. */
export const period = 60_000;
/** After a failure: soon, so that a worker that was only restarted is noticed; then twice as long each time. */
const soon = 10_000;
const slowest = 300_000;

/**
 * Runs `task` about every minute while the page is visible, at once when it becomes visible or online again, and less and
 * less often while it fails. Waits are jittered, so that a thousand open pages don't ask in the same second.
 * @param task Whether it worked; never started while it runs.
 * @param quietUntil By `performance.now`, in milliseconds: the worker asked to be left alone until then, in an answer to
 *   anybody on this page, and neither a page that is seen again nor a line that is back is a reason not to.
 * @returns A function that stops.
 */
export function createSchedule(task: () => Promise<boolean>, quietUntil: () => number = () => 0): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let running = false;
  let stopped = false;

  const hidden = (): boolean => globalThis.document?.visibilityState === 'hidden';

  const quiet = (): number => Math.max(0, quietUntil() - performance.now());

  function plan(): void {
    clearTimeout(timer);
    if (stopped || hidden()) return;
    const wait = failures === 0 ? period : Math.min(slowest, soon * 2 ** (failures - 1));
    timer = setTimeout(run, quiet() + wait * (0.75 + Math.random() / 2));
  }

  function run(): void {
    if (running || stopped) return;
    if (quiet() > 0) {
      plan();
      return;
    }
    running = true;
    void task()
      .catch(() => false)
      .then((worked) => {
        failures = worked ? 0 : failures + 1;
        running = false;
        plan();
      });
  }

  const onVisible = (): void => (hidden() ? clearTimeout(timer) : run());
  const onOnline = (): void => {
    failures = 0;
    run();
  };
  globalThis.document?.addEventListener('visibilitychange', onVisible);
  globalThis.addEventListener?.('online', onOnline);
  plan();

  return () => {
    stopped = true;
    clearTimeout(timer);
    globalThis.document?.removeEventListener('visibilitychange', onVisible);
    globalThis.removeEventListener?.('online', onOnline);
  };
}
