import { runSuites, type Suite } from '../measure/row.js';

const suites: readonly Suite[] = [
  { name: 'histories', run: async () => (await import('./histories.js')).histories() },
  { name: 'tabs', run: async () => (await import('./tabs.js')).tabs() },
  { name: 'mutants', run: async () => (await import('./mutants.js')).mutants() },
];

/** A campaign is a check: one row that does not hold fails the command. */
export async function campaign(): Promise<void> {
  let failed = false;
  const watched = suites.map(({ name, run }) => ({
    name,
    run: async () => {
      const rows = await run();
      failed ||= rows.some(({ pass }) => pass === false);
      return rows;
    },
  }));
  await runSuites('campaign', watched);
  if (failed) process.exitCode = 1;
}
