import type { CodedText } from '@aicrm/schema/coded-text';
import type { ActionKind, ActionRecord, ActionRule, SignalSpec } from '@aicrm/schema/next-action';
import type { Scalar } from '@aicrm/schema/view';
import { holds, signalsOf } from './rules.js';

const dayMs = 86_400_000;
/** Days in which a dismissed proposal is not repeated. */
const dismissedDays = 30;
/** An offer needs a yes; a call, an e-mail or a meeting must not have been refused. */
const reaches: readonly ActionKind[] = ['call', 'e-mail', 'meeting', 'offer'];

/** What an action is expected to do: the model's own figures, or none. A `gain` is in the unit of the value signal. */
export type Effect =
  | {
      readonly state: 'estimate';
      readonly how: 'counterfactual' | 'uplift';
      /** Change of the probability, in [-1, 1]. */
      readonly change: number;
      /** change × value; null where the value is unknown. */
      readonly gain: number | null;
      readonly text: string;
      /** The same as data, for translation. */
      readonly words: CodedText<'counterfactual' | 'uplift'>;
    }
  | {
      readonly state: 'no-estimate';
      readonly why: 'none-stated' | 'not-available' | 'not-changeable' | 'not-reliable';
    };

export interface Evidence {
  readonly signal: string;
  readonly label: string;
  readonly value: Scalar;
}

/** What an action's sentence says; `evidence` and `label` hold the tenant's own words. */
export type ActionCode = 'wait' | 'no-estimate' | 'counterfactual' | 'uplift';

export interface NextAction {
  /** Absent for the wait that is always possible. */
  readonly rule?: string;
  readonly kind: ActionKind;
  readonly label: string;
  readonly effect: Effect;
  readonly urgency: number;
  readonly evidence: readonly Evidence[];
  readonly text: string;
  /** The same as data, for translation. */
  readonly words: CodedText<ActionCode>;
}

export type Suppression = 'consent' | 'cooldown' | 'dismissed' | 'snoozed';

export interface RankedActions {
  /** The best first; never empty, since waiting is always possible. */
  readonly actions: readonly NextAction[];
  readonly suppressed: readonly { readonly rule: string; readonly why: Suppression }[];
}

/** Why a rule that applies is not proposed now; null where it may be. */
export function suppressionOf(rule: ActionRule, record: ActionRecord): Suppression | null {
  const { kind } = rule.action;
  const allowed = record.consent[kind];
  if (reaches.includes(kind) && (allowed === false || (kind === 'offer' && allowed !== true)))
    return 'consent';
  for (const event of record.history) {
    if (event.rule !== rule.id || event.at > record.at) continue;
    const days = (record.at - event.at) / dayMs;
    if (event.what === 'done' && days < rule.cooldownDays) return 'cooldown';
    if (event.what === 'dismissed' && days < dismissedDays) return 'dismissed';
    if (event.what === 'snoozed' && event.until !== undefined && record.at < event.until) return 'snoozed';
  }
  return null;
}

const percent = (p: number): string => `${Math.round(100 * p)} %`;
const shown = (value: Scalar): string =>
  value === null
    ? 'unknown'
    : typeof value === 'number'
      ? value.toLocaleString('en', { maximumFractionDigits: 2 })
      : String(value);

function effectOf({ effect }: ActionRule, record: ActionRecord): Effect {
  if (effect.how === 'none') return { state: 'no-estimate', why: 'none-stated' };
  const worth = effect.value === undefined ? null : record.signals[effect.value];
  const gainOf = (change: number): number | null => (typeof worth === 'number' ? change * worth : null);
  if (effect.how === 'counterfactual') {
    const found = record.counterfactuals.find(
      (one) => one.signal === effect.signal && one.feature === effect.feature,
    );
    if (found === undefined) return { state: 'no-estimate', why: 'not-available' };
    if (!found.changeable) return { state: 'no-estimate', why: 'not-changeable' };
    const change = found.after - found.before;
    const to = `${shown(found.to)}${found.unit === undefined ? '' : ` ${found.unit}`}`;
    return {
      state: 'estimate',
      how: 'counterfactual',
      change,
      gain: gainOf(change),
      text: `with ${found.label} at ${to} the model says ${percent(found.after)} instead of ${percent(found.before)}`,
      words: {
        code: 'counterfactual',
        values: {
          feature: found.feature,
          label: found.label,
          from: found.from,
          to: found.to,
          unit: found.unit ?? null,
          before: found.before,
          after: found.after,
        },
      },
    };
  }
  const found = record.uplifts.find(({ offer }) => offer === effect.offer);
  if (found === undefined) return { state: 'no-estimate', why: 'not-available' };
  if (!found.reliable) return { state: 'no-estimate', why: 'not-reliable' };
  return {
    state: 'estimate',
    how: 'uplift',
    change: found.effect,
    gain: gainOf(found.effect),
    words: {
      code: 'uplift',
      values: { offer: found.offer, effect: found.effect, low: found.low, high: found.high },
    },
    text: `the offer changes ${(100 * found.effect).toFixed(1)} of 100 such customers (${(100 * found.low).toFixed(1)} to ${(100 * found.high).toFixed(1)})`,
  };
}

const wait: NextAction = {
  kind: 'wait',
  label: 'Wait',
  effect: { state: 'no-estimate', why: 'none-stated' },
  urgency: 0,
  evidence: [],
  text: 'Wait: no other action is expected to help.',
  words: { code: 'wait', values: {} },
};

/** Gains in money, then gains in probability alone, then what has no estimate, then waiting, then what is expected to harm or do nothing. */
function tierOf({ kind, effect }: NextAction): number {
  if (kind === 'wait') return 3;
  if (effect.state === 'no-estimate') return 2;
  if (effect.change <= 0 || (effect.gain !== null && effect.gain <= 0)) return 4;
  return effect.gain === null ? 1 : 0;
}

const sizeOf = ({ effect }: NextAction): number =>
  effect.state === 'estimate' ? (effect.gain ?? effect.change) : 0;

/**
 * What to do next with a record: the rules that certainly apply and are not suppressed, by expected value, ties by
 * urgency. An effect comes from a model or there is none. Pure; rules must have passed `checkRules`.
 */
export function nextActions(
  rules: readonly ActionRule[],
  record: ActionRecord,
  signals: readonly SignalSpec[],
): RankedActions {
  const specs = new Map(signals.map((one) => [one.id, one]));
  const suppressed: { rule: string; why: Suppression }[] = [];
  const actions: NextAction[] = [];
  for (const rule of rules) {
    if (holds(rule.when, record.signals) !== true) continue;
    const why = suppressionOf(rule, record);
    if (why !== null) {
      suppressed.push({ rule: rule.id, why });
      continue;
    }
    const effect = effectOf(rule, record);
    const evidence = signalsOf(rule.when).map((signal) => ({
      signal,
      label: specs.get(signal)?.label ?? signal,
      value: record.signals[signal] ?? null,
    }));
    const because = evidence.map(({ label, value }) => `${label} ${shown(value)}`).join(', ');
    const expected = effect.state === 'estimate' ? effect.text : 'no estimate of its effect';
    actions.push({
      rule: rule.id,
      kind: rule.action.kind,
      label: rule.action.label,
      effect,
      urgency: rule.weight,
      evidence,
      text: `${rule.action.label}: ${because}; ${expected}.`,
      words:
        effect.state === 'estimate' ? effect.words : { code: 'no-estimate', values: { why: effect.why } },
    });
  }
  if (!actions.some(({ kind }) => kind === 'wait')) actions.push(wait);
  actions.sort(
    (a, b) =>
      tierOf(a) - tierOf(b) ||
      sizeOf(b) - sizeOf(a) ||
      b.urgency - a.urgency ||
      ((a.rule ?? '') < (b.rule ?? '') ? -1 : 1),
  );
  return { actions, suppressed };
}
