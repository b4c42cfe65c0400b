import { kindOf } from './channels.js';
import type { ReadMessage } from './read-message.js';
import { LEAST, type Share, shareOf } from './shares.js';

/** Net Promoter Score: per cent of 9 and 10 less per cent of 0 to 6, −100 to 100. */
export interface Nps {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly of: number;
}

export interface Ratings {
  /** Of survey answers from 0 to 10; `null` where there are none, or too few. */
  readonly nps: Nps | null;
  /** Share of 4 and 5 stars among ratings of 1 to 5 from other channels. */
  readonly satisfied: Share | null;
  /** The mean of those stars; `null` with `satisfied`. */
  readonly stars: number | null;
  /** Ratings outside their scale, which count nowhere. */
  readonly odd: number;
}

/**
 * What people gave beside their words. The channel tells the scale: a survey's is 0 to 10, all others' 1 to 5. The NPS has
 * a 95 % interval by the difference of two shares with three messages added (Agresti & Coull 1998), for few answers.
 */
export function ratingsOf(messages: readonly ReadMessage[]): Ratings {
  let [promoters, detractors, answers, good, stars, rated, odd] = [0, 0, 0, 0, 0, 0, 0];
  for (const { message } of messages) {
    const { rating, channel } = message;
    if (rating === null) continue;
    if (kindOf(channel) === 'survey') {
      if (!(rating >= 0 && rating <= 10)) odd++;
      else {
        answers++;
        if (rating >= 9) promoters++;
        else if (rating <= 6) detractors++;
      }
    } else if (!(rating >= 1 && rating <= 5)) odd++;
    else {
      rated++;
      stars += rating;
      if (rating >= 4) good++;
    }
  }
  return {
    nps: answers < LEAST ? null : npsOf(promoters, detractors, answers),
    satisfied: shareOf(good, rated),
    stars: rated < LEAST ? null : stars / rated,
    odd,
  };
}

function npsOf(promoters: number, detractors: number, of: number): Nps {
  const [p, q] = [(promoters + 1) / (of + 3), (detractors + 1) / (of + 3)];
  const half = 1.96 * Math.sqrt((p + q - (p - q) ** 2) / (of + 3));
  const value = (promoters - detractors) / of;
  const percent = (share: number) => 100 * Math.max(-1, Math.min(1, share));
  return { value: percent(value), low: percent(value - half), high: percent(value + half), of };
}
