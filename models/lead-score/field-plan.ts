import type { Scalar } from '@aicrm/schema/view';
import type { FieldChange } from './history.js';
import { knownFrom } from './history.js';
import { isPersonalName } from './personal.js';

/** Canonical fields with scalars of their own; keys and dates are told by facts as of the moment instead. */
const notCopied: ReadonlySet<string> = new Set([
  'contact',
  'company',
  'campaign',
  'status',
  'createdAt',
  'closedAt',
  'startsAt',
  'endsAt',
  'custom',
]);

/** One field to copy from records of a type into their leads' views. */
export interface FieldPlan {
  /** As field changes name it: `source`, `custom.age`. */
  readonly path: string;
  readonly name: string;
  readonly custom: boolean;
  /** Key in the view. */
  readonly key: string;
}

/** What taking a later change back needs to know of it. */
export type KnownChange = Pick<FieldChange, 'field' | 'from' | 'seenAt'>;

export interface SourceFields {
  readonly custom?: Readonly<Record<string, Scalar>> | undefined;
  readonly [field: string]: unknown;
}

const isScalar = (value: unknown): value is Scalar =>
  value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

/**
 * Which fields the records of one type have, over all of them: a record that lacks one then says "known to be empty"
 * (null) in its view, which is not the same as "not supplied". Custom fields stand beside the canonical ones, and
 * under `custom.` only where a name is taken. Personal ones are left out here, once.
 */
export function planFields(
  records: Iterable<SourceFields>,
  changes: readonly KnownChange[],
  prefix: string,
): readonly FieldPlan[] {
  const plain = new Set<string>();
  const custom = new Set<string>();
  for (const record of records) {
    for (const name of Object.keys(record)) if (!notCopied.has(name)) plain.add(name);
    for (const name of Object.keys(record.custom ?? {})) custom.add(name);
  }
  for (const { field } of changes) {
    if (field.startsWith('custom.')) custom.add(field.slice(7));
    else if (!notCopied.has(field)) plain.add(field);
  }
  const taken = (name: string): boolean => plain.has(name) || notCopied.has(name);
  return [
    ...[...plain].map((name) => ({ path: name, name, custom: false, key: prefix + name })),
    ...[...custom].map((name) => ({
      path: `custom.${name}`,
      name,
      custom: true,
      key: prefix + (taken(name) ? `custom.${name}` : name),
    })),
  ].filter((plan) => !isPersonalName(plan.name));
}

/** Copies a record's fields as they were known at `asOf`: a change that was seen later is taken back. */
export function copyFields(
  plans: readonly FieldPlan[],
  record: SourceFields,
  changes: readonly KnownChange[] | undefined,
  asOf: number,
  into: Record<string, Scalar>,
): void {
  const before = new Map<string, Scalar>();
  for (const change of changes ?? [])
    if (knownFrom(change.seenAt) > asOf && !before.has(change.field)) before.set(change.field, change.from);
  for (const plan of plans) {
    const current = plan.custom ? record.custom?.[plan.name] : record[plan.name];
    const value = before.has(plan.path) ? before.get(plan.path) : current;
    into[plan.key] = isScalar(value) ? value : null;
  }
}
