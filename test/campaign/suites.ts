import { runSuites, type Suite } from '../measure/row.js';

const suites: readonly Suite[] = [
  { name: 'histories', run: async () => (await import('./histories.js')).histories() },
  { name: 'tabs', run: async () => (await import('./tabs.js')).tabs() },
  { name: 'faults', run: async () => (await import('./faults.js')).faults() },
  { name: 'mutants', run: async () => (await import('./mutants.js')).mutants() },
  { name: 'injection', run: async () => (await import('./injection.js')).injection() },
  { name: 'properties', run: async () => (await import('./properties.js')).properties() },
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
