import { makeModels } from '@aicrm/client/testing/history-world';
import { nodeGround } from '@aicrm/client/testing/node-ground';
import { runHistory } from '@aicrm/client/testing/random-history';
import type { Row } from '../measure/row.js';

const wanted = Number(process.env.AICRM_HISTORIES ?? 10_000);
const firstSeed = Number(process.env.AICRM_SEED ?? 1);
/** The negative control needs only enough seeds to be caught. */
const controls = Math.min(wanted, 200);
/** Violations printed in full; the table has their number. */
const shown = 20;

const row = (metric: string, ours: number, target: string, pass: boolean | null): Row => ({
  case: 'random histories',
  metric,
  better: 'lower',
  ours,
  reference: null,
  referenceName: '',
  target,
  noise: null,
  pass,
});

/** Server, tabs and faults drawn from seeds and played with the real client in Node's memory. */
export async function histories(): Promise<Row[]> {
  const models = await makeModels();
  const escaped: string[] = [];
  const onEscape = (error: unknown): void => void escaped.push(String(error));
  process.on('unhandledRejection', onEscape);
  process.on('uncaughtException', onEscape);

  const sums = { paints: 0, requests: 0, kills: 0, bad: 0, violations: 0 };
  async function play(seed: number, torn: boolean): Promise<readonly string[]> {
    const { ground, leave } = nodeGround({ torn, tabs: seed % 5 !== 0 });
    try {
      const report = await runHistory(seed, models, ground);
      if (torn) return report.violations;
      sums.paints += report.paints;
      sums.requests += report.requests;
      sums.kills += report.kills;
      sums.violations += report.violations.length;
      if (report.violations.length > 0) sums.bad++;
      return report.violations;
    } finally {
      leave();
    }
  }

  process.stdout.write(`seeds ${firstSeed} to ${firstSeed + wanted - 1}\n`);
  let printed = 0;
  for (let seed = firstSeed; seed < firstSeed + wanted; seed++) {
    for (const violation of await play(seed, false))
      if (printed++ < shown) process.stdout.write(`  ${violation}\n`);
    if (seed % 1_000 === 0) process.stdout.write(`  ${seed} played, ${sums.bad} bad\n`);
  }
  let caught = 0;
  for (let seed = firstSeed; seed < firstSeed + controls; seed++)
    if ((await play(seed, true)).some((violation) => violation.includes('views for'))) caught++;
  process.off('unhandledRejection', onEscape);
  process.off('uncaughtException', onEscape);

  return [
    { ...row('histories played', wanted, '', null), better: 'higher' },
    row('histories with a violation', sums.bad, '0', sums.bad === 0),
    row('errors that nobody caught', escaped.length, '0', escaped.length === 0),
    { ...row('paints checked', sums.paints, '', null), better: 'higher' },
    { ...row('requests', sums.requests, '', null), better: 'higher' },
    { ...row('tabs killed', sums.kills, '', null), better: 'higher' },
    {
      ...row(`of ${controls} with a torn commit, caught`, caught, 'at least 1', caught > 0),
      better: 'higher',
      why: 'negative control: a commit that saves its cursor before its views',
    },
  ];
}
