import { begin, days } from './calendar.js';
import type { SyntheticCompany } from './company.js';
import { hourText, pickWeighted, streamOf } from './draw.js';
import type { Contact } from './people.js';

const dayMs = 86_400_000;

/** A sentence that people wrote, with the tone its source gives it, or none where it is a question. */
export interface SourceText {
  readonly text: string;
  readonly tone: 'positive' | 'negative' | null;
}

export interface Message {
  readonly id: string;
  readonly contact: Contact;
  readonly channel: 'e-mail' | 'chat' | 'survey' | 'ticket' | 'call';
  readonly at: string;
  readonly text: string;
  /** 0 to 10 in surveys, else none. */
  readonly rating: number | null;
  readonly tone: SourceText['tone'];
}

/**
 * What customers wrote: the words are real and from public sets, who wrote them and when is made up. Complaints are more
 * frequent from companies whose contract is about to end, so that tone says something about churn.
 */
export function makeMessages(
  company: SyntheticCompany,
  texts: readonly SourceText[],
  count: number,
): Message[] {
  if (texts.length === 0) return [];
  const random = streamOf(company.seed, 'messages');
  const ending = new Map(
    company.contracts.flatMap(({ company: { id }, endedAt }) =>
      endedAt === undefined ? [] : [[id, endedAt] as const],
    ),
  );
  const byTone = (tone: SourceText['tone']): readonly SourceText[] =>
    texts.filter((one) => one.tone === tone);
  const pools = { positive: byTone('positive'), negative: byTone('negative'), none: byTone(null) };
  const messages: Omit<Message, 'id'>[] = [];
  while (messages.length < count) {
    const contact = company.contacts[random.int(company.contacts.length)];
    const ms = begin + Math.floor(random.next() * days) * dayMs;
    if (contact === undefined || Date.parse(contact.createdAt) > ms) continue;
    const ends = ending.get(contact.company.id);
    const unhappy = ends !== undefined && ends > ms && ends - ms < 120 * dayMs;
    const kind = pickWeighted(
      random,
      [
        ['none', 4],
        ['positive', unhappy ? 1 : 3],
        ['negative', unhappy ? 5 : 2],
      ] as const,
      'none',
    );
    const pool = pools[kind];
    const source = pool[random.int(Math.max(pool.length, 1))];
    if (source === undefined) continue;
    const channel = pickWeighted<Message['channel']>(
      random,
      source.tone === null
        ? [
            ['e-mail', 4],
            ['chat', 4],
            ['ticket', 3],
            ['call', 1],
          ]
        : [
            ['survey', 4],
            ['e-mail', 2],
            ['chat', 1],
            ['call', 1],
          ],
      'e-mail',
    );
    const mood = source.tone === 'positive' ? 8.3 : 3.6;
    messages.push({
      contact,
      channel,
      at: hourText(random, ms),
      text: source.text,
      rating:
        channel === 'survey' ? Math.max(0, Math.min(10, Math.round(mood + 1.6 * random.normal()))) : null,
      tone: source.tone,
    });
  }
  messages.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  return messages.map((message, i) => ({ id: `M${String(i + 1).padStart(4, '0')}`, ...message }));
}
