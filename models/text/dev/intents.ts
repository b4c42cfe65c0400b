import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Labelled } from '@aicrm/learn/train/text';

export interface IntentSet extends Labelled {
  readonly classes: readonly string[];
  /** Texts of no intent. */
  readonly outOfScope: readonly string[];
}

const withClasses = (
  rows: readonly (readonly [string, string])[],
  classes: readonly string[],
  outOfScope: readonly string[],
): IntentSet => {
  const number = new Map(classes.map((name, k) => [name, k]));
  return {
    texts: rows.map(([text]) => text),
    labels: Uint8Array.from(rows, ([, name]) => number.get(name) ?? 255),
    classes,
    outOfScope,
  };
};

const namesOf = (rows: readonly (readonly [string, string])[]): string[] =>
  [...new Set(rows.map(([, name]) => name))].sort();

/** Two columns, the first quoted where it must be. */
function csvRows(text: string): [string, string][] {
  const rows: [string, string][] = [];
  for (const [, quoted, plain, name = ''] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^,\n]*)),([^\n,]*)\r?\n/g))
    rows.push([(quoted?.replaceAll('""', '"') ?? plain ?? '').trim(), name.trim()]);
  return rows.slice(1);
}

/** Questions to a bank in 77 intents (Casanueva et al. 2020). */
export function banking77(folder: string, part: 'train' | 'test'): IntentSet {
  const rows = (which: string) =>
    csvRows(readFileSync(join(folder, `feedback/banking77/${which}.csv`), 'utf8'));
  return withClasses(rows(part), namesOf(rows('train')), []);
}

/** Requests in 150 intents of ten domains, and texts of none of them (Larson et al. 2019). */
export function clinc150(folder: string, part: 'train' | 'val' | 'test'): IntentSet {
  const all = JSON.parse(readFileSync(join(folder, 'feedback/clinc150/data_full.json'), 'utf8')) as Record<
    string,
    [string, string][]
  >;
  return withClasses(
    all[part] ?? [],
    namesOf(all.train ?? []),
    (all[`oos_${part}`] ?? []).map(([text]) => text),
  );
}
