import type { Scalar } from '@aicrm/schema/view';
import { knownFrom } from '../lead-score/history.js';
import type { DealFieldChange } from './history.js';
import type { DealEntry } from './history-index.js';

export interface StageAt {
  readonly stage: string | null;
  /** Instant at which it was entered, as the source writes it. */
  readonly enteredAt: string;
  /** Moves after the first stage. */
  readonly passed: number;
}

/** A field's value as it was known at `asOf`: the first change seen later tells what it was before. */
export function asKnown(
  path: string,
  current: unknown,
  changes: readonly DealFieldChange[] | undefined,
  asOf: number,
): unknown {
  const later = changes?.find((change) => change.field === path && knownFrom(change.seenAt) > asOf);
  return later === undefined ? current : later.from;
}

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/** The deal's stage at a moment: by its moves where there are any, else by the field as it was known then. */
export function stageAt(
  deal: DealEntry,
  changes: readonly DealFieldChange[] | undefined,
  asOf: number,
): StageAt {
  let passed = -1;
  for (const { known } of deal.stages) {
    if (known > asOf) break;
    passed++;
  }
  const entry = deal.stages[passed];
  if (entry !== undefined) return { stage: entry.to, enteredAt: entry.at, passed };
  const first = deal.stages[0];
  const field = (): Scalar => textOf(asKnown('stage', deal.fields.stage, changes, asOf));
  const seen = changes?.filter(({ field: name, seenAt }) => name === 'stage' && knownFrom(seenAt) <= asOf);
  return {
    // Where moves are kept, the field as it is today may be the end of the deal.
    stage: first === undefined ? textOf(field()) : (first.from ?? null),
    enteredAt: seen?.at(-1)?.seenAt ?? deal.fields.createdAt,
    passed: seen?.length ?? 0,
  };
}
