import { describe, expect, it } from 'vitest';
import { connect, hello, isMeeting, readGuestWord, readHostWord } from './protocol.js';

describe('what a frame is told', () => {
  it('names a tag of ours, with texts as attributes', () => {
    const content = {
      element: 'aicrm-lead-score-badge',
      attributes: { 'record-id': 'lead:crm:7', open: 4 },
      properties: { record: { a: 1 } },
    };
    expect(readHostWord({ type: 'show', content })).toEqual({
      type: 'show',
      content: { ...content, attributes: { 'record-id': 'lead:crm:7' } },
    });
  });

  it.each(['script', 'iframe', 'aicrm', 'aicrm-', 'AICRM-X', 'aicrm-x><img', '', 7, null])(
    'is refused where the tag is %j',
    (element) => expect(readHostWord({ type: 'show', content: { element } })).toBeNull(),
  );

  it('holds tokens of the theme that are ours and cannot fetch', () => {
    const tokens = {
      '--aicrm-color-text': 'rebeccapurple',
      '--aicrm-color-surface': 'url(https://evil.example/x)',
      '--aicrm-a': 'image-set("x.png" 1x)',
      '--aicrm-b': 'u\\72l(x)',
      '--brand': 'red',
      '--aicrm-c': 'x'.repeat(301),
      '--aicrm-d': 7,
    };
    expect(
      readHostWord({ type: 'theme', theme: { colorScheme: 'dark', dir: 'rtl', lang: 'ar', tokens } }),
    ).toEqual({
      type: 'theme',
      theme: {
        colorScheme: 'dark',
        dir: 'rtl',
        lang: 'ar',
        tokens: { '--aicrm-color-text': 'rebeccapurple' },
        fontFamily: '',
        fontSize: '',
      },
    });
  });

  it('may be a word of a later version, which is ignored', () => {
    for (const data of [
      null,
      undefined,
      'show',
      7,
      [],
      { type: 'dance' },
      { type: 'token', id: '1', token: 'x' },
    ])
      expect(readHostWord(data)).toBeNull();
  });
});

describe('what a host is told', () => {
  it('is a size that a page can have', () => {
    expect(readGuestWord({ type: 'size', block: 240 })).toEqual({ type: 'size', block: 240 });
    for (const block of [-1, Number.NaN, 1e9, '240', undefined])
      expect(readGuestWord({ type: 'size', block })).toBeNull();
  });

  it('is an event of ours and no other', () => {
    expect(readGuestWord({ type: 'event', name: 'aicrm-open', detail: 1 })).not.toBeNull();
    expect(readGuestWord({ type: 'event', name: 'click', detail: 1 })).toBeNull();
  });
});

describe('the meeting', () => {
  it('goes on with a newer other side and with nothing else', () => {
    expect(isMeeting(hello, 'hello')).toBe(true);
    expect(isMeeting({ ...connect, version: 2 }, 'connect')).toBe(true);
    for (const data of [connect, null, 'hello', { aicrm: 'hello' }, { version: 1 }])
      expect(isMeeting(data, 'hello')).toBe(false);
  });
});
