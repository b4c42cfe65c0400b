import type { CacheMode } from '@aicrm/client/client';

/** What the script tag says, as `data-` attributes. */
export interface ScriptOptions {
  readonly api: string;
  readonly tokenUrl: string | undefined;
  readonly token: string | undefined;
  readonly cache: CacheMode | undefined;
  readonly user: string | undefined;
}

/** The tag that loaded this module: a module has no `document.currentScript`. */
export function findScript(page: ParentNode, moduleUrl: string): HTMLScriptElement | null {
  const marked = [...page.querySelectorAll<HTMLScriptElement>('script[data-aicrm]')];
  const all = [...page.querySelectorAll<HTMLScriptElement>('script[src]')];
  return (
    marked.find(({ src }) => src === moduleUrl) ??
    all.find(({ src }) => src === moduleUrl) ??
    marked[0] ??
    null
  );
}

const cacheModes: readonly string[] = ['persistent', 'session', 'memory'] satisfies CacheMode[];
const isCacheMode = (text: string | undefined): text is CacheMode => cacheModes.includes(text ?? '');

/** Reads the tag; what it leaves out has the default that needs no word: the script's own origin is the worker. */
export function readScript(script: HTMLScriptElement | null, moduleUrl: string): ScriptOptions {
  const { api, tokenUrl, token, cache, user } = script?.dataset ?? {};
  const origin = new URL(moduleUrl).origin;
  return {
    api: api ? new URL(api, document.baseURI).href.replace(/\/+$/, '') : origin,
    tokenUrl: tokenUrl ? new URL(tokenUrl, document.baseURI).href : undefined,
    token: token || undefined,
    cache: isCacheMode(cache) ? cache : undefined,
    user: user || undefined,
  };
}
