import type { Artefact } from '@aicrm/runtime/artefact';
import { counterfactuals, explain } from '@aicrm/runtime/explain';
import { predict } from '@aicrm/runtime/predict';
import type { Counterfactual, Reason } from '@aicrm/schema/prediction';
import type { RecordView } from '@aicrm/schema/view';
import type { ValueModel } from '../value/model-file.js';
import type { ValueInputs } from '../value/value.js';
import { predictPurchaseChurn } from './purchase-churn.js';

/** The predict side of contract churn: what it is called and how far it looks. It imports no trainer. */
export const churn = {
  name: 'churn',
  label: 'Churn',
  recordType: 'contract',
  /** Days within which a contract must end to count, unless the tenant says otherwise. */
  horizonDays: 90,
} as const;

/** What a tenant has of a customer; a contract tells more than purchases, so it is asked first. */
export interface ChurnSources {
  readonly contract?: { readonly artefact: Artefact; readonly view: RecordView };
  readonly purchases?: { readonly model: ValueModel; readonly inputs: ValueInputs };
}

/** One shape whatever the data: the chance that the contract ends, or that nothing is bought, within the horizon. */
export interface Churn {
  readonly state: 'churn';
  readonly basis: 'contract' | 'purchases';
  /** 0..1. */
  readonly probability: number;
  readonly logit: number;
  readonly horizonDays: number;
  readonly model: { readonly name: string; readonly version: string };
  /** Logits. `base` and the contributions add up to `logit`; the largest first. */
  readonly base: number;
  readonly reasons: readonly Reason[];
  /** Single changes that would lower the probability most, the best first; empty where nothing is changeable. */
  readonly changes: readonly Counterfactual[];
}

export interface ChurnRefusal {
  readonly state: 'insufficient-data';
  /** What is missing, as a sentence. */
  readonly detail: string;
}

/** A change that raises the chance of staying lowers churn: the same search with the sign of the logit turned. */
function lowering(artefact: Artefact, view: RecordView, asOf: number): Counterfactual[] {
  const { a, b } = artefact.meta.calibration;
  const staying = { ...artefact, meta: { ...artefact.meta, calibration: { a: -a, b: -b } } };
  return counterfactuals(staying, view, asOf).map((one) => ({ ...one, probability: 1 - one.probability }));
}

function fromContract(
  { artefact, view }: NonNullable<ChurnSources['contract']>,
  asOf: number,
  asked: number | undefined,
): Churn | ChurnRefusal {
  const { meta } = artefact;
  const horizonDays = meta.horizonDays ?? churn.horizonDays;
  if (asked !== undefined && asked !== horizonDays)
    return {
      state: 'insufficient-data',
      detail: `The model of contracts answers for ${horizonDays} days; one for ${asked} days has to be trained.`,
    };
  const prediction = predict(artefact, view, asOf);
  if (prediction.state !== 'score') return { state: 'insufficient-data', detail: prediction.detail };
  const { probability, logit } = prediction;
  return {
    state: 'churn',
    basis: 'contract',
    probability,
    logit,
    horizonDays,
    model: { name: meta.name, version: meta.version },
    ...explain(artefact, view, asOf),
    changes: lowering(artefact, view, asOf),
  };
}

function fromPurchases(
  { model, inputs }: NonNullable<ChurnSources['purchases']>,
  asked: number | undefined,
): Churn | ChurnRefusal {
  const found = predictPurchaseChurn(model, inputs, asked);
  if (found.state !== 'churn') return found;
  return {
    ...found,
    basis: 'purchases',
    model: { name: model.name, version: model.version },
    reasons: found.reasons.map((one) => ({ ...one, ...(one.feature === 'repeats' ? {} : { unit: 'days' }) })),
    changes: [],
  };
}

/**
 * Churn of one customer from whichever data there are: the contract's model where it can answer, else the model of
 * purchases. A pure function, so that what-if is a call with another view or other inputs.
 *
 * @param asOf epoch ms.
 * @param horizonDays by default the model's own; a model of contracts answers for its own horizon only.
 */
export function predictChurn(
  sources: ChurnSources,
  asOf: number,
  horizonDays?: number,
): Churn | ChurnRefusal {
  const { contract, purchases } = sources;
  const first = contract === undefined ? undefined : fromContract(contract, asOf, horizonDays);
  if (first?.state === 'churn') return first;
  const second = purchases === undefined ? undefined : fromPurchases(purchases, horizonDays);
  if (second?.state === 'churn') return second;
  const details = [first?.detail, second?.detail].filter((detail) => detail !== undefined);
  return {
    state: 'insufficient-data',
    detail:
      details.length > 0 ? details.join(' ') : 'There is neither a contract nor a purchase to judge by.',
  };
}
