import type { Condition } from '@aicrm/schema/next-action';

/** Where a condition stands in another: the index in each list on the way; a negation has the one index 0. */
export type Path = readonly number[];

export type Comparison = Extract<Condition, { readonly op: '<' | '<=' | '>' | '>=' | '=' | '!=' }>;
export type Operator = Condition['op'];

export const isList = (
  condition: Condition,
): condition is Extract<Condition, { readonly op: 'all' | 'any' }> =>
  condition.op === 'all' || condition.op === 'any';

/** A condition with the one at `path` replaced; null takes it out. A list without parts goes with its last. */
export function changeAt(
  condition: Condition,
  [at, ...rest]: Path,
  next: Condition | null,
): Condition | null {
  if (at === undefined) return next;
  if (condition.op === 'not') {
    const of = changeAt(condition.of, rest, next);
    return of && { op: 'not', of };
  }
  if (!isList(condition)) return condition;
  const of = condition.of.flatMap((one, i) => {
    const changed = i === at ? changeAt(one, rest, next) : one;
    return changed ? [changed] : [];
  });
  return of.length === 0 ? null : { op: condition.op, of };
}

export const emptyComparison: Condition = { op: '>=', signal: '', value: 0 };

/** The same comparison by another operator: what it compares with stays as far as it can. */
export function withOperator(condition: Condition, op: Operator): Condition {
  const signal = 'signal' in condition ? condition.signal : '';
  const value = 'value' in condition ? condition.value : 0;
  if (op === 'all' || op === 'any') return { op, of: isList(condition) ? condition.of : [condition] };
  if (op === 'not') return { op, of: condition };
  if (op === 'known') return { op, signal };
  if (op === '=' || op === '!=') return { op, signal, value };
  return { op, signal, value: typeof value === 'number' ? value : Number(value) || 0 };
}

const words: Readonly<Record<Comparison['op'], string>> = {
  '<': 'below',
  '<=': 'at most',
  '>': 'above',
  '>=': 'at least',
  '=': 'is',
  '!=': 'is not',
};

/** A condition as a sentence part. */
export function conditionWords(condition: Condition): string {
  switch (condition.op) {
    case 'all':
    case 'any': {
      const parts = condition.of.map((one) =>
        isList(one) ? `(${conditionWords(one)})` : conditionWords(one),
      );
      return parts.join(condition.op === 'all' ? ' and ' : ' or ');
    }
    case 'not':
      return `not (${conditionWords(condition.of)})`;
    case 'known':
      return `${condition.signal} is known`;
    default: {
      const { value } = condition;
      return `${condition.signal} ${words[condition.op]} ${typeof value === 'boolean' ? (value ? 'yes' : 'no') : value}`;
    }
  }
}

/** The signals that conditions and effects of rules name, each once, for proposals in a form. */
export function signalsOf(condition: Condition): readonly string[] {
  if (isList(condition)) return [...new Set(condition.of.flatMap(signalsOf))];
  return condition.op === 'not' ? signalsOf(condition.of) : [condition.signal];
}
