import type { Artefact } from '@aicrm/runtime/artefact';
import { predict } from '@aicrm/runtime/predict';
import type { RecordView } from '@aicrm/schema/view';
import type { DealIndex } from './history-index.js';

export interface ExpectedValue {
  /** Major units. */
  readonly value: number;
  readonly currency: string;
}

/** Probability × amount; null where the deal has no amount in the tenant's currency. */
export function expectedValue(view: RecordView, probability: number): ExpectedValue | null {
  const { amount, currency } = view.fields;
  if (typeof amount !== 'number' || typeof currency !== 'string') return null;
  return { value: probability * amount, currency };
}

/**
 * The stages that lead to a deal's end, in the order in which deals usually pass them: by the mean number of moves
 * before each. Stages that were last in every deal ("Won", "Lost") are ends and not among them.
 */
export function stageOrder(index: DealIndex): readonly string[] {
  const places = new Map<string, { sum: number; n: number }>();
  const left = new Set<string>();
  for (const { stages, fields } of index.deals.values()) {
    stages.forEach(({ to }, i) => {
      const place = places.get(to) ?? { sum: 0, n: 0 };
      places.set(to, { sum: place.sum + i, n: place.n + 1 });
      if (i < stages.length - 1 || fields.status === 'open') left.add(to);
    });
  }
  const mean = (stage: string): number => (places.get(stage)?.sum ?? 0) / (places.get(stage)?.n ?? 1);
  return [...left].sort((a, b) => mean(a) - mean(b) || (a < b ? -1 : 1));
}

export interface StageOutlook {
  readonly stage: string;
  readonly probability: number;
  readonly expected: ExpectedValue | null;
}

/**
 * What the model says of a deal if it stood at the beginning of each of `stages`, all else as it is: where it stands
 * now, the days it has been there count. Empty where the model has too little to score the deal at all.
 */
export function stageOutlook(
  artefact: Artefact,
  view: RecordView,
  asOf: number,
  stages: readonly string[],
): readonly StageOutlook[] {
  return stages.flatMap((stage, passed) => {
    const there =
      view.fields.stage === stage
        ? view
        : {
            ...view,
            fields: { ...view.fields, stage },
            facts: {
              ...view.facts,
              'stage.enteredAt': new Date(asOf).toISOString(),
              'stage.passed': passed,
            },
          };
    const prediction = predict(artefact, there, asOf);
    if (prediction.state !== 'score') return [];
    const { probability } = prediction;
    return [{ stage, probability, expected: expectedValue(view, probability) }];
  });
}
