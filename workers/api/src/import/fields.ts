import type { RecordType } from '@aicrm/schema/ids';
import { Money, recordFields } from '@aicrm/schema/record';
import { Instant } from '@aicrm/schema/view';
import type * as z from 'zod/mini';

/** How a canonical field is read from text. */
export type FieldKind =
  | { readonly kind: 'text' | 'number' | 'money' | 'instant' | 'boolean' }
  | { readonly kind: 'choice'; readonly choices: readonly string[] };

export interface FieldInfo {
  readonly name: string;
  readonly required: boolean;
  readonly read: FieldKind;
}

interface Definition {
  readonly type: string;
  readonly innerType?: z.core.$ZodType;
  readonly entries?: Readonly<Record<string, string>>;
}

const definitionOf = (schema: z.core.$ZodType): Definition => schema._zod.def as Definition;

function kindOf(schema: z.core.$ZodType): FieldKind | null {
  if (schema === Money) return { kind: 'money' };
  if (schema === Instant) return { kind: 'instant' };
  const { type, entries } = definitionOf(schema);
  if (type === 'enum') return { kind: 'choice', choices: Object.values(entries ?? {}) };
  if (type === 'string') return { kind: 'text' };
  if (type === 'number') return { kind: 'number' };
  if (type === 'boolean') return { kind: 'boolean' };
  return null;
}

/** The canonical fields of a record type, read off its schema so that the two can never disagree. `custom` is apart. */
export function fieldsOf(type: RecordType): ReadonlyMap<string, FieldInfo> {
  const fields = new Map<string, FieldInfo>();
  for (const [name, schema] of Object.entries<z.core.$ZodType>(recordFields[type].shape)) {
    const { type: outer, innerType } = definitionOf(schema);
    const required = outer !== 'optional';
    const read = kindOf(required || innerType === undefined ? schema : innerType);
    if (read !== null) fields.set(name, { name, required, read });
  }
  return fields;
}

/** Whether a record type takes fields beyond the canonical ones. */
export const takesCustom = (type: RecordType): boolean => 'custom' in recordFields[type].shape;
