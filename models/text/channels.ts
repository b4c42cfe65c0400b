/** Where a message comes from; each is read its own way. */
export const channels = ['email', 'chat', 'call', 'review', 'ticket', 'survey'] as const;
export type Channel = (typeof channels)[number];

/** A piece of the original that is read; `start` and `end` count UTF-16 units in it. */
export interface MessagePart {
  readonly start: number;
  readonly end: number;
  /** Who speaks, where the text says so: the name as written. */
  readonly speaker: string | null;
}

export interface Score {
  readonly kind: 'nps' | 'csat';
  readonly value: number;
  /** What the scale makes of it: NPS 0–6, 7–8, 9–10; CSAT lower two fifths, middle, upper two fifths of its scale. */
  readonly tone: 'negative' | 'neutral' | 'positive';
}

export interface Message {
  readonly channel: Channel;
  /** What is scored: the parts, joined by line ends. */
  readonly text: string;
  readonly parts: readonly MessagePart[];
  readonly score: Score | null;
}

export interface ReadOptions {
  /** Calls and chats: names (any case) that are ours; what they say is not the customer's tone and is left out. */
  readonly ownSpeakers?: readonly string[];
  /** Surveys: the answer on the scale, and which scale it is. */
  readonly score?: { readonly kind: 'nps' | 'csat'; readonly value: number; readonly of?: number };
}

interface Line {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  let start = 0;
  for (const match of text.matchAll(/\r\n|\n|\r|$/g)) {
    lines.push({ start, end: match.index, text: text.slice(start, match.index) });
    start = match.index + match[0].length;
  }
  return lines;
}

/** Lines with which a quoted earlier message begins, in the languages and programs that are met most. */
const QUOTE_HEADS = [
  /^\s*(On|Am|Le|El|Il|Op|Em|Den)\s.{4,200}\s(wrote|schrieb.*|a écrit|escribió|ha scritto|schreef.*|escreveu|skrev.*)\s*:?\s*$/i,
  /^\s*-{2,}\s*(Original Message|Forwarded message|Ursprüngliche Nachricht|Weitergeleitete Nachricht|Message d'origine|Mensaje original|Messaggio originale)\s*-{2,}/i,
  /^\s*_{10,}\s*$/,
  /^\s*(From|Von|De|Da|Van)\s*:\s.*(@|<).*$/i,
];
/** A signature begins here. "-- " is the rule (RFC 3676, 4.3), the others are custom. */
const SIGNATURE_HEADS = [
  /^--\s?$/,
  /^\s*(Sent from my|Sent via|Get Outlook for|Von meinem .* gesendet|Gesendet mit|Envoyé de mon|Enviado desde mi|Inviato da)\b/i,
];
const CLOSINGS =
  /^\s*(best|kind|warm|many)?\s*(regards|wishes|thanks|thank you|cheers|sincerely|yours sincerely|yours faithfully|yours truly|best|mit freundlichen grüßen|viele grüße|cordialement|saludos|cordiali saluti)\s*[,.!]?\s*$/i;

const isQuoteHead = (line: Line, next: Line | undefined): boolean =>
  QUOTE_HEADS.some((head) => head.test(line.text)) ||
  // Programs break "On ..., NAME <ADDRESS> wrote:" where it gets long.
  (/^\s*On\s.{4,}/i.test(line.text) &&
    next !== undefined &&
    QUOTE_HEADS.some((head) => head.test(`${line.text} ${next.text}`)));

/** What the sender wrote: no quoted message, no signature. A short closing and the name under it go too. */
function emailLines(all: readonly Line[]): Line[] {
  const kept: Line[] = [];
  for (const [i, line] of all.entries()) {
    if (/^\s*>/.test(line.text)) continue;
    if (isQuoteHead(line, all[i + 1])) {
      // Answers below or between quoted lines follow such a head; a whole message above one is followed by nothing of theirs.
      const rest = all.slice(i + 1).filter(({ text }) => text.trim() !== '');
      if (rest.some(({ text }) => /^\s*>/.test(text))) continue;
      break;
    }
    if (SIGNATURE_HEADS.some((head) => head.test(line.text))) break;
    if (CLOSINGS.test(line.text) && kept.some(({ text }) => text.trim() !== '')) {
      const rest = all.slice(i + 1).filter(({ text }) => text.trim() !== '' && !/^\s*>/.test(text));
      // A name, a title, a company, a number: short lines to the end, or to the quoted message.
      const until = rest.findIndex((one, at) => isQuoteHead(one, rest[at + 1]));
      const below = until < 0 ? rest : rest.slice(0, until);
      if (below.length <= 8 && below.every(({ text }) => text.trim().length <= 60)) break;
    }
    kept.push(line);
  }
  return kept;
}

const SPEAKER =
  /^\s*(?:\[?\(?\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?\)?\]?\s*[-–]?\s*)?([\p{L}][\p{L}\p{N} .'’_-]{0,39}?)\s*(?:\(\d{1,2}:\d{2}(?::\d{2})?\))?\s*:\s+/u;

interface Turn extends Line {
  readonly speaker: string | null;
}

/** Turns of a transcript: "Name: ...", "[00:12] Agent: ..."; a line without a name goes on with the speaker before. */
function turns(lines: readonly Line[]): Turn[] {
  let speaker: string | null = null;
  return lines.map((line) => {
    const head = SPEAKER.exec(line.text);
    if (head?.[1] === undefined) return { ...line, speaker };
    speaker = head[1].trim();
    return { ...line, start: line.start + head[0].length, text: line.text.slice(head[0].length), speaker };
  });
}

/** Who answers for a company in a transcript, where nobody said what its people are called. */
const OWN = ['agent', 'representative', 'rep', 'support', 'operator', 'assistant', 'bot', 'advisor', 'sales'];

function scoreOf({ kind, value, of = kind === 'nps' ? 10 : 5 }: NonNullable<ReadOptions['score']>): Score {
  const low = kind === 'nps' ? 0 : 1;
  if (!(Number.isFinite(value) && value >= low && value <= of))
    throw new RangeError(`a score of ${value} is not between ${low} and ${of}`);
  if (kind === 'nps')
    return { kind, value, tone: value <= 6 ? 'negative' : value <= 8 ? 'neutral' : 'positive' };
  const share = (value - low) / (of - low);
  return { kind, value, tone: share < 0.45 ? 'negative' : share <= 0.55 ? 'neutral' : 'positive' };
}

/**
 * What of a message is the customer's own words, and where it stands in the original.
 * - `email`: without quoted messages and the signature. `ticket`: the same, as most come by e-mail.
 * - `chat`, `call`: turn by turn, without those of our own people.
 * - `review`, `survey`: as it is; a survey's answer on its scale comes along.
 * @throws RangeError for a survey's score outside its scale.
 */
export function readMessage(channel: Channel, text: string, options: ReadOptions = {}): Message {
  const lines = linesOf(text);
  const own = new Set((options.ownSpeakers ?? OWN).map((name) => name.toLowerCase()));
  const spoken: Turn[] =
    channel === 'call' || channel === 'chat'
      ? turns(lines).filter(({ speaker }) => speaker === null || !own.has(speaker.toLowerCase()))
      : (channel === 'email' || channel === 'ticket' ? emailLines(lines) : lines).map((line) => ({
          ...line,
          speaker: null,
        }));
  const parts = spoken
    .filter((line) => line.text.trim() !== '')
    .map(({ start, end, speaker }) => ({ start, end, speaker }));
  return {
    channel,
    text: parts.map(({ start, end }) => text.slice(start, end)).join('\n'),
    parts,
    score: options.score === undefined ? null : scoreOf(options.score),
  };
}

/** Where a range of `message.text` stands in the original; a range over several parts ends in the last of them. */
export function inOriginal(message: Message, start: number, end: number): { start: number; end: number } {
  let at = 0;
  let from: number | null = null;
  let to = 0;
  for (const part of message.parts) {
    const length = part.end - part.start;
    if (from === null && start <= at + length) from = part.start + (start - at);
    if (end > at) to = part.start + Math.min(length, end - at);
    at += length + 1;
  }
  return { start: from ?? 0, end: Math.max(from ?? 0, to) };
}
