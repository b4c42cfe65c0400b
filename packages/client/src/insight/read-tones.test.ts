import { readFileSync } from 'node:fs';
import { analyseMessage } from '@aicrm/models/text/analyse';
import { readTextArtefact } from '@aicrm/models/text/artefact';
import { detectLanguage } from '@aicrm/models/text/language';
import { shipped } from '@aicrm/models/text/shipped';
import type { FeedbackMessage } from '@aicrm/schema/timeline';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openTones, readTones } from './read-tones.js';

const bytes = readFileSync(shipped['sentiment-en'].url);
const artefact = readTextArtefact(bytes, shipped['sentiment-en'].sha256);
if (!artefact.ok) throw new Error(artefact.error.detail);
const readers = { sentiment: artefact.value, detect: detectLanguage };

const message = (text: string, id = text, channel = 'email'): FeedbackMessage => ({
  id,
  at: '2026-01-01T00:00:00Z',
  channel,
  contact: null,
  text,
  rating: null,
});

afterEach(() => vi.unstubAllGlobals());

describe('readTones', () => {
  it("gives the text models' own tone, and none where they have none", async () => {
    const angry = 'The delivery was late again and nobody answers, I am very disappointed.';
    const [one, german, empty] = await readTones(readers, [
      message(angry),
      message('Die Lieferung kam schon wieder zu spät, ich bin sehr enttäuscht von Ihnen.'),
      message('...'),
    ]);
    const golden = analyseMessage(readers, angry, 'email').sentiment;
    expect(golden.state).toBe('scored');
    expect(one?.tone).toEqual(
      golden.state === 'scored' && {
        label: golden.label,
        probability: golden.probability,
        probabilities: golden.probabilities,
      },
    );
    expect(one?.tone?.label).toBe('negative');
    expect([german?.tone, empty?.tone]).toEqual([null, null]);
  });

  it('reads each message once, a channel that it does not know as it is', async () => {
    const detect = vi.fn(detectLanguage);
    const messages = Array.from({ length: 25 }, (_, i) =>
      message('Thank you, this is great.', `${i}`, 'fax'),
    );
    const first = await readTones({ ...readers, detect }, messages);
    const again = await readTones({ ...readers, detect }, [...messages].reverse());
    expect(detect).toHaveBeenCalledTimes(25);
    expect(again.map(({ tone }) => tone)).toEqual(first.map(({ tone }) => tone).reverse());
  });

  it('stops where it is told to', async () => {
    const stop = new AbortController();
    const messages = Array.from({ length: 40 }, (_, i) => message('Fine.', `stop ${i}`));
    const reading = readTones(readers, messages, stop.signal);
    stop.abort();
    expect((await reading).length).toBeLessThan(40);
  });
});

describe('openTones', () => {
  it('asks for the file again after a failure, with nothing of the page in the request', async () => {
    const fetched = vi.fn(() => Promise.resolve(new Response('', { status: 503 })));
    vi.stubGlobal('fetch', fetched);
    await expect(openTones()).rejects.toThrow('503');
    fetched.mockImplementation(() => Promise.resolve(new Response(bytes)));
    expect((await openTones()).sentiment.sha256).toBe(artefact.value.sha256);
    expect(fetched).toHaveBeenCalledTimes(2);
    expect(fetched).toHaveBeenCalledWith(shipped['sentiment-en'].url, {
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
    });
    await openTones();
    expect(fetched).toHaveBeenCalledTimes(2);
  });

  it('refuses a file that is not the one that was shipped', async () => {
    vi.resetModules();
    const damaged = Uint8Array.from(bytes);
    damaged[1_000] = (damaged[1_000] ?? 0) ^ 1;
    vi.stubGlobal('fetch', () => Promise.resolve(new Response(damaged)));
    const fresh = await import('./read-tones.js');
    await expect(fresh.openTones()).rejects.toThrow();
  });
});
