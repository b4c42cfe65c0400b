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

/** An artefact that a recipe trained, with its golden cases. */
export interface GoldenModel {
  readonly model: PublishedModel;
  /** Epoch milliseconds of the cases. */
  readonly asOf: number;
  readonly cases: readonly GoldenCase[];
}

/** The artefact that the lead score's own recipe trained. */
export const goldenModel = (): Promise<GoldenModel> =>
  golden(
    new URL('../../models/lead-score/golden/trees.onnx', import.meta.url),
    new URL('../../models/lead-score/golden/trees.json', import.meta.url),
    'lead score',
  );

/** The one that the deal score's recipe trained, of the deals of a company that does not exist. */
export const goldenDeals = (): Promise<GoldenModel> =>
  golden(
    new URL('../../models/deal-score/golden/deals.onnx', import.meta.url),
    new URL('../../models/deal-score/golden/deals.json', import.meta.url),
    'deal score',
  );

async function golden(file: URL, answers: URL, name: string): Promise<GoldenModel> {
  const [onnx, json] = await Promise.all([fetch(file), fetch(answers)]);
  const bytes = new Uint8Array(await onnx.arrayBuffer());
  const known: { sha256: string; asOf: string; cases: GoldenCase[] } = await json.json();
  const artefact = await verifyArtefact(bytes, known.sha256);
  if (!artefact.ok) throw new Error(artefact.error.detail);
  const model = publish(artefact.value.meta, bytes, known.sha256, {
    why: `It is the golden case of the ${name}’s own tests.`,
    limits: ['It was trained on a made-up shop.'],
  });
  return { model, asOf: Date.parse(known.asOf), cases: known.cases };
}
