import type { Correction } from '../data-types.js';
import type { Tone } from './read-message.js';

const tones: ReadonlySet<string> = new Set<Tone>(['negative', 'neutral', 'positive']);

/**
 * The tones that people gave in place of the model's, by message id. The newest word counts; one that gives the model's first
 * word back took the correction away.
 * @param corrections The newest first, as `TenantData.watchCorrections` tells them.
 */
export function correctedTones(corrections: readonly Correction[]): ReadonlyMap<string, Tone> {
  const newest = new Map<string, string>();
  const first = new Map<string, string>();
  for (const { record, said, meant } of corrections) {
    if (!newest.has(record)) newest.set(record, meant);
    first.set(record, said);
  }
  const found = new Map<string, Tone>();
  for (const [record, meant] of newest)
    if (tones.has(meant) && meant !== first.get(record)) found.set(record, meant as Tone);
  return found;
}
