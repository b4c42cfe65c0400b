import { ece10, mean, rocAuc } from '@aicrm/learn/metrics';
import type { GroupFigures } from '@aicrm/schema/model';

/** Below this many rows of either outcome an AUC is mostly chance. */
export const leastPerOutcome = 10;
/** A group of fewer rows could name a person in a card that is mailed and filed. */
const leastRows = 10;
/** The most frequent groups; a column of thousands of values names no groups. */
export const mostGroups = 50;

/** Groups too small to be named, together. */
export const smallGroups = '(groups of fewer than 10 rows)';

function figuresOf(group: string, p: Float64Array, y: Uint8Array): GroupFigures {
  const positives = y.reduce((sum, one) => sum + one, 0);
  const enough = Math.min(positives, y.length - positives) >= leastPerOutcome;
  return {
    group,
    rows: y.length,
    positives,
    predicted: mean(p),
    observed: positives / y.length,
    auc: enough ? rocAuc(p, y) : null,
    calibrationError: enough ? ece10(p, y) : null,
  };
}

/**
 * Error and score of each group: what a fairness review starts from. The largest group first, at most 50.
 * @param names the group of each row.
 * @param p shown probabilities, 0..1; `y` is 1 where the outcome happened.
 * @param merge whether groups of fewer than ten rows are told together, for reports that leave the tenant's machine.
 */
export function groupFigures(
  names: readonly string[],
  p: Float64Array,
  y: Uint8Array,
  merge = false,
): GroupFigures[] {
  if (names.length !== p.length || p.length !== y.length)
    throw new RangeError('groups, scores and outcomes differ in number');
  const members = new Map<string, number[]>();
  names.forEach((name, i) => {
    const list = members.get(name);
    if (list) list.push(i);
    else members.set(name, [i]);
  });
  if (merge) {
    const small = [...members].filter(([, rows]) => rows.length < leastRows);
    for (const [name] of small) members.delete(name);
    if (small.length > 0)
      members.set(
        smallGroups,
        small.flatMap(([, rows]) => rows),
      );
  }
  return [...members]
    .sort(([a, x], [b, z]) => z.length - x.length || (a < b ? -1 : 1))
    .slice(0, mostGroups)
    .map(([name, rows]) =>
      figuresOf(
        name,
        Float64Array.from(rows, (i) => p[i] ?? 0),
        Uint8Array.from(rows, (i) => y[i] ?? 0),
      ),
    );
}
