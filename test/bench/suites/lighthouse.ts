import { createServer } from 'node:net';
import { chromium } from 'playwright';
import { type Row, skippedRow } from '../../measure/row.js';
import { launchOptions, startChromium } from '../lib/browser.js';
import { serveEmbed } from '../lib/embed-page.js';
import { factRow, quantile } from '../lib/rounds.js';

const ROUNDS = 3;
const audits = ['mainthread-work-breakdown', 'total-blocking-time', 'cumulative-layout-shift'] as const;
type Figures = Record<(typeof audits)[number], number> & {
  readonly groups: Readonly<Record<string, number>>;
};
type Audit = (typeof audits)[number];

/** Lighthouse's mobile run (slow line, four times slower processor, both simulated) of 100 badges and of the page without. */
export async function lighthouseRows(): Promise<Row[]> {
  const { server } = await startChromium();
  await serveEmbed(server);
  const { default: lighthouse } = await import('lighthouse').catch(() => ({ default: undefined }));
  if (!lighthouse) return [skippedRow('lighthouse', 'ms', 'the package lighthouse is not installed')];
  const port = await freePort();
  const browser = await chromium.launch({
    ...launchOptions,
    args: [...launchOptions.args, `--remote-debugging-port=${port}`],
  });

  async function run(path: string): Promise<Figures> {
    const result = await lighthouse?.(`${server.origin}/${path}`, {
      port,
      output: 'json',
      logLevel: 'error',
      onlyAudits: [...audits],
    });
    const found = result?.lhr.audits;
    const problem = result?.lhr.runtimeError;
    if (problem) throw new Error(`${problem.code}: ${problem.message}`);
    const details = found?.['mainthread-work-breakdown']?.details;
    const items = details?.type === 'table' ? details.items : [];
    const groups = Object.fromEntries(items.map((item) => [String(item.groupLabel), Number(item.duration)]));
    const value = (id: (typeof audits)[number]) => found?.[id]?.numericValue ?? Number.NaN;
    return {
      groups,
      'mainthread-work-breakdown': value('mainthread-work-breakdown'),
      'total-blocking-time': value('total-blocking-time'),
      'cumulative-layout-shift': value('cumulative-layout-shift'),
    };
  }

  const ours: Figures[] = [];
  const control: Figures[] = [];
  try {
    for (let round = 0; round < ROUNDS; round++) {
      ours.push(await run('list-100'));
      control.push(await run('control-100'));
    }
  } catch (error) {
    return [skippedRow('lighthouse', 'ms', `it does not run with this Chromium: ${error}`)];
  } finally {
    await browser.close();
  }
  const of = (id: Audit, runs: readonly Figures[]) => runs.map((one) => one[id]);
  const least = (id: Audit, runs: readonly Figures[]) => Math.min(...of(id, runs));
  const work = of('mainthread-work-breakdown', ours);
  const cost = least('mainthread-work-breakdown', ours) - least('mainthread-work-breakdown', control);
  const leastOf = (label: string, runs: readonly Figures[]) =>
    Math.min(...runs.map(({ groups }) => groups[label] ?? 0));
  const labels = Object.keys(ours[0]?.groups ?? {});
  const parts = labels
    .map((label) => `${label} ${(leastOf(label, ours) - leastOf(label, control)).toFixed(0)}`)
    .join(', ');
  const blocked = least('total-blocking-time', ours);
  const shift = Math.max(...of('cumulative-layout-shift', ours));
  const referenceName = 'the same page without our script';
  return [
    factRow({
      case: 'lighthouse: main-thread cost of 100 badges',
      metric: 'ms',
      better: 'lower',
      ours: cost,
      noise: (quantile(work, 0.75) - quantile(work, 0.25)) / 2,
      target: '<= 75 ms',
      pass: cost <= 75,
      ifFails:
        'a first visit: in a profile most of it is the engine (Dexie started and writing, 1,000 views read, collecting garbage), the badges the smaller part; tried: zod taken out of engine and cards, the pulse of waiting badges, Lit and the first Intl format taken out, drawing in frames (see the suite page); Lighthouse counts wall clock times four, so only a quiet machine gives a figure to quote (the suite page counts processor time)',
      why: `main-thread work of ${ROUNDS} mobile runs, ${work.map((ms) => ms.toFixed(0)).join(', ')} with and ${of(
        'mainthread-work-breakdown',
        control,
      )
        .map((ms) => ms.toFixed(0))
        .join(
          ', ',
        )} without; the least of each; a first visit, so sync and model are in it; by kind: ${parts}`,
    }),
    factRow({
      case: 'lighthouse: total blocking time',
      metric: 'ms',
      better: 'lower',
      ours: blocked,
      reference: least('total-blocking-time', control),
      referenceName,
      target: '0, or as without',
      pass: blocked <= least('total-blocking-time', control),
      ifFails:
        'tried: drawing 16 badges a frame, asking in a task of its own, the engine started a turn after its evaluation, cards without zod; no task of ours is then over 50 ms in processor time (test/budgets), but Lighthouse multiplies the wall clock by four, and with it what other programs take',
      why: 'what a mobile run counts of tasks beyond 50 ms',
    }),
    factRow({
      case: 'lighthouse: layout shift',
      metric: 'CLS',
      better: 'lower',
      ours: shift,
      target: '0',
      pass: shift === 0,
      why: 'the worst run',
    }),
  ];
}

const freePort = (): Promise<number> =>
  new Promise((done) => {
    const probe = createServer();
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => done(typeof address === 'object' && address ? address.port : 0));
    });
  });
