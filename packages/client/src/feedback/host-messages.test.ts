import { expect, it } from 'vitest';
import { hostMessages } from './host-messages.js';

it('takes what a host has, the newest first, and what has no time last', () => {
  const messages = hostMessages([
    { text: 'no time' },
    { id: 7, text: 'old', at: '2026-01-01T00:00:00Z', channel: 'email', rating: 4, contact: 'c:1' },
    { text: 'new', at: new Date(Date.UTC(2026, 5, 1)), rating: Number.NaN },
    { text: 'between', at: Date.UTC(2026, 2, 1), channel: '' },
  ]);
  expect(messages?.map(({ text }) => text)).toEqual(['new', 'between', 'old', 'no time']);
  expect(messages?.[2]).toEqual({
    id: '7',
    at: '2026-01-01T00:00:00Z',
    channel: 'email',
    contact: 'c:1',
    text: 'old',
    rating: 4,
  });
  expect(messages?.[0]).toMatchObject({ id: '#3', channel: 'review', rating: null, contact: null });
});

it('refuses what is no list of texts', () => {
  for (const given of ['text', null, {}, [{ body: 'x' }], ['text'], [null], [{ text: 5 }]])
    expect(hostMessages(given)).toBeNull();
  expect(hostMessages([])).toEqual([]);
  expect(hostMessages([{ text: 'x', at: Number.POSITIVE_INFINITY }])?.[0]?.at).toBe('');
});
