/**
 * What a host page and the frame that renders an element say to each other, version 1.
 *
 * They meet by `window.postMessage` with words that hold nothing (`hello`, `connect`); all else goes through the
 * MessagePort that `connect` hands over, which no third window can read or write. Both sides parse what they get: an
 * unknown word is ignored, so that a newer side can say more to an older one.
 */
export const frameVersion = 1;

/** A plain value that survives a structured clone; what a page hands over is parsed again where it is used. */
export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };

/** How the host looks, so that the frame doesn't look like a foreign page. */
export interface FrameTheme {
  readonly colorScheme: 'light' | 'dark';
  readonly lang: string;
  readonly dir: 'ltr' | 'rtl';
  /** Custom properties whose names begin with `--aicrm-`. */
  readonly tokens: Readonly<Record<string, string>>;
  /** The host's font family and size, which elements inherit in a page and cannot inherit here. */
  readonly fontFamily: string;
  readonly fontSize: string;
}

/** What to show: a tag, its attributes, and properties that no attribute can hold (a record, messages). */
export interface FrameContent {
  readonly element: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly properties: Readonly<Record<string, unknown>>;
}

export type HostWord =
  | { readonly type: 'show'; readonly content: FrameContent }
  | { readonly type: 'theme'; readonly theme: FrameTheme }
  | { readonly type: 'token'; readonly id: number; readonly token: string }
  | { readonly type: 'no-token'; readonly id: number; readonly problem: unknown };

export type GuestWord =
  /** CSS pixels that the content needs in the block direction. */
  | { readonly type: 'size'; readonly block: number }
  | { readonly type: 'token-wanted'; readonly id: number }
  | { readonly type: 'event'; readonly name: string; readonly detail: unknown }
  | { readonly type: 'state'; readonly state: string }
  | { readonly type: 'unknown-element'; readonly element: string };

/** The two words that go through `window.postMessage`. */
export const hello = { aicrm: 'hello', version: frameVersion } as const;
export const connect = { aicrm: 'connect', version: frameVersion } as const;

const fieldsOf = (data: unknown): Readonly<Record<string, unknown>> =>
  typeof data === 'object' && data !== null ? { ...data } : {};

export function isMeeting(data: unknown, word: 'hello' | 'connect'): boolean {
  const { aicrm, version } = fieldsOf(data);
  return aicrm === word && typeof version === 'number' && version >= 1;
}

const isText = (value: unknown): value is string => typeof value === 'string';

function textsOf(value: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fieldsOf(value)).filter((one): one is [string, string] => isText(one[1])),
  );
}

/** A tag of ours; anything else could name an element that does something by standing in a page. */
const tagPattern = /^aicrm-[a-z-]{1,60}$/;

export function readHostWord(data: unknown): HostWord | null {
  const word = fieldsOf(data);
  const { id } = word;
  switch (word.type) {
    case 'show': {
      const { element, attributes, properties } = fieldsOf(word.content);
      if (!isText(element) || !tagPattern.test(element)) return null;
      return {
        type: 'show',
        content: { element, attributes: textsOf(attributes), properties: fieldsOf(properties) },
      };
    }
    case 'theme': {
      const theme = fieldsOf(word.theme);
      return {
        type: 'theme',
        theme: {
          colorScheme: theme.colorScheme === 'dark' ? 'dark' : 'light',
          lang: isText(theme.lang) ? theme.lang : 'en',
          dir: theme.dir === 'rtl' ? 'rtl' : 'ltr',
          tokens: safeTokens(textsOf(theme.tokens)),
          fontFamily: isText(theme.fontFamily) ? theme.fontFamily : '',
          fontSize: isText(theme.fontSize) ? theme.fontSize : '',
        },
      };
    }
    case 'token':
      return typeof id === 'number' && isText(word.token) ? { type: 'token', id, token: word.token } : null;
    case 'no-token':
      return typeof id === 'number' ? { type: 'no-token', id, problem: word.problem } : null;
    default:
      return null;
  }
}

export function readGuestWord(data: unknown): GuestWord | null {
  const word = fieldsOf(data);
  switch (word.type) {
    case 'size': {
      const { block } = word;
      return typeof block === 'number' && block >= 0 && block < 1e5 ? { type: 'size', block } : null;
    }
    case 'token-wanted':
      return typeof word.id === 'number' ? { type: 'token-wanted', id: word.id } : null;
    case 'event':
      return isText(word.name) && word.name.startsWith('aicrm-')
        ? { type: 'event', name: word.name, detail: word.detail }
        : null;
    case 'state':
      return isText(word.state) ? { type: 'state', state: word.state } : null;
    case 'unknown-element':
      return isText(word.element) ? { type: 'unknown-element', element: word.element } : null;
    default:
      return null;
  }
}

/** A value that could fetch something (`url(...)`) or is too long to be a token is left out. */
function safeTokens(tokens: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tokens).filter(
      ([name, value]) =>
        /^--aicrm-[a-z-]{1,60}$/.test(name) && value.length <= 300 && !/url\s*\(|image-set|\\/i.test(value),
    ),
  );
}
