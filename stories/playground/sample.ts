import { createRandom } from '@aicrm/learn/random';

const day = 86_400_000;

/** What the sample asks, so that a visitor need not. */
export const sampleQuestion = {
  target: 'converted',
  time: 'signed_up',
  changeable: ['invited_colleagues', 'days_to_first_project', 'support_answer_hours', 'onboarding_call'],
} as const;

const countries = ['Austria', 'Germany', 'Kenya', 'Portugal'] as const;
const sources = ['search', 'partner', 'fair', 'referral'] as const;

/**
 * Trial accounts of a software company that does not exist, as CSV text: whether one converts follows a logistic law of
 * its columns and chance, drawn with a fixed seed.
 */
export function sampleCsv(rows = 900): string {
  const random = createRandom(20_261_123);
  const from = Date.UTC(2025, 0, 6);
  const lines = Array.from({ length: rows }, (_, i) => {
    const seats = 1 + random.int(40);
    const invited = Math.min(seats, random.int(9));
    const firstProject = random.int(15);
    const answer = Math.round(2 + 46 * random.next() ** 2);
    const call = random.next() < 0.35;
    const source = sources[random.int(sources.length)] ?? sources[0];
    const country = countries[random.int(countries.length)] ?? countries[0];
    const logit =
      -1.2 +
      0.42 * invited -
      0.16 * firstProject -
      0.025 * answer +
      (call ? 0.9 : 0) +
      (source === 'referral' ? 0.8 : source === 'fair' ? -0.5 : 0);
    const converted = random.next() < 1 / (1 + Math.exp(-logit)) ? 'yes' : 'no';
    const signedUp = new Date(from + Math.floor((i * 600) / rows) * day).toISOString().slice(0, 10);
    return [
      signedUp,
      source,
      country,
      seats,
      invited,
      firstProject,
      answer,
      call ? 'yes' : 'no',
      converted,
    ].join(',');
  });
  const header =
    'signed_up,source,country,seats,invited_colleagues,days_to_first_project,support_answer_hours,onboarding_call,converted';
  return [header, ...lines].join('\n');
}
