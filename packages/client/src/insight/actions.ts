import { defaultSignals } from '@aicrm/models/next-action/defaults';
import { nextActions } from '@aicrm/models/next-action/next-action';
import { holds, signalsOf } from '@aicrm/models/next-action/rules';
import type { ActionRecord, ActionRule } from '@aicrm/schema/next-action';
import type { TimelineItem } from '@aicrm/schema/timeline';
import type { Scalar } from '@aicrm/schema/view';
import type { Loaded } from '../data-types.js';
import { fromLoaded, missing, ready } from './part.js';
import { major } from './purchases.js';
import type { ActionsInsight, InsightInput, Part, ToneInsight, ValueInsight } from './types.js';

const dayMs = 86_400_000;

/**
 * Whether the customer's last message still waits: no contact of ours is known after it. Null where the tenant's
 * activities are not known for this customer, because silence then proves nothing.
 */
export function isUnanswered(
  timeline: Loaded<readonly TimelineItem[]> | undefined,
  tone: Part<ToneInsight>,
): boolean | null {
  if (timeline?.state !== 'ready' || tone.state !== 'ready') return null;
  const activities = timeline.value.filter(({ kind }) => kind === 'activity');
  if (activities.length === 0) return null;
  return !activities.some(({ at }) => Date.parse(at) > tone.value.last.at);
}

/** The signals that rules read, from what is known of the customer here; null is unknown, and fires no rule. */
export function signalsFor(
  value: Part<ValueInsight>,
  tone: Part<ToneInsight>,
  timeline: Loaded<readonly TimelineItem[]> | undefined,
  unanswered: boolean | null,
  now: number,
): Record<string, Scalar> {
  const items = timeline?.state === 'ready' ? timeline.value : [];
  const touches = items.filter(({ kind, at }) => kind === 'activity' && Date.parse(at) <= now);
  const lastTouch = Math.max(...touches.map(({ at }) => Date.parse(at)));
  const deal = items.find((item) => item.kind === 'deal' && item.status === 'open');
  const amount = deal?.kind === 'deal' ? deal.amount : null;
  const lifetime = value.state === 'ready' ? value.value.lifetime : undefined;
  return {
    'churn.probability': value.state === 'ready' ? value.value.churn.probability : null,
    'customer.value': lifetime?.state === 'ready' ? lifetime.value.value : null,
    'message.tone': tone.state === 'ready' ? tone.value.last.tone : null,
    'message.unanswered': unanswered,
    'contact.days': touches.length > 0 ? Math.floor((now - lastTouch) / dayMs) : null,
    'deal.amount': amount === null ? null : major(amount.minor, amount.currency),
  };
}

/** What to do next by the tenant's rules, what is held back and why, and which rules nobody can decide. */
export function actionsInsight(
  input: Pick<InsightInput, 'recordId' | 'rules' | 'history' | 'consent' | 'signals' | 'effects'>,
  own: Readonly<Record<string, Scalar>>,
  now: number,
): Part<ActionsInsight> {
  return fromLoaded(input.rules, ({ rules }) => {
    if (rules.length === 0) return missing('no-rules');
    const record: ActionRecord = {
      recordId: input.recordId ?? '',
      at: now,
      signals: { ...own, ...input.signals },
      counterfactuals: [...(input.effects?.counterfactuals ?? [])],
      uplifts: [...(input.effects?.uplifts ?? [])],
      consent: { ...input.consent },
      history: [...(input.history ?? [])],
    };
    const { actions, suppressed } = nextActions(rules, record, defaultSignals);
    const labels = new Map(rules.map(({ id, action }) => [id, action.label]));
    return ready({
      actions,
      suppressed: suppressed.map(({ rule, why }) => ({ rule, why, label: labels.get(rule) ?? rule })),
      undecided: rules.flatMap((rule) => undecided(rule, record.signals)),
    });
  });
}

const labelOf = new Map(defaultSignals.map(({ id, label }) => [id, label]));

function undecided({ when, action }: ActionRule, signals: Readonly<Record<string, Scalar>>) {
  if (holds(when, signals) !== null) return [];
  const unknown = signalsOf(when).filter((id) => (signals[id] ?? null) === null);
  return [{ label: action.label, signals: unknown.map((id) => ({ id, label: labelOf.get(id) ?? id })) }];
}
