import { dealScore } from '@aicrm/models/deal-score/deal-score';
import { leadScore } from '@aicrm/models/lead-score/lead-score';
import type { ModelPointer } from '@aicrm/schema/wire';
import type { TenantScope } from '../db/scope.js';

export interface CatalogModel {
  readonly name: string;
  readonly label: string;
  readonly recordType: 'lead' | 'deal';
  /** Days within which the outcome must happen, unless a training said otherwise. */
  readonly horizonDays: number;
  /** The status of a record that is a success; `open` records wait for theirs, every other status is a failure. */
  readonly success: string;
}

/** The models this worker trains and serves. */
export const catalog: readonly CatalogModel[] = [
  { ...leadScore, success: 'converted' },
  { ...dealScore, success: 'won' },
];

export const modelNamed = (name: string): CatalogModel | null =>
  catalog.find((model) => model.name === name) ?? null;

/** What pages are told of each model: the file to fetch, or why there is none. */
export async function modelPointers(scope: TenantScope): Promise<ModelPointer[]> {
  const lines = await scope.models.lines();
  return catalog.map((model) => {
    const own = lines.filter((line) => line.model === model.name);
    const current = own.find((line) => line.status === 'published');
    const { name, recordType } = model;
    if (current !== undefined) {
      const { version, sha256, bytes } = current;
      return { name, recordType, current: { version, sha256, bytes }, refusal: null };
    }
    return { name, recordType, current: null, refusal: own[0]?.reason ?? 'No model was trained yet.' };
  });
}
