import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { TextModel } from '@aicrm/learn/model/text';
import type { TextCard, TextEvaluation, TextSource } from '@aicrm/schema/text-card';
import { readTextArtefact, type TextMeta, writeTextArtefact } from '../artefact.js';

/** The folder of the public sets: the first argument, else beside the checkout. */
export const folder = resolve(process.argv[2] ?? join(import.meta.dirname, '../../../../shared/data'));
const artefacts = join(import.meta.dirname, '../artefacts');

interface Publication {
  readonly meta: TextMeta;
  readonly outcome: string;
  readonly recipe: string;
  readonly seed: number;
  readonly sources: readonly TextSource[];
  readonly evaluations: readonly TextEvaluation[];
  readonly calibratedOn: string;
  readonly limits: readonly string[];
}

/** Figures on a card are read by people: five digits are enough, and keep the file stable. */
const short = (_: string, value: unknown): unknown =>
  typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(5)) : value;

/** Writes the artefact, its card, and the hash that callers check before they read. */
export function publish(model: TextModel, about: Publication): void {
  const bytes = writeTextArtefact(model, about.meta);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const read = readTextArtefact(bytes, sha256);
  if (!read.ok) throw new Error(read.error.detail);
  const card: TextCard = {
    name: about.meta.name,
    version: about.meta.version,
    sha256,
    bytes: bytes.length,
    synthetic: false,
    outcome: about.outcome,
    classes: [...model.classes],
    languages: [...about.meta.languages],
    features: model.table.fingerprints.reduce((sum, one) => sum + Number(one !== 0), 0),
    recipe: about.recipe,
    trainedAt: about.meta.trainedAt,
    sources: [...about.sources],
    evaluations: [...about.evaluations],
    calibration: { sharpness: model.sharpness, on: about.calibratedOn },
    limits: [...about.limits],
    seed: about.seed,
  };
  mkdirSync(artefacts, { recursive: true });
  writeFileSync(join(artefacts, `${about.meta.name}.bin`), bytes);
  writeFileSync(join(artefacts, `${about.meta.name}.card.json`), `${JSON.stringify(card, short, 2)}\n`);
  listShipped(about.meta.name, sha256, bytes.length);
}

/** Keeps `shipped.ts`, the list of what is shipped, in step. */
function listShipped(name: string, sha256: string, bytes: number): void {
  const path = join(import.meta.dirname, '../shipped.ts');
  const source = readFileSync(path, 'utf8');
  const entry = new RegExp(`('${name}': \\{[^}]*sha256: ')[0-9a-f]*(',\\s*bytes: )[0-9_]+`);
  if (!entry.test(source)) throw new Error(`shipped.ts does not list ${name}`);
  writeFileSync(path, source.replace(entry, `$1${sha256}$2${bytes}`));
  process.stderr.write(`${name}: ${bytes} bytes, ${sha256}\n`);
}
