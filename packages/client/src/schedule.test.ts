import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createClient } from './client.js';
import { createSchedule, period } from './schedule.js';
import { FakeWorker, leadView } from './testing/fake-worker.js';
import { smallModel } from './testing/small-model.js';

// A clock of our own: a quarter of an hour passes in a moment, and nothing hangs on how busy the machine is.

const second = 1_000;
const quarter = 900;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A document that can be shown and hidden. */
function pageInSight() {
  const page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  vi.stubGlobal('document', page);
  return (state: 'visible' | 'hidden'): void => {
    page.visibilityState = state;
    page.dispatchEvent(new Event('visibilitychange'));
  };
}

/** @param retryAfter Seconds for which the worker asks to be left alone, each time. */
function scheduled(worked: boolean, retryAfter = 0) {
  const at: number[] = [];
  const begin = performance.now();
  let quietUntil = 0;
  const task = async () => {
    at.push((performance.now() - begin) / second);
    quietUntil = performance.now() + retryAfter * second;
    return worked;
  };
  const stop = createSchedule(task, () => quietUntil);
  return { at, stop, pass: (seconds: number) => vi.advanceTimersByTimeAsync(seconds * second) };
}

describe('the schedule', () => {
  it('runs about every minute while all is well', async () => {
    const { at, stop, pass } = scheduled(true);
    await pass(10 * 60);
    expect(at.length).toBeGreaterThanOrEqual(8);
    expect(at.length).toBeLessThanOrEqual(13);
    const waits = at.map((moment, i) => moment - (at[i - 1] ?? 0));
    expect(Math.min(...waits)).toBeGreaterThanOrEqual((0.75 * period) / second);
    stop();
    const before = at.length;
    await pass(10 * 60);
    expect(at).toHaveLength(before);
  });

  it('runs less and less often while it fails', async () => {
    const { at, stop, pass } = scheduled(false);
    await pass(3 * 3_600);
    const waits = at.map((moment, i) => moment - (at[i - 1] ?? 0));
    // The first wait is a minute's; then 10 s, doubled each time, each within a quarter of it, up to five minutes.
    expect(waits[1]).toBeLessThanOrEqual(12.5);
    for (const wait of waits.slice(7)) {
      expect(wait).toBeGreaterThanOrEqual(225);
      expect(wait).toBeLessThanOrEqual(375);
    }
    stop();
  });

  it.each([
    ['nothing happens', (_show: ReturnType<typeof pageInSight>) => {}],
    [
      'the page is hidden and shown again',
      (show: ReturnType<typeof pageInSight>) => {
        show('hidden');
        show('visible');
      },
    ],
    ['the line comes back', () => void globalThis.dispatchEvent(new Event('online'))],
  ])(
    'leaves a worker alone for as long as it asked, where %s meanwhile, and runs after it',
    async (_, what) => {
      const show = pageInSight();
      // Node's global object is no event target.
      const target = new EventTarget();
      vi.stubGlobal('addEventListener', target.addEventListener.bind(target));
      vi.stubGlobal('removeEventListener', target.removeEventListener.bind(target));
      vi.stubGlobal('dispatchEvent', target.dispatchEvent.bind(target));
      const { at, stop, pass } = scheduled(false, quarter);
      await pass(80);
      expect(at).toHaveLength(1);
      for (let minute = 0; minute < 12; minute++) {
        what(show);
        await pass(60);
      }
      const [first = 0] = at;
      expect(at).toHaveLength(1);
      await pass(300);
      expect(at).toHaveLength(2);
      expect((at[1] ?? 0) - first).toBeGreaterThanOrEqual(quarter);
      stop();
    },
  );

  it('runs as soon as the page is shown again where nobody asked for patience', async () => {
    const show = pageInSight();
    const { at, stop, pass } = scheduled(true);
    show('hidden');
    await pass(3_600);
    expect(at).toEqual([]);
    show('visible');
    await pass(0);
    expect(at).toHaveLength(1);
    stop();
  });
});

describe('a client whose worker answers 429', () => {
  async function refused(retryAfter: Record<string, string>) {
    // The model file is hashed by the machine, not by timers.
    vi.useRealTimers();
    const model = await smallModel();
    vi.useFakeTimers();
    const worker = new FakeWorker();
    worker.publish(model);
    worker.upsert(leadView('lead:club:1'));
    let refusing = true;
    worker.intercept = () =>
      refusing ? new Response('{}', { status: 429, headers: retryAfter }) : undefined;
    const end = new AbortController();
    const client = createClient({
      api: 'https://worker.example',
      getToken: async () => 'good',
      fetch: worker.fetch,
      signal: end.signal,
    });
    client.watch({ model: 'lead-score', recordId: 'lead:club:1' }, () => {});
    await vi.waitFor(() => expect(worker.requests.length).toBeGreaterThan(0));
    const relent = (): void => {
      refusing = false;
    };
    return { worker, end, relent };
  }
  const pass = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * second);

  it('and asks for a quarter of an hour sends nothing of its own before that, and asks again after it', async () => {
    const { worker, end, relent } = await refused({ 'retry-after': String(quarter) });
    const first = worker.requests.length;
    expect(first).toBe(1);
    relent();
    // The refused run was the badge's and not the schedule's, whose first comes within 75 s if nobody tells it.
    await pass(quarter - 5);
    expect(worker.requests).toHaveLength(first);
    await pass(400);
    expect(worker.requests.length).toBeGreaterThan(first);
    end.abort();
  });

  it('and names no time is asked again within minutes', async () => {
    const { worker, end } = await refused({});
    await pass(quarter - 5);
    expect(worker.requests.length).toBeGreaterThan(3);
    end.abort();
  });
});
