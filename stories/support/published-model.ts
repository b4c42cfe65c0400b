import { verifyArtefact } from '@aicrm/runtime/artefact';
import type { ModelCard, ModelMeta } from '@aicrm/schema/model';
import type { RecordView } from '@aicrm/schema/view';

/** A model as the worker would serve it. */
export interface PublishedModel {
  readonly name: string;
  readonly version: string;
  readonly bytes: Uint8Array;
  readonly sha256: string;
  readonly card: ModelCard;
}

/** The card of a synthetic model, from what its file says; figures of a test it does not have are left out. */
export function publish(
  meta: ModelMeta,
  bytes: Uint8Array,
  sha256: string,
  { why, limits }: { why: string; limits: string[] },
): PublishedModel {
  const { features, ...rest } = meta;
  const total = features.reduce((sum, { profile }) => sum + profile.meanAbs, 0);
  const { name, version } = meta;
  const card: ModelCard = {
    name,
    version,
    sha256,
    synthetic: true,
    meta: rest,
    features: features.map(({ spec, profile }) => ({
      id: spec.id,
      label: spec.label,
      changeable: spec.changeable,
      sensitive: spec.sensitive,
      present: profile.present,
      importance: profile.meanAbs / total,
    })),
    choice: [],
    leaks: [],
    verdict: { publish: true, reason: why, checks: [] },
    limits,
    seed: 1,
  };
  return { name, version, bytes, sha256, card };
}

/** A record that the golden cases of lead scoring hold, and what was computed for it when they were made. */
export interface GoldenCase {
  readonly view: RecordView;
  readonly probability: number;
}

/** The artefact that the lead score's own recipe trained, with its golden cases. */
export async function goldenModel(): Promise<{ model: PublishedModel; asOf: number; cases: GoldenCase[] }> {
  const [onnx, json] = await Promise.all([
    fetch(new URL('../../models/lead-score/golden/trees.onnx', import.meta.url)),
    fetch(new URL('../../models/lead-score/golden/trees.json', import.meta.url)),
  ]);
  const bytes = new Uint8Array(await onnx.arrayBuffer());
  const golden: { sha256: string; asOf: string; cases: GoldenCase[] } = await json.json();
  const artefact = await verifyArtefact(bytes, golden.sha256);
  if (!artefact.ok) throw new Error(artefact.error.detail);
  const model = publish(artefact.value.meta, bytes, golden.sha256, {
    why: 'It is the golden case of the lead score’s own tests.',
    limits: ['It was trained on a made-up shop.'],
  });
  return { model, asOf: Date.parse(golden.asOf), cases: golden.cases };
}
