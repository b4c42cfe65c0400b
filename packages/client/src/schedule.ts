/** Milliseconds. Often enough that a colleague's change is seen within a minute; a 304 costs the worker one indexed read. */
export const period = 60_000;
/** After a failure: soon, so that a worker that was only restarted is noticed; then twice as long each time. */
const soon = 10_000;
const slowest = 300_000;

/** How a run of the task ended; `retryAfter`: seconds that the worker asked to be left alone. */
export interface TaskEnd {
  readonly worked: boolean;
  readonly retryAfter?: number | undefined;
}

/**
 * Runs `task` about every minute while the page is visible, at once when it becomes visible or online again, and less and
 * less often while it fails. Waits are jittered, so that a thousand open pages don't ask in the same second.
 * @param task Never started while it runs.
 * @returns A function that stops.
 */
export function createSchedule(task: () => Promise<TaskEnd>): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let running = false;
  let stopped = false;

  const hidden = (): boolean => globalThis.document?.visibilityState === 'hidden';

  function plan(asked = 0): void {
    clearTimeout(timer);
    if (stopped || hidden()) return;
    const wait = failures === 0 ? period : Math.min(slowest, soon * 2 ** (failures - 1));
    timer = setTimeout(run, asked * 1_000 + wait * (0.75 + Math.random() / 2));
  }

  function run(): void {
    if (running || stopped) return;
    running = true;
    void task()
      .catch((): TaskEnd => ({ worked: false }))
      .then(({ worked, retryAfter }) => {
        failures = worked ? 0 : failures + 1;
        running = false;
        plan(retryAfter);
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
