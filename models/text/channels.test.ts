import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { channels, inOriginal, readMessage } from './channels.js';

describe('an e-mail', () => {
  it('loses the quoted message and the signature', () => {
    const text = [
      'Hello,',
      '',
      'the invoice is wrong again.',
      '',
      'Best regards,',
      'Ann Lee',
      'Purchasing, Example Ltd',
      '',
      'On Mon, Nov 2, 2026 at 9:14 AM Support <help@shop.example> wrote:',
      '> we are glad that you are happy',
    ].join('\r\n');
    expect(readMessage('email', text).text).toBe('Hello,\nthe invoice is wrong again.');
  });

  it.each([
    ['Fine with me.\n\n-- \nBob\n+1 555 0100', 'Fine with me.'],
    ['Too late!\n\nSent from my phone', 'Too late!'],
    ['Danke!\n\n-----Ursprüngliche Nachricht-----\nVon: A <a@b.example>\nmore', 'Danke!'],
    ['See below.\n\nFrom: Ann <ann@b.example>\nSent: Monday\nold words', 'See below.'],
    ['> is it red?\nNo, blue.\n> and round?\nYes.', 'No, blue.\nYes.'],
    ['Ok.\nOn Mon, Nov 2, 2026 at 9:14 AM A Very Long Name\n<help@shop.example> wrote:\nold', 'Ok.'],
  ])('%j says %j', (text, said) => {
    expect(readMessage('email', text).text).toBe(said);
  });

  it('keeps what only looks like an end', () => {
    const text =
      'Thanks\nfor the parcel, it was broken though and I want to have my money back within a week.\nOn Monday I called: nobody there.';
    expect(readMessage('email', text).text).toBe(text);
    expect(readMessage('review', '> quoted in a review').text).toBe('> quoted in a review');
  });
});

describe('a call or a chat', () => {
  const text =
    '[00:01] Agent: How can I help you today?\n[00:04] Dana: The app: it crashes.\nEvery day.\nAgent: Sorry!';

  it('is read turn by turn, without our own people', () => {
    const { text: said, parts } = readMessage('call', text);
    expect(said).toBe('The app: it crashes.\nEvery day.');
    expect(parts.map(({ speaker }) => speaker)).toEqual(['Dana', 'Dana']);
  });

  it('takes the names of our people where they are told', () => {
    expect(readMessage('chat', text, { ownSpeakers: ['DANA'] }).text).toBe(
      'How can I help you today?\nSorry!',
    );
  });
});

describe('a survey', () => {
  it.each([
    ['nps', 6, 'negative'],
    ['nps', 7, 'neutral'],
    ['nps', 9, 'positive'],
    ['csat', 2, 'negative'],
    ['csat', 3, 'neutral'],
    ['csat', 4, 'positive'],
  ] as const)('%s %d is %s', (kind, value, tone) => {
    expect(readMessage('survey', 'why', { score: { kind, value } }).score?.tone).toBe(tone);
  });

  it('refuses a score outside its scale', () => {
    expect(() => readMessage('survey', '', { score: { kind: 'nps', value: 11 } })).toThrow(RangeError);
    expect(readMessage('survey', 'fine').score).toBeNull();
  });
});

it('any message gives parts of the original in its order, and ranges find their way back', () => {
  const line = fc.oneof(
    fc.constantFrom(
      '> old',
      '--',
      'Regards,',
      'Agent: hi',
      'Ann: no',
      '',
      'On Monday, A <a@b.c> wrote:',
      'fine',
    ),
    fc.string({ maxLength: 12 }),
  );
  fc.assert(
    fc.property(
      fc.constantFrom(...channels),
      fc.array(line),
      fc.constantFrom('\n', '\r\n'),
      (channel, list, end) => {
        const text = list.join(end);
        const message = readMessage(channel, text);
        let before = 0;
        for (const part of message.parts) {
          expect(part.start).toBeGreaterThanOrEqual(before);
          before = part.end;
          const said = text.slice(part.start, part.end);
          const at = message.text.indexOf(said);
          expect(at).toBeGreaterThanOrEqual(0);
        }
        for (const word of message.text.matchAll(/[^\s]+/g)) {
          const range = inOriginal(message, word.index, word.index + word[0].length);
          expect(text.slice(range.start, range.end)).toBe(word[0]);
        }
      },
    ),
  );
});
