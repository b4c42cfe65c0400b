import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { type Row, skippedRow } from '../measure/row.js';
import { whereItLies } from './lib/present.js';
import { telcoCard } from './suites/churn.js';
import { publicSets } from './suites/leaks.js';
import { suites } from './suites.js';

/** A machine without the public data, whoever asks for them: the suites by `hasData`, a model's own helpers by `fs`. */
vi.mock('node:fs', async (original) => {
  const real = await original<typeof import('node:fs')>();
  const absent = (path: unknown): boolean => /\/shared\/data(\/|$)/.test(String(path));
  const refuse = (path: unknown): void => {
    if (absent(path)) throw new Error(`ENOENT: no such file or directory, open '${path}'`);
  };
  const mocked: typeof real = {
    ...real,
    existsSync: (path) => !absent(path) && real.existsSync(path),
    readFileSync: new Proxy(real.readFileSync, {
      apply(read, self, given) {
        refuse(given[0]);
        return Reflect.apply(read, self, given);
      },
    }),
    createReadStream: (path, options) => {
      refuse(path);
      return real.createReadStream(path, options);
    },
  };
  return { ...mocked, default: mocked };
});

/** The public part of a suite whose other part is made data: that part alone runs in a moment. */
const publicPart: Readonly<Record<string, () => Promise<Row[]>>> = { leaks: publicSets, churn: telcoCard };

/** Suites of made data alone take a minute to run; that they read nothing shows in what they import. */
const made = ['deals', 'insights'];

/** All that a suite's file and the files beside it import, with the folder's own files followed. */
function importsOf(path: string, found = new Set<string>()): Set<string> {
  for (const [, name = ''] of readFileSync(path, 'utf8').matchAll(/(?:from|import\() ?'([^']+)'/g)) {
    const next = resolve(dirname(path), name).replace(/\.js$/, '.ts');
    if (found.has(name.startsWith('.') ? next : name)) continue;
    found.add(name.startsWith('.') ? next : name);
    // What prints rows writes files, and reads none.
    if (name.startsWith('.') && !name.includes('/measure/')) importsOf(next, found);
  }
  return found;
}

const readers = (suite: string): string[] =>
  [...importsOf(join(import.meta.dirname, `suites/${suite}.ts`))].filter((name) =>
    /^node:|public-data|shared-data|retail/.test(name),
  );

describe('without the public data', () => {
  const others = suites.filter(({ name }) => !made.includes(name));
  it.each(others.map(({ name, run }) => [name, publicPart[name] ?? run] as const))(
    '%s says what is missing instead of a figure',
    async (_, run) => {
      const rows = await run();
      expect(rows.length).toBeGreaterThan(0);
      for (const row of rows) {
        expect(row.skipped).toMatch(/shared\/data has no \w/);
        expect(row).toMatchObject({ ours: null, pass: null });
      }
    },
  );

  it.each(made)('%s needs none: it reads no file', (suite) => {
    expect(suites.map(({ name }) => name)).toContain(suite);
    expect(readers(suite)).toEqual([]);
  });

  it('a suite that does read files is seen to', () => {
    expect(readers('segments').length).toBeGreaterThan(0);
    expect(readers('maven').length).toBeGreaterThan(0);
  });

  it('runs a case whose files all lie there, and names only those that do not', async () => {
    const run = async () => [skippedRow('ran', 'all', '')];
    expect(await whereItLies('case', ['a', 'b'], run, () => true)).toMatchObject([{ case: 'ran' }]);
    const [row] = await whereItLies('case', ['a', 'b'], run, (path) => path === 'a');
    expect(row).toMatchObject({ case: 'case', skipped: '../shared/data has no b' });
  });
});
