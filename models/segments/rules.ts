import { type Problem, problem } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';

/** Scores from..to, both included. */
export type Span = readonly [from: number, to: number];

/** A segment by the scores that belong to it. The first rule that holds names the customer. */
export interface SegmentRule {
  readonly id: string;
  /** What marketers call it; the business may change it. */
  readonly name: string;
  /** What the business does about it. */
  readonly advice: string;
  readonly recency: Span;
  readonly frequency: Span;
  readonly money: Span;
}

/** A business's own rules as data: how many scores there are, and which of them make which segment. */
export interface SegmentRules {
  /** Quantiles a measure is cut into: 2 to 10. Score 1 is the worst part, `parts` the best. */
  readonly parts: number;
  readonly segments: readonly SegmentRule[];
}

const segment = (
  id: string,
  name: string,
  recency: Span,
  frequency: Span,
  advice: string,
  money: Span = [1, 5],
): SegmentRule => ({ id, name, advice, recency, frequency, money });

/** The segments that marketers know, on five scores. */
export const defaultRules: SegmentRules = {
  parts: 5,
  segments: [
    segment(
      'champions',
      'Champions',
      [5, 5],
      [4, 5],
      'Reward them, ask for reviews, show what is new first.',
      [4, 5],
    ),
    segment('loyal', 'Loyal', [4, 5], [4, 5], 'Offer what goes with what they buy.'),
    segment('cant-lose', "Can't lose", [1, 2], [5, 5], 'Call them: they bought often and stopped.', [4, 5]),
    segment('at-risk', 'At risk', [1, 2], [4, 5], 'Write personally, with a reason to come back.'),
    segment('needs-attention', 'Needs attention', [3, 3], [3, 5], 'Remind them before they drift away.'),
    segment(
      'potential-loyalist',
      'Potential loyalist',
      [4, 5],
      [3, 3],
      'Offer membership or a second product.',
    ),
    segment('new', 'New', [5, 5], [1, 2], 'Welcome them; help with the first purchase.'),
    segment('promising', 'Promising', [4, 4], [1, 2], 'Show what others bought next.'),
    segment(
      'about-to-sleep',
      'About to sleep',
      [3, 3],
      [1, 2],
      'Send what is popular; win a second purchase.',
    ),
    segment('hibernating', 'Hibernating', [2, 2], [1, 3], 'A seasonal offer is enough.'),
    segment('lost', 'Lost', [1, 1], [1, 3], 'Spend little on them.'),
  ],
};

/** Whether rules that a person edited can be used: every score has a segment, and none can never be reached. */
export function checkRules(rules: SegmentRules): Result<SegmentRules, Problem> {
  const { parts, segments } = rules;
  const bad = (detail: string) => fail(problem('bad-data', 'The rules of the segments do not work', detail));
  if (!Number.isInteger(parts) || parts < 2 || parts > 10)
    return bad(`Customers can be cut into 2 to 10 parts, not ${parts}.`);
  if (new Set(segments.map(({ id }) => id)).size < segments.length)
    return bad('Two segments have the same id.');
  for (const { name, recency, frequency, money } of segments)
    for (const [from, to] of [recency, frequency, money])
      if (!(Number.isInteger(from) && Number.isInteger(to) && from >= 1 && from <= to && to <= parts))
        return bad(`"${name}" has scores ${from} to ${to}; they go from 1 to ${parts}.`);
  const used = new Set<string>();
  for (let r = 1; r <= parts; r++)
    for (let f = 1; f <= parts; f++)
      for (let m = 1; m <= parts; m++) {
        const found = segmentOf(rules, r, f, m);
        if (found === undefined)
          return bad(
            `No segment takes recency ${r}, frequency ${f}, money ${m}. Widen one, or add one for the rest.`,
          );
        used.add(found.id);
      }
  const never = segments.find(({ id }) => !used.has(id));
  if (never !== undefined)
    return bad(`"${never.name}" can never be: those before it take all of its customers.`);
  return ok(rules);
}

const within = (score: number, [from, to]: Span): boolean => score >= from && score <= to;

export const segmentOf = (
  { segments }: SegmentRules,
  recency: number,
  frequency: number,
  money: number,
): SegmentRule | undefined =>
  segments.find(
    (rule) => within(recency, rule.recency) && within(frequency, rule.frequency) && within(money, rule.money),
  );
