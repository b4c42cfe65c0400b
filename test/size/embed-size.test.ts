import { beforeAll, describe, expect, it } from 'vitest';
import { brotliBytes, buildEmbed, type Chunk, closureOf, packagesIn } from './closure.js';

/** What a page downloads before its first badge shows a stored score: script tag, client, scorer, Lit, closed badge. */
const firstPaint = ['aicrm', 'start', 'define'];

/** Raised only on purpose, with the reason beside the number. */
const ceilings = {
  /** Lit alone is 5.2 kB of it. */
  firstPaint: 14_500,
  /** Store, sync, validation of answers: fetched after the first paint. Dexie is 29 kB of it; the lead among tabs and the kept cards 1 kB. */
  engine: 46_500,
  /** The opened panel. */
  reasons: 8_000,
};

describe('the embed files', () => {
  let chunks: Chunk[];
  beforeAll(async () => {
    chunks = await buildEmbed();
  }, 60_000);

  it('stay within their ceilings', () => {
    const painted = brotliBytes(closureOf(chunks, firstPaint));
    const beyond = (name: string) => brotliBytes(closureOf(chunks, [...firstPaint, name])) - painted;
    expect(painted).toBeLessThanOrEqual(ceilings.firstPaint);
    expect(beyond('engine')).toBeLessThanOrEqual(ceilings.engine);
    expect(beyond('reasons')).toBeLessThanOrEqual(ceilings.reasons);
  });

  it('keep store, validation and networks out of the first paint', () => {
    const packages = packagesIn(closureOf(chunks, firstPaint));
    expect(packages.filter((name) => !/^(lit|lit-html|lit-element|@lit\/.*)$/.test(name))).toEqual([]);
    // The same look finds them where they are allowed.
    expect(packagesIn(closureOf(chunks, ['engine']))).toEqual(expect.arrayContaining(['dexie', 'zod']));
  });

  it('hold no trainer in any chunk', () => {
    const trainers = chunks
      .flatMap(({ moduleIds }) => moduleIds)
      .filter((id) => /learn\/src\/train\/|\/train\.ts$/.test(id));
    expect(trainers).toEqual([]);
  });
});
