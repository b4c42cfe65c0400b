import { readFileSync } from 'node:fs';
import { type TextArtefact, verifyTextArtefact } from '../artefact.js';
import { type ShippedText, shipped } from '../shipped.js';

/** A shipped model, its hash checked; for tests and for programs that run in Node. */
export async function loadShipped(name: ShippedText): Promise<TextArtefact> {
  const { url, sha256 } = shipped[name];
  const read = await verifyTextArtefact(readFileSync(url), sha256);
  if (!read.ok) throw new Error(`${name}: ${read.error.detail}`);
  return read.value;
}
