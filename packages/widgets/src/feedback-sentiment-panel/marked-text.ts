import type { MessageAnalysis } from '@aicrm/client/feedback/text-engine';
import { html, type TemplateResult } from 'lit/html.js';
import type { FeedbackWords } from '../locales/feedback-sentiment-panel-words.js';

interface Piece {
  readonly start: number;
  readonly end: number;
  readonly kind: 'plain' | 'unread' | 'for' | 'strongly-for' | 'against';
}

/** Of the heaviest word's weight, what a word must have to be marked: a text full of marks shows nothing. */
const WORTH = 0.3;
const STRONG = 0.7;
const MOST_FOR = 6;
const MOST_AGAINST = 3;
/** A shorter piece that was not read is left out without a sign. UTF-16 units. */
const SHORT = 25;

type Scored = Extract<MessageAnalysis['sentiment'], { state: 'scored' }>;

/** The words that decided the tone, and the few that spoke against it, in their order. */
function marksOf({ evidence }: Scored): Piece[] {
  const heaviest = Math.max(0, ...evidence.map(({ weight }) => weight));
  if (heaviest === 0) return [];
  const top = (sign: 1 | -1, most: number) =>
    evidence
      .filter(({ weight }) => weight * sign >= WORTH * heaviest)
      .sort((a, b) => (b.weight - a.weight) * sign)
      .slice(0, most);
  return [
    ...top(1, MOST_FOR).map(
      ({ start, end, weight }): Piece => ({
        start,
        end,
        kind: weight >= STRONG * heaviest ? 'strongly-for' : 'for',
      }),
    ),
    ...top(-1, MOST_AGAINST).map(({ start, end }): Piece => ({ start, end, kind: 'against' })),
  ].sort((a, b) => a.start - b.start);
}

/** What was not read of a text: quoted, a signature, our own people's; blank pieces are not worth a word. */
function unreadOf(text: string, read: MessageAnalysis['read']): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const { start, end } of [...read, { start: text.length, end: text.length }]) {
    if (/[\p{L}\p{N}]/u.test(text.slice(at, start))) pieces.push({ start: at, end: start, kind: 'unread' });
    at = Math.max(at, end);
  }
  return pieces;
}

/** A text cut where something is to be said of a piece, in order and without gaps. */
export function piecesOf(text: string, { sentiment, read }: MessageAnalysis): Piece[] {
  const marks = [...(sentiment.state === 'scored' ? marksOf(sentiment) : []), ...unreadOf(text, read)].sort(
    (a, b) => a.start - b.start,
  );
  const pieces: Piece[] = [];
  let at = 0;
  for (const mark of marks) {
    // The end of a text that was too long may be counted twice.
    const start = Math.max(at, mark.start);
    if (mark.end <= start) continue;
    if (start > at) pieces.push({ start: at, end: start, kind: 'plain' });
    pieces.push({ ...mark, start });
    at = mark.end;
  }
  if (at < text.length) pieces.push({ start: at, end: text.length, kind: 'plain' });
  return pieces;
}

/**
 * A message with its evidence: marked by shape and colour, and in words for who doesn't see them.
 * @param all Whether what was not read is shown, too; else a word stands for it.
 */
export function markedText(
  text: string,
  analysis: MessageAnalysis,
  words: FeedbackWords,
  all: boolean,
): TemplateResult {
  const { sentiment } = analysis;
  const label = sentiment.state === 'scored' ? sentiment.label : 'neutral';
  const tone = words.tones[label];
  const said = (what: string) => html`<span class="sr"> (${what}) </span>`;
  return html`${piecesOf(text, analysis).map(({ start, end, kind }) => {
    const piece = text.slice(start, end);
    if (kind === 'plain') return piece;
    if (kind === 'unread') {
      if (all) return html`<span class="unread" title=${words.notRead}>${piece}</span>`;
      // "Customer:" in a chat is no loss.
      return piece.trim().length < SHORT
        ? ' '
        : html` <span class="unread" title=${words.notRead}
              ><span aria-hidden="true">[…]</span><span class="sr">${words.quoted}</span></span
            > `;
    }
    // Blank lines around what is left out would only be holes.
    if (!all && piece.trim() === '') return ' ';
    return html`<mark class="${kind} of-${label}"
      >${piece}${said(kind === 'against' ? words.speaksAgainst(tone) : words.speaksFor(tone))}</mark
    >`;
  })}`;
}
