import { missing, ready } from './part.js';
import type { Health, HealthPart, HealthWord, Part, ToneInsight, ValueInsight } from './types.js';

/** Above: a customer is expected to stay; below the second it is expected to have gone. Even odds lie between. */
const staying = 0.75;
const leaving = 0.4;
const dayMs = 86_400_000;
/** Tone is judged by the last five messages of half a year: a person who was angry two years ago is not angry now. */
const lastMessages = 5;
const recentDays = 180;
/** A negative message may wait for an answer this long. */
const answerDays = 2;

const rank: Readonly<Record<HealthWord, number>> = { good: 0, watch: 1, risk: 2 };

function buying(value: Part<ValueInsight>): HealthPart {
  if (value.state !== 'ready') return { part: 'buying', word: 'unknown', alive: null, gapDays: null };
  const { alive, purchases } = value.value;
  const word = alive >= staying ? 'good' : alive >= leaving ? 'watch' : 'risk';
  return { part: 'buying', word, alive, gapDays: purchases.gapDays };
}

function tone(part: Part<ToneInsight>, now: number): HealthPart {
  const recent =
    part.state === 'ready' ? part.value.points.filter(({ at }) => at > now - recentDays * dayMs) : [];
  const last = recent.slice(-lastMessages);
  const negative = last.filter((one) => one.tone === 'negative').length;
  const share = negative / last.length;
  const word =
    last.length === 0
      ? 'unknown'
      : // One bad message of one or two is a thing to look at, and no verdict on a customer.
        share > 0.5 && last.length >= 3
        ? 'risk'
        : negative > 0
          ? 'watch'
          : 'good';
  const counted = part.state === 'ready' || (part.state === 'missing' && part.why === 'no-messages');
  return { part: 'tone', word, negative, messages: counted ? last.length : null };
}

function answers(part: Part<ToneInsight>, unanswered: boolean | null, now: number): HealthPart {
  if (part.state !== 'ready' || unanswered === null)
    return { part: 'answers', word: 'unknown', waitingDays: null };
  const { last } = part.value;
  if (!unanswered) return { part: 'answers', word: 'good', waitingDays: null };
  const waitingDays = Math.max(0, Math.floor((now - last.at) / dayMs));
  const word = last.tone === 'negative' ? (waitingDays >= answerDays ? 'risk' : 'watch') : 'good';
  return { part: 'answers', word, waitingDays };
}

/**
 * Health at a glance, which is no figure: three things are each called good, to watch or at risk, the headline is the worst
 * of those that are known, and the first that is so gives the reason. Parts are never averaged, because a content
 * customer who stops buying and an angry one who still buys need different things.
 * - buying: P(still a customer) of the value model: .75 and above is good, .4 and above to watch.
 * - tone: the last five messages of 180 days: none negative is good, more than half of at least three is at risk.
 * - answers: whether the last message waits for an answer: a negative one is to watch, after two days at risk.
 */
export function healthOf(
  value: Part<ValueInsight>,
  part: Part<ToneInsight>,
  unanswered: boolean | null,
  now: number,
): Part<Health> {
  const parts: readonly HealthPart[] = [buying(value), tone(part, now), answers(part, unanswered, now)];
  let worst: { readonly part: HealthPart['part']; readonly word: HealthWord } | undefined;
  for (const { part: name, word } of parts)
    if (word !== 'unknown' && (worst === undefined || rank[word] > rank[worst.word]))
      worst = { part: name, word };
  if (worst === undefined) {
    // While something is on its way nothing is known to be missing.
    if (value.state === 'loading' || part.state === 'loading') return { state: 'loading' };
    return value.state === 'permission' || value.state === 'error' ? value : missing('no-signs');
  }
  return ready({
    word: worst.word,
    parts,
    decidedBy: worst.part,
    known: parts.filter(({ word }) => word !== 'unknown').length,
  });
}
