import type { DataTerms } from '../db/imports.js';

/**
 * What a card says of the data behind its model: each connection's own words once, joined by "; ". A connection of which
 * nothing was said counts as the tenant's own, and where none says a word the trainer's default stays. Data is called
 * synthetic as soon as a part of it is, because a reader must not take made-up figures for experience.
 */
export function cardTerms(stated: readonly DataTerms[]): { dataLicence?: string; synthetic: boolean } {
  const synthetic = stated.some((one) => one.synthetic);
  if (stated.every(({ licence }) => licence === null)) return { synthetic };
  const words = stated.map(({ licence }) => licence ?? "the tenant's own data");
  return { dataLicence: [...new Set(words)].join('; '), synthetic };
}
