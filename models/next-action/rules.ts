import { ActionRule, type Condition, type SignalSpec } from '@aicrm/schema/next-action';
import { type Problem, type ProblemIssue, problem } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';
import type { Scalar } from '@aicrm/schema/view';

const deepest = 12;

function issuesOf(
  condition: Condition,
  at: string,
  signals: ReadonlyMap<string, SignalSpec>,
  depth = 0,
): ProblemIssue[] {
  if (depth > deepest) return [{ at, message: `Conditions may be nested ${deepest} deep.` }];
  if (condition.op === 'all' || condition.op === 'any')
    return condition.of.flatMap((one, i) => issuesOf(one, `${at}.of[${i}]`, signals, depth + 1));
  if (condition.op === 'not') return issuesOf(condition.of, `${at}.of`, signals, depth + 1);
  const signal = signals.get(condition.signal);
  if (signal === undefined) return [{ at, message: `There is no signal "${condition.signal}".` }];
  if (condition.op === 'known') return [];
  const type = { number: 'number', text: 'string', flag: 'boolean' }[signal.type];
  if (typeof condition.value !== type || (condition.op !== '=' && condition.op !== '!=' && type !== 'number'))
    return [
      {
        at,
        message: `"${signal.label}" is a ${signal.type}; it cannot be compared by ${condition.op} with ${JSON.stringify(condition.value)}.`,
      },
    ];
  return [];
}

/** Reads a tenant's rules; a problem names every rule, place and reason, and nothing is accepted in part. */
export function checkRules(
  data: unknown,
  known: readonly SignalSpec[],
): Result<readonly ActionRule[], Problem> {
  const signals = new Map(known.map((one) => [one.id, one]));
  if (!Array.isArray(data)) return fail(problem('bad-data', 'Rules cannot be used', 'Rules are a list.'));
  const issues: ProblemIssue[] = [];
  const rules: ActionRule[] = [];
  const ids = new Set<string>();
  data.forEach((one: unknown, i) => {
    const parsed = ActionRule.safeParse(one);
    if (!parsed.success) {
      for (const { path, message } of parsed.error.issues)
        issues.push({ at: [`rules[${i}]`, ...path.map(String)].join('.'), message });
      return;
    }
    const rule = parsed.data;
    if (ids.has(rule.id))
      issues.push({ at: `rules[${i}].id`, message: `Two rules are called "${rule.id}".` });
    ids.add(rule.id);
    issues.push(...issuesOf(rule.when, `rules[${i}].when`, signals));
    const { effect } = rule;
    const named =
      effect.how === 'counterfactual'
        ? [effect.signal, effect.value]
        : effect.how === 'uplift'
          ? [effect.value]
          : [];
    for (const id of named)
      if (id !== undefined && signals.get(id)?.type !== 'number')
        issues.push({ at: `rules[${i}].effect`, message: `There is no signal "${id}" that is a number.` });
    rules.push(rule);
  });
  if (issues.length === 0) return ok(rules);
  const first = issues[0];
  return fail(problem('bad-data', 'Rules cannot be used', `${first?.at}: ${first?.message}`, { issues }));
}

/** Kleene's three-valued logic: null is "unknown", and only a condition that is certainly true fires a rule. */
export function holds(condition: Condition, signals: Readonly<Record<string, Scalar>>): boolean | null {
  if (condition.op === 'all' || condition.op === 'any') {
    const answers = condition.of.map((one) => holds(one, signals));
    const decisive = condition.op === 'any';
    return answers.includes(decisive) ? decisive : answers.includes(null) ? null : !decisive;
  }
  if (condition.op === 'not') {
    const answer = holds(condition.of, signals);
    return answer === null ? null : !answer;
  }
  const value = Object.hasOwn(signals, condition.signal) ? (signals[condition.signal] ?? null) : null;
  if (condition.op === 'known') return value !== null;
  if (value === null) return null;
  if (condition.op === '=') return value === condition.value;
  if (condition.op === '!=') return value !== condition.value;
  if (typeof value !== 'number') return null;
  if (condition.op === '<') return value < condition.value;
  if (condition.op === '<=') return value <= condition.value;
  return condition.op === '>' ? value > condition.value : value >= condition.value;
}

/** The signals a condition reads, each once. */
export function signalsOf(condition: Condition): string[] {
  if (condition.op === 'all' || condition.op === 'any') return [...new Set(condition.of.flatMap(signalsOf))];
  return condition.op === 'not' ? signalsOf(condition.of) : [condition.signal];
}
