import type { RawTable } from '@aicrm/models/custom/raw-table';
import type { CustomOptions } from '@aicrm/models/custom/train';
import type { ClassesCard } from '@aicrm/schema/classes-model';
import type { ModelCard } from '@aicrm/schema/model';
import type { NumberCard } from '@aicrm/schema/number-model';
import type { Problem } from '@aicrm/schema/problem';

/** What the page asks of the worker. */
export interface TrainRequest {
  readonly table: RawTable;
  readonly options: CustomOptions;
}

/** A model file and its card; which kind of card is told by `kind`. */
export type PlaygroundModel = { readonly bytes: Uint8Array; readonly sha256: string } & (
  | { readonly kind: 'yes-no'; readonly card: ModelCard }
  | { readonly kind: 'number'; readonly card: NumberCard }
  | { readonly kind: 'classes'; readonly card: ClassesCard }
);

/** What the worker says: how far it is, then once a model or a refusal. */
export type TrainReply =
  | { readonly share: number; readonly step: string }
  | { readonly model: PlaygroundModel }
  | { readonly refused: Problem };
