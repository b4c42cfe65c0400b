import * as z from 'zod/mini';
import { Scalar } from './view.js';

/** When a rule applies, over named signals. A comparison with an unknown signal is neither true nor false. */
export type Condition =
  | { readonly op: 'all'; readonly of: readonly Condition[] }
  | { readonly op: 'any'; readonly of: readonly Condition[] }
  | { readonly op: 'not'; readonly of: Condition }
  | { readonly op: 'known'; readonly signal: string }
  | { readonly op: '<'; readonly signal: string; readonly value: number }
  | { readonly op: '<='; readonly signal: string; readonly value: number }
  | { readonly op: '>'; readonly signal: string; readonly value: number }
  | { readonly op: '>='; readonly signal: string; readonly value: number }
  | { readonly op: '='; readonly signal: string; readonly value: string | number | boolean }
  | { readonly op: '!='; readonly signal: string; readonly value: string | number | boolean };

const name = z.string().check(z.minLength(1), z.maxLength(100));

const parts = z.lazy(() => z.array(Condition).check(z.minLength(1), z.maxLength(20)));
const whole = z.union([z.string(), z.number(), z.boolean()]);

export const Condition: z.ZodMiniType<Condition> = z.lazy(() =>
  z.discriminatedUnion('op', [
    z.strictObject({ op: z.literal('all'), of: parts }),
    z.strictObject({ op: z.literal('any'), of: parts }),
    z.strictObject({ op: z.literal('not'), of: Condition }),
    z.strictObject({ op: z.literal('known'), signal: name }),
    z.strictObject({ op: z.literal('<'), signal: name, value: z.number() }),
    z.strictObject({ op: z.literal('<='), signal: name, value: z.number() }),
    z.strictObject({ op: z.literal('>'), signal: name, value: z.number() }),
    z.strictObject({ op: z.literal('>='), signal: name, value: z.number() }),
    z.strictObject({ op: z.literal('='), signal: name, value: whole }),
    z.strictObject({ op: z.literal('!='), signal: name, value: whole }),
  ]),
);

export const ActionKind = z.enum(['call', 'e-mail', 'meeting', 'offer', 'escalate', 'wait']);
export type ActionKind = z.infer<typeof ActionKind>;

/** Where an action's expected effect comes from; it is never typed in by a person. */
export const EffectSource = z.discriminatedUnion('how', [
  /** The model's own answer to another value of one changeable input of the record. */
  z.object({ how: z.literal('counterfactual'), signal: name, feature: name, value: z.optional(name) }),
  /** The measured difference that an offer makes, where that is reliable. */
  z.object({ how: z.literal('uplift'), offer: name, value: z.optional(name) }),
  z.object({ how: z.literal('none') }),
]);
export type EffectSource = z.infer<typeof EffectSource>;

/** A rule that a tenant edits. `effect.value` names the signal that holds what a success is worth. */
export const ActionRule = z.object({
  id: name,
  label: name,
  when: Condition,
  action: z.object({ kind: ActionKind, label: name }),
  effect: EffectSource,
  /** Days after it was done in which it is not proposed again. */
  cooldownDays: z.number().check(z.gte(0), z.lte(3_650)),
  /** Urgency: of two actions of equal expected value the heavier comes first. */
  weight: z.number().check(z.gte(0), z.lte(1_000)),
});
export type ActionRule = z.infer<typeof ActionRule>;

/** A signal that rules may name. */
export const SignalSpec = z.object({
  id: name,
  label: name,
  type: z.enum(['number', 'text', 'flag']),
  unit: z.optional(z.string()),
});
export type SignalSpec = z.infer<typeof SignalSpec>;

/** What was done with a proposal, and when (milliseconds since 1970). */
export const ActionEvent = z.object({
  rule: name,
  at: z.number(),
  what: z.enum(['done', 'dismissed', 'snoozed']),
  /** End of a snooze. */
  until: z.optional(z.number()),
});
export type ActionEvent = z.infer<typeof ActionEvent>;

/** All that ranking a record's actions needs, as plain data of one moment. */
export const ActionRecord = z.object({
  recordId: z.string(),
  at: z.number(),
  signals: z.record(z.string(), Scalar),
  /** Answers of models to one changed input each. */
  counterfactuals: z.array(
    z.object({
      signal: name,
      feature: name,
      label: z.string(),
      from: Scalar,
      to: Scalar,
      unit: z.optional(z.string()),
      before: z.number().check(z.gte(0), z.lte(1)),
      after: z.number().check(z.gte(0), z.lte(1)),
      changeable: z.boolean(),
    }),
  ),
  uplifts: z.array(
    z.object({ offer: name, effect: z.number(), low: z.number(), high: z.number(), reliable: z.boolean() }),
  ),
  /** By kind of action: whether the person may be contacted so; absent where nobody asked. */
  consent: z.partialRecord(ActionKind, z.boolean()),
  history: z.array(ActionEvent),
});
export type ActionRecord = z.infer<typeof ActionRecord>;
