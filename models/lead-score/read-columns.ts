import { type FeatureValue, readFeature } from '@aicrm/runtime/features';
import type { FeatureSpec } from '@aicrm/schema/model';
import type { RecordView } from '@aicrm/schema/view';
import type { LeftOut } from '../tabular/table.js';

export interface ReadColumns {
  readonly kept: readonly { readonly spec: FeatureSpec; readonly column: readonly FeatureValue[] }[];
  /** Columns left out because another says the same in every row, and the `from` path of that other. */
  readonly twins: readonly { readonly column: string; readonly twin: string }[];
  readonly leftOut: readonly LeftOut[];
}

const isConstant = (column: readonly FeatureValue[]): boolean => column.every((value) => value === column[0]);

/**
 * Reads every feature of every row from its view, one view a row, and leaves out columns that say nothing: the same in
 * all rows, or what an earlier column says already.
 */
export function readColumns<T extends { readonly asOf: number }>(
  features: readonly FeatureSpec[],
  rows: readonly T[],
  viewOf: (row: T) => RecordView,
): ReadColumns {
  const read = features.map(() => new Array<FeatureValue>(rows.length).fill(null));
  rows.forEach((row, i) => {
    const view = viewOf(row);
    features.forEach((spec, f) => {
      const column = read[f];
      if (column !== undefined) column[i] = readFeature(spec, view, row.asOf);
    });
  });
  const kept: { spec: FeatureSpec; column: readonly FeatureValue[] }[] = [];
  const twins: { column: string; twin: string }[] = [];
  const leftOut: LeftOut[] = [];
  features.forEach((spec, f) => {
    const column = read[f] ?? [];
    if (isConstant(column)) {
      const reason =
        (column[0] ?? null) === null ? 'It is empty in every row.' : 'It is the same in every row.';
      leftOut.push({ column: spec.id, label: spec.label, reason });
      return;
    }
    const twin = kept.find((other) => other.column.every((value, i) => value === column[i]));
    if (twin === undefined) kept.push({ spec, column });
    else {
      twins.push({ column: spec.id, twin: twin.spec.from });
      leftOut.push({
        column: spec.id,
        label: spec.label,
        reason: `It says the same as "${twin.spec.label}".`,
      });
    }
  });
  return { kept, twins, leftOut };
}
