import { weeklyInsights } from '@aicrm/models/insights/insights';
import { type Plant, stableWorld } from '@aicrm/models/insights/testing/worlds';
import type { Row } from '../../measure/row.js';

const size = { weeks: 26, leads: 900, orders: 1_000, messages: 350 };
const quiet = 300;
const planted = 60;
const name = 'Weekly insights, made businesses';

/** What is planted, in which metric, at whom, and by how much of the metric's unit. */
const plants: readonly (readonly [Plant, string, string, (expected: number) => number])[] = [
  ['conversion of Web halved', 'conversion', 'Web', (expected) => expected / 2],
  ['orders of South −30 %', 'orders', 'South', (expected) => 0.3 * expected],
  ['sentiment of East −0.3', 'sentiment', 'East', () => 0.3],
];

/** Half the width of the 95 % interval of a share. */
const half = (share: number, n: number): number => 1.96 * Math.sqrt((share * (1 - share)) / n);

/** False alarms where nothing happens, planted changes found with the right segment, and parts that add up. */
export function insights(): Row[] {
  const common = { reference: null, referenceName: '' } as const;
  let alarms = 0;
  let tests = 0;
  for (let seed = 1; seed <= quiet; seed++) {
    const { metrics, asOf } = stableWorld(seed, size);
    const found = weeklyInsights(metrics, { asOf });
    tests = found.tests;
    alarms += Number(found.insights.length > 0);
  }
  const share = alarms / quiet;
  const rows: Row[] = [
    {
      ...common,
      case: name,
      metric: 'weeks with a false alarm',
      better: 'lower',
      ours: share,
      target: '<= 0.10, the stated level',
      noise: half(share, quiet),
      pass: share <= 0.1,
      why: `${quiet} businesses in which no week differs but by chance, ${tests} comparisons each.`,
    },
  ];
  let worst = 0;
  for (const [plant, metric, segment, sizeOf] of plants) {
    let [within, found] = [0, 0];
    for (let seed = 1; seed <= planted; seed++) {
      const { metrics, asOf } = stableWorld(10_000 + seed, size, plant);
      const report = weeklyInsights(metrics, { asOf });
      for (const { code, change, drivers } of report.insights)
        if (code === 'metric-changed' && drivers !== null) {
          const sum = drivers.parts.reduce((all, { contribution }) => all + contribution, 0);
          worst = Math.max(worst, Math.abs(sum - change) / Math.max(1, Math.abs(change)));
        }
      const watched = report.watched.find((one) => one.metric === metric && one.segment?.value === segment);
      // Only changes beyond what the report itself says it can see.
      if (watched === undefined || sizeOf(watched.expected) < watched.detectable) continue;
      within++;
      found += Number(
        report.insights.some(
          (one) =>
            one.direction === 'down' && (one.segment?.value === segment || one.driver?.value === segment),
        ),
      );
    }
    const share = within === 0 ? 0 : found / within;
    rows.push({
      ...common,
      case: name,
      metric: `${plant}: found and named`,
      better: 'higher',
      ours: share,
      target: '>= 0.90 beyond the stated power',
      noise: within === 0 ? null : half(share, within),
      pass: share >= 0.9,
      why: `${within} of ${planted} businesses in which the change exceeds what the report states it can see.`,
    });
  }
  rows.push({
    ...common,
    case: name,
    metric: 'drivers against the change, largest difference',
    better: 'lower',
    ours: worst,
    target: '<= 1e-9',
    noise: null,
    pass: worst <= 1e-9,
  });
  return rows;
}
