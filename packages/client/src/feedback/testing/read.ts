import type { ReadMessage, Tone } from '../read-message.js';

interface Told {
  /** Epoch milliseconds. */
  readonly at?: number;
  readonly channel?: string;
  readonly text?: string;
  readonly rating?: number;
  readonly mentions?: ReadMessage['mentions'];
}

/** A message that was read already, for what counts them. */
export const read = (
  id: string,
  tone: Tone | null,
  { at = Date.parse('2026-11-20T10:00:00Z'), mentions = [], ...more }: Told = {},
): ReadMessage => ({
  message: {
    id,
    at: Number.isNaN(at) ? 'some day' : new Date(at).toISOString(),
    channel: more.channel ?? 'email',
    contact: null,
    text: more.text ?? `Text of ${id}`,
    rating: more.rating ?? null,
  },
  at,
  language: 'en',
  tone,
  probability: tone ? 0.9 : 0,
  why: tone ? null : 'unsupported-language',
  mentions,
});

/** So many messages of each tone. */
export const batch = (
  name: string,
  counts: Readonly<Partial<Record<Tone, number>>>,
  more: (i: number) => Told = () => ({}),
): ReadMessage[] =>
  Object.entries(counts).flatMap(([tone, count]) =>
    Array.from({ length: count }, (_, i) => read(`${name}:${tone}:${i}`, tone as Tone, more(i))),
  );
