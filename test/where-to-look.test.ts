import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');

/** Every link of a Markdown text that points into the repository. */
const linksOf = (text: string): string[] =>
  [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].flatMap(([, path]) => (path ? [path] : []));

const missing = (paths: string[]): string[] => paths.filter((path) => !existsSync(join(root, path)));

describe('the README', () => {
  it('links only to what exists', () => {
    expect(linksOf(readme).length).toBeGreaterThan(15);
    expect(missing(linksOf(readme))).toEqual([]);
  });

  it('would be caught linking to what does not', () => {
    expect(missing(linksOf('see [the model](models/no-such-model)'))).toEqual(['models/no-such-model']);
  });

  it('names scripts that package.json has', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const named = [...readme.matchAll(/npm run ([a-z:-]+)/g)].flatMap(([, name]) => (name ? [name] : []));
    expect(named).toContain('demo');
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});
