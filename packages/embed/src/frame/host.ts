import {
  connect,
  type FrameContent,
  type FrameTheme,
  type HostWord,
  isMeeting,
  readGuestWord,
} from './protocol.js';

export interface FrameHostOptions {
  /** The frame, already in the page, its `src` the worker's `/embed/v1/frame`. */
  readonly frame: HTMLIFrameElement;
  /** Called before the token in the frame ends, and once after a refusal; never called where the frame asks for nothing. */
  readonly getToken: () => Promise<string>;
  readonly onEvent?: (name: string, detail: unknown) => void;
  readonly onState?: (state: string) => void;
  /** A tag that the frame's script does not know: the host's page is newer than the worker. */
  readonly onUnknownElement?: (element: string) => void;
}

export interface FrameHost {
  /** Shows an element, or changes what the shown one shows. Kept until the frame is there. */
  show(content: FrameContent): void;
  /** Hands over how the page looks now; done by itself when the frame arrives and when the page's scheme changes. */
  refreshTheme(): void;
  /** Ends the conversation; the frame itself is the host's to remove. */
  stop(): void;
}

/** Custom properties that elements read; only those a page sets are handed over. */
const tokenPrefix = '--aicrm-';

/**
 * The host's side of one frame. The frame is told nothing until its own window says hello, and it gets a port that nobody
 * else holds. A frame that is sandboxed without `allow-same-origin` has the origin "null", so it is known by its window.
 */
export function connectFrame(options: FrameHostOptions): FrameHost {
  const { frame } = options;
  const view = frame.ownerDocument.defaultView ?? window;
  const end = new AbortController();
  const { signal } = end;
  const opaque = frame.sandbox.length > 0 && !frame.sandbox.contains('allow-same-origin');
  const origin = opaque ? 'null' : new URL(frame.src, view.location.href).origin;
  let port: MessagePort | undefined;
  let content: FrameContent | undefined;
  let worn = '';

  const say = (word: HostWord): void => port?.postMessage(word);

  function refreshTheme(): void {
    const theme = themeOf(frame);
    const print = JSON.stringify(theme);
    if (port === undefined || print === worn) return;
    worn = print;
    say({ type: 'theme', theme });
  }

  async function giveToken(id: number): Promise<void> {
    try {
      say({ type: 'token', id, token: await options.getToken() });
    } catch (error) {
      say({ type: 'no-token', id, problem: plainProblem(error) });
    }
  }

  function hear({ data }: MessageEvent<unknown>): void {
    const word = readGuestWord(data);
    if (word === null) return;
    // A property of the style object, because a strict policy forbids the attribute.
    if (word.type === 'size') frame.style.blockSize = `${word.block}px`;
    else if (word.type === 'token-wanted') void giveToken(word.id);
    else if (word.type === 'event') options.onEvent?.(word.name, word.detail);
    else if (word.type === 'state') options.onState?.(word.state);
    else options.onUnknownElement?.(word.element);
  }

  function meet(event: MessageEvent<unknown>): void {
    if (event.source !== frame.contentWindow || event.origin !== origin) return;
    if (!isMeeting(event.data, 'hello')) return;
    // A frame that was reloaded says hello again: it gets a new port, and the old one goes with the old page.
    port?.close();
    const channel = new MessageChannel();
    port = channel.port1;
    port.onmessage = hear;
    worn = '';
    // An opaque origin cannot be named as a target; the word holds nothing, and the port goes to that window only.
    frame.contentWindow?.postMessage(connect, opaque ? '*' : origin, [channel.port2]);
    refreshTheme();
    if (content) say({ type: 'show', content });
  }

  view.addEventListener('message', meet, { signal });
  const schemes = view.matchMedia('(prefers-color-scheme: dark)');
  schemes.addEventListener('change', refreshTheme, { signal });
  // Hosts switch themes by a class or an attribute of the root or the body.
  const looks = new MutationObserver(refreshTheme);
  for (const place of [frame.ownerDocument.documentElement, frame.ownerDocument.body])
    looks.observe(place, { attributeFilter: ['class', 'style', 'lang', 'dir', 'data-theme'] });

  return {
    show(next) {
      content = next;
      say({ type: 'show', content: next });
    },
    refreshTheme,
    stop() {
      end.abort();
      looks.disconnect();
      port?.close();
      port = undefined;
    },
  };
}

function plainProblem(error: unknown): unknown {
  const { kind, title, status, detail, action } = Object(error);
  if (typeof kind === 'string') return { kind, title, status, detail, action };
  return { kind: 'temporary', title: 'No token', status: 503, detail: `The host gave no token: ${error}` };
}

/** How the page looks where the frame stands: what an element in the page itself would inherit. */
export function themeOf(place: HTMLElement): FrameTheme {
  const style = getComputedStyle(place);
  const root = place.ownerDocument.documentElement;
  const tokens: Record<string, string> = {};
  for (const name of tokenNames(place)) {
    const value = style.getPropertyValue(name).trim();
    if (value !== '') tokens[name] = value;
  }
  return {
    colorScheme: usesDark(place, style.colorScheme) ? 'dark' : 'light',
    lang: place.closest('[lang]')?.getAttribute('lang') ?? root.lang ?? 'en',
    dir: style.direction === 'rtl' ? 'rtl' : 'ltr',
    tokens,
    fontFamily: style.fontFamily,
    fontSize: style.fontSize,
  };
}

/** `light-dark()` says what is used, which the computed `color-scheme` ("light dark") does not. */
function usesDark(place: HTMLElement, scheme: string): boolean {
  const { defaultView: view } = place.ownerDocument;
  if (!/\bdark\b/.test(scheme)) return false;
  if (!/\blight\b/.test(scheme)) return true;
  return view?.matchMedia('(prefers-color-scheme: dark)').matches ?? false;
}

/**
 * Names of tokens that the page sets. Browsers list inherited custom properties in `computedStyleMap` only (Chromium) or
 * nowhere, so the readable style sheets are looked through as well; one from another origin cannot be read and is skipped.
 */
function tokenNames(place: HTMLElement): Set<string> {
  const names = new Set<string>();
  const add = (style: CSSStyleDeclaration | undefined): void => {
    for (const name of style ?? []) if (name.startsWith(tokenPrefix)) names.add(name);
  };
  if ('computedStyleMap' in place)
    for (const [name] of place.computedStyleMap()) if (name.startsWith(tokenPrefix)) names.add(name);
  const { documentElement, body, styleSheets, adoptedStyleSheets } = place.ownerDocument;
  add(documentElement.style);
  add(body.style);
  for (const sheet of [...styleSheets, ...adoptedStyleSheets]) {
    try {
      for (const rule of sheet.cssRules) if (rule instanceof CSSStyleRule) add(rule.style);
    } catch {
      // Of another origin.
    }
  }
  return names;
}
