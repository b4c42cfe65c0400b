const tails = new Map<string, Promise<unknown>>();

/**
 * Runs one task after the other within a lane. ONNX Runtime holds one state per build and refuses two sessions that are
 * made, or two runs that wait for a graphics card, at once. A task that fails holds up none behind it.
 */
export function inLane<T>(lane: string, task: () => Promise<T>): Promise<T> {
  const run = (tails.get(lane) ?? Promise.resolve()).then(task);
  tails.set(
    lane,
    run.catch(() => {}),
  );
  return run;
}
