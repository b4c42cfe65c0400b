import { describe, expect, it } from 'vitest';
import { makeModels } from './testing/history-world.js';
import { nodeGround } from './testing/node-ground.js';
import { type HistoryReport, runHistory } from './testing/random-history.js';

/** The suite's sample; `npm run campaign` plays 10,000. */
const histories = Number(process.env.AICRM_HISTORIES ?? 300);
const firstSeed = Number(process.env.AICRM_SEED ?? 1);

async function play(seed: number, options: Parameters<typeof nodeGround>[0] = {}): Promise<HistoryReport> {
  const { ground, leave } = nodeGround(options);
  try {
    return await runHistory(seed, await models, ground);
  } finally {
    leave();
  }
}
const models = makeModels();

describe('random histories', () => {
  it('end with the store equal to the server, and never paint what is not so', async () => {
    const violations: string[] = [];
    let paints = 0;
    for (let seed = firstSeed; seed < firstSeed + histories; seed++) {
      // Every fifth in a browser without locks or channels.
      const report = await play(seed, { tabs: seed % 5 !== 0 });
      violations.push(...report.violations);
      paints += report.paints;
    }
    expect(violations).toEqual([]);
    expect(paints).toBeGreaterThan(histories);
  }, 120_000);

  it('are the same for the same seed', async () => {
    // In the last two the worker names a moment to wait for, which a real clock would make another one each time.
    for (const seed of [7, 14, 19]) {
      const [one, other] = [await play(seed), await play(seed)];
      expect(one.trace.length).toBeGreaterThan(40);
      expect(other.trace).toEqual(one.trace);
    }
  });

  it('catch a commit that saves its cursor before its views', async () => {
    const violations: string[] = [];
    for (let seed = 1; seed <= 60; seed++) violations.push(...(await play(seed, { torn: true })).violations);
    expect(violations.filter((one) => one.includes('views for'))).not.toEqual([]);
  }, 60_000);
});
