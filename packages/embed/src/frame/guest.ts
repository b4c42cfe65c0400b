import { createClient } from '@aicrm/client/client';
import { setDefaultClient } from '@aicrm/client/registry';
import { autoload, type Loaders } from '../autoloader.js';
import {
  type FrameContent,
  type FrameTheme,
  type GuestWord,
  hello,
  isMeeting,
  readHostWord,
} from './protocol.js';

/** A host that never answers must not hold up every later request. */
const tokenTimeout = 15_000;

const noToken = (detail: string, action: string) => ({
  kind: 'permission' as const,
  title: 'No token',
  status: 401,
  detail,
  action,
});

export interface GuestOptions {
  /** The worker: `https://crm-ai.example`. */
  readonly api: string;
  readonly loaders: Loaders;
  /** Names of events of ours that go on to the host. */
  readonly events: readonly string[];
}

/**
 * The page inside the frame: shows one element, as the host says through a port of its own, or as the fragment of the
 * address says where the host can only set an address (`#element=...&record-id=...&token=...`). It fetches nothing until
 * it knows what to show, and it holds no right of its own: all it may read is what the host's token may read.
 */
export function startGuest(view: Window, { api, loaders, events }: GuestOptions): () => void {
  const { document: page } = view;
  const end = new AbortController();
  const { signal } = end;
  let port: MessagePort | undefined;
  let shown: HTMLElement | undefined;
  let wanted = 0;
  const asked = new Map<number, { resolve(token: string): void; reject(problem: unknown): void }>();

  const say = (word: GuestWord): void => port?.postMessage(word);
  const address = readAddress(view);

  setDefaultClient(createClient({ api, getToken, signal }));
  const stopLoading = autoload(page, loaders);

  function getToken(): Promise<string> {
    const { token } = address;
    address.token = undefined;
    if (token !== undefined) return Promise.resolve(token);
    if (port === undefined)
      return Promise.reject(noToken('The address of this frame holds no usable token.', 'Reload the page.'));
    const id = ++wanted;
    return new Promise<string>((resolve, reject) => {
      asked.set(id, { resolve, reject });
      setTimeout(() => reject(new Error('the host gave no token in time')), tokenTimeout);
      say({ type: 'token-wanted', id });
    }).finally(() => asked.delete(id));
  }

  function show({ element, attributes, properties }: FrameContent): void {
    if (!Object.hasOwn(loaders, element)) {
      say({ type: 'unknown-element', element });
      return;
    }
    if (shown?.localName !== element) {
      const next = page.createElement(element);
      for (const name of events) next.addEventListener(name, tellEvent);
      shown?.remove();
      shown = next;
      // What it is to show is set before it stands in the page, so that nothing is drawn or asked twice.
      assign(next, attributes, properties);
      page.body.append(next);
    } else assign(shown, attributes, properties);
  }

  function tellEvent(event: Event): void {
    if (event instanceof CustomEvent) say({ type: 'event', name: event.type, detail: event.detail });
  }

  function hear({ data }: MessageEvent<unknown>): void {
    const word = readHostWord(data);
    if (word === null) return;
    if (word.type === 'show') show(word.content);
    else if (word.type === 'theme') wear(page, word.theme);
    else if (word.type === 'token') asked.get(word.id)?.resolve(word.token);
    else asked.get(word.id)?.reject(word.problem);
  }

  function meet(event: MessageEvent<unknown>): void {
    // Whoever frames this page may talk to it, once; a sibling or an opener may not.
    if (event.source !== view.parent || port !== undefined || !isMeeting(event.data, 'connect')) return;
    const [given] = event.ports;
    if (given === undefined) return;
    port = given;
    port.onmessage = hear;
    tellSize();
  }

  let told = -1;
  function tellSize(): void {
    const block = Math.ceil(page.body.getBoundingClientRect().height);
    if (port === undefined || block === told) return;
    told = block;
    say({ type: 'size', block });
  }
  const sizes = new ResizeObserver(tellSize);
  sizes.observe(page.body);
  const states = new MutationObserver(() => {
    const state = shown?.getAttribute('state');
    if (state) say({ type: 'state', state });
  });
  states.observe(page.body, { subtree: true, attributeFilter: ['state'] });

  view.addEventListener('message', meet, { signal });
  if (view.parent !== view) view.parent.postMessage(hello, '*');
  if (address.theme) wear(page, address.theme);
  if (address.content) show(address.content);

  return () => {
    end.abort();
    stopLoading();
    sizes.disconnect();
    states.disconnect();
    port?.close();
    shown?.remove();
  };
}

/** An attribute that runs code, restyles, or links somewhere else is nothing that a host's word may set. */
const forbidden = /^(?:on.*|style|class|id|is|slot|part|src|href|srcdoc)$/;
const attributeName = /^[a-z][a-z-]{0,60}$/;

function assign(
  element: HTMLElement,
  attributes: FrameContent['attributes'],
  properties: FrameContent['properties'],
): void {
  for (const [name, value] of Object.entries(attributes))
    if (attributeName.test(name) && !forbidden.test(name)) element.setAttribute(name, value);
  // Only what elements of ours call their data; anything that every element has (`innerHTML`) is none of it.
  for (const [name, value] of Object.entries(properties))
    if (!(name in HTMLElement.prototype)) Reflect.set(element, name, value);
}

function wear(page: Document, { colorScheme, lang, dir, tokens, fontFamily, fontSize }: FrameTheme): void {
  const { documentElement: root } = page;
  root.lang = lang;
  root.dir = dir;
  root.style.setProperty('color-scheme', colorScheme);
  root.style.setProperty('font-family', fontFamily);
  root.style.setProperty('font-size', fontSize);
  for (const name of [...root.style])
    if (name.startsWith('--aicrm-') && !(name in tokens)) root.style.removeProperty(name);
  for (const [name, value] of Object.entries(tokens)) root.style.setProperty(name, value);
}

interface Address {
  readonly content: FrameContent | undefined;
  readonly theme: FrameTheme | undefined;
  token: string | undefined;
}

/** The fragment never reaches a server or its log; the token is taken out of it so that nobody copies it with the address. */
function readAddress(view: Window): Address {
  const said = new URLSearchParams(view.location.hash.slice(1));
  const { element, token, lang, dir, theme, ...attributes } = Object.fromEntries(said);
  if (token !== undefined) {
    said.delete('token');
    try {
      view.history.replaceState(null, '', `#${said}`);
    } catch {
      // A sandbox may forbid it; there the address bar is the host's own.
    }
  }
  if (element === undefined) return { content: undefined, theme: undefined, token };
  const shown = readHostWord({ type: 'show', content: { element, attributes, properties: {} } });
  const worn = readHostWord({ type: 'theme', theme: { colorScheme: theme, lang, dir } });
  return {
    content: shown?.type === 'show' ? shown.content : undefined,
    theme: worn?.type === 'theme' ? worn.theme : undefined,
    token,
  };
}
