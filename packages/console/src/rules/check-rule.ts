import { ActionRule, type Condition } from '@aicrm/schema/next-action';
import { isList } from './condition-edit.js';

const mostParts = 20;

function ofCondition(condition: Condition): string[] {
  if (isList(condition))
    return [
      ...(condition.of.length > mostParts ? [`A list of conditions holds at most ${mostParts}.`] : []),
      ...condition.of.flatMap(ofCondition),
    ];
  if (condition.op === 'not') return ofCondition(condition.of);
  const issues: string[] = [];
  if (condition.signal.trim() === '') issues.push('A condition names no signal.');
  if ('value' in condition && typeof condition.value === 'number' && !Number.isFinite(condition.value))
    issues.push(`What "${condition.signal}" is compared with is no number.`);
  return issues;
}

/**
 * What is wrong with a rule that somebody edits, in sentences; empty where the worker has no reason of form to refuse it.
 * Which signals there are, and of which type, the worker knows: it answers that when rules are saved.
 */
export function issuesOf(rule: ActionRule, others: readonly ActionRule[]): readonly string[] {
  const { id, label, action, effect, cooldownDays, weight } = rule;
  const issues: string[] = [];
  if (label.trim() === '') issues.push('The rule has no name.');
  if (id.trim() === '') issues.push('The rule has no id.');
  if (others.some((one) => one.id === id)) issues.push(`Another rule has the id "${id}".`);
  if (action.label.trim() === '') issues.push('What is proposed has no words.');
  if (!(cooldownDays >= 0 && cooldownDays <= 3_650)) issues.push('The pause is 0 to 3,650 days.');
  if (!(weight >= 0 && weight <= 1_000)) issues.push('The urgency is 0 to 1,000.');
  if (effect.how === 'counterfactual' && (effect.signal === '' || effect.feature === ''))
    issues.push('The effect names a signal and the input that changes it.');
  if (effect.how === 'uplift' && effect.offer === '') issues.push('The effect names an offer.');
  issues.push(...ofCondition(rule.when));
  if (issues.length === 0 && !ActionRule.safeParse(rule).success)
    issues.push('A name is longer than 100 characters.');
  return issues;
}
