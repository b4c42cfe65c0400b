import { createClient, watchersPerTurn } from '@aicrm/client/client';
import { inSlices, rowsPerTurn } from '@aicrm/client/slices';
import { inTurns } from '@aicrm/client/store/dexie-store';
import { FakeWorker, leadView } from '@aicrm/client/testing/fake-worker';
import { smallModel } from '@aicrm/client/testing/small-model';
import { afterEach, describe, expect, it, vi } from 'vitest';

// "No long task" without a clock: the milliseconds of a task hang on the machine, what is done in one does not. How many
// views are read in one is tested beside their reader (packages/client/src/read-answers.test.ts).

afterEach(() => vi.unstubAllGlobals());

/** Counts what happens before the event loop turns. */
function countByTask() {
  const tasks: number[] = [];
  let open = false;
  return {
    tasks,
    count(): void {
      if (!open) {
        tasks.push(0);
        open = true;
        setImmediate(() => {
          open = false;
        });
      }
      tasks.push((tasks.pop() ?? 0) + 1);
    },
  };
}

/** A hundred badges on one page, told their scores; how many of them in each task. */
async function toldInTasks(giveWay: () => Promise<void>): Promise<readonly number[]> {
  vi.stubGlobal('scheduler', { yield: giveWay });
  const worker = new FakeWorker();
  worker.publish(await smallModel());
  worker.upsert(
    ...Array.from({ length: 1_000 }, (_, i) => leadView(`lead:bench:${i}`, { 'orders.count': i % 9 })),
  );
  const end = new AbortController();
  const { tasks, count } = countByTask();
  const scored = new Set<string>();
  const client = createClient({
    api: 'https://worker.example',
    getToken: async () => 'good',
    fetch: worker.fetch,
    signal: end.signal,
  });
  for (let i = 0; i < 100; i++) {
    const recordId = `lead:bench:${i}`;
    client.watch({ model: 'lead-score', recordId }, ({ state }) => {
      count();
      if (state === 'score') scored.add(recordId);
    });
  }
  await vi.waitFor(() => expect(scored.size).toBe(100), { timeout: 20_000 });
  end.abort();
  return tasks;
}

describe('in one task of a first visit with 100 badges', () => {
  it('no more badges are told than a slice has', async () => {
    const tasks = await toldInTasks(() => new Promise((done) => void setImmediate(done)));
    expect(Math.max(...tasks)).toBeLessThanOrEqual(watchersPerTurn);
    expect(watchersPerTurn).toBeLessThanOrEqual(20);
  });

  it('all are told where nobody gives way, and that is seen', async () => {
    expect(Math.max(...(await toldInTasks(async () => {})))).toBe(100);
  });

  it.each([
    ['a page of 1,000 in buckets of 2', Array<number>(500).fill(2)],
    ['buckets of all sizes', Array.from({ length: 120 }, (_, i) => (i * 37) % 101)],
    ['a bucket larger than a slice among small ones', [3, 240, 8, 900, 1, 249, 1, 250, 250]],
  ])('no more records are committed than a slice has: %s', (_, sizes) => {
    const buckets = sizes.map((size, i) => {
      const views = Array.from({ length: size }, (_, k) => ({ ...leadView(`lead:${i}:${k}`), seq: k }));
      return [`bucket ${i}`, views] as const;
    });
    const turns = inTurns(buckets);
    expect(turns.flat()).toEqual(buckets);
    for (const turn of turns) {
      const rows = turn.reduce((sum, [, views]) => sum + views.length, 0);
      // A bucket is one value of the store: it cannot be written in parts.
      if (turn.length > 1) expect(rows).toBeLessThanOrEqual(rowsPerTurn);
    }
    expect(turns.length).toBeGreaterThan(1);
    expect(rowsPerTurn).toBeLessThanOrEqual(250);
  });

  it('no more rows are scored than fit into a slice, by the clock that it is given', async () => {
    const { tasks, count } = countByTask();
    vi.stubGlobal('scheduler', { yield: () => new Promise((done) => void setImmediate(done)) });
    let clock = 0;
    const each = (): void => {
      clock += 0.5;
      count();
    };
    async function* rows(): AsyncIterable<readonly number[]> {
      yield Array<number>(1_000).fill(0);
    }
    await inSlices(
      rows(),
      each,
      () => {},
      () => clock,
    );
    // Rows of half a millisecond, slices of eight.
    expect(Math.max(...tasks)).toBeLessThanOrEqual(16);
    expect(tasks.reduce((sum, task) => sum + task, 0)).toBe(1_000);
  });
});
