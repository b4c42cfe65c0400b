import { localDay } from '@aicrm/learn/forecast/calendar';
import type { Condition } from '@aicrm/schema/next-action';
import { OfferCatalogue } from '@aicrm/schema/offer';
import { type Problem, type ProblemIssue, problem } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';

const deepest = 12;

const depthOf = (condition: Condition): number =>
  condition.op === 'all' || condition.op === 'any'
    ? 1 + Math.max(...condition.of.map(depthOf))
    : condition.op === 'not'
      ? 1 + depthOf(condition.of)
      : 1;

const bad = (detail: string, issues: readonly ProblemIssue[] = []): Result<never, Problem> =>
  fail(problem('bad-data', 'not-a-catalogue', detail, issues.length > 0 ? { issues: [...issues] } : {}));

/** Reads a tenant's offers, such as parsed JSON; nothing is taken in part. Never throws. */
export function readCatalogue(data: unknown): Result<OfferCatalogue, Problem> {
  try {
    const parsed = OfferCatalogue.safeParse(data);
    if (!parsed.success) {
      const issues = parsed.error.issues.map(({ path, message }) => ({
        at: path.map(String).join('.'),
        message,
      }));
      return bad(`${issues[0]?.at || 'catalogue'}: ${issues[0]?.message ?? 'not as expected'}`, issues);
    }
    const issues = issuesOf(parsed.data);
    return issues.length === 0 ? ok(parsed.data) : bad(`${issues[0]?.at}: ${issues[0]?.message}`, issues);
  } catch (error) {
    // A getter or a proxy of a host's may throw, and rules may be nested deeper than a stack.
    return bad(String(error));
  }
}

function issuesOf({ zone, offers, fallback }: OfferCatalogue): ProblemIssue[] {
  const issues: ProblemIssue[] = [];
  try {
    localDay(0, zone);
  } catch {
    issues.push({ at: 'zone', message: `There is no time zone "${zone}".` });
  }
  const ids = new Set<string>();
  const all = [...offers.entries()].map(([i, offer]) => ({ at: `offers.${i}`, offer }));
  for (const { at, offer } of [...all, ...(fallback === null ? [] : [{ at: 'fallback', offer: fallback }])]) {
    if (ids.has(offer.id)) issues.push({ at: `${at}.id`, message: `Two offers are called "${offer.id}".` });
    ids.add(offer.id);
    for (const day of [offer.from, offer.until])
      if (day !== undefined && Number.isNaN(Date.parse(day)))
        issues.push({ at, message: `There is no day "${day}".` });
    if (offer.was && offer.price?.currency !== offer.was.currency)
      issues.push({ at: `${at}.was`, message: 'A price of the same currency is needed beside it.' });
  }
  for (const { at, offer } of all)
    if (offer.when && depthOf(offer.when) > deepest)
      issues.push({ at: `${at}.when`, message: `Conditions may be nested ${deepest} deep.` });
  return issues;
}
