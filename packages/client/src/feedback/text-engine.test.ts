import { readFile } from 'node:fs/promises';
import { readTextArtefact } from '@aicrm/models/text/artefact';
import { aspectFinder } from '@aicrm/models/text/aspects';
import { detectLanguage } from '@aicrm/models/text/language';
import { shipped } from '@aicrm/models/text/shipped';
import type { FeedbackMessage } from '@aicrm/schema/timeline';
import { beforeAll, describe, expect, it } from 'vitest';
import { kindOf } from './channels.js';
import { READ_AT_MOST } from './read-message.js';
import { type Engine, explainMessage, Reading, readIntents } from './text-engine.js';
import { textModel } from './text-models.js';

const bytesOf = (name: keyof typeof shipped) => readFile(shipped[name].url);
const message = (id: string, text: string, channel = 'review'): FeedbackMessage => ({
  id,
  at: '2026-11-20T10:00:00Z',
  channel,
  contact: null,
  text,
  rating: null,
});

let engine: Engine;
beforeAll(async () => {
  const { sha256 } = shipped['sentiment-en'];
  const model = readTextArtefact(await bytesOf('sentiment-en'), sha256);
  if (!model.ok) throw new Error(model.error.detail);
  engine = {
    readers: { sentiment: model.value, aspects: aspectFinder(), detect: detectLanguage },
    model: model.value.meta.name,
    taxonomy: [],
  };
});

describe('reading messages', () => {
  it('keeps tone and aspects of each, and why one has none', async () => {
    const messages = [
      message('a', 'The parcel arrived broken and nobody answers. Terrible service!'),
      message('b', 'Die Lieferung kam leider viel zu spät und der Karton war beschädigt.'),
      message('c', '> The delivery was great\n> Thank you', 'email'),
      message('d', '12345 !!!'),
    ];
    const read = await new Reading(engine.readers).all(messages, () => undefined);
    expect(read?.map(({ tone, why }) => tone ?? why)).toEqual([
      'negative',
      'unsupported-language',
      'no-own-words',
      'empty',
    ]);
    expect(read?.[1]?.language).toBe('de');
    expect(read?.[0]?.mentions).toContainEqual({ aspect: 'delivery', tone: 'negative' });
  });

  it('takes a text for English whose words are, whatever its detector says', async () => {
    const texts = ['Voice recognition is tremendous!', 'Chat mit Agent war gut, danke'];
    const read = await new Reading(engine.readers).all(
      texts.map((text, i) => message(`${i}`, text)),
      () => undefined,
    );
    expect(read?.map(({ language, tone }) => [language, tone])).toEqual([
      ['en', 'positive'],
      ['de', null],
    ]);
    expect(detectLanguage(texts[0] ?? '').language).not.toBe('en');
  });

  it('gives the page its turn, and says what is read so far', async () => {
    const messages = Array.from({ length: 40 }, (_, i) =>
      message(`m${i}`, `Thank you, number ${i} is great`),
    );
    let time = 0;
    const seen: number[] = [];
    const reading = new Reading(engine.readers);
    // Each look at the clock is 3 ms later: a slice of 8 ms holds three messages.
    await reading.all(
      messages,
      (soFar) => seen.push(soFar.length),
      undefined,
      () => (time += 3),
    );
    expect(seen.slice(0, 3)).toEqual([3, 6, 9]);
    expect(seen.length).toBe(13);
  });

  it('reads nothing twice that did not change, and stops when told', async () => {
    let asked = 0;
    const counting = {
      ...engine.readers,
      detect: (text: string) => {
        asked++;
        return detectLanguage(text);
      },
    };
    const reading = new Reading(counting);
    const [one, two] = [message('1', 'I love it'), message('2', 'I hate it')];
    await reading.all([one, two], () => undefined);
    await reading.all([one, { ...two, at: '2026-01-01T00:00:00Z' }], () => undefined);
    expect(asked).toBe(2);
    const again = await reading.all([{ ...one, text: 'I hate this' }], () => undefined);
    expect(asked).toBe(3);
    expect(again?.[0]?.tone).toBe('negative');
    expect(await reading.all([one], () => undefined, AbortSignal.abort())).toBeNull();
    expect(asked).toBe(3);
  });

  it('reads the beginning of what is very long, and its evidence stands in the text', () => {
    const text = `The delivery was terrible. ${'and so on '.repeat(2_000)} wonderful`;
    const { sentiment, aspects } = explainMessage(engine.readers, { text, channel: 'email' });
    expect(text.length).toBeGreaterThan(READ_AT_MOST);
    if (sentiment.state !== 'scored') throw new Error(sentiment.reason);
    expect(Math.max(...sentiment.evidence.map(({ end }) => end))).toBeLessThanOrEqual(READ_AT_MOST);
    expect(text.slice(aspects[0]?.term.start, aspects[0]?.term.end)).toBe('delivery');
  });

  it('tells how a channel is read from a word in its name', () => {
    expect(
      ['Support e-mail', 'WhatsApp', 'phone', 'zendesk ticket', 'NPS 2026', 'Google'].map(kindOf),
    ).toEqual(['email', 'chat', 'call', 'ticket', 'survey', 'review']);
  });
});

it('reads what messages want, and says nothing of what is out of scope', async () => {
  const { sha256 } = shipped['intent-general-en'];
  const intent = readTextArtefact(await bytesOf('intent-general-en'), sha256);
  if (!intent.ok) throw new Error(intent.error.detail);
  const messages = [
    message('a', 'please cancel my reservation for tonight'),
    message('b', 'the colour of the sofa reminds me of last summer in a way'),
    message('c', 'Bitte stornieren Sie meine Reservierung für heute Abend'),
  ];
  const read = await new Reading(engine.readers).all(messages, () => undefined);
  const intents = await readIntents(engine, intent.value, read ?? [], () => undefined);
  expect([...intents]).toEqual([['a', 'cancel_reservation']]);
});

describe('a text model', () => {
  const answer = async (name: keyof typeof shipped) => new Response(new Uint8Array(await bytesOf(name)));

  it('is fetched once, without cookies; what failed is tried again', async () => {
    const asked: (RequestInit | undefined)[] = [];
    let broken = true;
    const get: typeof fetch = async (_, init) => {
      asked.push(init);
      if (broken) throw new TypeError('no line');
      return answer('sentiment-en');
    };
    expect(await textModel('sentiment-en', get)).toMatchObject({ ok: false, error: { kind: 'temporary' } });
    broken = false;
    const [one, two] = await Promise.all([textModel('sentiment-en', get), textModel('sentiment-en', get)]);
    expect(one.ok).toBe(true);
    expect(two).toBe(one);
    expect(asked).toHaveLength(2);
    expect(asked[0]).toMatchObject({ credentials: 'omit', referrerPolicy: 'no-referrer' });
  });

  it('that is another file is refused by its hash', async () => {
    const read = await textModel('intent-banking-en', () => answer('sentiment-en'));
    expect(read).toMatchObject({ ok: false, error: { kind: 'bad-data' } });
    const gone = await textModel('intent-banking-en', async () => new Response('', { status: 404 }));
    expect(gone).toMatchObject({ ok: false, error: { kind: 'temporary' } });
  });
});
