import type { Problem } from '@aicrm/schema/problem';
import { ok, type Result } from '@aicrm/schema/result';
import { type Progress, type Trained, trainTabular } from '../tabular/train.js';
import { type ClassesTrained, trainClasses } from './classes-train.js';
import { type NumberTrained, trainNumber } from './number-train.js';
import { type CustomQuestion, type Prepared, prepare } from './prepare.js';
import type { RawTable } from './raw-table.js';

export interface CustomOptions extends CustomQuestion {
  /** The model's name; by default the target's. */
  readonly name?: string;
  /** Unique per model name; by default the moment of training. */
  readonly version?: string;
  readonly seed?: number;
  readonly dataLicence?: string;
  readonly synthetic?: boolean;
  /** Columns to use although the leak check refuses them. */
  readonly insist?: readonly string[];
}

export type CustomTrained = { readonly prepared: Prepared } & (
  | ({ readonly kind: 'yes-no' } & Trained)
  | ({ readonly kind: 'number' } & NumberTrained)
  | ({ readonly kind: 'classes' } & ClassesTrained)
);

/** What is predicted, as a card says it. */
export function outcomeOf({ target }: CustomQuestion, prepared: Prepared): string {
  if (prepared.target.kind === 'yes-no') return `"${target}" is "${prepared.target.positive}"`;
  return prepared.target.kind === 'number' ? `"${target}" as a number` : `which "${target}" it is`;
}

/**
 * Trains a model of any column of any table by the recipe that all yes/no models share: leak check, rolling origins,
 * the newest fifth (a random fifth where no column of time is named), gate and card.
 *
 * Errors: `bad-data` where the question cannot be asked of this table; `not-enough-data` with what is missing.
 */
export async function trainCustom(
  table: RawTable,
  options: CustomOptions,
  progress: Progress = () => {},
): Promise<Result<CustomTrained, Problem>> {
  const prepared = prepare(table, options);
  if (!prepared.ok) return prepared;
  const { target } = prepared.value;
  const common = {
    name: options.name ?? options.target,
    outcome: outcomeOf(options, prepared.value),
    target: options.target,
    now: options.now,
    seed: options.seed ?? 1,
    dataLicence: options.dataLicence ?? 'not stated',
    synthetic: options.synthetic ?? false,
    limits: prepared.value.notes,
    ...(options.time === undefined ? {} : { time: options.time }),
    ...(table.dayOrder === undefined ? {} : { dayOrder: table.dayOrder }),
    ...(options.version === undefined ? {} : { version: options.version }),
    horizonDays: options.horizonDays ?? 0,
  };
  if (target.kind === 'number') {
    const trained = await trainNumber(
      prepared.value.table,
      { ...common, insist: new Set(options.insist) },
      progress,
    );
    return trained.ok ? ok({ kind: 'number', ...trained.value, prepared: prepared.value }) : trained;
  }
  if (target.kind === 'classes') {
    const trained = await trainClasses(
      prepared.value.table,
      target.labels,
      target.classes,
      { ...common, insist: new Set(options.insist) },
      progress,
    );
    return trained.ok ? ok({ kind: 'classes', ...trained.value, prepared: prepared.value }) : trained;
  }
  const trained = await trainTabular(
    prepared.value.table,
    {
      ...common,
      recordType: 'row',
      insist: options.insist ?? [],
      hostFields: Object.fromEntries(table.names.map((name) => [name, `fields.${name}`])),
    },
    progress,
  );
  return trained.ok ? ok({ kind: 'yes-no', ...trained.value, prepared: prepared.value }) : trained;
}
