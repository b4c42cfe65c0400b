import { bootstrapInterval } from '@aicrm/learn/bootstrap';
import type { Row } from '../../measure/row.js';

/** Share of rows that are right, with its noise. */
export function shareRow(
  row: Omit<Row, 'ours' | 'noise' | 'pass' | 'better'>,
  right: ArrayLike<number>,
  atLeast: number | null,
): Row {
  const mean = (indices: Int32Array): number => {
    let sum = 0;
    for (const i of indices) sum += right[i] ?? 0;
    return sum / indices.length;
  };
  const { value, low, high } = bootstrapInterval(right.length, mean, { rounds: 500, seed: 7 });
  return {
    ...row,
    better: 'higher',
    ours: value,
    noise: (high - low) / 2,
    pass: atLeast === null ? null : value >= atLeast,
  };
}
