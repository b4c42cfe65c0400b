import { createRandom } from '@aicrm/learn/random';
import type { FeatureSpec } from '@aicrm/schema/model';
import type { TrainingTable, Value } from '../table.js';

const dayMs = 86_400_000;

export const spec = (id: string, as: FeatureSpec['as'] = 'number'): FeatureSpec => ({
  id,
  label: id,
  from: `fields.${id}`,
  as,
  changeable: false,
  sensitive: false,
});

export interface Row {
  readonly label: 0 | 1;
  /** The outcome's chance of this row, before it was drawn. */
  readonly chance: number;
  readonly x: number;
  readonly kind: string;
  readonly random: () => number;
}

/**
 * A table of records over a year: a number `x` and a category `kind` move the outcome's log-odds by `signal`, `noise`
 * does not. `more` adds columns that may look at the outcome.
 */
export function madeTable(
  options: {
    readonly rows: number;
    readonly seed: number;
    readonly signal: number;
    readonly base?: number;
    readonly snapshot?: boolean;
  },
  more: Readonly<Record<string, { as: FeatureSpec['as']; value: (row: Row, i: number) => Value }>> = {},
): TrainingTable {
  const random = createRandom(options.seed);
  const rows: Row[] = [];
  for (let i = 0; i < options.rows; i++) {
    const x = random.normal();
    const kind = ['a', 'b', 'c'][random.int(3)] ?? 'a';
    const t = (options.base ?? -0.8) + options.signal * (1.5 * x + (kind === 'a' ? 1 : -0.5));
    const chance = 1 / (1 + Math.exp(-t));
    rows.push({ label: random.next() < chance ? 1 : 0, chance, x, kind, random: () => random.next() });
  }
  const extra = Object.entries(more);
  return {
    features: [
      spec('x'),
      spec('kind', 'category'),
      spec('noise'),
      ...extra.map(([id, column]) => spec(id, column.as)),
    ],
    columns: [
      rows.map((row) => row.x),
      rows.map((row) => row.kind),
      rows.map((row) => row.random()),
      ...extra.map(([, column]) => rows.map((row, i) => column.value(row, i))),
    ],
    recordIds: rows.map((_, i) => `r${i}`),
    asOf: Float64Array.from(rows, (_, i) =>
      options.snapshot ? 0 : Date.parse('2024-01-01') + (365 * dayMs * i) / rows.length,
    ),
    labels: Uint8Array.from(rows, (row) => row.label),
    snapshot: options.snapshot ?? false,
  };
}
