/** Often enough that a colleague's change is seen within a minute; a 304 costs the worker one indexed read. */
const period = 60_000;
/** After a failure: soon, so that a worker that was only restarted is noticed; then twice as long each time. */
const soon = 10_000;
const slowest = 300_000;

/**
 * Runs `task` about every minute while the page is visible, at once when it becomes visible or online again, and less and
 * less often while it fails. Waits are jittered, so that a thousand open pages don't ask in the same second.
 * @param task Resolves with whether it worked; it is never started while it runs.
 * @returns A function that stops.
 */
export function createSchedule(task: () => Promise<boolean>): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let running = false;
  let stopped = false;

  function plan(): void {
    clearTimeout(timer);
    if (stopped || document.visibilityState === 'hidden') return;
    const wait = failures === 0 ? period : Math.min(slowest, soon * 2 ** (failures - 1));
    timer = setTimeout(run, wait * (0.75 + Math.random() / 2));
  }

  function run(): void {
    if (running || stopped) return;
    running = true;
    void task()
      .catch(() => false)
      .then((worked) => {
        failures = worked ? 0 : failures + 1;
        running = false;
        plan();
      });
  }

  const onVisible = (): void => (document.visibilityState === 'visible' ? run() : clearTimeout(timer));
  const onOnline = (): void => {
    failures = 0;
    run();
  };
  document.addEventListener('visibilitychange', onVisible);
  addEventListener('online', onOnline);
  plan();

  return () => {
    stopped = true;
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', onVisible);
    removeEventListener('online', onOnline);
  };
}
